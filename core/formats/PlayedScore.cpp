#include "core/formats/PlayedScore.h"

#include "core/formats/GraceNotes.h"
#include "core/formats/Limits.h"
#include "core/score/Edits.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

namespace cantilena {

namespace {

/// Notes and syllables that repeats may add to a piece of few: enough for any song, too few to
/// fill the memory from a small file.
constexpr std::size_t kMostRepeatedEvents = 100'000;

std::size_t eventCount(const WrittenPiece& piece, std::size_t bar) {
    std::size_t count = 1 + piece.bars[bar].chords.size() + piece.bars[bar].tempos.size() +
                        piece.bars[bar].meters.size() + piece.bars[bar].keys.size() +
                        piece.bars[bar].markers.size();
    for (const WrittenPart& part : piece.parts) {
        if (bar < part.music.size()) {
            count += part.music[bar].notes.size() + part.music[bar].syllables.size();
        }
    }
    return count;
}

/// Fails when the order asks for more than a score may hold.
Result<void> checkSize(const WrittenPiece& piece, const std::vector<PlayedBar>& order) {
    std::vector<std::size_t> events;
    std::size_t written = 0;
    for (std::size_t bar = 0; bar < piece.bars.size(); ++bar) {
        events.push_back(eventCount(piece, bar));
        written += events.back();
    }
    const std::size_t most = std::min(kMostPlayedNotes, std::max(kMostRepeatedEvents, 4 * written));
    std::size_t played = 0;
    Tick length;
    for (const PlayedBar& bar : order) {
        played += events[bar.bar];
        length += piece.bars[bar.bar].length;
        if (played > most || length > kLongestScore) {
            return Error{ErrorCode::OutOfRange, "its repeats, played out, make it too long"};
        }
    }
    return {};
}

/// What is in force at the start of each bar by the order of the page.
template <typename Value, typename Change>
std::vector<Value> inForce(const std::vector<WrittenBar>& bars,
                           std::vector<Change> WrittenBar::*changes, Value Change::*value,
                           Value first) {
    std::vector<Value> states;
    states.reserve(bars.size());
    for (const WrittenBar& bar : bars) {
        states.push_back(first);
        for (const Change& change : bar.*changes) {
            first = change.*value;
        }
    }
    return states;
}

/// Gathers changes in the order of playing; of several at one tick the last stays, and one that
/// changes nothing is left out.
template <typename Value, typename Change>
class Changes {
public:
    Changes(Value Change::*value, Value unstated)
        : m_value(value)
        , m_unstated(std::move(unstated)) {}

    void state(Tick tick, const Value& value) {
        if (!m_changes.empty() && m_changes.back().tick == tick) {
            m_changes.pop_back();
        }
        const bool isSame = m_changes.empty() ? tick > Tick{} && value == m_unstated
                                              : m_changes.back().*m_value == value;
        if (!isSame) {
            restate(tick, value);
        }
    }
    /// Also where nothing changes.
    void restate(Tick tick, const Value& value) {
        Change change{};
        change.tick = tick;
        change.*m_value = value;
        m_changes.push_back(change);
    }
    [[nodiscard]] const Value& current() const {
        return m_changes.empty() ? m_unstated : m_changes.back().*m_value;
    }
    std::vector<Change> taken() { return std::move(m_changes); }

private:
    Value Change::*m_value;
    Value m_unstated;
    std::vector<Change> m_changes;
};

/// Notes whose ties have not ended yet.
class OpenTies {
public:
    struct Held {
        std::size_t line;
        std::size_t note;
        Tick end;
    };

    void open(Pitch pitch, Held held) {
        m_byEnd[key(pitch, held.end)].push_back(held);
        m_newest[{held.line, pitch.number}] = held;
    }

