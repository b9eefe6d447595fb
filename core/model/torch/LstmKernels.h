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

    /// sum += left * this, where `left` is [count, rows()] and `sum` is [count, columns()].
    void addProduct(const float* left, std::size_t count, float* sum) const;

    static constexpr std::size_t kStrip = 16;

private:
    std::vector<float> m_strips;
    std::size_t m_rows;
    std::size_t m_columns;
};

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
