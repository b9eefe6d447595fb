#pragma once

#include "core/base/Result.h"
#include "core/compose/Infill.h"
#include "core/model/Gap.h"
#include "core/model/Sampling.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace cantilena {

/// A part of the range between locked notes, which the model fills.
struct Stretch {
    TickRange range;
    PhraseConstraints constraints;
    /// What stands behind it.
    Gap gap;
    /// What is read after it, before the next one: the locked note that ends it, if any, with a
    /// rest before it where there is no room for notes.
    std::vector<MelodyEvent> then;
};

/// The whole task, read and checked: what every draw has in common.
struct InfillPlan {
    MelodyContext context;
    std::optional<Key> key;
    std::vector<MelodyEvent> before;
    std::vector<Stretch> stretches;
    /// What follows the range, and from where on.
    std::vector<MelodyEvent> after;
    Tick tailBegin;
    /// How many of them begin within two bars.
    std::size_t judged = 0;
    /// The pitches that the model can write and that were asked for.
    PitchSet pitches;
    /// Notes that begin in the range and do not give way.
    std::vector<Note> stays;
    /// Of the notes that give way, the melody line, by onset.
    std::vector<Note> original;
    /// Other voices that sound beside the filling.
    std::vector<Note> beside;
};

/// Reads what stands around the range, and lays out what is to be filled in it. Fails with one
/// sentence when the model could not read it, when nothing is there to keep, or nothing to fill.
Result<InfillPlan> infillPlan(const InfillRequest& request, std::optional<int> style);

} // namespace cantilena
