#include "core/formats/SmfWriter.h"

#include "core/formats/SmfEvents.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <vector>

namespace cantilena {

namespace {

void appendBigEndian(std::string& bytes, std::uint32_t value, int count) {
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
        bytes += static_cast<char>(value >> shift & 0xFF);
    }
}

void appendVariableLength(std::string& bytes, std::uint32_t value) {
    for (int shift = 21; shift > 0; shift -= 7) {
        if (value >> shift != 0) {
            bytes += static_cast<char>(0x80 | (value >> shift & 0x7F));
        }
    }
    bytes += static_cast<char>(value & 0x7F);
}

constexpr int kUsualDivision = 480;

/// Whether everything that a file holds happens at ticks of a division, which divides ours.
bool isOn(int division, const Score& score) {
    const Tick step = kQuarter / division;
    const auto isOnStep = [&](const auto& entry) { return entry.tick % step == Tick{}; };
    const auto areOnStep = [&](const auto& entries) {
        return std::all_of(entries.begin(), entries.end(), isOnStep);
    };
    const auto isTrackOnStep = [&](const auto& track) {
        const bool areNotes =
            std::all_of(track->notes.begin(), track->notes.end(), [&](const Note& note) {
                return note.onset % step == Tick{} && note.duration % step == Tick{};
            });
        return areNotes && areOnStep(track->controllers) && areOnStep(track->lyrics);
    };
    return areOnStep(score.tempos) && areOnStep(score.meters) && areOnStep(score.keys) &&
           areOnStep(score.markers) &&
           std::all_of(score.tracks.begin(), score.tracks.end(), isTrackOnStep);
}

/// Events that share a tick are written in this order.
enum class Rank { Setting, NoteEnd, Change, NoteStart };

/// Gathers the events of one track chunk and writes them in order.
class SmfTrackBytes {
public:
    explicit SmfTrackBytes(int division)
        : m_division(division) {}

    void addMeta(Tick tick, std::uint8_t type, std::string_view payload, Rank rank);
    void addMessage(Tick tick, int status, int first, int second, Rank rank);
    void addNote(const Note& note, int channel);
    [[nodiscard]] std::string chunk();

private:
    struct Event {
        std::int64_t tick;
        Rank rank;
        std::string bytes;
    };
    [[nodiscard]] std::int64_t fileTick(Tick tick) const {
        return (tick.value * m_division + kQuarter.value / 2) / kQuarter.value;
    }
    void add(std::int64_t tick, int status, int first, int second, Rank rank);

