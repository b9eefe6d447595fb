#pragma once

#include "core/score/Key.h"
#include "core/score/Score.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace cantilena {

// Figures by which melodies that a model made are set beside those that people made (Yang and
// Lerch 2018; MusPy, Dong et al. 2020; Wu and Yang 2020). Each asks for at least one note.

/// 0 to 1: share of the notes within that major (or natural minor) scale which holds most of them.
[[nodiscard]] double scaleConsistency(std::span<const Note> melody);
/// Bits, 0 to log2(12): of the pitch classes, each note counting once.
[[nodiscard]] double pitchClassEntropy(std::span<const Note> melody);
/// Semitones from the lowest to the highest note.
[[nodiscard]] int pitchRange(std::span<const Note> melody);
/// 0 to 1: steps from note to note that stay on the pitch. 0 for a single note.
[[nodiscard]] double repeatedNoteShare(std::span<const Note> melody);
/// Mean size of the steps from note to note, in semitones. 0 for a single note.
[[nodiscard]] double meanInterval(std::span<const Note> melody);

/// Share of the notes with each length; lengths that differ are others, however little.
using LengthHistogram = std::map<Tick, double>;
[[nodiscard]] LengthHistogram lengthHistogram(std::span<const Note> melody);
/// 0 to 1: what two histograms have in common.
[[nodiscard]] double overlap(const LengthHistogram& a, const LengthHistogram& b);

/// 0 to 1: of the bars with a bar so many bars back, those in which the same notes begin at the
/// same places. Bars before the first note and behind the last, a pickup's, and bars in which no
/// note begins do not count. 0 where there are none to compare.
[[nodiscard]] double repeatedBarShare(const Score& melody, int barsBack);

[[nodiscard]] bool endsOnTonic(std::span<const Note> melody, const Key& key);
/// The first beat of a bar, and the third of four.
[[nodiscard]] bool isStrongBeat(const BarPosition& place);
/// Whether the last note begins on any beat, or on a strong one.
[[nodiscard]] bool endsOnBeat(const Score& melody);
[[nodiscard]] bool endsOnStrongBeat(const Score& melody);

/// A mean and where it would lie 95 times of 100, had other samples of the same kind been drawn
/// (percentile bootstrap, Efron 1979).
struct ConfidentMean {
    double mean = 0.0;
    double low = 0.0;
    double high = 0.0;

    [[nodiscard]] bool contains(double value) const { return low <= value && value <= high; }
    /// How far outside the interval a value lies; 0 within.
    [[nodiscard]] double distance(double value) const;
};
[[nodiscard]] ConfidentMean bootstrapped(std::span<const double> values, std::uint64_t rng,
                                         int resamples = 2000);

} // namespace cantilena
