#include "core/model/TokenNetwork.h"

#include "core/model/ModelCardText.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>

namespace cantilena {

namespace {

using Json = nlohmann::json;

constexpr const char* kFormat = "cantilena token network 1";
constexpr int kMostUnits = 4096;
constexpr std::size_t kMostLayers = 16;
constexpr int kLongestWindow = 4096;

} // namespace

bool isUsable(const TokenShape& shape) {
    const bool layers = !shape.units.empty() && shape.units.size() <= kMostLayers;
    return layers && shape.window >= 0 && shape.window <= kLongestWindow &&
           std::all_of(shape.units.begin(), shape.units.end(),
                       [](int units) { return units > 0 && units <= kMostUnits; });
}

std::vector<WeightPlan> weightPlan(const TokenShape& shape, int tokens) {
    std::vector<WeightPlan> plan;
    std::int64_t inputs = tokens;
    for (std::size_t layer = 0; layer < shape.units.size(); ++layer) {
        const std::string name = "lstm." + std::to_string(layer);
        const std::int64_t units = shape.units[layer];
        plan.push_back({name + ".weight_ih", {4 * units, inputs}});
        plan.push_back({name + ".weight_hh", {4 * units, units}});
        plan.push_back({name + ".bias", {4 * units}});
        inputs = units;
    }
    plan.push_back({"dense.weight", {tokens, inputs}});
    plan.push_back({"dense.bias", {tokens}});
    return plan;
}

bool isTokenNetwork(std::string_view bytes) {
    // The tensors lie behind the text, whose length stands in the first eight bytes.
    std::uint64_t length = 0;
    if (bytes.size() < sizeof length) {
        return false;
    }
    std::memcpy(&length, bytes.data(), sizeof length);
    return bytes.substr(sizeof length, length).find(kFormat) != std::string_view::npos;
}

Result<TokenNetworkFile> parseTokenNetwork(std::string_view bytes, std::string_view name) {
    const auto fault = [name](const std::string& what) {
        return Error{ErrorCode::Malformed, std::string(name) + ": " + what};
    };
    auto parsed = parseSafetensors(bytes, name);
    if (!parsed) {
        return parsed.error();
    }
    auto& metadata = parsed->metadata;
    if (metadata["format"] != kFormat) {
        return fault("this is not a tutorial model of Cantilena");
    }
    const auto shape = tokenShapeFrom(metadata["configuration"]);
    if (!shape) {
        return fault("the configuration asks for a network that this version cannot run");
    }
    auto mapping = TokenMapping::parse(metadata["mapping"], std::string(name) + ", mapping");
    if (!mapping) {
        return mapping.error();
    }
    auto card = cardFrom(metadata["card"]);
    if (!card) {
        return fault("the card in its metadata cannot be read");
    }
    if (!parsed->bytes.empty()) {
        return fault("there are weights that the configuration does not name");
    }
    if (const auto whole = checkWeights(weightPlan(*shape, mapping->size()), parsed->tensors, name);
        !whole) {
        return whole.error();
    }
    return TokenNetworkFile{*shape, *std::move(mapping), *std::move(card),
                            std::move(parsed->tensors)};
}

std::string tokenNetworkBytes(const TokenNetworkFile& file) {
    return safetensorsBytes({file.weights,
                             {{"format", kFormat},
                              {"configuration", tokenShapeText(file.shape)},
                              {"mapping", file.mapping.json()},
                              {"card", cardText(file.card)}}});
}

std::string tokenShapeText(const TokenShape& shape) {
    return Json{{"units", shape.units}, {"window", shape.window}}.dump();
}

std::optional<TokenShape> tokenShapeFrom(std::string_view text) {
    TokenShape shape;
    try {
        const Json json = Json::parse(text);
        shape.units = json.at("units").get<std::vector<int>>();
        shape.window = json.at("window").get<int>();
    } catch (const Json::exception&) {
        return std::nullopt;
    }
    return isUsable(shape) ? std::optional(shape) : std::nullopt;
}

} // namespace cantilena
