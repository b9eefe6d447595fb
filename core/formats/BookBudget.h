#pragma once

#include "core/formats/Limits.h"
#include "core/score/Score.h"

#include <cstddef>

namespace cantilena {

/// What the tunes of one book may hold together: a file that is all notes fits, one that plays out
/// to a multiple of itself does not.
class BookBudget {
public:
    explicit BookBudget(std::size_t bytes)
        : m_left(kMostPlayedNotes + bytes / 2) {}

    /// Whether there was room for the score.
    bool spend(const Score& score) {
        constexpr std::size_t kTrack = 10;
        const std::size_t cost = score.noteCount() + kTrack * score.tracks.size();
        const bool fits = cost <= m_left;
        m_left -= fits ? cost : 0;
        return fits;
    }

private:
    std::size_t m_left;
};

} // namespace cantilena
