#include "core/score/Shapes.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace cantilena {

namespace {

using IdSet = std::unordered_set<std::uint64_t>;

IdSet setOf(std::span<const NoteId> ids) {
    IdSet set;
    set.reserve(ids.size());
    for (const NoteId id : ids) {
        set.insert(id.value);
    }
    return set;
}

Score withNotesOfTrack(const Score& score, std::size_t index, std::vector<Note> notes) {
    std::sort(notes.begin(), notes.end(), precedes);
    Track track = *score.tracks[index];
    track.notes = std::move(notes);
    return withTrack(score, index, std::move(track));
}

/// The chosen notes, in the track's order, as pointers into `notes`.
std::vector<Note*> chosen(std::vector<Note>& notes, std::span<const NoteId> ids) {
    const IdSet wanted = setOf(ids);
    std::vector<Note*> found;
    for (Note& note : notes) {
        if (wanted.contains(note.id.value)) {
            found.push_back(&note);
        }
    }
    return found;
}

/// Lets `change` work on the chosen notes of the track, in its order; not called without any.
template <typename Change>
Score withChosenChanged(const Score& score, std::size_t track, std::span<const NoteId> ids,
                        Change change) {
    std::vector<Note> notes = score.tracks[track]->notes;
    const std::vector<Note*> found = chosen(notes, ids);
    if (found.empty()) {
        return score;
    }
    change(found);
    return withNotesOfTrack(score, track, std::move(notes));
}

TickRange extentOf(const std::vector<Note*>& notes) {
    TickRange extent{notes.front()->onset, notes.front()->end()};
    for (const Note* note : notes) {
        extent.end = std::max(extent.end, note->end());
    }
    return extent;
}

Tick scaled(Tick tick, double factor) {
    return {std::llround(static_cast<double>(tick.value) * factor)};
}

} // namespace

Score withVelocities(const Score& score, std::size_t track,
                     std::span<const NoteVelocity> velocities) {
    std::unordered_map<std::uint64_t, int> wanted;
    for (const NoteVelocity& one : velocities) {
        wanted[one.id.value] = std::clamp(one.velocity, 1, 127);
    }
    Track next = *score.tracks[track];
    for (Note& note : next.notes) {
        if (const auto at = wanted.find(note.id.value); at != wanted.end()) {
            note.velocity = at->second;
        }
    }
    return withTrack(score, track, std::move(next));
}

Score withVelocityRamp(const Score& score, std::size_t track, std::span<const NoteId> ids,
                       int first, int last) {
    return withChosenChanged(score, track, ids, [&](const std::vector<Note*>& notes) {
        const Tick begin = notes.front()->onset;
        const Tick way = notes.back()->onset - begin;
        for (Note* note : notes) {
            const double share =
                way > Tick{} ? inQuarters(note->onset - begin) / inQuarters(way) : 0.0;
            const auto velocity = static_cast<int>(std::lround(first + share * (last - first)));
            note->velocity = std::clamp(velocity, 1, 127);
        }
    });
}

EditWithNotes withNotesSplit(const Score& score, std::size_t track, std::span<const NoteId> ids,
                             Tick at) {
    std::vector<Note> halves;
    std::vector<NoteId> left;
    Score cut = withChosenChanged(score, track, ids, [&](const std::vector<Note*>& notes) {
        for (Note* note : notes) {
            if (note->onset < at && at < note->end()) {
                Note second = *note;
                second.onset = at;
                second.duration = note->end() - at;
                note->duration = at - note->onset;
                left.push_back(note->id);
                halves.push_back(second);
            }
        }
    });
    EditWithNotes edit = withNotes(cut, track, halves);
    edit.notes.insert(edit.notes.begin(), left.begin(), left.end());
    return edit;
}

EditWithNotes withNotesGlued(const Score& score, std::size_t track, std::span<const NoteId> ids) {
    EditWithNotes edit{score, {}};
    std::vector<NoteId> gone;
    edit.score = withChosenChanged(score, track, ids, [&](const std::vector<Note*>& notes) {
        std::map<Pitch, Note*> firsts;
        for (Note* note : notes) {
            const auto [at, isFirst] = firsts.emplace(note->pitch, note);
            Note& first = *at->second;
            if (isFirst) {
                edit.notes.push_back(note->id);
            } else {
                first.duration = std::max(first.end(), note->end()) - first.onset;
                gone.push_back(note->id);
            }
        }
    });
    edit.score = withoutNotes(edit.score, track, gone);
    return edit;
}

