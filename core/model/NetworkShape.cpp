#include "core/model/NetworkShape.h"

#include "core/base/File.h"
#include "core/model/CopyIndexFile.h"
#include "core/model/FeatureMaker.h"
#include "core/model/ModelCardText.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace cantilena {

namespace {

using Json = nlohmann::json;

constexpr const char* kFormat = "cantilena melody network 1";
constexpr int kMostUnits = 4096;

Json configurationJson(const NetworkShape& shape) {
    Json inputs = Json::array();
    for (const std::size_t index : shape.inputs) {
        const InputCategory& input = kInputCategories[index];
        inputs.push_back(
            {{"name", input.name}, {"cardinality", input.cardinality}, {"size", input.size}});
    }
    Json json = {{"units", shape.units},   {"duration_units", shape.durationUnits},
                 {"inputs", inputs},       {"numbers", kInputNumberCount},
                 {"memory", shape.memory}, {"future", shape.future},
                 {"styles", shape.styles}};
    // Only an experiment goes without; files of whole networks stay as they always were.
    if (!shape.steps) {
        json["steps"] = false;
    }
    return json;
}

Json vocabularyJson() {
    return {{"units_per_quarter", kUnitsPerQuarter},
            {"durations", kDurationUnits},
            {"pitches_around_tonic", kPitchesAroundTonic},
            {"intervals", kIntervals}};
}

/// Throws nlohmann's exceptions on anything that does not fit.
NetworkShape shapeFrom(const Json& json) {
    NetworkShape shape;
    shape.units = json.at("units").get<int>();
    shape.durationUnits = json.at("duration_units").get<int>();
    shape.memory = json.at("memory").get<bool>();
    // Models made before there were gaps say nothing of these.
    shape.steps = json.value("steps", true);
    shape.future = json.value("future", false);
    shape.styles = json.value("styles", std::vector<std::string>{});
    for (const Json& input : json.at("inputs")) {
        const auto name = input.at("name").get<std::string>();
        const auto found = std::find_if(
            kInputCategories.begin(), kInputCategories.end(), [&](const InputCategory& known) {
                return known.name == name && known.cardinality == input.at("cardinality") &&
                       known.size == input.at("size");
            });
        // An unknown input leads to an index that `isUsable` refuses.
        shape.inputs.push_back(static_cast<std::size_t>(found - kInputCategories.begin()));
    }
    return shape;
}

Error fault(std::string_view name, const std::string& what) {
    return {ErrorCode::Malformed, std::string(name) + ": " + what};
}

} // namespace

bool isUsable(const NetworkShape& shape) {
    const bool widths = shape.units > 0 && shape.units <= kMostUnits && shape.durationUnits > 0 &&
                        shape.durationUnits <= kMostUnits;
    const bool styles = shape.styles.size() <= std::size_t{kMostStyles};
    return widths && styles && !shape.inputs.empty() && shape.inputs.back() < kInputCategoryCount &&
           std::adjacent_find(shape.inputs.begin(), shape.inputs.end(), std::greater_equal<>()) ==
               shape.inputs.end();
}

NetworkShape NetworkShape::full(int units) {
    NetworkShape shape;
    shape.units = units;
    shape.inputs.resize(kInputCategoryCount);
    std::iota(shape.inputs.begin(), shape.inputs.end(), std::size_t{0});
    return shape;
}

bool NetworkShape::leaveOut(std::string_view ingredient) {
    bool known = true;
    if (ingredient == "steps") {
        steps = false;
    } else if (ingredient == "memory") {
        memory = false;
    } else {
        const std::size_t before = inputs.size();
        std::erase_if(inputs, [ingredient](std::size_t index) {
            return kInputCategories[index].name.starts_with(ingredient);
        });
        known = inputs.size() < before || ingredient == "future";
        future = future && ingredient != "future";
    }
    return known;
}

int NetworkShape::inputSize() const {
    int size = static_cast<int>(kInputNumberCount);
    for (const std::size_t index : inputs) {
        size += kInputCategories[index].size;
    }
    return size;
}

std::size_t WeightPlan::size() const {
    return static_cast<std::size_t>(
        std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>()));
}

