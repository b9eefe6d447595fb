#include "core/score/Edits.h"

#include "core/score/TrackFrame.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <iterator>

namespace cantilena {

namespace {

/// A mark for each id from the lowest to the highest: as quick for all notes of a long track as
/// for one.
class IdSet {
public:
    explicit IdSet(std::span<const NoteId> ids) {
        if (ids.empty()) {
            return;
        }
        const auto [lowest, highest] = std::minmax_element(ids.begin(), ids.end());
        m_lowest = lowest->value;
        m_isIn.resize(highest->value - m_lowest + 1);
        for (const NoteId id : ids) {
            m_isIn[id.value - m_lowest] = true;
        }
    }
    [[nodiscard]] bool contains(const Note& note) const {
        const std::uint64_t place = note.id.value - m_lowest;
        return place < m_isIn.size() && m_isIn[place];
    }

private:
    std::uint64_t m_lowest = 0;
    std::vector<bool> m_isIn;
};

void sortNotes(std::vector<Note>& notes) {
    std::sort(notes.begin(), notes.end(), precedes);
}

/// The score with that track's notes replaced; the same score when they are the same.
Score withTrackNotes(const Score& score, std::size_t index, std::vector<Note> notes) {
    const Track& before = *score.tracks[index];
    if (before.notes == notes) {
        return score;
    }
    Track after = frameOf(before);
    after.notes = std::move(notes);
    Score next = score;
    next.tracks[index] = std::make_shared<const Track>(std::move(after));
    return next;
}

/// Applies `change` to each selected note of the track.
template <typename Change>
Score withSelectedChanged(const Score& score, std::size_t track, std::span<const NoteId> ids,
                          Change change) {
    assert(track < score.tracks.size());
    const IdSet selected(ids);
    const std::vector<Note>& before = score.tracks[track]->notes;
    // Few of many notes are sorted by themselves and put back among those that stay.
    std::vector<Note> kept;
    kept.reserve(before.size());
    std::vector<Note> changed;
    for (const Note& note : before) {
        if (selected.contains(note)) {
            change(changed.emplace_back(note));
        } else {
            kept.push_back(note);
        }
    }
    sortNotes(changed);
    std::vector<Note> notes;
    notes.reserve(before.size());
    std::merge(kept.begin(), kept.end(), changed.begin(), changed.end(), std::back_inserter(notes),
               precedes);
    return withTrackNotes(score, track, std::move(notes));
}

std::vector<Note> selectedNotes(const Track& track, std::span<const NoteId> ids) {
    const IdSet selected(ids);
    std::vector<Note> notes;
    std::copy_if(track.notes.begin(), track.notes.end(), std::back_inserter(notes),
                 [&](const Note& note) { return selected.contains(note); });
    return notes;
}

struct BlockMove {
    Tick by;
    int semitones = 0;
};

/// The nearest move that keeps every note on the keyboard and after time zero.
BlockMove clampedMove(std::span<const Note> block, Tick by, int semitones) {
    for (const Note& note : block) {
        by = std::max(by, -note.onset);
        semitones = std::max(semitones, kLowestPitch.number - note.pitch.number);
        semitones = std::min(semitones, kHighestPitch.number - note.pitch.number);
    }
    return {by, semitones};
}

template <typename Change>
void setChange(std::vector<Change>& changes, Change change) {
    const auto at =
        std::lower_bound(changes.begin(), changes.end(), change.tick,
                         [](const Change& existing, Tick tick) { return existing.tick < tick; });
    if (at != changes.end() && at->tick == change.tick) {
        *at = std::move(change);
    } else {
        changes.insert(at, std::move(change));
    }
}

} // namespace

EditWithNotes withNotes(const Score& score, std::size_t track, std::span<const Note> notes) {
    assert(track < score.tracks.size());
    EditWithNotes edit{score, {}};
    std::vector<Note> all = score.tracks[track]->notes;
    for (Note note : notes) {
        if (!note.pitch.isValid() || note.duration <= Tick{} || note.onset < Tick{}) {
            continue;
        }
        note.id = edit.score.nextNoteId;
        note.velocity = std::clamp(note.velocity, 1, 127);
        ++edit.score.nextNoteId.value;
        edit.notes.push_back(note.id);
        all.push_back(note);
    }
    sortNotes(all);
    edit.score = withTrackNotes(edit.score, track, std::move(all));
    return edit;
}

Score withoutNotes(const Score& score, std::size_t track, std::span<const NoteId> ids) {
    assert(track < score.tracks.size());
    const IdSet selected(ids);
    std::vector<Note> notes = score.tracks[track]->notes;
    std::erase_if(notes, [&](const Note& note) { return selected.contains(note); });
    return withTrackNotes(score, track, std::move(notes));
}

Score withNotesMoved(const Score& score, std::size_t track, std::span<const NoteId> ids, Tick by,
                     int semitones) {
    const BlockMove move = clampedMove(selectedNotes(*score.tracks[track], ids), by, semitones);
    return withSelectedChanged(score, track, ids, [&](Note& note) {
        note.onset += move.by;
        note.pitch = note.pitch.transposed(move.semitones);
    });
}

Score withNotesResized(const Score& score, std::size_t track, std::span<const NoteId> ids,
                       NoteEdge edge, Tick by, Tick shortest) {
    return withSelectedChanged(score, track, ids, [&](Note& note) {
        // A note that is already shorter than the shortest may keep its length.
        const Tick least = std::clamp(shortest, Tick{1}, note.duration);
        if (edge == NoteEdge::End) {
            note.duration = std::max(note.duration + by, least);
        } else {
            const Tick onset = std::clamp(note.onset + by, Tick{}, note.end() - least);
            note.duration = note.end() - onset;
            note.onset = onset;
        }
    });
}

Score withVelocitiesChanged(const Score& score, std::size_t track, std::span<const NoteId> ids,
                            int by) {
    return withSelectedChanged(score, track, ids, [&](Note& note) {
        note.velocity = std::clamp(note.velocity + by, 1, 127);
    });
}

EditWithNotes withNotesDuplicated(const Score& score, std::size_t track,
                                  std::span<const NoteId> ids, Tick by, int semitones) {
    std::vector<Note> copies = selectedNotes(*score.tracks[track], ids);
    const BlockMove move = clampedMove(copies, by, semitones);
    for (Note& note : copies) {
        note.onset += move.by;
        note.pitch = note.pitch.transposed(move.semitones);
        note.locked = false;
    }
    return withNotes(score, track, copies);
}

Score withNotesQuantized(const Score& score, std::size_t track, std::span<const NoteId> ids,
                         Tick grid, Quantize what) {
    const MeterMap meters = score.meterMap();
    const auto onGrid = [&](Tick tick) {
        const TickRange bar = meters.barAround(tick);
        return std::min(bar.begin + snapped(tick - bar.begin, grid), bar.end);
    };
    return withSelectedChanged(score, track, ids, [&](Note& note) {
        const Tick end = note.end();
        note.onset = onGrid(note.onset);
        if (what == Quantize::StartsAndEnds) {
            note.duration = std::max(onGrid(end) - note.onset, grid);
        }
    });
}

Score withNotesLocked(const Score& score, std::size_t track, std::span<const NoteId> ids) {
    return withSelectedChanged(score, track, ids, [](Note& note) { note.locked = true; });
}

Score withNotesUnlocked(const Score& score, std::size_t track, std::span<const NoteId> ids) {
    return withSelectedChanged(score, track, ids, [](Note& note) { note.locked = false; });
}

EditWithNotes withPhrase(const Score& score, std::size_t track, TickRange range,
                         std::span<const Note> phrase) {
    assert(track < score.tracks.size());
    const auto first =
        std::min_element(phrase.begin(), phrase.end(),
                         [](const Note& a, const Note& b) { return a.onset < b.onset; });
    std::vector<Note> kept;
    for (Note note : score.tracks[track]->notes) {
        if (note.locked) {
            kept.push_back(note);
            continue;
        }
        if (range.contains(note.onset)) {
            continue;
        }
        const bool overlaps =
            first != phrase.end() && note.onset < first->onset && first->onset < note.end();
        if (overlaps && note.onset < range.begin) {
            note.duration = first->onset - note.onset;
        }
        kept.push_back(note);
    }
    return withNotes(withTrackNotes(score, track, std::move(kept)), track, phrase);
}

Score withTrack(const Score& score, std::size_t index, Track track) {
    assert(index < score.tracks.size());
    if (*score.tracks[index] == track) {
        return score;
    }
    Score next = score;
    next.tracks[index] = std::make_shared<const Track>(std::move(track));
    return next;
}

Score withTrackAdded(const Score& score, Track track) {
    Score next = score;
    sortNotes(track.notes);
    for (Note& note : track.notes) {
        note.id = next.nextNoteId;
        ++next.nextNoteId.value;
    }
    next.tracks.push_back(std::make_shared<const Track>(std::move(track)));
    return next;
}

Score withoutTrack(const Score& score, std::size_t index) {
    assert(index < score.tracks.size());
    Score next = score;
    next.tracks.erase(next.tracks.begin() + static_cast<std::ptrdiff_t>(index));
    return next;
}

Score withTrackMoved(const Score& score, std::size_t from, std::size_t to) {
    assert(from < score.tracks.size() && to < score.tracks.size());
    Score next = score;
    const auto at = [&](std::size_t i) {
        return next.tracks.begin() + static_cast<std::ptrdiff_t>(i);
    };
    if (from < to) {
        std::rotate(at(from), at(from + 1), at(to + 1));
    } else {
        std::rotate(at(to), at(from), at(from + 1));
    }
    return next;
}

Score withTempo(const Score& score, Tick tick, double bpm) {
    Score next = score;
    setChange(next.tempos, {tick, std::min(std::max(kSlowestTempo, bpm), kFastestTempo)});
    return next;
}

Score withMeter(const Score& score, Tick tick, Meter meter) {
    assert(meter.isValid());
    Score next = score;
    setChange(next.meters, {tick, meter});
    return next;
}

Score withKey(const Score& score, Tick tick, Key key) {
    Score next = score;
    setChange(next.keys, {tick, key});
    return next;
}

Score withTitle(const Score& score, std::string title) {
    Score next = score;
    next.title = std::move(title);
    return next;
}

Score withoutGraceNotes(const Score& score) {
    const auto isGrace = [](const Note& note) { return note.isGrace; };
    Score plain = score;
    for (auto& track : plain.tracks) {
        if (std::any_of(track->notes.begin(), track->notes.end(), isGrace)) {
            Track without = *track;
            std::erase_if(without.notes, isGrace);
            track = std::make_shared<const Track>(std::move(without));
        }
    }
    return plain;
}

Score withFreshNoteIds(Score score) {
    NoteId next{1};
    for (auto& shared : score.tracks) {
        Track track = *shared;
        sortNotes(track.notes);
        for (Note& note : track.notes) {
            note.id = next;
            ++next.value;
        }
        shared = std::make_shared<const Track>(std::move(track));
    }
    score.nextNoteId = next;
    return score;
}

} // namespace cantilena
