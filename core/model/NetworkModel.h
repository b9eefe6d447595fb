#pragma once

#include "core/base/Result.h"
#include "core/model/MelodyModel.h"
#include "core/model/NetworkShape.h"

#include <filesystem>
#include <memory>

namespace cantilena {

/// Reads a model file; nothing but this library is needed to run it. Failure names the file and
/// what is wrong with it.
Result<std::shared_ptr<const MelodyModel>> loadMelodyModel(const std::filesystem::path& path);

/// A model that runs from these weights, which `parseNetworkFile` would accept.
[[nodiscard]] std::shared_ptr<const MelodyModel> runnableModel(const NetworkFile& file);

} // namespace cantilena
