#pragma once

#include "core/formats/MusicXmlReader.h"
#include "core/formats/MusicXmlWriter.h"

#include <QString>

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <tuple>
#include <vector>

// Scores for the tests of writers, and what is lost when they are read again.

namespace written {

using namespace cantilena;

inline std::optional<Score> readBack(const std::string& xml) {
    auto tunes = readMusicXml(xml, "written.musicxml");
    if (!tunes || tunes->size() != 1 || !tunes->front().score) {
        return std::nullopt;
    }
    return std::move(*tunes->front().score);
}

/// The notes of a track by onset, pitch, end and loudness.
inline std::vector<std::tuple<Tick, int, Tick, int>> notesOf(const Track& track) {
    std::vector<std::tuple<Tick, int, Tick, int>> notes;
    for (const Note& note : track.notes) {
        notes.emplace_back(note.onset, note.pitch.number, note.end(), note.velocity);
    }
    std::sort(notes.begin(), notes.end());
    return notes;
}

/// The changes without those that change nothing.
template <typename Change, typename Value>
std::vector<Change> effective(std::vector<Change> changes, Value Change::*value) {
    const auto same = [&](const Change& a, const Change& b) { return a.*value == b.*value; };
    changes.erase(std::unique(changes.begin(), changes.end(), same), changes.end());
    return changes;
}

/// Where the bars of a score begin, as far as it has music.
inline std::vector<Tick> barsOf(const Score& score) {
    std::vector<Tick> bars;
    const MeterMap meters = score.meterMap();
    for (int bar = 1; meters.barStart(bar) < score.end(); ++bar) {
        bars.push_back(meters.barStart(bar));
    }
    return bars;
}

/// Chord symbols without the spaces that some people write in them.
inline std::vector<ChordSymbol> chordsOf(const Score& score) {
    std::vector<ChordSymbol> chords = score.chords;
    for (ChordSymbol& chord : chords) {
        std::erase(chord.name, ' ');
    }
    return chords;
}

/// What is lost between two scores, in words; empty when nothing is.
inline QString difference(const Score& a, const Score& b) {
    if (effective(a.tempos, &TempoChange::bpm) != effective(b.tempos, &TempoChange::bpm)) {
        return "tempi";
    }
    if (effective(a.meters, &MeterChange::meter) != effective(b.meters, &MeterChange::meter)) {
        return "metres";
    }
    if (barsOf(a) != barsOf(b)) {
        return "bars";
    }
    if (effective(a.keys, &KeyChange::key) != effective(b.keys, &KeyChange::key)) {
        return "keys";
    }
    if (a.pickup != b.pickup) {
        return "pickup";
    }
    if (chordsOf(a) != chordsOf(b)) {
        return "chord symbols";
    }
    if (a.markers != b.markers) {
        return "markers";
    }
    if (a.tracks.size() != b.tracks.size()) {
        return "tracks";
    }
    for (std::size_t index = 0; index < a.tracks.size(); ++index) {
        const Track& one = *a.tracks[index];
        const Track& other = *b.tracks[index];
        if (notesOf(one) != notesOf(other)) {
            return QString("notes of track %1").arg(index + 1);
        }
        if (one.program != other.program || one.name != other.name || one.mix != other.mix ||
            (one.channel == kDrumChannel) != (other.channel == kDrumChannel)) {
            return QString("instrument, name or mix of track %1").arg(index + 1);
        }
    }
    return {};
}

/// Notes that overlap as chance will have it, at times of the page or anywhere.
inline Score randomScore(unsigned seed) {
    std::mt19937 random(seed);
    const auto upTo = [&](int most) { return static_cast<int>(random() % (most + 1)); };
    static constexpr std::array kGrids = {kQuarter / 4,  kQuarter / 3, kQuarter / 8, kQuarter / 5,
                                          kQuarter / 24, kQuarter / 7, Tick{1}};
    static constexpr std::array kMeters = {Meter{4, 4}, Meter{3, 4}, Meter{6, 8},
                                           Meter{2, 2}, Meter{7, 8}, Meter{5, 4}};
    Score score;
    score.title = "Seed " + std::to_string(seed);
    const Meter meter = kMeters[seed % kMeters.size()];
    score.pickup = seed % 3 == 0 ? kQuarter / 2 : Tick{};
    score.meters = {{{}, meter}};
    score.meters.push_back({score.pickup + meter.barLength() * (1 + upTo(3)),
                            kMeters[static_cast<std::size_t>(upTo(5))]});
    score.keys = {{{}, Key::fromSignature(upTo(14) - 7, kModes[static_cast<std::size_t>(upTo(6))])},
                  {kQuarter * (1 + upTo(9)), Key::fromSignature(upTo(14) - 7, Mode::Minor)}};
    score.tempos = {{{}, 60.0 + upTo(1000) / 7.0}, {{1 + upTo(50'000)}, 60.0 + upTo(1000) / 9.0}};
    score.chords = {{{upTo(20'000)}, "F#m7b5"}, {{30'000 + upTo(9999)}, "C7(b9)/E"}};
    score.markers = {{{upTo(20'000)}, "B"}};
    for (int number = 0; number < 1 + static_cast<int>(seed % 3); ++number) {
        Track track;
        track.name = "Part " + std::to_string(number);
        track.program = upTo(127);
        track.channel = number == 2 ? kDrumChannel : number;
        track.mix.volume = upTo(127);
        track.mix.pan = upTo(127);
        const Tick grid = kGrids[(seed + static_cast<unsigned>(number)) % kGrids.size()];
        const int last = static_cast<int>(kQuarter * 20 / grid);
        for (int count = 3 + upTo(40); count > 0; --count) {
            const Tick length = grid * (1 + upTo(static_cast<int>(kQuarter * 3 / grid)));
            track.notes.push_back({{}, grid * upTo(last), length, {21 + upTo(87)}, 1 + upTo(126)});
        }
        std::sort(track.notes.begin(), track.notes.end(), precedes);
        score.tracks.push_back(std::make_shared<const Track>(std::move(track)));
    }
    return score;
}

/// Two voices of a song as chance will have it, with rhythms that people write: dotted notes,
/// tuplets, syncopations, rests, long notes over bar lines, chords, changes of metre and key.
inline Score randomSong(unsigned seed) {
    std::mt19937 random(seed);
    const auto upTo = [&](int most) { return static_cast<int>(random() % (most + 1)); };
    /// What a quarter, or two, may be divided into.
    static const std::vector<std::vector<Tick>> kCells = {
        {kQuarter},
        {kQuarter / 2, kQuarter / 2},
        std::vector<Tick>(4, kQuarter / 4),
        {kQuarter * 3 / 4, kQuarter / 4},
        std::vector<Tick>(3, kQuarter / 3),
        {kQuarter * 2 / 3, kQuarter / 3},
        std::vector<Tick>(5, kQuarter / 5),
        std::vector<Tick>(6, kQuarter / 6),
        std::vector<Tick>(7, kQuarter / 7),
        std::vector<Tick>(3, kQuarter * 2 / 3),
        {kQuarter / 2, kQuarter, kQuarter / 2},
    };
    Score score;
    score.title = "Song " + std::to_string(seed);
    score.pickup = seed % 2 == 0 ? kQuarter : Tick{};
    score.meters = {{{}, {4, 4}}, {score.pickup + kWhole * 2, {3, 4}}};
    score.keys = {{{}, Key::fromSignature(upTo(14) - 7, Mode::Major)},
                  {score.pickup + kWhole, Key::fromSignature(upTo(14) - 7, Mode::Minor)}};
    score.tempos = {{{}, 60.0 + upTo(120)}};
    Track track;
    for (const int lowest : {36, 60}) {
        for (Tick now = score.pickup; now < kWhole * 4;) {
            for (Tick length : kCells[random() % kCells.size()]) {
                if (upTo(7) == 0) {
                    now += length;
                    continue;
                }
                const int pitch = lowest + upTo(11);
                if (upTo(5) == 0) {
                    length += kQuarter * upTo(4);
                }
                track.notes.push_back({{}, now, length, {pitch}, 80});
                if (upTo(3) == 0) {
                    track.notes.push_back({{}, now, length, {pitch + 5}, 80});
                }
                now += length;
            }
        }
    }
    std::sort(track.notes.begin(), track.notes.end(), precedes);
    score.tracks = {std::make_shared<const Track>(std::move(track))};
    return score;
}

} // namespace written
