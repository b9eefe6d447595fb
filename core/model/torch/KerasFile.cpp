#include "core/model/torch/KerasFile.h"

#include "core/formats/ZipArchive.h"
#include "core/model/torch/Hdf5File.h"
#include "core/model/torch/KerasPlan.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace cantilena {

namespace {

constexpr std::size_t kLargestUnpacked = std::size_t{1} << 30;
constexpr const char* kZippedWeights = "model.weights.h5";

/// "lstm/lstm_cell/kernel:0" without what stands before and behind "kernel".
std::string plainName(const std::string& weight) {
    const std::size_t slash = weight.rfind('/');
    const std::string last = slash == std::string::npos ? weight : weight.substr(slash + 1);
    return last.substr(0, last.find(':'));
}

std::string shapeText(const Tensor& tensor) {
    std::string text;
    for (const std::int64_t size : tensor.shape) {
        text += (text.empty() ? "" : " x ") + std::to_string(size);
    }
    return text;
}

/// Gathers layers and checks that each fits the one before.
class Assembly {
public:
    explicit Assembly(std::string name)
        : m_name(std::move(name)) {}

    /// A layer by its weights: "kernel", "recurrent_kernel", "bias".
    Result<void> add(const std::string& layer, std::map<std::string, Tensor> weights) {
        if (weights.empty()) {
            return {};
        }
        for (const auto& [weight, tensor] : weights) {
            if (weight != "kernel" && weight != "recurrent_kernel" && weight != "bias") {
                return fault(layer, "has weights \"" + weight +
                                        "\", which neither an LSTM nor a Dense layer has");
            }
        }
        if (!weights.contains("kernel")) {
            return fault(layer, "has no kernel");
        }
        return weights.contains("recurrent_kernel") ? addLstm(layer, weights)
                                                    : addDense(layer, weights);
    }

    Result<KerasNetwork> finished() && {
        if (m_network.layers.empty()) {
            return Error{ErrorCode::Malformed, m_name + ": holds no LSTM layer"};
        }
        if (!m_hasDense) {
            return Error{ErrorCode::Malformed, m_name + ": holds no Dense layer"};
        }
        const std::int64_t read = m_network.layers.front().kernel.shape[0];
        const std::int64_t foretold = m_network.dense.kernel.shape[1];
        if (read != foretold) {
            return Error{ErrorCode::Malformed, m_name + ": reads " + std::to_string(read) +
                                                   " symbols but foretells " +
                                                   std::to_string(foretold)};
        }
        return std::move(m_network);
    }

private:
    [[nodiscard]] Error fault(const std::string& layer, const std::string& what) const {
        return {ErrorCode::Malformed, m_name + ": the layer \"" + layer + "\" " + what};
    }

    /// The bias, or zeros for a layer without one.
    Result<Tensor> biasOf(const std::string& layer, std::map<std::string, Tensor>& weights,
                          std::int64_t outputs) const {
        const auto found = weights.find("bias");
        if (found == weights.end()) {
            return Tensor{{outputs}, std::vector<float>(static_cast<std::size_t>(outputs))};
        }
        if (found->second.shape != std::vector{outputs}) {
            return fault(layer, "has a bias of " + shapeText(found->second) + " where " +
                                    std::to_string(outputs) + " fit");
        }
        return std::move(found->second);
    }

    Result<void> addLstm(const std::string& layer, std::map<std::string, Tensor>& weights) {
        const Tensor& kernel = weights["kernel"];
        const Tensor& recurrent = weights["recurrent_kernel"];
        if (m_hasDense) {
            return fault(layer, "is an LSTM behind the Dense layer");
        }
        if (recurrent.shape.size() != 2 || recurrent.shape[1] != 4 * recurrent.shape[0]) {
            return fault(layer, "is no LSTM: its recurrent kernel is " + shapeText(recurrent) +
                                    ", where an LSTM has units x 4 units");
        }
        const std::int64_t gates = recurrent.shape[1];
        if (kernel.shape.size() != 2 || kernel.shape[1] != gates) {
            return fault(layer, "has a kernel of " + shapeText(kernel) + " beside a recurrent " +
                                    "kernel of " + shapeText(recurrent));
        }
        if (const auto fits = checkBelow(layer, kernel); !fits) {
            return fits.error();
        }
        auto bias = biasOf(layer, weights, gates);
        if (!bias) {
            return bias.error();
        }
        m_network.layers.push_back({layer, std::move(weights["kernel"]),
                                    std::move(weights["recurrent_kernel"]), *std::move(bias)});
        return {};
    }

