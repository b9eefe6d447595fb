#include "core/formats/WrittenScore.h"

#include "core/formats/BarCount.h"
#include "core/formats/GraceNotes.h"
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

/// Adds entries of a later voice; `putInOrder` must follow when all are there.
template <typename Entry>
void append(std::vector<Entry>& entries, std::vector<Entry> more) {
    entries.insert(entries.end(), std::make_move_iterator(more.begin()),
                   std::make_move_iterator(more.end()));
}

/// Of several entries at one tick that of the earlier voice stays.
template <typename Entry>
void putInOrder(std::vector<Entry>& entries) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.tick < b.tick; });
    const auto sameTick = [](const Entry& a, const Entry& b) { return a.tick == b.tick; };
    entries.erase(std::unique(entries.begin(), entries.end(), sameTick), entries.end());
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
    explicit NotePlayer(std::vector<VoiceNote> notes)
        : m_written(std::move(notes)) {
        std::stable_sort(m_written.begin(), m_written.end(),
                         [](const VoiceNote& a, const VoiceNote& b) { return a.onset < b.onset; });
    }

    std::vector<Note> play(std::span<const PlayedSpan> spans);

private:
    void play(const VoiceNote& written, Tick shift);

    /// More notes than hands hold at once.
    static constexpr std::size_t kMostTies = 64;
    struct Tie {
        std::size_t note;
        Tick end;
    };
    std::vector<VoiceNote> m_written;
    std::vector<Note> m_notes;
    std::vector<WrittenGrace> m_graces;
    std::vector<Tie> m_ties;
};

std::vector<Note> NotePlayer::play(std::span<const PlayedSpan> spans) {
    Tick now;
    for (const PlayedSpan& span : spans) {
        auto at =
            std::lower_bound(m_written.begin(), m_written.end(), span.page.begin,
                             [](const VoiceNote& note, Tick tick) { return note.onset < tick; });
        for (; at != m_written.end() && at->onset < span.page.end; ++at) {
            play(*at, now - span.page.begin);
        }
        now += span.page.length();
    }
    return withGraceNotes(std::move(m_notes), m_graces);
}

void NotePlayer::play(const VoiceNote& written, Tick shift) {
    const Tick onset = written.onset + shift;
    const Tick end = written.end + shift;
    if (written.gracePlace > 0) {
        m_graces.push_back({end, written.gracePlace, {written.pitch}, written.velocity});
        return;
    }
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

/// How many notes and signs the voice plays out to, at most `most` + 1.
std::size_t playedCount(const WrittenVoice& voice, std::size_t most) {
    std::vector<Tick> ticks = voice.barlines;
    const auto add = [&](const auto& entries) {
        for (const auto& entry : entries) {
            ticks.push_back(entry.tick);
        }
    };
    for (const VoiceNote& note : voice.notes) {
        ticks.push_back(note.onset);
    }
    add(voice.lyrics);
    add(voice.chords);
    add(voice.markers);
    add(voice.tempos);
    add(voice.meters);
    add(voice.keys);
    std::sort(ticks.begin(), ticks.end());
    std::size_t count = 0;
    for (const PlayedSpan& span : voice.spans) {
        const auto first = std::lower_bound(ticks.begin(), ticks.end(), span.page.begin);
        const auto last = std::lower_bound(first, ticks.end(), span.page.end);
        count += static_cast<std::size_t>(last - first);
        if (count > most) {
            return most + 1;
        }
    }
    return count;
}

/// Plays one voice, whose settings join those of the score.
Track playedTrack(WrittenVoice& voice, Score& score) {
    Track track;
    track.name = voice.name;
    track.program = voice.program;
    track.channel = voice.channel;
    track.mix = voice.mix;
    track.notes = NotePlayer(std::move(voice.notes)).play(voice.spans);
    for (Note& note : track.notes) {
        note.id = score.nextNoteId;
        ++score.nextNoteId.value;
    }
    track.lyrics = playedLyrics(voice.lyrics, voice.spans);
    const auto sameTempo = [](const TempoChange& a, const TempoChange& b) {
        return a.bpm == b.bpm;
    };
    const auto sameKey = [](const KeyChange& a, const KeyChange& b) { return a.key == b.key; };
    append(score.tempos, playedChanges(voice.tempos, voice.spans, sameTempo));
    append(score.keys, playedChanges(voice.keys, voice.spans, sameKey));
    append(score.chords, playedEntries(voice.chords, voice.spans));
    append(score.markers, playedEntries(voice.markers, voice.spans));
    return track;
}

} // namespace

Result<Score> played(WrittenScore written) {
    Score score;
    score.title = std::move(written.title);
    score.composer = std::move(written.composer);
    score.origin = std::move(written.origin);
    std::size_t room = kMostPlayedNotes;
    for (WrittenVoice& voice : written.voices) {
        if (playedLength(voice.spans) > kLongestScore || voice.spans.size() > kMostPlayedSections) {
            return Error{ErrorCode::OutOfRange, "plays out to more than 100,000 bars"};
        }
        const std::size_t count = playedCount(voice, room);
        if (count > room) {
            return Error{ErrorCode::OutOfRange, "plays out to more than " +
                                                    std::to_string(kMostPlayedNotes) +
                                                    " notes and signs"};
        }
        room -= count;
        if (score.tracks.empty()) {
            BarCount bars = countedBars(voice);
            score.meters = std::move(bars.meters);
            score.pickup = bars.pickup;
        }
        score.tracks.push_back(std::make_shared<const Track>(playedTrack(voice, score)));
    }
    putInOrder(score.tempos);
    putInOrder(score.keys);
    putInOrder(score.chords);
    putInOrder(score.markers);
    return score;
}

} // namespace cantilena
