#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/model/MelodyModel.h"
#include "core/model/ModelImport.h"
#include "core/model/Training.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace cantilena {

/// What loads and trains models. Implemented by the network module, seen by everything else.
/// Its functions block and may be called from any thread, several at a time.
class ModelBackend {
public:
    virtual ~ModelBackend() = default;

    /// Reads a model file: safetensors whose metadata holds configuration, vocabulary and card.
    /// Runs no code from the file and checks every shape.
    virtual Result<std::shared_ptr<const MelodyModel>>
    load(const std::filesystem::path& path) const = 0;

    /// Trains on whole tunes and writes the best epoch's model to `task.output` whenever it gets
    /// better. Stopping is not a failure: the best model so far is kept and reported.
    virtual Result<TrainingOutcome> train(const TrainingTask& task, std::stop_token stop,
                                          const TrainingListener& listener) const = 0;

    /// Makes a model of the tutorial's files and writes it to `import.output`. Failure names the
    /// file and what does not fit: kinds of layers, activations, shapes, numbers of symbols.
    virtual Result<std::shared_ptr<const MelodyModel>>
    importKeras(const KerasImport& import) const = 0;

    /// Names of the devices that can train: "cpu", "cuda:0", ...
    [[nodiscard]] virtual std::vector<std::string> devices() const = 0;
    /// Version of the network library.
    [[nodiscard]] virtual std::string version() const = 0;
};

} // namespace cantilena
