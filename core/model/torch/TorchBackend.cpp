#include "core/model/torch/TorchBackend.h"

#include "core/model/NetworkModel.h"
#include "core/model/torch/Network.h"
#include "core/model/torch/TokenTrainer.h"
#include "core/model/torch/Trainer.h"
#include "core/model/torch/TutorialImport.h"

#include <exception>
#include <new>

namespace cantilena {

namespace {

/// LibTorch's messages go on with a stack trace; the first line says it.
std::string firstLine(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

} // namespace

Result<std::shared_ptr<const MelodyModel>>
TorchBackend::load(const std::filesystem::path& path) const {
    return loadMelodyModel(path);
}

Result<TrainingOutcome> TorchBackend::train(const TrainingTask& task, std::stop_token stop,
                                            const TrainingListener& listener) const {
    try {
        return task.settings.recipe == TrainingRecipe::Tutorial
                   ? trainTokenNetwork(task, stop, listener)
                   : trainNetwork(task, stop, listener);
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::NoSpace, "there is not enough memory to train this network"};
    } catch (const std::exception& failure) {
        return Error{ErrorCode::Internal,
                     "training failed in LibTorch: " + firstLine(failure.what())};
    }
}

Result<std::shared_ptr<const MelodyModel>>
TorchBackend::importKeras(const KerasImport& import) const {
    try {
        return importTutorial(import);
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::NoSpace, import.weights.filename().string() +
                                             ": there is not enough memory to import it"};
    }
}

std::vector<std::string> TorchBackend::devices() const {
    return networkDevices();
}

std::string TorchBackend::version() const {
    return networkLibraryVersion();
}

} // namespace cantilena
