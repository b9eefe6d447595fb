#pragma once

#include "core/formats/WrittenPiece.h"

#include <vector>

namespace cantilena {

/// Gives empty bars the length of their metre, and makes sense of signs as programs really write
/// them: a first ending whose bracket stops before its repeat sign reaches on to it, an ending
/// right after one of the same number is the next, and of two coda signs without "To Coda" the
/// first says where to leave.
void mendBars(std::vector<WrittenBar>& bars);

} // namespace cantilena
