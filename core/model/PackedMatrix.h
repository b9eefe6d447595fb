#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace cantilena {

/// A matrix laid out for being multiplied with again and again: strips of 16 columns, each row by
/// row.
class PackedMatrix {
public:
    enum class Take { AsIs, Transposed };
    /// `values` is [rows, columns], row by row; `Transposed` packs its transpose. The number of
    /// packed columns is a multiple of 16.
    PackedMatrix(std::span<const float> values, std::size_t rows, std::size_t columns, Take take);

    [[nodiscard]] std::size_t rows() const { return m_rows; }
    [[nodiscard]] std::size_t columns() const { return m_columns; }

    /// sum += left * this, where `left` is [count, rows()] and `sum` is [count, columns()]. Each
    /// row is added up in the same order, whatever lies beside it.
    void addProduct(const float* left, std::size_t count, float* sum) const;

    static constexpr std::size_t kStrip = 16;

private:
    std::vector<float> m_strips;
    std::size_t m_rows;
    std::size_t m_columns;
};

} // namespace cantilena
