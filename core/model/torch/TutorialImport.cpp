#include "core/model/torch/TutorialImport.h"

#include "core/base/File.h"
#include "core/corpus/TutorialDataSet.h"
#include "core/model/TokenModel.h"
#include "core/model/torch/KerasFile.h"

#include <optional>

namespace cantilena {

namespace {

std::string nameOf(const std::filesystem::path& path) {
    return path.filename().string();
}

/// What the data set adds to the card.
struct Songs {
    std::size_t songs = 0;
    std::size_t notes = 0;
};

Result<Songs> songsIn(const std::filesystem::path& path, const TokenMapping& mapping,
                      const std::string& mappingName) {
    const auto bytes = readFile(path);
    if (!bytes) {
        return bytes.error();
    }
    if (!looksLikeTutorialDataSet(*bytes)) {
        return Error{ErrorCode::Malformed,
                     nameOf(path) + ": is not the tutorial's data set, which is a line of symbols"};
    }
    Songs songs;
    for (const TutorialSong& song : tutorialSongs(*bytes)) {
        const std::string place = nameOf(path) + ": song " + std::to_string(song.number);
        if (!song.symbols) {
            return Error{ErrorCode::Malformed, place + ": " + song.symbols.error().message};
        }
        for (const GridSymbol symbol : *song.symbols) {
            if (!mapping.token(symbol)) {
                return Error{ErrorCode::Malformed, place + " uses the symbol \"" +
                                                       gridText(symbol) + "\", which " +
                                                       mappingName + " lacks"};
            }
            songs.notes += isOnset(symbol) ? 1 : 0;
        }
        ++songs.songs;
    }
    return songs;
}

Tensor transposed(const Tensor& matrix) {
    const auto rows = static_cast<std::size_t>(matrix.shape[0]);
    const auto columns = static_cast<std::size_t>(matrix.shape[1]);
    Tensor result{{matrix.shape[1], matrix.shape[0]}, std::vector<float>(matrix.values.size())};
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column) {
            result.values[column * rows + row] = matrix.values[row * columns + column];
        }
    }
    return result;
}

ModelCard cardFor(const KerasImport& import, const KerasNetwork& network,
                  const std::optional<Songs>& songs) {
    ModelCard card;
    card.name = import.name.empty() ? import.output.stem().string() : import.name;
    card.sources = {"Imported from the Keras file " + nameOf(import.weights) + " with " +
                    nameOf(import.mapping) + "; neither says what it was trained on"};
    if (songs) {
        card.tunes = songs->songs;
        card.notes = songs->notes;
        card.sources.push_back("Its owner gives " + nameOf(import.dataSet) +
                               " as the songs it was trained on; their licence is not stated");
    }
    card.details = {{"kind", "tutorial model: sixteenth grid, no metre"},
                    {"imported_from", nameOf(import.weights)},
                    {"imported_mapping", nameOf(import.mapping)},
                    {"activations", network.statesActivations
                                        ? "sigmoid, tanh and softmax, as the file says"
                                        : "taken to be sigmoid, tanh and softmax"}};
    if (!network.version.empty()) {
        card.details["keras_version"] = network.version;
    }
    if (!network.backend.empty()) {
        card.details["keras_backend"] = network.backend;
    }
    return card;
}

TokenNetworkFile fileOf(const KerasNetwork& network, TokenMapping mapping, ModelCard card) {
    TokenNetworkFile file{{{}, kTutorialWindow}, std::move(mapping), std::move(card), {}};
    for (const KerasLstm& layer : network.layers) {
        const std::string name = "lstm." + std::to_string(file.shape.units.size());
        file.shape.units.push_back(static_cast<int>(layer.units()));
        file.weights[name + ".weight_ih"] = transposed(layer.kernel);
        file.weights[name + ".weight_hh"] = transposed(layer.recurrent);
        file.weights[name + ".bias"] = layer.bias;
    }
    file.weights["dense.weight"] = transposed(network.dense.kernel);
    file.weights["dense.bias"] = network.dense.bias;
    return file;
}

} // namespace

Result<std::shared_ptr<const MelodyModel>> importTutorial(const KerasImport& import) {
    const auto json = readFile(import.mapping);
    if (!json) {
        return json.error();
    }
    auto mapping = TokenMapping::parse(*json, nameOf(import.mapping));
    if (!mapping) {
        return mapping.error();
    }
    const auto bytes = readFile(import.weights);
    if (!bytes) {
        return bytes.error();
    }
    const std::string name = nameOf(import.weights);
    const auto network = readKerasFile(*bytes, name);
    if (!network) {
        return network.error();
    }
    const std::int64_t symbols = network->dense.kernel.shape[1];
    if (symbols != mapping->size()) {
        return Error{ErrorCode::Malformed, name + ": its weights know " + std::to_string(symbols) +
                                               " symbols but " + nameOf(import.mapping) +
                                               " holds " + std::to_string(mapping->size()) +
                                               ": they are not from the same training"};
    }
    std::optional<Songs> songs;
    if (!import.dataSet.empty()) {
        const auto found = songsIn(import.dataSet, *mapping, nameOf(import.mapping));
        if (!found) {
            return found.error();
        }
        songs = *found;
    }
    TokenNetworkFile file = fileOf(*network, *std::move(mapping), cardFor(import, *network, songs));
    if (!isUsable(file.shape)) {
        return Error{ErrorCode::Unsupported,
                     name + ": has more layers or units than this version runs"};
    }
    const auto plan = weightPlan(file.shape, file.mapping.size());
    if (const auto whole = checkWeights(plan, file.weights, name); !whole) {
        return whole.error();
    }
    if (const auto written = writeFileAtomically(import.output, tokenNetworkBytes(file));
        !written) {
        return written.error();
    }
    return std::shared_ptr<const MelodyModel>(std::make_shared<const TokenModel>(std::move(file)));
}

} // namespace cantilena
