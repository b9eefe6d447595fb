#pragma once

#include "core/base/Random.h"
#include "core/model/NetworkModel.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace cantilena::test {

/// A network of random weights: what it says is nonsense, but how it is asked is not.
[[nodiscard]] inline std::shared_ptr<const MelodyModel>
someNetwork(std::uint64_t seed, std::string name = "Some", int units = 16) {
    NetworkFile file;
    file.shape = NetworkShape::full(units);
    file.card.name = std::move(name);
    file.card.validationBits = 7.0;
    Random random(seed);
    for (const WeightPlan& plan : weightPlan(file.shape)) {
        Tensor tensor{plan.shape, std::vector<float>(plan.size())};
        for (float& value : tensor.values) {
            value = static_cast<float>(random.normal() * 0.3);
        }
        file.weights[plan.name] = std::move(tensor);
    }
    return runnableModel(file);
}

} // namespace cantilena::test
