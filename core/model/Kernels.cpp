#include "core/model/Kernels.h"

#include "core/model/Bends.h"
#include "core/model/VectorClones.h"

#include <cassert>

namespace cantilena {

namespace {

CANTILENA_VECTOR_CLONES
void addColumns(const float* columns, std::size_t rows, std::size_t count, const float* factors,
                float* sum) {
    std::size_t j = 0;
    // Eight columns a pass, so that the sum is loaded and stored an eighth as often.
    for (; j + 8 <= count; j += 8) {
        const float* c = columns + j * rows;
        const float* f = factors + j;
        for (std::size_t i = 0; i < rows; ++i) {
            sum[i] += f[0] * c[i] + f[1] * c[i + rows] + f[2] * c[i + 2 * rows] +
                      f[3] * c[i + 3 * rows] + f[4] * c[i + 4 * rows] + f[5] * c[i + 5 * rows] +
                      f[6] * c[i + 6 * rows] + f[7] * c[i + 7 * rows];
        }
    }
    for (; j < count; ++j) {
        for (std::size_t i = 0; i < rows; ++i) {
            sum[i] += factors[j] * columns[j * rows + i];
        }
    }
}

/// None of the rows overlaps another.
CANTILENA_VECTOR_CLONES
void bend(std::size_t units, const float* __restrict take, const float* __restrict keep,
          const float* __restrict news, const float* __restrict show, float* __restrict cell,
          float* __restrict hidden) {
    for (std::size_t i = 0; i < units; ++i) {
        cell[i] = quickSigmoid(keep[i]) * cell[i] + quickSigmoid(take[i]) * quickTanh(news[i]);
        hidden[i] = quickSigmoid(show[i]) * quickTanh(cell[i]);
    }
}

} // namespace

void addProduct(const ColumnMatrix& matrix, std::span<const float> vector, std::span<float> sum) {
    assert(vector.size() == matrix.columns && sum.size() == matrix.rows);
    addColumns(matrix.values.data(), matrix.rows, matrix.columns, vector.data(), sum.data());
}

void lstmStep(std::span<const float> gates, std::span<float> cell, std::span<float> hidden) {
    assert(gates.size() == 4 * cell.size() && hidden.size() == cell.size());
    const std::size_t units = cell.size();
    const float* rows = gates.data();
    bend(units, rows, rows + units, rows + 2 * units, rows + 3 * units, cell.data(), hidden.data());
}

} // namespace cantilena
