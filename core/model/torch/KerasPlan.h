#pragma once

#include "core/base/Result.h"

#include <string>
#include <string_view>

namespace cantilena {

/// That the network which Keras describes, in the JSON of `model_config` or config.json, is of the
/// tutorial's kind: LSTM layers with sigmoid and tanh, dropout, one Dense layer with a softmax.
/// Fails by naming the layer that is not. `name` begins the message.
Result<void> checkKerasPlan(std::string_view json, const std::string& name);

/// The version of Keras in metadata.json; empty when it is not there.
[[nodiscard]] std::string kerasVersionIn(std::string_view metadata);

} // namespace cantilena