    int m_division;
    std::vector<Event> m_events;
};

void SmfTrackBytes::addMeta(Tick tick, std::uint8_t type, std::string_view payload, Rank rank) {
    std::string bytes = {'\xFF', static_cast<char>(type)};
    appendVariableLength(bytes, static_cast<std::uint32_t>(payload.size()));
    bytes += payload;
    m_events.push_back({fileTick(tick), rank, std::move(bytes)});
}

void SmfTrackBytes::add(std::int64_t tick, int status, int first, int second, Rank rank) {
    std::string bytes = {static_cast<char>(status), static_cast<char>(first)};
    if ((status & 0xF0) != 0xC0) {
        bytes += static_cast<char>(second);
    }
    m_events.push_back({tick, rank, std::move(bytes)});
}

void SmfTrackBytes::addMessage(Tick tick, int status, int first, int second, Rank rank) {
    add(fileTick(tick), status, first, second, rank);
}

void SmfTrackBytes::addNote(const Note& note, int channel) {
    const std::int64_t begin = fileTick(note.onset);
    const std::int64_t end = std::max(fileTick(note.end()), begin + 1);
    add(begin, 0x90 | channel, note.pitch.number, std::clamp(note.velocity, 1, 127),
        Rank::NoteStart);
    add(end, 0x80 | channel, note.pitch.number, 0, Rank::NoteEnd);
}

std::string SmfTrackBytes::chunk() {
    std::stable_sort(m_events.begin(), m_events.end(), [](const Event& a, const Event& b) {
        return a.tick != b.tick ? a.tick < b.tick : a.rank < b.rank;
    });
    std::string body;
    std::int64_t now = 0;
    for (const Event& event : m_events) {
        appendVariableLength(body, static_cast<std::uint32_t>(event.tick - now));
        body += event.bytes;
        now = event.tick;
    }
    body.append({'\0', '\xFF', static_cast<char>(smfmeta::kEndOfTrack), '\0'});
    std::string bytes = "MTrk";
    appendBigEndian(bytes, static_cast<std::uint32_t>(body.size()), 4);
    return bytes + body;
}

void addTempo(SmfTrackBytes& track, const TempoChange& change) {
    const double bpm = std::clamp(change.bpm, kSlowestTempo, kFastestTempo);
    std::string payload;
    appendBigEndian(payload, static_cast<std::uint32_t>(std::llround(60e6 / bpm)), 3);
    track.addMeta(change.tick, smfmeta::kTempo, payload, Rank::Setting);
}

void addMeter(SmfTrackBytes& track, const MeterChange& change) {
    const auto power = std::bit_width(static_cast<unsigned>(change.meter.denominator)) - 1;
    // 24 MIDI clocks a quarter; the metronome clicks on the beat.
    const auto clocks = change.meter.beatLength().value * 24 / kQuarter.value;
    const std::string payload = {static_cast<char>(change.meter.numerator),
                                 static_cast<char>(power),
                                 static_cast<char>(std::max<std::int64_t>(clocks, 1)), '\x08'};
    track.addMeta(change.tick, smfmeta::kMeter, payload, Rank::Setting);
}

void addKey(SmfTrackBytes& track, const KeyChange& change) {
    int fifths = change.key.fifths();
    while (fifths > 7) {
        fifths -= 12;
    }
    while (fifths < -7) {
        fifths += 12;
    }
    const auto scale = change.key.scale();
    const bool hasMinorThird = scale[3];
    track.addMeta(change.tick, smfmeta::kKey,
                  std::string{static_cast<char>(fifths), static_cast<char>(hasMinorThird)},
                  Rank::Setting);
    if (change.key.mode != Mode::Major && change.key.mode != Mode::Minor) {
        track.addMeta(change.tick, smfmeta::kText, "key " + change.key.name(), Rank::Setting);
    }
}

/// What belongs to the piece and not to a line.
void addConductor(SmfTrackBytes& track, const Score& score) {
    if (!score.title.empty()) {
        track.addMeta({}, smfmeta::kTrackName, score.title, Rank::Setting);
    }
    for (const TempoChange& change : score.tempos) {
        addTempo(track, change);
    }
    for (const MeterChange& change : score.meters) {
        addMeter(track, change);
    }
    for (const KeyChange& change : score.keys) {
        addKey(track, change);
    }
    for (const Marker& marker : score.markers) {
        track.addMeta(marker.tick, smfmeta::kMarker, marker.name, Rank::Change);
    }
}

void addController(SmfTrackBytes& bytes, int channel, const ControllerEvent& event) {
    if (event.controller == kPitchBendController) {
        const int value = std::clamp(event.value, 0, 16383);
        bytes.addMessage(event.tick, 0xE0 | channel, value & 0x7F, value >> 7, Rank::Change);
    } else if (event.controller >= 0 && event.controller < 120) {
        bytes.addMessage(event.tick, 0xB0 | channel, event.controller,
                         std::clamp(event.value, 0, 127), Rank::Change);
    }
}

void addLine(SmfTrackBytes& bytes, const Track& track) {
    const int channel = std::clamp(track.channel, 0, 15);
    const auto setting = [&](int status, int first, int second) {
        bytes.addMessage({}, status | channel, first, std::clamp(second, 0, 127), Rank::Setting);
    };
    setting(0xC0, std::clamp(track.program, 0, 127), 0);
    setting(0xB0, 7, track.mix.volume);
    setting(0xB0, 10, track.mix.pan);
    setting(0xB0, 91, track.mix.reverb);
    setting(0xB0, 93, track.mix.chorus);
    for (const ControllerEvent& event : track.controllers) {
        addController(bytes, channel, event);
    }
    for (const Lyric& lyric : track.lyrics) {
        bytes.addMeta(lyric.tick, smfmeta::kLyric, lyric.text, Rank::Change);
    }
    for (const Note& note : track.notes) {
        bytes.addNote(note, channel);
    }
}

} // namespace

std::string smfBytes(const Score& score, const SmfOptions& options) {
    const int division = options.division.value_or(
        isOn(kUsualDivision, score) ? kUsualDivision : static_cast<int>(kQuarter.value));
    assert(division > 0 && division < 0x8000);
    const bool single = options.type == SmfOptions::Type::Single;
    std::string bytes = "MThd";
    appendBigEndian(bytes, 6, 4);
    appendBigEndian(bytes, single ? 0 : 1, 2);
    appendBigEndian(bytes, single ? 1 : static_cast<std::uint32_t>(score.tracks.size()) + 1, 2);
    appendBigEndian(bytes, static_cast<std::uint32_t>(division), 2);
    SmfTrackBytes conductor(division);
    addConductor(conductor, score);
    for (const auto& track : score.tracks) {
        if (single) {
            const auto channel = static_cast<char>(std::clamp(track->channel, 0, 15));
            conductor.addMeta({}, smfmeta::kChannelPrefix, std::string{channel}, Rank::Setting);
            conductor.addMeta({}, smfmeta::kInstrument, track->name, Rank::Setting);
            addLine(conductor, *track);
        }
    }
    bytes += conductor.chunk();
    for (const auto& track : score.tracks) {
        if (!single) {
            SmfTrackBytes line(division);
            if (!track->name.empty()) {
                line.addMeta({}, smfmeta::kTrackName, track->name, Rank::Setting);
            }
            addLine(line, *track);
            bytes += line.chunk();
        }
    }
    return bytes;
}

} // namespace cantilena
