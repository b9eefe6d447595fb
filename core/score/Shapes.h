#pragma once

#include "core/score/Score.h"

#include <cstddef>
#include <span>
#include <vector>

namespace cantilena {

// Pure edits that shape notes already written. As in Edits.h: `track` must exist, tracks that do
// not change stay shared, and where nothing would change the result equals the argument.

/// A velocity meant for one note.
struct NoteVelocity {
    NoteId id;
    /// 1 to 127; what lies outside is clamped.
    int velocity = kDefaultVelocity;
};

/// Gives each of those notes its velocity.
[[nodiscard]] Score withVelocities(const Score& score, std::size_t track,
                                   std::span<const NoteVelocity> velocities);

} // namespace cantilena
