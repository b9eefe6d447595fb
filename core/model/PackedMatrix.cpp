#include "core/model/PackedMatrix.h"

#include "core/model/VectorClones.h"

#include <cassert>

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

} // namespace cantilena
