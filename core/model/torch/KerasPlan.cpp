#include "core/model/torch/KerasPlan.h"

#include <nlohmann/json.hpp>

namespace cantilena {

namespace {

using Json = nlohmann::json;

/// What the layer's setting must be; a layer that does not say has Keras's own default.
struct Wanted {
    const char* setting;
    Json value;
};

/// A setting as people read it.
std::string shown(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

class PlanCheck {
public:
    explicit PlanCheck(std::string name)
        : m_name(std::move(name)) {}

    /// Throws nlohmann's exceptions on anything that is no plan of Keras.
    Result<void> check(const Json& json) {
        const Json& config = json.at("config");
        // A Sequential of Keras before 2.2.3 is the bare list.
        const Json& layers = config.is_array() ? config : config.at("layers");
        for (const Json& layer : layers) {
            if (const auto fine = checkLayer(layer); !fine) {
                return fine;
            }
        }
        if (!m_endsInSoftmax) {
            return Error{ErrorCode::Unsupported,
                         m_name + ": the network does not end in a softmax"};
        }
        return {};
    }

private:
    Result<void> checkLayer(const Json& layer) {
        const auto kind = layer.at("class_name").get<std::string>();
        const Json& config = layer.at("config");
        m_layer = config.value("name", layer.value("name", kind));
        if (kind == "InputLayer" || kind == "Dropout") {
            return {};
        }
        if (kind == "LSTM") {
            return checkSettings(config, {{"activation", "tanh"},
                                          {"recurrent_activation", "sigmoid"},
                                          {"go_backwards", false},
                                          {"stateful", false}});
        }
        if (kind == "Dense" && config.value("activation", "linear") == "linear") {
            return {};
        }
        if (kind == "Dense" || kind == "Activation") {
            m_endsInSoftmax = true;
            return checkSettings(config, {{"activation", "softmax"}});
        }
        if (kind == "Softmax") {
            m_endsInSoftmax = true;
            return {};
        }
        return Error{ErrorCode::Unsupported,
                     m_name + ": the layer \"" + m_layer + "\" is of kind " + kind +
                         "; a tutorial model has LSTM, Dropout and Dense layers"};
    }

    Result<void> checkSettings(const Json& config, const std::vector<Wanted>& wanted) const {
        for (const Wanted& setting : wanted) {
            const auto found = config.find(setting.setting);
            if (found != config.end() && *found != setting.value) {
                return Error{ErrorCode::Unsupported, m_name + ": the layer \"" + m_layer +
                                                         "\" has " + setting.setting + " " +
                                                         shown(*found) + "; only " +
                                                         shown(setting.value) + " can be run"};
            }
        }
        return {};
    }

    std::string m_name;
    std::string m_layer;
    bool m_endsInSoftmax = false;
};

} // namespace

Result<void> checkKerasPlan(std::string_view json, const std::string& name) {
    try {
        return PlanCheck(name).check(Json::parse(json));
    } catch (const Json::exception&) {
        return Error{ErrorCode::Malformed, name + ": its description of the network is damaged"};
    }
}

std::string kerasVersionIn(std::string_view metadata) {
    const Json json = Json::parse(metadata, nullptr, false);
    const auto found = json.is_object() ? json.find("keras_version") : json.end();
    return json.is_object() && found != json.end() && found->is_string() ? found->get<std::string>()
                                                                         : std::string();
}

} // namespace cantilena
