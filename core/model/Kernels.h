#pragma once

#include <cstddef>
#include <span>

namespace cantilena {

/// A matrix kept column by column: `columns` of `rows` numbers each, so that a product adds whole
/// columns and every processor's vector unit is kept busy without reordering any sum.
struct ColumnMatrix {
    std::span<const float> values;
    std::size_t rows = 0;
    std::size_t columns = 0;
};

/// sum += matrix * vector. Always in the same order, so the same input gives the same bits.
void addProduct(const ColumnMatrix& matrix, std::span<const float> vector, std::span<float> sum);

/// One step of an LSTM (Hochreiter and Schmidhuber 1997; forget gates of Gers 2000) behind its
/// matrix products. `gates` holds input, forget, cell and output one after the other.
void lstmStep(std::span<const float> gates, std::span<float> cell, std::span<float> hidden);

} // namespace cantilena
