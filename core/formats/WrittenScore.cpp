#include "core/formats/WrittenScore.h"

#include "core/formats/BarCount.h"
#include "core/formats/Limits.h"

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {

/// The entries of a sorted list with ticks in `range`.
template <typename Entry>
std::span<const Entry> within(const std::vector<Entry>& entries, TickRange range) {
    const auto before = [](const Entry& entry, Tick tick) { return entry.tick < tick; };
    const auto first = std::lower_bound(entries.begin(), entries.end(), range.begin, before);
    const auto last = std::lower_bound(first, entries.end(), range.end, before);
    return {first, last};
}

/// The entry in force at a tick; null before the first.
template <typename Entry>
const Entry* inForce(const std::vector<Entry>& entries, Tick tick) {
    const auto after =
        std::upper_bound(entries.begin(), entries.end(), tick,
                         [](Tick wanted, const Entry& entry) { return wanted < entry.tick; });
    return after == entries.begin() ? nullptr : &*(after - 1);
}

/// Plays the changes of a setting that holds until the next; a jump restores what is in force.
template <typename Change, typename Same>
std::vector<Change> playedChanges(const std::vector<Change>& changes,
                                  std::span<const PlayedSpan> spans, Same same) {
    std::vector<Change> result;
    if (changes.empty()) {
        return result;
    }
    Tick shift;
    Tick pageEnd;
    const auto add = [&](Change change, Tick tick) {
        change.tick = tick;
        result.push_back(std::move(change));
    };
    for (const PlayedSpan& span : spans) {
        shift = shift - span.page.begin;
        const bool jumps = span.page.begin != pageEnd;
        const Change* holding = inForce(changes, span.page.begin);
        if (holding != nullptr && holding->tick < span.page.begin && (jumps || result.empty()) &&
            (result.empty() || !same(result.back(), *holding))) {
            add(*holding, span.page.begin + shift);
        }
        for (const Change& change : within(changes, span.page)) {
            add(change, change.tick + shift);
        }
        shift += span.page.end;
        pageEnd = span.page.end;
    }
    return result;
}

/// Adds the changes of a later voice at ticks where there is none yet.
template <typename Change>
void mergeChanges(std::vector<Change>& changes, std::vector<Change> more) {
    if (changes == more) {
        return;
    }
    changes.insert(changes.end(), std::make_move_iterator(more.begin()),
                   std::make_move_iterator(more.end()));
    std::stable_sort(changes.begin(), changes.end(),
                     [](const Change& a, const Change& b) { return a.tick < b.tick; });
    const auto sameTick = [](const Change& a, const Change& b) { return a.tick == b.tick; };
    changes.erase(std::unique(changes.begin(), changes.end(), sameTick), changes.end());
}

/// Plays things that happen at a point in time.
template <typename Entry>
std::vector<Entry> playedEntries(const std::vector<Entry>& entries,
                                 std::span<const PlayedSpan> spans) {
    std::vector<Entry> result;
    Tick now;
    for (const PlayedSpan& span : spans) {
        for (Entry entry : within(entries, span.page)) {
            entry.tick += now - span.page.begin;
            result.push_back(std::move(entry));
        }
        now += span.page.length();
    }
    return result;
}

std::vector<Lyric> playedLyrics(const std::vector<WrittenLyric>& lyrics,
                                std::span<const PlayedSpan> spans) {
    std::vector<Lyric> result;
    Tick now;
    for (const PlayedSpan& span : spans) {
        const auto sung = within(lyrics, span.page);
        int verse = 0;
        for (const WrittenLyric& lyric : sung) {
            verse = std::max(verse, std::min(lyric.verse, span.pass - 1));
        }
        for (const WrittenLyric& lyric : sung) {
            if (lyric.verse == verse) {
                result.push_back({lyric.tick + now - span.page.begin, lyric.text});
            }
        }
        now += span.page.length();
    }
    return result;
}

/// Plays the notes of one voice, joining what is tied.
class NotePlayer {
public:
    explicit NotePlayer(std::vector<WrittenNote> notes)
        : m_written(std::move(notes)) {
        std::stable_sort(
            m_written.begin(), m_written.end(),
            [](const WrittenNote& a, const WrittenNote& b) { return a.onset < b.onset; });
    }

    std::vector<Note> play(std::span<const PlayedSpan> spans, std::size_t most);

private:
    void play(const WrittenNote& written, Tick shift);

    /// More notes than hands hold at once.
    static constexpr std::size_t kMostTies = 64;
    struct Tie {
        std::size_t note;
        Tick end;
    };
    std::vector<WrittenNote> m_written;
    std::vector<Note> m_notes;
    std::vector<Tie> m_ties;
};

std::vector<Note> NotePlayer::play(std::span<const PlayedSpan> spans, std::size_t most) {
    Tick now;
    for (const PlayedSpan& span : spans) {
        auto at =
            std::lower_bound(m_written.begin(), m_written.end(), span.page.begin,
                             [](const WrittenNote& note, Tick tick) { return note.onset < tick; });
        for (; at != m_written.end() && at->onset < span.page.end; ++at) {
            play(*at, now - span.page.begin);
            if (m_notes.size() > most) {
                return std::move(m_notes);
            }
        }
        now += span.page.length();
    }
    std::sort(m_notes.begin(), m_notes.end(), precedes);
    return std::move(m_notes);
}

void NotePlayer::play(const WrittenNote& written, Tick shift) {
    const Tick onset = written.onset + shift;
    const Tick end = written.end + shift;
    std::erase_if(m_ties, [&](const Tie& tie) { return tie.end < onset; });
    const auto tie = std::find_if(m_ties.begin(), m_ties.end(), [&](const Tie& open) {
        return open.end == onset && m_notes[open.note].pitch.number == written.pitch;
    });
    if (tie != m_ties.end()) {
        m_notes[tie->note].duration = end - m_notes[tie->note].onset;
        if (written.isTied) {
            tie->end = end;
        } else {
            m_ties.erase(tie);
        }
        return;
    }
    if (end <= onset) {
        return;
    }
    m_notes.push_back({{}, onset, end - onset, {written.pitch}, written.velocity});
    if (written.isTied) {
        if (m_ties.size() == kMostTies) {
            m_ties.erase(m_ties.begin());
        }
        m_ties.push_back({m_notes.size() - 1, end});
    }
}

} // namespace

