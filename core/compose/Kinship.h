#pragma once

#include "core/score/Track.h"

#include <span>

namespace cantilena {

/// How much of a phrase is made of the motifs of what stands around it, 0 to 1: of its figures of
/// four notes, the share that the track also has outside `range`. Two figures are the same when
/// their intervals have the same names (a third is a third, major or minor, at any pitch) and their
/// times from onset to onset the same proportions, to the nearest half power of two. 0 when either
/// has fewer than four notes.
[[nodiscard]] double motifKinship(std::span<const Note> phrase, const Track& track,
                                  TickRange range);

} // namespace cantilena
