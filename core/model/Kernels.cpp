#include "core/model/Kernels.h"

#include <cassert>
#include <cmath>

// The compiler makes one version a processor family and the loader picks; sanitizers cannot run
// that choice, which comes before they are set up.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CANTILENA_VECTOR_CLONES                                                                    \
    __attribute__((target_clones("arch=skylake-avx512", "arch=haswell", "default")))
#else
#define CANTILENA_VECTOR_CLONES
#endif

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

float sigmoid(float x) {
    return 1.0F / (1.0F + std::exp(-x));
}

} // namespace

void addProduct(const ColumnMatrix& matrix, std::span<const float> vector, std::span<float> sum) {
    assert(vector.size() == matrix.columns && sum.size() == matrix.rows);
    addColumns(matrix.values.data(), matrix.rows, matrix.columns, vector.data(), sum.data());
}

void lstmStep(std::span<const float> gates, std::span<float> cell, std::span<float> hidden) {
    const std::size_t units = cell.size();
    assert(gates.size() == 4 * units && hidden.size() == units);
    for (std::size_t i = 0; i < units; ++i) {
        const float keep = sigmoid(gates[units + i]);
        const float take = sigmoid(gates[i]) * std::tanh(gates[2 * units + i]);
        cell[i] = keep * cell[i] + take;
        hidden[i] = sigmoid(gates[3 * units + i]) * std::tanh(cell[i]);
    }
}

} // namespace cantilena
