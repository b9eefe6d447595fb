#include "core/model/torch/LstmKernels.h"

#include "core/model/Bends.h"
#include "core/model/VectorClones.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace cantilena {

namespace {

constexpr std::size_t kStrip = PackedMatrix::kStrip;

/// Sixteen numbers that the compiler keeps in as many registers as the processor needs for them.
using Strip [[gnu::vector_size(kStrip * sizeof(float)), gnu::aligned(4)]] = float;

/// So many rows times one strip: the sums stay in registers from first to last.
template <std::size_t Rows>
[[gnu::always_inline]] inline void multiplyRows(const float* left, std::size_t depth,
                                                const float* strip, float* sum,
                                                std::size_t stride) {
    Strip sums[Rows];
    for (std::size_t r = 0; r < Rows; ++r) {
        sums[r] = *reinterpret_cast<const Strip*>(sum + r * stride);
    }
    for (std::size_t k = 0; k < depth; ++k) {
        const Strip row = *reinterpret_cast<const Strip*>(strip + k * kStrip);
        for (std::size_t r = 0; r < Rows; ++r) {
            sums[r] += left[r * depth + k] * row;
        }
    }
    for (std::size_t r = 0; r < Rows; ++r) {
        *reinterpret_cast<Strip*>(sum + r * stride) = sums[r];
    }
}

constexpr std::size_t kRowsAtOnce = 6;

CANTILENA_VECTOR_CLONES
void multiply(const float* strips, std::size_t depth, std::size_t columns, const float* left,
              std::size_t count, float* sum) {
    for (std::size_t column = 0; column < columns; column += kStrip) {
        const float* strip = strips + column * depth;
        std::size_t r = 0;
        for (; r + kRowsAtOnce <= count; r += kRowsAtOnce) {
            multiplyRows<kRowsAtOnce>(left + r * depth, depth, strip, sum + r * columns + column,
                                      columns);
        }
        const float* rest = left + r * depth;
        float* restSum = sum + r * columns + column;
        switch (count - r) {
        case 5: multiplyRows<5>(rest, depth, strip, restSum, columns); break;
        case 4: multiplyRows<4>(rest, depth, strip, restSum, columns); break;
        case 3: multiplyRows<3>(rest, depth, strip, restSum, columns); break;
        case 2: multiplyRows<2>(rest, depth, strip, restSum, columns); break;
        case 1: multiplyRows<1>(rest, depth, strip, restSum, columns); break;
        default: break;
        }
    }
}

/// What the gates of one sequence at one step hold, a row each; no row overlaps another.
struct GateRows {
    GateRows(float* gates, std::size_t units)
        : take(gates)
        , keep(gates + units)
        , news(gates + 2 * units)
        , show(gates + 3 * units) {}
    float* take;
    float* keep;
    float* news;
    float* show;
};

CANTILENA_VECTOR_CLONES
void bendForward(std::size_t units, float* __restrict take, float* __restrict keep,
                 float* __restrict news, float* __restrict show, const float* __restrict before,
                 float* __restrict cell, float* __restrict hidden) {
    for (std::size_t i = 0; i < units; ++i) {
        take[i] = quickSigmoid(take[i]);
        keep[i] = quickSigmoid(keep[i]);
        news[i] = quickTanh(news[i]);
        show[i] = quickSigmoid(show[i]);
        cell[i] = keep[i] * before[i] + take[i] * news[i];
        hidden[i] = show[i] * quickTanh(cell[i]);
    }
}

/// `cellGradient` comes in from the step after and goes out for the step before.
CANTILENA_VECTOR_CLONES
void bendBackward(std::size_t units, float* __restrict take, float* __restrict keep,
                  float* __restrict news, float* __restrict show, const float* __restrict before,
                  const float* __restrict cell, const float* __restrict hiddenGradient,
                  float* __restrict cellGradient) {
    for (std::size_t n = 0; n < units; ++n) {
        const float i = take[n];
        const float f = keep[n];
        const float g = news[n];
        const float o = show[n];
        const float dh = hiddenGradient[n];
        const float bent = quickTanh(cell[n]);
        const float dc = cellGradient[n] + dh * o * (1.0F - bent * bent);
        take[n] = dc * g * i * (1.0F - i);
        keep[n] = dc * before[n] * f * (1.0F - f);
        news[n] = dc * i * (1.0F - g * g);
        show[n] = dh * bent * o * (1.0F - o);
        cellGradient[n] = dc * f;
    }
}

} // namespace

PackedMatrix::PackedMatrix(std::span<const float> values, std::size_t rows, std::size_t columns,
                           Take take)
    : m_strips(rows * columns)
    , m_rows(take == Take::AsIs ? rows : columns)
    , m_columns(take == Take::AsIs ? columns : rows) {
    assert(values.size() == rows * columns && m_columns % kStrip == 0);
    for (std::size_t column = 0; column < m_columns; ++column) {
        float* strip = m_strips.data() + column / kStrip * kStrip * m_rows + column % kStrip;
        for (std::size_t row = 0; row < m_rows; ++row) {
            strip[row * kStrip] = take == Take::AsIs ? values[row * columns + column]
                                                     : values[column * columns + row];
        }
    }
}

void PackedMatrix::addProduct(const float* left, std::size_t count, float* sum) const {
    multiply(m_strips.data(), m_rows, m_columns, left, count, sum);
}

void lstmForward(const LstmRun& run, const PackedMatrix& recurrent, float* gates, float* cells,
                 float* hidden) {
    const std::size_t width = run.sequences * run.units;
    const std::vector<float> nothing(run.units);
    for (std::size_t step = 0; step < run.steps; ++step) {
        float* now = gates + step * 4 * width;
        if (step > 0) {
            recurrent.addProduct(hidden + (step - 1) * width, run.sequences, now);
        }
        for (std::size_t s = 0; s < run.sequences; ++s) {
            const std::size_t at = step * width + s * run.units;
            const GateRows rows(now + s * 4 * run.units, run.units);
            bendForward(run.units, rows.take, rows.keep, rows.news, rows.show,
                        step > 0 ? cells + at - width : nothing.data(), cells + at, hidden + at);
        }
    }
}

void lstmBackward(const LstmRun& run, const PackedMatrix& recurrent, float* gates,
                  const float* cells, float* hiddenGradient) {
    const std::size_t width = run.sequences * run.units;
    const std::vector<float> nothing(run.units);
    std::vector<float> cellGradient(width);
    for (std::size_t step = run.steps; step-- > 0;) {
        float* now = gates + step * 4 * width;
        for (std::size_t s = 0; s < run.sequences; ++s) {
            const std::size_t at = step * width + s * run.units;
            const GateRows rows(now + s * 4 * run.units, run.units);
            bendBackward(run.units, rows.take, rows.keep, rows.news, rows.show,
                         step > 0 ? cells + at - width : nothing.data(), cells + at,
                         hiddenGradient + at, cellGradient.data() + s * run.units);
        }
        if (step > 0) {
            recurrent.addProduct(now, run.sequences, hiddenGradient + (step - 1) * width);
        }
    }
}

} // namespace cantilena
