#pragma once

#include "core/model/EventSequence.h"
#include "core/model/Gap.h"
#include "core/model/NetworkShape.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cantilena {

/// Tunes side by side, padded to the longest. Every array runs over the steps, within a step over
/// the tunes: the cell of tune t at step s is s * tunes + t.
struct Batch {
    /// What a cell behind the end of its tune has for a target.
    static constexpr std::int64_t kNoTarget = -100;

    std::size_t tunes = 0;
    std::size_t steps = 0;
    /// Events of all tunes with their ends, padding not counted.
    std::size_t events = 0;
    /// For each input of the network's shape, its value in every cell.
    std::vector<std::int64_t> categories;
    /// kInputNumberCount numbers a cell.
    std::vector<float> numbers;
    /// Pitch symbol of the last note; less than 0 for none.
    std::vector<std::int64_t> lastPitch;
    /// Pitch symbol of the first note behind the gap; less than 0 for none.
    std::vector<std::int64_t> nextPitch;
    /// The duration class that fills the gap; less than 0 outside gaps.
    std::vector<std::int64_t> fillingDuration;
    /// Logarithms of probabilities: kPitchSymbols a cell, again kPitchSymbols, kDurationClasses.
    std::vector<float> pitchMemory;
    std::vector<float> intervalMemory;
    std::vector<float> durationMemory;
    /// What really came. The end has no duration.
    std::vector<std::int64_t> pitchTargets;
    std::vector<std::int64_t> durationTargets;

    [[nodiscard]] std::size_t cells() const { return tunes * steps; }
};

/// A tune to learn from, and which of its events are learnt as the filling of a gap, in sight of
/// those behind them.
struct Lesson {
    EventSequence tune;
    EventRange gap;
    /// Whether the tune ends behind its last event; else nothing is said of what comes there.
    bool endsTune = true;
};

[[nodiscard]] Batch makeBatch(const NetworkShape& shape, std::span<const Lesson> lessons);

} // namespace cantilena