std::vector<WeightPlan> weightPlan(const NetworkShape& shape) {
    std::vector<WeightPlan> plan;
    for (const std::size_t index : shape.inputs) {
        const InputCategory& input = kInputCategories[index];
        plan.push_back({"embedding." + std::string(input.name), {input.cardinality, input.size}});
    }
    const std::int64_t units = shape.units;
    const std::int64_t gates = 4 * units;
    plan.push_back({"lstm.weight_ih", {gates, shape.inputSize()}});
    plan.push_back({"lstm.weight_hh", {gates, units}});
    plan.push_back({"lstm.bias", {gates}});
    plan.push_back({"pitch.absolute.weight", {kPitchSymbols, units}});
    plan.push_back({"pitch.absolute.bias", {kPitchSymbols}});
    if (shape.steps) {
        plan.push_back({"pitch.interval.weight", {kIntervals, units}});
        plan.push_back({"pitch.interval.bias", {kIntervals}});
    }
    if (shape.future) {
        plan.push_back({"pitch.ahead.weight", {kIntervals, units}});
        plan.push_back({"pitch.ahead.bias", {kIntervals}});
        plan.push_back({"duration.filling.weight", {1, units}});
        plan.push_back({"duration.filling.bias", {1}});
    }
    plan.push_back({"duration.pitch_embedding", {kPitchSymbols, kDurationPitchEmbedding}});
    plan.push_back({"duration.interval_embedding", {kIntervals + 1, kDurationIntervalEmbedding}});
    const std::int64_t into = units + kDurationPitchEmbedding + kDurationIntervalEmbedding;
    plan.push_back({"duration.hidden.weight", {shape.durationUnits, into}});
    plan.push_back({"duration.hidden.bias", {shape.durationUnits}});
    plan.push_back({"duration.out.weight", {kDurationClasses, shape.durationUnits}});
    plan.push_back({"duration.out.bias", {kDurationClasses}});
    if (shape.memory) {
        // Rows: how much to trust the memory of pitches, of intervals, of durations.
        plan.push_back({"memory.gate.weight", {3, units}});
        plan.push_back({"memory.gate.bias", {3}});
    }
    return plan;
}

Result<void> checkWeights(std::span<const WeightPlan> plan,
                          const std::map<std::string, Tensor>& weights, std::string_view name) {
    for (const WeightPlan& wanted : plan) {
        const auto found = weights.find(wanted.name);
        if (found == weights.end()) {
            return fault(name, "the weights \"" + wanted.name + "\" are missing");
        }
        if (found->second.shape != wanted.shape) {
            return fault(name, "the weights \"" + wanted.name + "\" have another shape than the " +
                                   "configuration needs");
        }
        const std::vector<float>& values = found->second.values;
        if (!std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); })) {
            return fault(name,
                         "the weights \"" + wanted.name + "\" hold a value that is no number");
        }
    }
    if (weights.size() != plan.size()) {
        return fault(name, "there are weights that the configuration does not name");
    }
    return {};
}

std::string weightsHash(const std::map<std::string, Tensor>& weights) {
    std::string bytes;
    for (const auto& [name, tensor] : weights) {
        bytes += name;
        bytes.append(reinterpret_cast<const char*>(tensor.values.data()),
                     tensor.values.size() * sizeof(float));
    }
    std::array<char, 17> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx",
                  static_cast<unsigned long long>(stableHash(bytes)));
    return digits.data();
}

Result<NetworkFile> parseNetworkFile(std::string_view bytes, std::string_view name) {
    auto parsed = parseSafetensors(bytes, name);
    if (!parsed) {
        return parsed.error();
    }
    auto& metadata = parsed->metadata;
    if (metadata["format"] != kFormat) {
        return fault(name, "this is not a melody network of Cantilena (its metadata says \"" +
                               metadata["format"] + "\")");
    }
    NetworkFile file;
    std::string part = "configuration";
    try {
        file.shape = shapeFrom(Json::parse(metadata[part]));
        if (!isUsable(file.shape)) {
            return fault(name, "the configuration asks for a network that this version cannot run");
        }
        part = "vocabulary";
        if (Json::parse(metadata[part]) != vocabularyJson()) {
            return fault(name, "the vocabulary is not the one that this version knows");
        }
    } catch (const Json::exception&) {
        return fault(name, "the " + part + " in its metadata cannot be read");
    }
    auto card = cardFrom(metadata["card"]);
    if (!card) {
        return fault(name, "the card in its metadata cannot be read");
    }
    file.card = *std::move(card);
    auto copies = copyIndexOf(*parsed, name);
    if (!copies) {
        return copies.error();
    }
    file.copies = *std::move(copies);
    file.weights = std::move(parsed->tensors);
    if (const auto whole = checkWeights(weightPlan(file.shape), file.weights, name); !whole) {
        return whole.error();
    }
    return file;
}

std::string networkFileBytes(const NetworkFile& file) {
    const TensorFile network{file.weights,
                             {{"format", kFormat},
                              {"configuration", configurationJson(file.shape).dump()},
                              {"vocabulary", vocabularyJson().dump()},
                              {"card", cardText(file.card)}}};
    return safetensorsBytes(file.copies ? withCopyIndex(network, *file.copies) : network);
}

} // namespace cantilena
