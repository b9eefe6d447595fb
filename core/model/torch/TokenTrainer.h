#pragma once

#include "core/base/Result.h"
#include "core/model/Training.h"

#include <stop_token>

namespace cantilena {

/// Trains the tutorial's network (LSTM of 256, dropout 0.2, softmax; Adam at 1e-3) on the
/// tutorial's encoding, but on whole songs, each from its beginning, with tunes set aside as
/// `trainNetwork` does. Tunes that do not keep to sixteenths are left out. See
/// `ModelBackend::train`.
Result<TrainingOutcome> trainTokenNetwork(const TrainingTask& task, const std::stop_token& stop,
                                          const TrainingListener& listener);

} // namespace cantilena