const Note* nextOfPitch(const Track& track, const Note& note) {
    const auto after = std::upper_bound(track.notes.begin(), track.notes.end(), note, precedes);
    const auto found = std::find_if(after, track.notes.end(),
                                    [&](const Note& other) { return other.pitch == note.pitch; });
    return found == track.notes.end() ? nullptr : &*found;
}

Score withArticulation(const Score& score, std::size_t track, std::span<const NoteId> ids,
                       double share) {
    return withChosenChanged(score, track, ids, [&](const std::vector<Note*>& notes) {
        for (std::size_t i = 0; i < notes.size(); ++i) {
            std::size_t next = i + 1;
            while (next < notes.size() && notes[next]->onset == notes[i]->onset) {
                ++next;
            }
            if (next < notes.size()) {
                const Tick way = notes[next]->onset - notes[i]->onset;
                notes[i]->duration = std::max(scaled(way, share), Tick{1});
            }
        }
    });
}

Score withLegato(const Score& score, std::size_t track, std::span<const NoteId> ids) {
    return withArticulation(score, track, ids, 1.0);
}

Score withNotesReversed(const Score& score, std::size_t track, std::span<const NoteId> ids) {
    return withChosenChanged(score, track, ids, [](const std::vector<Note*>& notes) {
        const TickRange extent = extentOf(notes);
        for (Note* note : notes) {
            note->onset = extent.begin + extent.end - note->end();
        }
    });
}

Score withNotesInverted(const Score& score, std::size_t track, std::span<const NoteId> ids) {
    return withChosenChanged(score, track, ids, [](const std::vector<Note*>& notes) {
        const auto [lowest, highest] =
            std::minmax_element(notes.begin(), notes.end(),
                                [](const Note* a, const Note* b) { return a->pitch < b->pitch; });
        const int sum = (*lowest)->pitch.number + (*highest)->pitch.number;
        for (Note* note : notes) {
            note->pitch.number = sum - note->pitch.number;
        }
    });
}

Score withNotesStretched(const Score& score, std::size_t track, std::span<const NoteId> ids,
                         std::int64_t numerator, std::int64_t denominator) {
    return withChosenChanged(score, track, ids, [&](const std::vector<Note*>& notes) {
        const Tick begin = notes.front()->onset;
        for (Note* note : notes) {
            // Ends are stretched as points in time, so that what touched still touches.
            const Tick end = begin + (note->end() - begin) * numerator / denominator;
            note->onset = begin + (note->onset - begin) * numerator / denominator;
            note->duration = std::max(end - note->onset, Tick{1});
        }
    });
}

Score withNotesFitted(const Score& score, std::size_t track, std::span<const NoteId> ids,
                      TickRange from, TickRange to) {
    if (from.isEmpty() || to.isEmpty()) {
        return score;
    }
    const double factor = inQuarters(to.length()) / inQuarters(from.length());
    return withChosenChanged(score, track, ids, [&](const std::vector<Note*>& notes) {
        for (Note* note : notes) {
            // Ends are moved as points in time, so that what touched still touches.
            const Tick end = std::max(to.begin + scaled(note->end() - from.begin, factor), Tick{1});
            const Tick onset = to.begin + scaled(note->onset - from.begin, factor);
            note->onset = std::max(onset, Tick{});
            note->duration = std::max(end - note->onset, Tick{1});
        }
    });
}

Score withNotesHumanized(const Score& score, std::size_t track, std::span<const NoteId> ids,
                         Looseness looseness, std::uint64_t seed) {
    return withChosenChanged(score, track, ids, [&](const std::vector<Note*>& notes) {
        Random random(seed);
        const auto within = [&](double most) {
            return std::clamp(random.normal() * most / 3.0, -most, most);
        };
        for (Note* note : notes) {
            const double way = within(static_cast<double>(looseness.timing.value));
            note->onset = std::max(note->onset + Tick{std::llround(way)}, Tick{});
            const auto louder = static_cast<int>(std::lround(within(looseness.velocity)));
            note->velocity = std::clamp(note->velocity + louder, 1, 127);
        }
    });
}

Score withNotesInKey(const Score& score, std::size_t track, std::span<const NoteId> ids) {
    return withChosenChanged(score, track, ids, [&](const std::vector<Note*>& notes) {
        for (Note* note : notes) {
            const Key key = score.keyAt(note->onset);
            for (int distance = 0; distance < 12; ++distance) {
                const Pitch below = note->pitch.transposed(-distance);
                const Pitch above = note->pitch.transposed(distance);
                if (below.isValid() && key.contains(below)) {
                    note->pitch = below;
                    break;
                }
                if (above.isValid() && key.contains(above)) {
                    note->pitch = above;
                    break;
                }
            }
        }
    });
}

