#pragma once

#include "core/base/Random.h"
#include "core/model/TokenModel.h"

#include <memory>
#include <utility>
#include <vector>

namespace cantilena::test {

/// A small network of random weights that knows C3 to C6 and rests.
inline TokenNetworkFile someTokenNetwork(std::vector<int> units = {12}, int window = 64,
                                         std::uint64_t rng = 1) {
    std::vector<GridSymbol> symbols = {kGridRest};
    for (GridSymbol pitch = 48; pitch <= 84; ++pitch) {
        symbols.push_back(pitch);
    }
    TokenNetworkFile file{{std::move(units), window}, TokenMapping::of(symbols), {}, {}};
    file.card.name = "random";
    Random random(rng);
    for (const WeightPlan& plan : weightPlan(file.shape, file.mapping.size())) {
        Tensor tensor{plan.shape, std::vector<float>(plan.size())};
        for (float& value : tensor.values) {
            value = static_cast<float>(random.normal() * 0.6);
        }
        file.weights[plan.name] = std::move(tensor);
    }
    return file;
}

inline std::shared_ptr<const TokenModel> someTokenModel(std::vector<int> units = {12},
                                                        int window = 64) {
    return std::make_shared<const TokenModel>(someTokenNetwork(std::move(units), window));
}

} // namespace cantilena::test
