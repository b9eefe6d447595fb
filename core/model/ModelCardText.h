#pragma once

#include "core/model/MelodyModel.h"

#include <optional>
#include <string>
#include <string_view>

namespace cantilena {

/// The card as the JSON text that a model file's metadata hold.
[[nodiscard]] std::string cardText(const ModelCard& card);
/// Nothing when the text is not a card.
[[nodiscard]] std::optional<ModelCard> cardFrom(std::string_view text);

} // namespace cantilena
