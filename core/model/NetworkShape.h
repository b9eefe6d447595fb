#pragma once

#include "core/base/Result.h"
#include "core/model/MelodyModel.h"
#include "core/model/Safetensors.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

class CopyIndex;

/// The plan of a network: everything that its weights' shapes follow from.
struct NetworkShape {
    /// Width of the LSTM.
    int units = 256;
    /// Width of the layer between the LSTM and the durations.
    int durationUnits = 128;
    /// Indices into kInputCategories, ascending.
    std::vector<std::size_t> inputs;
    /// Whether the tune's own past weighs in on every prediction, by learned gates.
    bool memory = true;
    /// Whether pitches are also expected by their distance from the last one.
    bool steps = true;
    /// Whether what stands behind a gap weighs in on what fills it.
    bool future = true;
    /// Names of the styles that the "style" input tells apart, at most kMostStyles.
    std::vector<std::string> styles{};

    friend bool operator==(const NetworkShape&, const NetworkShape&) = default;

    /// A network of that width that uses every input.
    [[nodiscard]] static NetworkShape full(int units);
    /// Takes out an ingredient, to see what it is worth: "steps", "memory", "future", or all inputs
    /// whose names begin so. False when there is none of that name.
    bool leaveOut(std::string_view ingredient);
    /// Numbers that enter the LSTM at each step.
    [[nodiscard]] int inputSize() const;
};

/// Whether this version can run such a network.
[[nodiscard]] bool isUsable(const NetworkShape& shape);

inline constexpr int kDurationPitchEmbedding = 24;
inline constexpr int kDurationIntervalEmbedding = 16;

/// A tensor that a network of some shape needs.
struct WeightPlan {
    std::string name;
    std::vector<std::int64_t> shape;

    [[nodiscard]] std::size_t size() const;
};

/// Every weight of a network, in a fixed order. Gates of the LSTM stand in the order input, forget,
/// cell, output.
[[nodiscard]] std::vector<WeightPlan> weightPlan(const NetworkShape& shape);

/// That the weights are those of the plan, no more and no less, and finite. `name` begins the
/// message of failure.
Result<void> checkWeights(std::span<const WeightPlan> plan,
                          const std::map<std::string, Tensor>& weights, std::string_view name);

/// Identity of the weights: 16 hexadecimal digits.
[[nodiscard]] std::string weightsHash(const std::map<std::string, Tensor>& weights);

/// A network at rest: what a model file holds.
struct NetworkFile {
    NetworkShape shape;
    ModelCard card;
    std::map<std::string, Tensor> weights;
    /// Of the tunes that it was trained on; null when the file has none.
    std::shared_ptr<const CopyIndex> copies = nullptr;
};

/// Checks that the bytes are a model of this program: configuration, vocabulary, card, and every
/// weight present, of the right shape and finite. `name` begins the message of failure.
Result<NetworkFile> parseNetworkFile(std::string_view bytes, std::string_view name);
[[nodiscard]] std::string networkFileBytes(const NetworkFile& file);

} // namespace cantilena
