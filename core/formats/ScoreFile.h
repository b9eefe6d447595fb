#pragma once

#include "core/base/Result.h"
#include "core/score/Score.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// One tune as a reader found it: its score, or why there is none, and what could not be used.
struct TuneReading {
    /// "file.mid"; "book.abc#17" for the tune X:17 of a file with several.
    std::string name;
    Result<Score> score;
    /// Sentences that name the place: what was skipped or repaired on the way.
    std::vector<std::string> remarks;
};

/// Extensions that `readScoreFile` reads, in lower case with the dot.
[[nodiscard]] const std::vector<std::string>& readableExtensions();
/// Extensions that `writeScoreFile` writes, in lower case with the dot.
[[nodiscard]] const std::vector<std::string>& writableExtensions();

/// Reads every tune of a file, by its extension. Fails as a whole only when the file cannot be read
/// or is not of its format at all.
Result<std::vector<TuneReading>> readScoreFile(const std::filesystem::path& path);

/// The same for bytes already in memory; `name` is used in messages and decides the format.
Result<std::vector<TuneReading>> readScoreBytes(std::string_view bytes, std::string_view name);

/// The first tune of a file, for places that want one.
Result<Score> readFirstScore(const std::filesystem::path& path);

/// Writes a score, by the extension of `path`, atomically.
Result<void> writeScoreFile(const Score& score, const std::filesystem::path& path);

} // namespace cantilena
