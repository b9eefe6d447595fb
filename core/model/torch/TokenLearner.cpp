#include "core/model/torch/TokenLearner.h"

#include "core/model/torch/LstmFunction.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

namespace cantilena {

namespace {

torch::Tensor onDevice(const std::vector<std::int64_t>& values, const torch::Device& device) {
    // from_blob wants a pointer to change, but the copy is made before anyone could.
    auto* data = const_cast<std::int64_t*>(values.data());
    return torch::from_blob(data, {static_cast<std::int64_t>(values.size())}, torch::kInt64)
        .to(device, false, true);
}

} // namespace

struct TokenLearner::State {
    State(const TokenShape& tokenShape, int tokenCount, const std::string& deviceName)
        : shape(tokenShape)
        , tokens(tokenCount)
        , device(deviceName)
        , parameters(weightPlan(tokenShape, tokenCount), deviceName) {}

    torch::Tensor dropMask(const torch::Tensor& like, double share, std::uint64_t rng) const {
        // Made on the CPU, with a generator of its own, so that replicas do not share a stream.
        auto generator = at::make_generator<at::CPUGeneratorImpl>(rng);
        torch::Tensor mask = torch::empty(like.sizes().vec(), torch::kFloat32);
        mask.bernoulli_(1.0 - share, generator);
        return mask.div_(1.0 - share).to(device);
    }

    /// [cells, tokens].
    torch::Tensor logits(const TokenBatch& batch, double dropout, std::uint64_t rng) const {
        const auto steps = static_cast<std::int64_t>(batch.steps);
        const auto songs = static_cast<std::int64_t>(batch.songs);
        torch::Tensor hidden = torch::one_hot(onDevice(batch.inputs, device), tokens)
                                   .to(torch::kFloat32)
                                   .view({steps, songs, tokens});
        for (std::size_t layer = 0; layer < shape.units.size(); ++layer) {
            const std::string name = "lstm." + std::to_string(layer);
            hidden = lstmOver(hidden, {parameters.weight(name + ".weight_ih"),
                                       parameters.weight(name + ".weight_hh"),
                                       parameters.weight(name + ".bias")});
        }
        hidden = hidden.reshape({steps * songs, shape.units.back()});
        if (dropout > 0.0) {
            hidden = hidden * dropMask(hidden, dropout, rng);
        }
        return torch::linear(hidden, parameters.weight("dense.weight"),
                             parameters.weight("dense.bias"));
    }

    torch::Tensor loss(const torch::Tensor& logits, const torch::Tensor& targets) const {
        namespace F = torch::nn::functional;
        return F::cross_entropy(
            logits, targets,
            F::CrossEntropyFuncOptions().reduction(torch::kSum).ignore_index(Batch::kNoTarget));
    }

    TokenShape shape;
    std::int64_t tokens;
    torch::Device device;
    Parameters parameters;
};

TokenLearner::TokenLearner(const TokenShape& shape, int tokens, const std::string& device)
    : m_state(std::make_unique<State>(shape, tokens, device)) {}

TokenLearner::~TokenLearner() = default;

Parameters& TokenLearner::parameters() {
    return m_state->parameters;
}

TokenLoss TokenLearner::learn(const TokenBatch& batch, double weight, double dropout,
                              std::uint64_t rng) {
    m_state->parameters.clearGradient();
    const torch::Tensor targets = onDevice(batch.targets, m_state->device);
    const torch::Tensor loss = m_state->loss(m_state->logits(batch, dropout, rng), targets);
    (loss * weight).backward();
    return {loss.item<double>(), batch.tokens, 0};
}

TokenLoss TokenLearner::judge(const TokenBatch& batch) {
    const torch::NoGradGuard noGradient;
    const torch::Tensor targets = onDevice(batch.targets, m_state->device);
    const torch::Tensor logits = m_state->logits(batch, 0.0, 0);
    const auto right = (logits.argmax(1) == targets).sum().item<std::int64_t>();
    return {m_state->loss(logits, targets).item<double>(), batch.tokens,
            static_cast<std::size_t>(right)};
}

} // namespace cantilena
