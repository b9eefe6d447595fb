#pragma once

#include "core/base/Result.h"
#include "core/formats/TokenMapping.h"
#include "core/model/MelodyModel.h"
#include "core/model/NetworkShape.h"
#include "core/model/Safetensors.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// The tutorial feeds its network so many tokens.
inline constexpr int kTutorialWindow = 64;

/// The plan of a network of the tutorial's kind: one-hot tokens, LSTM layers, a softmax.
struct TokenShape {
    /// Widths of the LSTM layers, the first sees the tokens.
    std::vector<int> units = {256};
    /// Each prediction starts at rest and reads so many tokens; 0 reads the tune from its
    /// beginning, which a network must have been trained for.
    int window = kTutorialWindow;

    friend bool operator==(const TokenShape&, const TokenShape&) = default;
};

[[nodiscard]] bool isUsable(const TokenShape& shape);

/// Every weight of such a network: "lstm.0.weight_ih" [4 * units, inputs], "lstm.0.weight_hh",
/// "lstm.0.bias", ..., "dense.weight" [tokens, units], "dense.bias". Gates stand in the order
/// input, forget, cell, output.
[[nodiscard]] std::vector<WeightPlan> weightPlan(const TokenShape& shape, int tokens);

/// Such a network at rest: what a model file holds.
struct TokenNetworkFile {
    TokenShape shape;
    TokenMapping mapping;
    ModelCard card;
    std::map<std::string, Tensor> weights;
};

/// Whether the bytes begin as the file of such a network does.
[[nodiscard]] bool isTokenNetwork(std::string_view bytes);
/// Checks configuration, mapping, card and every weight. `name` begins the message of failure.
Result<TokenNetworkFile> parseTokenNetwork(std::string_view bytes, std::string_view name);
[[nodiscard]] std::string tokenNetworkBytes(const TokenNetworkFile& file);

/// The shape as the text that files hold, and back; nothing for what is none or not usable.
[[nodiscard]] std::string tokenShapeText(const TokenShape& shape);
[[nodiscard]] std::optional<TokenShape> tokenShapeFrom(std::string_view text);

} // namespace cantilena
