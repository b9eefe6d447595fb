#include "core/model/TokenWindows.h"

#include "core/model/Kernels.h"
#include "core/model/PackedMatrix.h"

#include <algorithm>
#include <cassert>
#include <optional>

namespace cantilena {

namespace {

std::size_t roundedUp(std::size_t number, std::size_t to) {
    return (number + to - 1) / to * to;
}

/// The transpose of [rows, columns], packed, its columns filled up with zeros to whole strips.
PackedMatrix packedTranspose(const Tensor& matrix) {
    const auto rows = static_cast<std::size_t>(matrix.shape[0]);
    const auto columns = static_cast<std::size_t>(matrix.shape[1]);
    const std::size_t padded = roundedUp(rows, PackedMatrix::kStrip);
    std::vector<float> values = matrix.values;
    values.resize(padded * columns);
    return {values, padded, columns, PackedMatrix::Take::Transposed};
}

} // namespace

class TokenWeights {
public:
    struct Layer {
        Layer(const Tensor& input, const Tensor& recurrentWeight, const Tensor& biases, bool first)
            : units(static_cast<std::size_t>(recurrentWeight.shape[1]))
            , width(roundedUp(4 * units, PackedMatrix::kStrip))
            , recurrent(packedTranspose(recurrentWeight))
            , bias(biases.values) {
            bias.resize(width);
            if (!first) {
                below = packedTranspose(input);
                return;
            }
            const auto tokens = static_cast<std::size_t>(input.shape[1]);
            byToken.resize(tokens * width);
            for (std::size_t token = 0; token < tokens; ++token) {
                for (std::size_t i = 0; i < 4 * units; ++i) {
                    byToken[token * width + i] = input.values[i * tokens + token] + bias[i];
                }
            }
        }

        std::size_t units;
        /// Of a row of gates.
        std::size_t width;
        PackedMatrix recurrent;
        /// What the layer below adds; the first layer has a row for each token instead.
        std::optional<PackedMatrix> below;
        std::vector<float> byToken;
        std::vector<float> bias;
    };

    explicit TokenWeights(const TokenNetworkFile& file)
        : window(static_cast<std::size_t>(file.shape.window))
        , m_denseBias(file.weights.at("dense.bias").values) {
        for (std::size_t i = 0; i < file.shape.units.size(); ++i) {
            const std::string name = "lstm." + std::to_string(i);
            layers.emplace_back(file.weights.at(name + ".weight_ih"),
                                file.weights.at(name + ".weight_hh"),
                                file.weights.at(name + ".bias"), i == 0);
        }
        const Tensor& dense = file.weights.at("dense.weight");
        const std::size_t units = layers.back().units;
        m_denseColumns.resize(dense.values.size());
        for (std::size_t token = 0; token < tokens(); ++token) {
            for (std::size_t unit = 0; unit < units; ++unit) {
                m_denseColumns[unit * tokens() + token] = dense.values[token * units + unit];
            }
        }
    }

    [[nodiscard]] std::size_t tokens() const { return m_denseBias.size(); }
    /// Windows under way at the same time.
    [[nodiscard]] std::size_t rows() const { return std::max<std::size_t>(window, 1); }

    void logits(std::span<const float> hidden, std::span<float> logits) const {
        std::copy(m_denseBias.begin(), m_denseBias.end(), logits.begin());
        addProduct({m_denseColumns, tokens(), hidden.size()}, hidden, logits);
    }

    std::size_t window;
    std::vector<Layer> layers;

private:
    std::vector<float> m_denseColumns;
    std::vector<float> m_denseBias;
};

std::shared_ptr<const TokenWeights> tokenWeights(const TokenNetworkFile& file) {
    return std::make_shared<const TokenWeights>(file);
}

TokenWindows::TokenWindows(std::shared_ptr<const TokenWeights> weights)
    : m_weights(std::move(weights))
    , m_full(m_weights->layers.back().units)
    , m_logits(m_weights->tokens()) {
    for (const TokenWeights::Layer& layer : m_weights->layers) {
        const std::size_t size = m_weights->rows() * layer.units;
        m_layers.push_back({std::vector<float>(size), std::vector<float>(size)});
    }
}

void TokenWindows::step(std::size_t index, int token) {
    const TokenWeights::Layer& layer = m_weights->layers[index];
    Layer& state = m_layers[index];
    // Windows that have not begun lie behind the others until the first one is full.
    const std::size_t rows = std::min(m_pushed + 1, m_weights->rows());
    thread_local std::vector<float> gates;
    gates.resize(rows * layer.width);
    const float* begin = layer.below
                             ? layer.bias.data()
                             : layer.byToken.data() + static_cast<std::size_t>(token) * layer.width;
    for (std::size_t row = 0; row < rows; ++row) {
        std::copy(begin, begin + layer.width, gates.begin() + row * layer.width);
    }
    if (layer.below) {
        layer.below->addProduct(m_layers[index - 1].hidden.data(), rows, gates.data());
    }
    layer.recurrent.addProduct(state.hidden.data(), rows, gates.data());
    for (std::size_t row = 0; row < rows; ++row) {
        lstmStep({gates.data() + row * layer.width, 4 * layer.units},
                 {state.cell.data() + row * layer.units, layer.units},
                 {state.hidden.data() + row * layer.units, layer.units});
    }
}

void TokenWindows::push(int token) {
    assert(token >= 0 && static_cast<std::size_t>(token) < m_weights->tokens());
    for (std::size_t layer = 0; layer < m_layers.size(); ++layer) {
        step(layer, token);
    }
    ++m_pushed;
    if (m_weights->window == 0 || m_pushed < m_weights->window) {
        return;
    }
    // The oldest window is full: what it shows is kept, and its row begins anew.
    const std::size_t row = m_pushed % m_weights->window;
    const auto clear = [row](std::vector<float>& rows, std::size_t units) {
        std::fill_n(rows.begin() + static_cast<std::ptrdiff_t>(row * units), units, 0.0F);
    };
    std::copy_n(m_layers.back().hidden.begin() + static_cast<std::ptrdiff_t>(row * m_full.size()),
                m_full.size(), m_full.begin());
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        clear(m_layers[i].cell, m_weights->layers[i].units);
        clear(m_layers[i].hidden, m_weights->layers[i].units);
    }
}

std::span<const float> TokenWindows::logits() {
    return logits(std::min(m_pushed, m_weights->rows()));
}

std::span<const float> TokenWindows::logits(std::size_t age) {
    const std::size_t units = m_full.size();
    const std::size_t window = m_weights->window;
    if (window > 0 && age == window) {
        m_weights->logits(m_full, m_logits);
        return m_logits;
    }
    assert(window == 0 || (age > 0 && age < window && age <= m_pushed));
    const std::size_t row = window == 0 ? 0 : (m_pushed - age) % window;
    m_weights->logits(std::span(m_layers.back().hidden).subspan(row * units, units), m_logits);
    return m_logits;
}

} // namespace cantilena
