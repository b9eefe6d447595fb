#pragma once

#include "core/formats/ScoreFile.h"

#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// Whether the bytes begin as a zip archive does.
[[nodiscard]] bool isMxl(std::string_view bytes);

/// Reads compressed MusicXML: the score that the archive's container names or, where that is
/// missing or malformed, the first score found inside; plain MusicXML too. Nothing is written to
/// disk. Refused by name are archives with paths that lead outside, with too many files, or whose
/// score would unpack to more than `kLargestUnpacked` bytes or many times more than music
/// compresses.
Result<std::vector<TuneReading>> readMxl(std::string_view bytes, std::string_view name);

/// A score as MusicXML in an archive with its container. Fails only when memory runs out; the
/// message does not name a file.
Result<std::string> mxlBytes(const Score& score);

} // namespace cantilena
