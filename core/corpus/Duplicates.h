#pragma once

#include "core/score/Note.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cantilena {

/// Intervals between neighbouring notes in semitones: what remains of a melody when transposition
/// and rhythm are taken away.
using IntervalSequence = std::vector<std::int8_t>;

[[nodiscard]] IntervalSequence intervalsOf(std::span<const Note> melody);

/// Windows of so many intervals are compared.
inline constexpr std::size_t kDuplicateWindow = 12;
using IntervalWindow = std::array<std::int8_t, kDuplicateWindow>;

/// The windows of a melody, each once, sorted.
[[nodiscard]] std::vector<IntervalWindow> distinctWindows(const IntervalSequence& intervals);

/// Gives melodies that are versions of each other the same number: those with the same intervals,
/// and those that share at least half of the distinct 12-interval windows of the one with fewer.
/// Being a version is passed on: A like B and B like C puts all three together. Groups are
/// numbered from 0 in order of appearance.
[[nodiscard]] std::vector<std::size_t> duplicateGroups(std::span<const IntervalSequence> melodies);

} // namespace cantilena
