#pragma once

#include "core/score/Track.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace cantilena {

/// Finds the notes of a track that sound within a stretch of time without walking the others: the
/// notes are sorted by onset, and each block of them knows where its last one ends.
class NoteIndex {
public:
    NoteIndex() = default;
    explicit NoteIndex(std::shared_ptr<const Track> track);

    [[nodiscard]] const std::shared_ptr<const Track>& track() const { return m_track; }

    /// Calls `visit(note)` for each note that overlaps `range`, in the track's order.
    template <typename Visit>
    void visit(TickRange range, Visit visit) const {
        if (!m_track) {
            return;
        }
        const std::vector<Note>& notes = m_track->notes;
        const std::size_t last = firstFrom(range.end);
        for (std::size_t block = 0; block * kBlock < last; ++block) {
            if (m_blockEnds[block] <= range.begin) {
                continue;
            }
            const std::size_t stop = std::min(last, (block + 1) * kBlock);
            for (std::size_t i = block * kBlock; i < stop; ++i) {
                if (notes[i].end() > range.begin) {
                    visit(notes[i]);
                }
            }
        }
    }

    /// The notes that overlap `range`.
    [[nodiscard]] std::vector<Note> overlapping(TickRange range) const;
    /// How many notes begin within `range`.
    [[nodiscard]] std::size_t onsetsWithin(TickRange range) const;
    /// The index of the first note that begins at `tick` or later.
    [[nodiscard]] std::size_t firstFrom(Tick tick) const;
    /// Where the last note ends; 0 without notes.
    [[nodiscard]] Tick end() const;
    /// The lowest and the highest pitch; middle C twice without notes.
    [[nodiscard]] std::pair<Pitch, Pitch> pitches() const { return {m_lowest, m_highest}; }

private:
    static constexpr std::size_t kBlock = 64;

    std::shared_ptr<const Track> m_track;
    std::vector<Tick> m_blockEnds;
    Pitch m_lowest{60};
    Pitch m_highest{60};
};

} // namespace cantilena