    /// Takes the open note of that pitch that ends where `note` begins: one of the same line before
    /// others, and only that where nothing says that a tie ends. Rounding may have moved it by a
    /// tick.
    std::optional<Held> close(const WrittenHead& note, Tick onset) {
        for (const int rounding : {0, -1, 1}) {
            const auto found = m_byEnd.find(key(note.pitch, onset + Tick{rounding}));
            if (found == m_byEnd.end()) {
                continue;
            }
            const auto& held = found->second;
            auto taken = std::find_if(held.begin(), held.end(),
                                      [&](const Held& h) { return h.line == note.line; });
            if (taken == held.end()) {
                if (!note.tiedFromBefore) {
                    continue;
                }
                --taken;
            }
            return take(note.pitch, *taken);
        }
        return note.tiedFromBefore ? closeAfterGap(note, onset) : std::nullopt;
    }

private:
    using Key = std::int64_t;
    static Key key(Pitch pitch, Tick tick) { return tick.value * 128 + pitch.number; }

    /// Ties into a chord are also written from the notes that were struck one by one before it.
    std::optional<Held> closeAfterGap(const WrittenHead& note, Tick onset) {
        const auto newest = m_newest.find({note.line, note.pitch.number});
        if (newest == m_newest.end() || newest->second.end > onset ||
            onset - newest->second.end > kWhole) {
            return std::nullopt;
        }
        return take(note.pitch, newest->second);
    }

    Held take(Pitch pitch, Held held) {
        const auto entry = m_byEnd.find(key(pitch, held.end));
        if (entry != m_byEnd.end()) {
            auto& open = entry->second;
            const auto same = std::find_if(open.begin(), open.end(), [&](const Held& h) {
                return h.line == held.line && h.note == held.note;
            });
            if (same != open.end()) {
                *same = open.back();
                open.pop_back();
            }
            if (open.empty()) {
                m_byEnd.erase(entry);
            }
        }
        m_newest.erase({held.line, pitch.number});
        return held;
    }

    std::unordered_map<Key, std::vector<Held>> m_byEnd;
    std::map<std::pair<std::size_t, int>, Held> m_newest;
};

/// The notes and words of one part as they sound.
class PlayedPart {
public:
    explicit PlayedPart(const WrittenPart& part)
        : m_part(part)
        , m_tracks(part.lines.size())
        , m_graces(part.lines.size()) {}

    void play(Tick start, const PlayedBar& played) {
        if (played.bar >= m_part.music.size()) {
            return;
        }
        const WrittenMusic& music = m_part.music[played.bar];
        for (const WrittenHead& note : music.notes) {
            play(start, note);
        }
        sing(start, music.syllables, played.pass);
    }

    [[nodiscard]] std::vector<Track> finished(int channel) {
        if (m_part.isOneTrack) {
            joinLines();
        }
        std::vector<Track> tracks;
        for (std::size_t line = 0; line < m_tracks.size(); ++line) {
            Track& track = m_tracks[line];
            track.notes = withGraceNotes(std::move(track.notes), m_graces[line]);
            if (line > 0 && track.notes.empty()) {
                continue;
            }
            track.name = m_part.lines[line].name;
            track.program = m_part.program;
            track.channel = m_part.lines[line].isPercussion ? kDrumChannel : channel;
            track.mix = m_part.mix;
            std::stable_sort(track.lyrics.begin(), track.lyrics.end(),
                             [](const Lyric& a, const Lyric& b) { return a.tick < b.tick; });
            tracks.push_back(std::move(track));
        }
        return tracks;
    }

private:
    void play(Tick start, const WrittenHead& note) {
        const Tick onset = start + note.offset;
        const Tick end = onset + note.duration;
        const Tick played = std::max(onset + note.attack, Tick{});
        if (note.gracePlace > 0) {
            m_graces[note.line].push_back({played, note.gracePlace, note.pitch, note.velocity});
            return;
        }
        // Many files forget to end a tie; its line's next note of that pitch ends it all the same.
        if (const auto from = m_ties.close(note, onset)) {
            Note& held = m_tracks[from->line].notes[from->note];
            held.duration = std::max(end + note.release - held.onset, Tick{1});
            if (note.tiedOnward) {
                m_ties.open(note.pitch, {from->line, from->note, end});
            }
            return;
        }
        auto& notes = m_tracks[note.line].notes;
        if (note.tiedOnward) {
            m_ties.open(note.pitch, {note.line, notes.size(), end});
        }
        const Tick duration = std::max(end + note.release - played, Tick{1});
        notes.push_back({{}, played, duration, note.pitch, note.velocity});
    }

