#include "core/base/Random.h"
#include "core/model/torch/TokenLearner.h"

#include <algorithm>
#include <cmath>

namespace cantilena {

TokenBatch makeTokenBatch(std::span<const TokenSong* const> songs, int end) {
    TokenBatch batch;
    batch.songs = songs.size();
    for (const TokenSong* song : songs) {
        batch.steps = std::max(batch.steps, song->size() + 1);
        batch.tokens += song->size() + 1;
    }
    batch.inputs.assign(batch.songs * batch.steps, end);
    batch.targets.assign(batch.songs * batch.steps, Batch::kNoTarget);
    for (std::size_t s = 0; s < songs.size(); ++s) {
        const TokenSong& song = *songs[s];
        for (std::size_t t = 0; t <= song.size(); ++t) {
            const std::size_t cell = t * batch.songs + s;
            batch.inputs[cell] = t == 0 ? end : song[t - 1];
            batch.targets[cell] = t < song.size() ? song[t] : end;
        }
    }
    return batch;
}

TokenLoss& TokenLoss::operator+=(const TokenLoss& other) {
    nats += other.nats;
    tokens += other.tokens;
    right += other.right;
    return *this;
}

std::map<std::string, Tensor> initialTokenWeights(const TokenShape& shape, int tokens,
                                                  std::uint64_t rng) {
    std::map<std::string, Tensor> weights;
    Random random(rng);
    for (const WeightPlan& plan : weightPlan(shape, tokens)) {
        Tensor tensor{plan.shape, std::vector<float>(plan.size())};
        if (plan.name.ends_with(".weight_hh")) {
            const double spread = 1.0 / std::sqrt(static_cast<double>(plan.shape[1]));
            for (float& value : tensor.values) {
                value = static_cast<float>(random.normal() * spread);
            }
        } else if (plan.shape.size() == 2) {
            const double bound =
                std::sqrt(6.0 / static_cast<double>(plan.shape[0] + plan.shape[1]));
            for (float& value : tensor.values) {
                value = static_cast<float>((2.0 * random.uniform() - 1.0) * bound);
            }
        } else if (plan.name.starts_with("lstm.")) {
            const auto units = static_cast<std::ptrdiff_t>(plan.shape[0] / 4);
            std::fill_n(tensor.values.begin() + units, units, 1.0F);
        }
        weights[plan.name] = std::move(tensor);
    }
    return weights;
}

} // namespace cantilena