Score withNotesMovedByDegrees(const Score& score, std::size_t track, std::span<const NoteId> ids,
                              int degrees) {
    const auto moved = [](Pitch pitch, const Key& key, int by) {
        int offset = 0;
        while (!key.contains(pitch.transposed(-offset))) {
            ++offset;
        }
        Pitch at = pitch.transposed(-offset);
        const int step = by < 0 ? -1 : 1;
        for (int left = std::abs(by); left > 0; --left) {
            do {
                at = at.transposed(step);
            } while (!key.contains(at));
        }
        return at.transposed(offset);
    };
    return withChosenChanged(score, track, ids, [&](const std::vector<Note*>& notes) {
        const auto allFit = [&](int by) {
            return std::all_of(notes.begin(), notes.end(), [&](const Note* note) {
                return moved(note->pitch, score.keyAt(note->onset), by).isValid();
            });
        };
        int by = degrees;
        while (by != 0 && !allFit(by)) {
            by += by < 0 ? 1 : -1;
        }
        for (Note* note : notes) {
            note->pitch = by == 0 ? note->pitch : moved(note->pitch, score.keyAt(note->onset), by);
        }
    });
}

Score withoutOverlaps(const Score& score, std::size_t track, std::span<const NoteId> ids) {
    std::vector<NoteId> gone;
    const Score cut = withChosenChanged(score, track, ids, [&](const std::vector<Note*>& notes) {
        std::map<Pitch, Note*> latest;
        for (Note* note : notes) {
            Note*& before = latest[note->pitch];
            if (before != nullptr && before->onset == note->onset) {
                before->duration = std::max(before->duration, note->duration);
                gone.push_back(note->id);
                continue;
            }
            if (before != nullptr && before->end() > note->onset) {
                before->duration = note->onset - before->onset;
            }
            before = note;
        }
    });
    return withoutNotes(cut, track, gone);
}

Score withNotesDrawnToGrid(const Score& score, std::size_t track, std::span<const NoteId> ids,
                           GridPull pull) {
    const MeterMap meters = score.meterMap();
    const auto pointNear = [&](Tick tick) {
        // The grid begins with each bar; swung, it repeats every two steps: 0, 1 + swing, 2.
        const TickRange bar = meters.barAround(tick);
        const Tick pair = pull.grid * 2;
        const Tick base = bar.begin + snappedDown(tick - bar.begin, pair);
        Tick nearest = base;
        const Tick delayed = base + pull.grid + scaled(pull.grid, pull.swing);
        for (const Tick point : {std::min(delayed, bar.end), std::min(base + pair, bar.end)}) {
            const Tick now = point > tick ? point - tick : tick - point;
            const Tick best = nearest > tick ? nearest - tick : tick - nearest;
            nearest = now <= best ? point : nearest;
        }
        return nearest;
    };
    return withChosenChanged(score, track, ids, [&](const std::vector<Note*>& notes) {
        for (Note* note : notes) {
            if (pull.starts) {
                note->onset += scaled(pointNear(note->onset) - note->onset, pull.strength);
            }
            if (pull.lengths) {
                const Tick wanted = std::max(snapped(note->duration, pull.grid), pull.grid);
                note->duration += scaled(wanted - note->duration, pull.strength);
                note->duration = std::max(note->duration, pull.grid / 2);
            }
        }
    });
}

Score withArpeggio(const Score& score, std::size_t track, std::span<const NoteId> ids,
                   Arpeggio order, Tick by) {
    return withChosenChanged(score, track, ids, [&](const std::vector<Note*>& notes) {
        for (std::size_t first = 0; first < notes.size();) {
            std::size_t last = first;
            while (last < notes.size() && notes[last]->onset == notes[first]->onset) {
                ++last;
            }
            for (std::size_t i = first; i < last; ++i) {
                const std::size_t rank = order == Arpeggio::Up ? i - first : last - 1 - i;
                const Tick end = notes[i]->end();
                const Tick later = by * static_cast<std::int64_t>(rank);
                notes[i]->duration = std::max(end - notes[i]->onset - later, by);
            }
            const Tick onset = notes[first]->onset;
            for (std::size_t i = first; i < last; ++i) {
                const std::size_t rank = order == Arpeggio::Up ? i - first : last - 1 - i;
                notes[i]->onset = onset + by * static_cast<std::int64_t>(rank);
            }
            first = last;
        }
    });
}

} // namespace cantilena
