#include "core/model/torch/Checkpoint.h"

#include "core/base/File.h"
#include "core/model/Safetensors.h"

#include <nlohmann/json.hpp>

#include <numeric>

namespace cantilena {

namespace {

using Json = nlohmann::json;

constexpr const char* kFormat = "cantilena training checkpoint 2";

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

Json settingsJson(const TrainingSettings& settings) {
    return {{"tutorial", settings.recipe == TrainingRecipe::Tutorial},
            {"units", settings.units},
            {"epochs", settings.epochs},
            {"patience", settings.patience},
            {"learning_rate", settings.learningRate},
            {"weight_decay", settings.weightDecay},
            {"validation_share", settings.validationShare},
            {"dropout", settings.dropout},
            {"weight_drop", settings.weightDrop},
            {"variational_dropout", settings.variationalDropout},
            {"averaging", settings.averaging},
            {"unknown_key_share", settings.unknownKeyShare},
            {"without", settings.without},
            {"threads", settings.threads},
            {"rng", settings.rng}};
}

/// Throws nlohmann's exceptions on anything that does not fit.
TrainingSettings settingsFrom(const Json& json) {
    TrainingSettings settings;
    settings.recipe =
        json.at("tutorial").get<bool>() ? TrainingRecipe::Tutorial : TrainingRecipe::Melody;
    json.at("units").get_to(settings.units);
    json.at("epochs").get_to(settings.epochs);
    json.at("patience").get_to(settings.patience);
    json.at("learning_rate").get_to(settings.learningRate);
    json.at("weight_decay").get_to(settings.weightDecay);
    json.at("validation_share").get_to(settings.validationShare);
    json.at("dropout").get_to(settings.dropout);
    json.at("weight_drop").get_to(settings.weightDrop);
    json.at("variational_dropout").get_to(settings.variationalDropout);
    json.at("averaging").get_to(settings.averaging);
    json.at("unknown_key_share").get_to(settings.unknownKeyShare);
    json.at("without").get_to(settings.without);
    json.at("threads").get_to(settings.threads);
    json.at("rng").get_to(settings.rng);
    return settings;
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
    checkpoint.settings = settingsFrom(json.at("settings"));
    json.at("held_out").get_to(checkpoint.heldOutPlaces);
    return checkpoint;
}

} // namespace

TrainingSettings resumedSettings(const Checkpoint& checkpoint, const TrainingSettings& asked) {
    TrainingSettings settings = checkpoint.settings;
    settings.epochs = asked.epochs > 0 ? asked.epochs : settings.epochs;
    settings.device = asked.device;
    return settings;
}

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
        {"fingerprint", checkpoint.fingerprint}, {"epochs", epochsJson(checkpoint.epochs)},
        {"held_out", checkpoint.heldOutPlaces},  {"settings", settingsJson(checkpoint.settings)}};
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
        checkpoint.bestEpoch < 1 ||
        static_cast<std::size_t>(checkpoint.bestEpoch) > checkpoint.epochs.size()) {
        return broken;
    }
    return checkpoint;
}

} // namespace cantilena
