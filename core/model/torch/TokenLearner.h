#pragma once

#include "core/model/TokenNetwork.h"
#include "core/model/torch/Network.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace cantilena {

/// A song as the network reads it, in tokens: an end, then the song. What it is to foretell is the
/// song, then an end.
using TokenSong = std::vector<int>;

/// Songs side by side, padded to the longest: the cell of song s at step t is t * songs + s.
struct TokenBatch {
    std::size_t songs = 0;
    std::size_t steps = 0;
    /// Padding not counted.
    std::size_t tokens = 0;
    std::vector<std::int64_t> inputs;
    /// Batch::kNoTarget behind the end of a song.
    std::vector<std::int64_t> targets;
};

[[nodiscard]] TokenBatch makeTokenBatch(std::span<const TokenSong* const> songs, int end);

/// What a network made of a batch.
struct TokenLoss {
    /// Negative log-likelihood in nats, summed over the tokens.
    double nats = 0.0;
    std::size_t tokens = 0;
    /// Foretold right, of that many.
    std::size_t right = 0;

    TokenLoss& operator+=(const TokenLoss& other);
};

/// The tutorial's network learning: one-hot tokens, LSTM layers, dropout, softmax. One thread at a
/// time. Its functions may throw LibTorch's exceptions.
class TokenLearner {
public:
    TokenLearner(const TokenShape& shape, int tokens, const std::string& device);
    ~TokenLearner();

    /// The gradient of `loss sum * weight` takes the place of the one before. `dropout` is the
    /// share that is dropped behind the last LSTM layer; `rng` fixes what is.
    TokenLoss learn(const TokenBatch& batch, double weight, double dropout, std::uint64_t rng);
    /// Without dropping anything and without a gradient.
    TokenLoss judge(const TokenBatch& batch);
    [[nodiscard]] Parameters& parameters();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Random weights as Keras begins with: kernels after Glorot and Bengio (2010), forget gates open
/// (Jozefowicz and others 2015). The recurrent ones are normal where Keras' are orthogonal.
[[nodiscard]] std::map<std::string, Tensor> initialTokenWeights(const TokenShape& shape, int tokens,
                                                                std::uint64_t rng);

} // namespace cantilena
