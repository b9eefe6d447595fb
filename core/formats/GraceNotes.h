#pragma once

#include "core/score/Track.h"

#include <cstddef>
#include <vector>

namespace cantilena {

/// A grace note as the page has it: without a time of its own, before the note that it adorns.
struct WrittenGrace {
    /// Where the adorned note, or what else follows, is played.
    Tick before;
    /// Its place among the grace notes there, from 1; those of a chord share one.
    int place = 1;
    Pitch pitch;
    int velocity = kDefaultVelocity;
};

/// Adds the grace notes of a track to its other notes, of which none moves: each sounds for a 32nd
/// right before what it stands before, all of them together within the second half of the time
/// since the last note began. Where there is no time before, as at the very beginning, they are
/// struck with the note itself and let go one after the other. Sorted by `precedes`.
[[nodiscard]] std::vector<Note> withGraceNotes(std::vector<Note> notes,
                                               const std::vector<WrittenGrace>& graces);

/// The grace notes that are written before one place.
struct GraceRun {
    Tick before;
    /// In the order in which they are played; each is a chord of places in `Track::notes`.
    std::vector<std::vector<std::size_t>> chords;
};

/// Where a page has the grace notes of a track, in the order of time: what `withGraceNotes` has
/// undone.
[[nodiscard]] std::vector<GraceRun> graceRuns(const Track& track);

} // namespace cantilena