    Result<void> addDense(const std::string& layer, std::map<std::string, Tensor>& weights) {
        const Tensor& kernel = weights["kernel"];
        if (m_hasDense) {
            return fault(layer, "is a second Dense layer; a tutorial model has one");
        }
        if (kernel.shape.size() != 2) {
            return fault(layer, "has a kernel of " + shapeText(kernel));
        }
        if (m_network.layers.empty()) {
            return fault(layer, "is a Dense layer before any LSTM");
        }
        if (const auto fits = checkBelow(layer, kernel); !fits) {
            return fits.error();
        }
        auto bias = biasOf(layer, weights, kernel.shape[1]);
        if (!bias) {
            return bias.error();
        }
        m_network.dense = {layer, std::move(weights["kernel"]), *std::move(bias)};
        m_hasDense = true;
        return {};
    }

    [[nodiscard]] Result<void> checkBelow(const std::string& layer, const Tensor& kernel) const {
        if (!m_network.layers.empty() && kernel.shape[0] != m_network.layers.back().units()) {
            return fault(layer, "reads " + std::to_string(kernel.shape[0]) +
                                    " numbers, but the layer below, \"" +
                                    m_network.layers.back().name + "\", gives " +
                                    std::to_string(m_network.layers.back().units()));
        }
        return {};
    }

