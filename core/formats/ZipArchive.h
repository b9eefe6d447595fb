#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// Whether the bytes begin as a zip archive does.
[[nodiscard]] bool isZip(std::string_view bytes);

/// The wanted files of a zip archive in memory, by name; those that it lacks are left out. Nothing
/// is written to disk. Fails when the archive is broken or a file is encrypted or unpacks to more
/// than `largest` bytes. `name` begins the message of failure.
Result<std::map<std::string, std::string>> unzipped(std::string_view bytes,
                                                    const std::vector<std::string>& wanted,
                                                    std::size_t largest, std::string_view name);

} // namespace cantilena
