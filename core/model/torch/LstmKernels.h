#pragma once

#include "core/model/PackedMatrix.h"

#include <cstddef>

namespace cantilena {

/// The sizes of a run of an LSTM over sequences side by side.
struct LstmRun {
    std::size_t steps;
    std::size_t sequences;
    /// A multiple of 16.
    std::size_t units;
};

/// Runs the recurrent part. `gates` comes in as [steps, sequences, 4 * units], what the inputs and
/// the bias give, and goes out as the gates' values behind their bends. `cells` and `hidden` are
/// [steps, sequences, units]. `recurrent` is weight_hh transposed.
void lstmForward(const LstmRun& run, const PackedMatrix& recurrent, float* gates, float* cells,
                 float* hidden);

/// The way back. `gates` comes in as `lstmForward` left it and goes out as the gradient before the
/// bends; `hiddenGradient`, [steps, sequences, units], is spent. `recurrent` is weight_hh as it is.
void lstmBackward(const LstmRun& run, const PackedMatrix& recurrent, float* gates,
                  const float* cells, float* hiddenGradient);

} // namespace cantilena
