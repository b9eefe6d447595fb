#pragma once

#include "core/base/Result.h"
#include "core/formats/PlayedOrder.h"
#include "core/formats/WrittenPiece.h"

#include <vector>

namespace cantilena {

/// The piece as it sounds when its bars are played in that order: notes joined across ties, one
/// track for each line that has notes (each part keeps at least one), metres, keys and tempi
/// restated where a repeat goes back to others. The first bar becomes the pickup when it is shorter
/// than its metre. Fails when the piece would be longer or have more notes than a score may.
Result<Score> playedScore(const WrittenPiece& piece, const std::vector<PlayedBar>& order);

} // namespace cantilena
