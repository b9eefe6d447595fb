#pragma once

#include "core/base/Result.h"
#include "core/model/Sampling.h"
#include "core/score/Score.h"

#include <bitset>
#include <vector>

namespace cantilena {

// What is painted over time (core/score/Steering.h), as rules that sampling can keep to.

/// Whether a tick lies on the first beat of a bar or, where a bar has four beats or another even
/// number above two, on its middle one; less than half a unit beside it is on it.
[[nodiscard]] bool isOnStrongBeat(const MeterMap& meters, Tick tick);

/// The pitches that steering leaves to a note that begins there.
[[nodiscard]] PitchSet steeredPitches(const Score& score, Tick onset);

/// What steering asks of notes that begin in `range`, from its beginning on; nothing where it asks
/// for nothing.
[[nodiscard]] std::vector<OnsetRule> steeringRules(const Score& score, TickRange range);

/// The pitches from `lowest` to `highest`.
[[nodiscard]] PitchSet pitchesBetween(Pitch lowest, Pitch highest);

/// That steering leaves, at any time of the range, one of the pitches that there are. Fails with
/// one sentence that names the bar and what is asked for there.
Result<void> checkedSteering(const Score& score, TickRange range, const PitchSet& available);

/// The beats, counted from the range's beginning, on which the last note of a phrase that fills it
/// may begin: those of `endingBeats` at which steering leaves a pitch of that class, counted from
/// C.
[[nodiscard]] std::vector<Tick> steeredEndings(const Score& score, TickRange range,
                                               const PitchSet& available, int pitchClass);
/// That there is one in the range's last bar.
Result<void> checkedEnding(const Score& score, TickRange range, const PitchSet& available,
                           int pitchClass);

} // namespace cantilena
