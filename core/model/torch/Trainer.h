#pragma once

#include "core/base/Result.h"
#include "core/model/Training.h"

#include <stop_token>
#include <string>

namespace cantilena {

/// Trains a melody network on whole tunes, with a loss on every note. On the CPU the
/// same seed and the same number of replicas give the same weights. See `ModelBackend::train`.
Result<TrainingOutcome> trainNetwork(const TrainingTask& task, const std::stop_token& stop,
                                     const TrainingListener& listener);

/// The device by that name, or for "auto" the fastest, that is really there.
Result<std::string> deviceNamed(const std::string& name);

} // namespace cantilena
