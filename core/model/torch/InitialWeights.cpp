#include "core/base/Random.h"
#include "core/model/torch/Network.h"

#include <algorithm>
#include <cmath>

namespace cantilena {

namespace {

constexpr double kEmbeddingSpread = 0.3;
/// At first the tune's own past is hardly trusted; softplus(-2) is 0.13.
constexpr float kFirstTrust = -2.0F;

void fillUniform(Tensor& tensor, double bound, Random& random) {
    for (float& value : tensor.values) {
        value = static_cast<float>((2.0 * random.uniform() - 1.0) * bound);
    }
}

} // namespace

std::map<std::string, Tensor> initialWeights(const NetworkShape& shape, std::uint64_t rng) {
    std::map<std::string, Tensor> weights;
    Random random(rng);
    for (const WeightPlan& plan : weightPlan(shape)) {
        Tensor tensor{plan.shape, std::vector<float>(plan.size())};
        if (plan.name.find("embedding") != std::string::npos) {
            for (float& value : tensor.values) {
                value = static_cast<float>(random.normal() * kEmbeddingSpread);
            }
        } else if (plan.name == "memory.gate.bias") {
            std::fill(tensor.values.begin(), tensor.values.end(), kFirstTrust);
        } else if (plan.name == "lstm.bias") {
            // Forgetting is to be learned (Jozefowicz and others 2015).
            const auto units = static_cast<std::ptrdiff_t>(shape.units);
            std::fill(tensor.values.begin() + units, tensor.values.begin() + 2 * units, 1.0F);
        } else if (plan.shape.size() == 2 && plan.name != "memory.gate.weight") {
            fillUniform(tensor, 1.0 / std::sqrt(static_cast<double>(plan.shape[1])), random);
        }
        weights[plan.name] = std::move(tensor);
    }
    return weights;
}

} // namespace cantilena
