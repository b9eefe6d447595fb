#pragma once

#include "core/formats/NotatedBars.h"

#include <vector>

namespace cantilena {

/// The notes of a track, in its order, at times that notes on a page can have: down to 128th notes
/// and to tuplets of 64ths with three, five or seven. Where a beat holds a time that is none of
/// these, as played music does, all times of the beat move to the nearest of its sixteenths, 32nds
/// or triplets, whichever fits it best. Notes keep a length. `bars` cover the track.
[[nodiscard]] std::vector<Note> notesOnPage(const std::vector<Note>& notes,
                                            const std::vector<NotatedBar>& bars);

} // namespace cantilena
