#pragma once

#include "core/model/ModelBackend.h"

namespace cantilena {

/// Trains by LibTorch, and imports. The one place where its exceptions become errors.
class TorchBackend : public ModelBackend {
public:
    Result<std::shared_ptr<const MelodyModel>>
    load(const std::filesystem::path& path) const override;
    Result<TrainingOutcome> train(const TrainingTask& task, std::stop_token stop,
                                  const TrainingListener& listener) const override;
    Result<std::shared_ptr<const MelodyModel>>
    importKeras(const KerasImport& import) const override;
    [[nodiscard]] std::vector<std::string> devices() const override;
    [[nodiscard]] std::string version() const override;
};

} // namespace cantilena
