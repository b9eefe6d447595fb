#pragma once

#include "core/base/Result.h"
#include "core/model/MelodyModel.h"
#include "core/score/Score.h"

#include <vector>

namespace cantilena {

/// A note of a melody and how surprising the model finds it, in bits.
struct SurprisingNote {
    Note note;
    /// Of its pitch, given that a note begins here.
    double pitchBits = 0.0;
    /// Of its duration, given its pitch.
    double durationBits = 0.0;
};

/// The melody of a score note by note, as melody extraction finds it. Fails with one sentence when
/// there is no melody or the model cannot read it.
Result<std::vector<SurprisingNote>> surpriseOf(const MelodyModel& model, const Score& score);

} // namespace cantilena
