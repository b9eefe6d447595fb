#pragma once

#include "core/base/Result.h"
#include "core/model/MelodyModel.h"
#include "core/model/ModelImport.h"

#include <memory>

namespace cantilena {

/// See `ModelBackend::importKeras`.
Result<std::shared_ptr<const MelodyModel>> importTutorial(const KerasImport& import);

} // namespace cantilena
