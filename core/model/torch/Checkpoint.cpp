#include "core/model/torch/Checkpoint.h"

#include "core/base/File.h"
#include "core/model/Safetensors.h"

#include <nlohmann/json.hpp>

#include <numeric>

namespace cantilena {

namespace {

using Json = nlohmann::json;

constexpr const char* kFormat = "cantilena training checkpoint 1";

Json epochsJson(const std::vector<EpochReport>& epochs) {
    Json list = Json::array();
    for (const EpochReport& epoch : epochs) {
        list.push_back({{"epoch", epoch.epoch},
                        {"epochs", epoch.epochs},
                        {"training_bits", epoch.trainingBits},
                        {"validation_bits", epoch.validationBits},
                        {"validation_accuracy", epoch.validationAccuracy},
                        {"seconds", epoch.seconds},
                        {"processor_seconds", epoch.processorSeconds},
                        {"tunes_per_second", epoch.tunesPerSecond},
                        {"best", epoch.best}});
    }
    return list;
}

/// Throws nlohmann's exceptions on anything that does not fit.
std::vector<EpochReport> epochsFrom(const Json& list) {
    std::vector<EpochReport> epochs;
    for (const Json& json : list) {
        EpochReport epoch;
        epoch.epoch = json.at("epoch").get<int>();
        epoch.epochs = json.at("epochs").get<int>();
        epoch.trainingBits = json.at("training_bits").get<double>();
        epoch.validationBits = json.at("validation_bits").get<double>();
        epoch.validationAccuracy = json.at("validation_accuracy").get<double>();
        epoch.seconds = json.at("seconds").get<double>();
        epoch.processorSeconds = json.value("processor_seconds", 0.0);
        epoch.tunesPerSecond = json.at("tunes_per_second").get<double>();
        epoch.best = json.at("best").get<bool>();
        epochs.push_back(epoch);
    }
    return epochs;
}

/// Throws nlohmann's exceptions on anything that does not fit.
Checkpoint checkpointFrom(const Json& json) {
    Checkpoint checkpoint;
    checkpoint.shape.units = json.at("units").get<int>();
    checkpoint.shape.durationUnits = json.at("duration_units").get<int>();
    checkpoint.shape.inputs = json.at("inputs").get<std::vector<std::size_t>>();
    checkpoint.shape.memory = json.at("memory").get<bool>();
    checkpoint.shape.steps = json.value("step_head", true);
    checkpoint.shape.future = json.value("future", false);
    checkpoint.shape.styles = json.value("styles", std::vector<std::string>{});
    checkpoint.network.steps = json.at("steps").get<std::int64_t>();
    checkpoint.bestEpoch = json.at("best_epoch").get<int>();
    checkpoint.seconds = json.at("seconds").get<double>();
    checkpoint.fingerprint = json.at("fingerprint").get<std::uint64_t>();
    checkpoint.epochs = epochsFrom(json.at("epochs"));
    return checkpoint;
}

} // namespace

std::filesystem::path checkpointPath(const std::filesystem::path& output) {
    std::filesystem::path path = output;
    path += ".checkpoint";
    return path;
}

Result<void> writeCheckpoint(const Checkpoint& checkpoint, const std::filesystem::path& path) {
    const auto row = [](const std::vector<float>& values) {
        return Tensor{{static_cast<std::int64_t>(values.size())}, values};
    };
    const Json json = {
        {"units", checkpoint.shape.units},       {"duration_units", checkpoint.shape.durationUnits},
        {"inputs", checkpoint.shape.inputs},     {"memory", checkpoint.shape.memory},
        {"step_head", checkpoint.shape.steps},   {"future", checkpoint.shape.future},
        {"styles", checkpoint.shape.styles},     {"steps", checkpoint.network.steps},
        {"best_epoch", checkpoint.bestEpoch},    {"seconds", checkpoint.seconds},
        {"fingerprint", checkpoint.fingerprint}, {"epochs", epochsJson(checkpoint.epochs)}};
    std::map<std::string, std::string> metadata = {{"format", kFormat}, {"state", json.dump()}};
    if (checkpoint.tokens) {
        metadata["tokens"] = tokenShapeText(checkpoint.tokens->shape);
        metadata["mapping"] = checkpoint.tokens->mapping.json();
    }
    TensorFile file{{{"weights", row(checkpoint.network.weights)},
                     {"means", row(checkpoint.network.means)},
                     {"squares", row(checkpoint.network.squares)}},
                    std::move(metadata)};
    if (!checkpoint.network.averages.empty()) {
        file.tensors["averages"] = row(checkpoint.network.averages);
    }
    return writeFileAtomically(path, safetensorsBytes(file));
}

Result<Checkpoint> readCheckpoint(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    const auto bytes = readFile(path);
    if (!bytes) {
        return bytes.error();
    }
    auto file = parseSafetensors(*bytes, name);
    if (!file) {
        return file.error();
    }
    const Error broken{ErrorCode::Malformed, name + ": this is not a training checkpoint"};
    if (file->metadata["format"] != kFormat) {
        return broken;
    }
    Checkpoint checkpoint;
    try {
        checkpoint = checkpointFrom(Json::parse(file->metadata["state"]));
    } catch (const Json::exception&) {
        return broken;
    }
    if (const auto text = file->metadata.find("tokens"); text != file->metadata.end()) {
        const auto shape = tokenShapeFrom(text->second);
        auto mapping = TokenMapping::parse(file->metadata["mapping"], name);
        if (!shape || !mapping) {
            return broken;
        }
        checkpoint.tokens = TokenPlan{*shape, *std::move(mapping)};
    } else if (!isUsable(checkpoint.shape)) {
        return broken;
    }
    checkpoint.network.weights = std::move(file->tensors["weights"].values);
    checkpoint.network.means = std::move(file->tensors["means"].values);
    checkpoint.network.squares = std::move(file->tensors["squares"].values);
    checkpoint.network.averages = std::move(file->tensors["averages"].values);
    std::size_t count = 0;
    const std::vector<WeightPlan> plan =
        checkpoint.tokens ? weightPlan(checkpoint.tokens->shape, checkpoint.tokens->mapping.size())
                          : weightPlan(checkpoint.shape);
    for (const WeightPlan& weight : plan) {
        count += weight.size();
    }
    if (checkpoint.network.weights.size() != count || checkpoint.network.means.size() != count ||
        checkpoint.network.squares.size() != count ||
        (!checkpoint.network.averages.empty() && checkpoint.network.averages.size() != count) ||
        checkpoint.epochs.empty()) {
        return broken;
    }
    return checkpoint;
}

} // namespace cantilena