    /// Sings the verse of that number where a line has it, else its first.
    void sing(Tick start, const std::vector<WrittenSyllable>& syllables, int pass) {
        for (std::size_t line = 0; line < m_tracks.size() && !syllables.empty(); ++line) {
            int verse = 0;
            for (const WrittenSyllable& syllable : syllables) {
                if (syllable.line == line && verse != pass &&
                    (verse == 0 || syllable.verse == pass || syllable.verse < verse)) {
                    verse = syllable.verse;
                }
            }
            for (const WrittenSyllable& syllable : syllables) {
                if (syllable.line == line && syllable.verse == verse) {
                    m_tracks[line].lyrics.push_back({start + syllable.offset, syllable.text});
                }
            }
        }
    }

    void joinLines() {
        for (std::size_t line = 1; line < m_tracks.size(); ++line) {
            Track& first = m_tracks.front();
            const Track& other = m_tracks[line];
            first.notes.insert(first.notes.end(), other.notes.begin(), other.notes.end());
            first.lyrics.insert(first.lyrics.end(), other.lyrics.begin(), other.lyrics.end());
            m_graces.front().insert(m_graces.front().end(), m_graces[line].begin(),
                                    m_graces[line].end());
        }
        m_tracks.resize(1);
    }

    const WrittenPart& m_part;
    std::vector<Track> m_tracks;
    /// By track.
    std::vector<std::vector<WrittenGrace>> m_graces;
    OpenTies m_ties;
};

/// Gives parts channels: as they wish, but two with different programs never share one while others
/// are free.
class Channels {
public:
    int assign(const WrittenPart& part) {
        if (part.channel == kDrumChannel) {
            return kDrumChannel;
        }
        int channel = part.channel.value_or(nextFree());
        if (m_programs[static_cast<std::size_t>(channel)].value_or(part.program) != part.program) {
            channel = nextFree();
        }
        m_programs[static_cast<std::size_t>(channel)] = part.program;
        return channel;
    }

private:
    [[nodiscard]] int nextFree() const {
        for (int channel = 0; channel < 16; ++channel) {
            if (channel != kDrumChannel && !m_programs[static_cast<std::size_t>(channel)]) {
                return channel;
            }
        }
        return 0;
    }

    std::array<std::optional<int>, 16> m_programs;
};

/// The things of a score that belong to no track.
class PlayedFrame {
public:
    explicit PlayedFrame(const WrittenPiece& piece)
        : m_bars(piece.bars)
        , m_metersInForce(inForce(piece.bars, &WrittenBar::meters, &MeterChange::meter, Meter{}))
        , m_keysInForce(inForce(piece.bars, &WrittenBar::keys, &KeyChange::key, Key{}))
        , m_temposInForce(
              inForce(piece.bars, &WrittenBar::tempos, &TempoChange::bpm, kDefaultTempo)) {}

    void play(Tick start, std::size_t index) {
        const WrittenBar& bar = m_bars[index];
        if (start > Tick{}) {
            stateMeter(start, m_metersInForce[index]);
            m_keys.state(start, m_keysInForce[index]);
            m_tempos.state(start, m_temposInForce[index]);
        }
        for (const MeterChange& change : bar.meters) {
            stateMeter(start + change.tick, change.meter);
            alignBarsTo(start + change.tick, start);
        }
        for (const KeyChange& change : bar.keys) {
            m_keys.state(start + change.tick, change.key);
        }
        for (const TempoChange& change : bar.tempos) {
            m_tempos.state(start + change.tick, change.bpm);
        }
        alignBars(start, bar);
        for (const ChordSymbol& chord : bar.chords) {
            m_chords.push_back({start + chord.tick, chord.name});
        }
        for (const Marker& marker : bar.markers) {
            m_markers.push_back({start + marker.tick, marker.name});
        }
    }