Result<Score> played(WrittenScore written) {
    Score score;
    score.title = std::move(written.title);
    score.composer = std::move(written.composer);
    score.origin = std::move(written.origin);
    NoteId next{1};
    for (WrittenVoice& voice : written.voices) {
        if (playedLength(voice.spans) > kLongestScore || voice.spans.size() > kMostPlayedSections) {
            return Error{ErrorCode::OutOfRange, "plays out to more than 100,000 bars"};
        }
        const bool isFirst = score.tracks.empty();
        Track track;
        track.name = voice.name;
        track.program = voice.program;
        track.channel = voice.channel;
        track.mix = voice.mix;
        const std::size_t room = kMostPlayedNotes - (next.value - 1);
        track.notes = NotePlayer(std::move(voice.notes)).play(voice.spans, room);
        if (track.notes.size() > room) {
            return Error{ErrorCode::OutOfRange,
                         "plays out to more than " + std::to_string(kMostPlayedNotes) + " notes"};
        }
        for (Note& note : track.notes) {
            note.id = next;
            ++next.value;
        }
        track.lyrics = playedLyrics(voice.lyrics, voice.spans);
        mergeChanges(score.tempos, playedChanges(voice.tempos, voice.spans,
                                                 [](const TempoChange& a, const TempoChange& b) {
                                                     return a.bpm == b.bpm;
                                                 }));
        mergeChanges(score.keys, playedChanges(voice.keys, voice.spans,
                                               [](const KeyChange& a, const KeyChange& b) {
                                                   return a.key == b.key;
                                               }));
        mergeChanges(score.chords, playedEntries(voice.chords, voice.spans));
        mergeChanges(score.markers, playedEntries(voice.markers, voice.spans));
        if (isFirst) {
            const BarCount bars = countedBars(voice);
            score.meters = bars.meters;
            score.pickup = bars.pickup;
        }
        score.tracks.push_back(std::make_shared<const Track>(std::move(track)));
    }
    score.nextNoteId = next;
    return score;
}

} // namespace cantilena
