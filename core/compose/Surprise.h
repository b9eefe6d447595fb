#pragma once

#include "core/base/Result.h"
#include "core/model/MelodyModel.h"
#include "core/score/Score.h"

#include <cstddef>
#include <stop_token>
#include <vector>

namespace cantilena {

/// A note of a melody and how surprising the model finds it, in bits.
struct SurprisingNote {
    Note note;
    /// Of its pitch, given that a note begins here.
    double pitchBits = 0.0;
    /// Of its duration, given its pitch.
    double durationBits = 0.0;

    [[nodiscard]] double bits() const { return pitchBits + durationBits; }
};

/// The melody of a score note by note, as melody extraction finds it. Fails with one sentence when
/// there is no melody or the model cannot read it.
Result<std::vector<SurprisingNote>> surpriseOf(const MelodyModel& model, const Score& score);

/// The upper line of one track note by note, each with its id there, in its order; a note that
/// sounds below another of the track is left out. Each note is judged by
/// the key of the line and by what stands before it.
/// Blocks; fails with one sentence when the model cannot read the line, and with `Cancelled` when
/// stopped.
Result<std::vector<SurprisingNote>> surpriseOfTrack(const MelodyModel& model, const Score& score,
                                                    std::size_t track,
                                                    const std::stop_token& stop = {});

} // namespace cantilena
