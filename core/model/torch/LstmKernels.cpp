#include "core/model/torch/LstmKernels.h"

#include "core/model/Bends.h"
#include "core/model/VectorClones.h"

#include <vector>

namespace cantilena {

namespace {

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
