#pragma once

#include "core/model/TokenNetwork.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace cantilena {

/// A token network's weights, laid out for running. Immutable, shared between threads.
class TokenWeights;
[[nodiscard]] std::shared_ptr<const TokenWeights> tokenWeights(const TokenNetworkFile& file);

/// A row of tokens being read by a network whose every prediction starts at rest `window` tokens
/// ago. A window begins with each token, and all those under way take a step together: one product
/// of matrices a layer where running each window by itself would need as many products with a
/// vector. With a window of 0 there is one, which never ends. A value; one thread at a time.
class TokenWindows {
public:
    explicit TokenWindows(std::shared_ptr<const TokenWeights> weights);

    /// `token` is one of the network's.
    void push(int token);
    /// Logits of the token to come, by the window that is now full; before one is, by the longest.
    /// Softmax makes probabilities of them. Valid until the next call.
    [[nodiscard]] std::span<const float> logits();
    /// The same by the window that has seen the last `age` tokens, 1 to the window's length; with a
    /// window of 0, any age means the tokens from the beginning.
    [[nodiscard]] std::span<const float> logits(std::size_t age);

private:
    struct Layer {
        /// [windows, units].
        std::vector<float> cell;
        std::vector<float> hidden;
    };
    void step(std::size_t layer, int token);

    std::shared_ptr<const TokenWeights> m_weights;
    std::vector<Layer> m_layers;
    /// What the last layer of the full window shows, before its row begins anew.
    std::vector<float> m_full;
    std::vector<float> m_logits;
    std::size_t m_pushed = 0;
};

} // namespace cantilena
