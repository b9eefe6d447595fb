#pragma once

#include "core/base/Result.h"
#include "core/model/CopyIndex.h"
#include "core/model/Safetensors.h"

#include <memory>
#include <string_view>

namespace cantilena {

/// The file with the index in it: rows of bytes whose names begin with "copies.", and an entry
/// "copies" of the metadata that names the tunes.
[[nodiscard]] TensorFile withCopyIndex(TensorFile file, const CopyIndex& index);

/// The index that such a file holds; null when it has none. Fails when it does not add up, or when
/// there are rows of bytes that belong to no index. `name` begins the message of failure.
Result<std::shared_ptr<const CopyIndex>> copyIndexOf(const TensorFile& file, std::string_view name);

} // namespace cantilena
