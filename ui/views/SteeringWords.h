#pragma once

#include "core/score/Score.h"

#include <QString>

#include <optional>

namespace cantilena {

// Steering as people read and type it.

/// "Range", "Scale", "Chord tones", "Density".
[[nodiscard]] QString steeringTitle(SteeringKind kind);
/// How to write a wish of that kind: "C4-C5".
[[nodiscard]] QString steeringExample(SteeringKind kind);
/// "C4-C5"; "key", "D dorian"; "strong beats", "every note"; "8 a bar".
[[nodiscard]] QString steeringInWords(const SteeringWish& wish);
/// Reads that again, and what `steeringFromText` reads.
[[nodiscard]] std::optional<SteeringWish> steeringFromWords(SteeringKind kind, const QString& text);

/// "bar 5", "bars 5 to 8": the bars that the range touches.
[[nodiscard]] QString barsInWords(const Score& score, TickRange range);
/// What of the score's steering touches the range: "chord tones bars 5 to 8, range bar 9"; empty
/// for nothing.
[[nodiscard]] QString steeringOver(const Score& score, TickRange range);
/// Whether that kind of it does.
[[nodiscard]] bool steers(const Score& score, TickRange range, SteeringKind kind);

} // namespace cantilena
