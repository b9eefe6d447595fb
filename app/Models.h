#pragma once

#include "app/Places.h"
#include "core/base/Result.h"
#include "core/model/ModelBackend.h"

#include <memory>

namespace cantilena {

/// Opens the network module. Takes about half a second the first time: not before it is needed.
Result<std::shared_ptr<const ModelBackend>> openBackend(const Places& places);

/// Reads a model file; an empty path means the one that ships.
Result<std::shared_ptr<const MelodyModel>> loadModel(const std::filesystem::path& path,
                                                     const Places& places);

} // namespace cantilena
