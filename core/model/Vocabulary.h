#pragma once

#include "core/score/Pitch.h"
#include "core/score/Tick.h"

#include <array>
#include <cstddef>

namespace cantilena {

/// The model's clock: 24 units a quarter, so that triplets down to sixteenths are exact.
inline constexpr int kUnitsPerQuarter = 24;
inline constexpr Tick kUnit = kQuarter / kUnitsPerQuarter;

/// Lengths that the model tells apart, in units. Any other length is predicted as the nearest of
/// these; its exact value stays with the event.
inline constexpr std::array kDurationUnits = {1,  2,   3,   4,   6,   8,   9,   12,  15, 16, 18,
                                              21, 24,  30,  32,  36,  42,  48,  54,  60, 72, 84,
                                              96, 108, 120, 144, 168, 192, 240, 288, 384};
inline constexpr int kDurationClasses = static_cast<int>(kDurationUnits.size());

/// The class nearest to a length; of two equally near the shorter.
[[nodiscard]] int durationClass(Tick duration);
/// The length that a class stands for.
[[nodiscard]] Tick classDuration(int durationClass);
/// The nearest number of whole units.
[[nodiscard]] std::int64_t inUnits(Tick duration);

/// What comes next: one of 61 pitches around the tonic, a rest, or the end of the tune.
inline constexpr int kPitchesAroundTonic = 61;
inline constexpr int kFurthestFromTonic = kPitchesAroundTonic / 2;
inline constexpr int kRestSymbol = kPitchesAroundTonic;
inline constexpr int kEndSymbol = kPitchesAroundTonic + 1;
inline constexpr int kPitchSymbols = kPitchesAroundTonic + 2;

/// Steps from one note to the next; anything wider counts as the widest.
inline constexpr int kWidestInterval = 24;
inline constexpr int kIntervals = 2 * kWidestInterval + 1;
/// Stands for "there is no interval yet" behind the intervals.
inline constexpr int kNoInterval = kIntervals;

/// The class of an interval in semitones, 0 to kIntervals - 1.
[[nodiscard]] int intervalClass(int semitones);

/// The pitch symbol of a pitch above or below that tonic; less than 0 or at least
/// kPitchesAroundTonic when it lies outside the model's range.
[[nodiscard]] constexpr int pitchSymbol(Pitch pitch, Pitch tonic) {
    return pitch.number - tonic.number + kFurthestFromTonic;
}
/// The pitch that a symbol below kPitchesAroundTonic stands for.
[[nodiscard]] constexpr Pitch symbolPitch(int symbol, Pitch tonic) {
    return {tonic.number + symbol - kFurthestFromTonic};
}

} // namespace cantilena
