#pragma once

#include "core/score/Score.h"

#include <string>

namespace cantilena {

// Pure edits of what stands over the notes in time, beside `withTempo`, `withMeter` and `withKey`.
// As in Edits.h, where nothing would change the result equals the argument.

[[nodiscard]] Score withoutTempo(const Score& score, Tick tick);
[[nodiscard]] Score withoutMeter(const Score& score, Tick tick);
[[nodiscard]] Score withoutKey(const Score& score, Tick tick);

/// Names that point in time; an empty name takes its marker away.
[[nodiscard]] Score withMarker(const Score& score, Tick tick, std::string name);
[[nodiscard]] Score withoutMarker(const Score& score, Tick tick);

/// Writes that chord symbol there, whatever it says; an empty one takes away what stands there.
[[nodiscard]] Score withChord(const Score& score, Tick tick, std::string name);
[[nodiscard]] Score withoutChord(const Score& score, Tick tick);

/// Paints what models are to keep to in that time, in place of other wishes of its kind.
[[nodiscard]] Score withSteering(const Score& score, TickRange time, SteeringWish wish);
[[nodiscard]] Score withoutSteering(const Score& score, TickRange time, SteeringKind kind);

/// Moves what stands at `from` to `to`, not before 0, in place of what stands there.
[[nodiscard]] Score withTempoMoved(const Score& score, Tick from, Tick to);
[[nodiscard]] Score withMeterMoved(const Score& score, Tick from, Tick to);
[[nodiscard]] Score withKeyMoved(const Score& score, Tick from, Tick to);
[[nodiscard]] Score withMarkerMoved(const Score& score, Tick from, Tick to);
[[nodiscard]] Score withChordMoved(const Score& score, Tick from, Tick to);

} // namespace cantilena