    void finishInto(Score& score) {
        score.tempos = m_tempos.taken();
        score.meters = m_meters.taken();
        score.keys = m_keys.taken();
        score.pickup = m_pickup;
        const auto earlier = [](const auto& a, const auto& b) { return a.tick < b.tick; };
        const auto sameTick = [](const auto& a, const auto& b) { return a.tick == b.tick; };
        std::stable_sort(m_chords.begin(), m_chords.end(), earlier);
        m_chords.erase(std::unique(m_chords.begin(), m_chords.end(), sameTick), m_chords.end());
        std::stable_sort(m_markers.begin(), m_markers.end(), earlier);
        m_markers.erase(std::unique(m_markers.begin(), m_markers.end(), sameTick), m_markers.end());
        score.chords = std::move(m_chords);
        score.markers = std::move(m_markers);
    }

private:
    void stateMeter(Tick tick, Meter meter) {
        const Meter before = m_meters.current();
        m_meters.state(tick, meter);
        if (m_meters.current() != before) {
            m_barsBegin = tick;
        }
    }

    /// A short first bar is the pickup. Where a whole bar begins inside the bar that the metre
    /// counts, because one before it was too short or too long, the metre is stated anew.
    void alignBars(Tick start, const WrittenBar& bar) {
        const Tick whole = m_meters.current().barLength();
        if (start == Tick{}) {
            const bool isShort = bar.length < whole && m_bars.size() > 1 && !bar.isUnmetered;
            m_pickup = isShort ? bar.length : Tick{};
            m_barsBegin = m_pickup;
        } else if ((start - m_barsBegin) % whole != Tick{} && bar.length == whole &&
                   !bar.isUnmetered) {
            m_meters.restate(start, m_meters.current());
            m_barsBegin = start;
        }
    }

    /// A metre written off the count of bars begins it anew, also where it is no other.
    void alignBarsTo(Tick tick, Tick barStart) {
        const Tick whole = m_meters.current().barLength();
        if (barStart > Tick{} && (tick - m_barsBegin) % whole != Tick{}) {
            m_meters.restate(tick, m_meters.current());
            m_barsBegin = tick;
        }
    }

    const std::vector<WrittenBar>& m_bars;
    std::vector<Meter> m_metersInForce;
    std::vector<Key> m_keysInForce;
    std::vector<double> m_temposInForce;
    Changes<Meter, MeterChange> m_meters{&MeterChange::meter, Meter{}};
    Changes<Key, KeyChange> m_keys{&KeyChange::key, Key{}};
    Changes<double, TempoChange> m_tempos{&TempoChange::bpm, kDefaultTempo};
    std::vector<ChordSymbol> m_chords;
    std::vector<Marker> m_markers;
    Tick m_pickup;
    Tick m_barsBegin;
};

} // namespace

Result<Score> playedScore(const WrittenPiece& piece, const std::vector<PlayedBar>& order) {
    if (auto fits = checkSize(piece, order); !fits) {
        return fits.error();
    }
    PlayedFrame frame(piece);
    std::vector<PlayedPart> parts(piece.parts.begin(), piece.parts.end());
    Tick start;
    for (const PlayedBar& played : order) {
        frame.play(start, played.bar);
        for (PlayedPart& part : parts) {
            part.play(start, played);
        }
        start += piece.bars[played.bar].length;
    }
    Score score;
    score.title = piece.title;
    score.composer = piece.composer;
    score.origin = piece.origin;
    frame.finishInto(score);
    Channels channels;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        for (Track& track : parts[i].finished(channels.assign(piece.parts[i]))) {
            score.tracks.push_back(std::make_shared<const Track>(std::move(track)));
        }
    }
    return withFreshNoteIds(std::move(score));
}

} // namespace cantilena
