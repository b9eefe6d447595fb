#pragma once

#include "core/base/Result.h"
#include "core/score/Score.h"

#include <filesystem>
#include <string>

namespace cantilena {

/// Reads a score from a project or any music file. "book.abc#17" names one tune of a book; without
/// that, the first tune that can be read.
Result<Score> readAnyScore(const std::filesystem::path& path);

/// Writes a project or any music file, by extension.
Result<void> writeAnyScore(const Score& score, const std::filesystem::path& path);

/// ".wav", ".flac" and ".ogg".
[[nodiscard]] bool isSoundFile(const std::filesystem::path& path);

/// Extensions for help texts: ".abc .cantilena .mid ...".
[[nodiscard]] std::string readableList();
[[nodiscard]] std::string writableList();

} // namespace cantilena
