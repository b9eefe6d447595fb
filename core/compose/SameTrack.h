#pragma once

#include "core/score/Score.h"

#include <cstddef>
#include <optional>

namespace cantilena {

// Tracks have no ids: which one something was made for is told by what is in them.

/// Where the track that is at `track` in one state of a score is in a later one, by the ids of its
/// notes; where none of them is left, as `trackLike` has it. Nothing when it is gone, or cannot be
/// told from another.
[[nodiscard]] std::optional<std::size_t> sameTrack(const Score& then, std::size_t track,
                                                   const Score& now);

/// The score's track that is most like that one, whose notes have the ids of another time: it has
/// its channel, and its name or at least half of its notes where they stood. Nothing when there is
/// none, or more than one.
[[nodiscard]] std::optional<std::size_t> trackLike(const Track& track, const Score& score);

} // namespace cantilena