    std::string m_name;
    KerasNetwork m_network;
    bool m_hasDense = false;
};

/// The list "layer_names", which Keras cuts into pieces when it is long.
std::optional<std::vector<std::string>> layerNames(const Hdf5File& file, const std::string& root) {
    if (auto whole = file.texts(root, "layer_names")) {
        return whole;
    }
    std::optional<std::vector<std::string>> names;
    for (int piece = 0; const auto part = file.texts(root, "layer_names" + std::to_string(piece));
         ++piece) {
        names = names.value_or(std::vector<std::string>{});
        names->insert(names->end(), part->begin(), part->end());
    }
    return names;
}

/// What Keras 1 and 2 write: groups by layer, whose attributes name the weights.
Result<KerasNetwork> readByNames(const Hdf5File& file, const std::string& name) {
    const std::string root = file.hasGroup("/model_weights") ? "/model_weights" : "/";
    const auto layers = layerNames(file, root);
    if (!layers) {
        return Error{ErrorCode::Malformed,
                     name + ": is no file of Keras: it has no list of layer_names"};
    }
    const auto configuration = file.text("/", "model_config");
    if (configuration) {
        if (const auto fits = checkKerasPlan(*configuration, name); !fits) {
            return fits.error();
        }
    }
    Assembly assembly(name);
    for (const std::string& layer : *layers) {
        const std::string group = (root == "/" ? root : root + "/") + layer;
        const auto names = file.texts(group, "weight_names");
        if (!names) {
            return Error{ErrorCode::Malformed, name + ": the layer \"" + layer +
                                                   "\" does not say the names of its weights"};
        }
        std::map<std::string, Tensor> weights;
        for (const std::string& weight : *names) {
            auto tensor = file.tensor(group + "/" + weight);
            if (!tensor) {
                return tensor.error();
            }
            weights[plainName(weight)] = *std::move(tensor);
        }
        if (const auto added = assembly.add(layer, std::move(weights)); !added) {
            return added.error();
        }
    }
    auto network = std::move(assembly).finished();
    if (network) {
        network->version = file.text(root, "keras_version").value_or("");
        network->backend = file.text(root, "backend").value_or("");
        network->statesActivations = configuration.has_value();
    }
    return network;
}

/// "lstm_10" behind "lstm_9": by the number at the end.
std::pair<std::string, int> byNumber(const std::string& layer) {
    const std::size_t line = layer.rfind('_');
    int number = 0;
    if (line != std::string::npos) {
        const char* end = layer.data() + layer.size();
        const auto [stop, failure] = std::from_chars(layer.data() + line + 1, end, number);
        if (failure == std::errc{} && stop == end) {
            return {layer.substr(0, line), number};
        }
    }
    return {layer, 0};
}

/// What Keras 3 writes: weights by number in groups called "vars", wherever those lie.
Result<KerasNetwork> readByVariables(const Hdf5File& file, const std::string& name) {
    struct Found {
        std::pair<std::string, int> order;
        std::string layer;
        std::string path;
        bool isCell;
    };
    std::vector<Found> found;
    constexpr std::string_view kFirst = "/vars/0";
    constexpr std::string_view kCell = "/cell";
    for (const std::string& path : file.dataSets()) {
        if (!path.ends_with(kFirst) || path.starts_with("optimizer")) {
            continue;
        }
        const std::string owner = path.substr(0, path.size() - kFirst.size());
        const bool isCell = owner.ends_with(kCell);
        const std::string whole = isCell ? owner.substr(0, owner.size() - kCell.size()) : owner;
        const std::string layer = whole.substr(whole.rfind('/') + 1);
        if (layer != "seed_generator") {
            found.push_back({byNumber(layer), layer, owner + "/vars/", isCell});
        }
    }
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return a.isCell != b.isCell ? a.isCell : a.order < b.order;
    });
    Assembly assembly(name);
    for (const Found& layer : found) {
        const std::vector<std::string> names =
            layer.isCell ? std::vector<std::string>{"kernel", "recurrent_kernel", "bias"}
                         : std::vector<std::string>{"kernel", "bias"};
        std::map<std::string, Tensor> weights;
        for (std::size_t i = 0; i < names.size(); ++i) {
            auto tensor = file.tensor(layer.path + std::to_string(i));
            if (!tensor && names[i] != "bias") {
                return tensor.error();
            }
            if (tensor) {
                weights[names[i]] = *std::move(tensor);
            }
        }
        if (const auto added = assembly.add(layer.layer, std::move(weights)); !added) {
            return added.error();
        }
    }
    return std::move(assembly).finished();
}

Result<KerasNetwork> readZip(const std::string& bytes, const std::string& name) {
    auto files =
        unzipped(bytes, {"config.json", "metadata.json", kZippedWeights}, kLargestUnpacked, name);
    if (!files) {
        return files.error();
    }
    for (const char* needed : {"config.json", kZippedWeights}) {
        if (!files->contains(needed)) {
            return Error{ErrorCode::Malformed,
                         name + ": is no .keras archive: it holds no " + needed};
        }
    }
    if (const auto fits = checkKerasPlan(files->at("config.json"), name); !fits) {
        return fits.error();
    }
    const auto file = Hdf5File::open(files->at(kZippedWeights), name + ", " + kZippedWeights);
    if (!file) {
        return file.error();
    }
    auto network = readByVariables(*file, name);
    if (network) {
        network->version = kerasVersionIn((*files)["metadata.json"]);
        network->statesActivations = true;
    }
    return network;
}

} // namespace

Result<KerasNetwork> readKerasFile(const std::string& bytes, const std::string& name) {
    if (isZip(bytes)) {
        return readZip(bytes, name);
    }
    const auto file = Hdf5File::open(bytes, name);
    if (!file) {
        return file.error();
    }
    if (!file->texts("/", "layer_names") && !file->hasGroup("/model_weights") &&
        file->hasGroup("/layers")) {
        return readByVariables(*file, name);
    }
    return readByNames(*file, name);
}

} // namespace cantilena
