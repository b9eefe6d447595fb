#include "core/model/ModelCardText.h"

#include <nlohmann/json.hpp>

namespace cantilena {

using Json = nlohmann::json;

std::string cardText(const ModelCard& card) {
    const Json json = {{"name", card.name},
                       {"sources", card.sources},
                       {"tunes", card.tunes},
                       {"notes", card.notes},
                       {"validation_bits", card.validationBits},
                       {"training_seconds", card.trainingSeconds},
                       {"best_epoch", card.bestEpoch},
                       {"details", card.details}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<ModelCard> cardFrom(std::string_view text) {
    ModelCard card;
    try {
        const Json json = Json::parse(text);
        card.name = json.at("name").get<std::string>();
        card.sources = json.at("sources").get<std::vector<std::string>>();
        card.tunes = json.at("tunes").get<std::size_t>();
        card.notes = json.at("notes").get<std::size_t>();
        card.validationBits = json.at("validation_bits").get<double>();
        card.trainingSeconds = json.at("training_seconds").get<double>();
        card.bestEpoch = json.at("best_epoch").get<int>();
        card.details = json.at("details").get<std::map<std::string, std::string>>();
    } catch (const Json::exception&) {
        return std::nullopt;
    }
    return card;
}

} // namespace cantilena
