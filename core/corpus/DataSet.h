#pragma once

#include "core/corpus/Corpus.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace cantilena {

/// Data sets of another version are refused.
inline constexpr int kDataSetVersion = 1;

/// A corpus's accepted tunes as one JSON text: melodies in steps of `kMelodyGrid`, with keys,
/// metres and duplicate groups, so that a training run need not read the files again.
[[nodiscard]] std::string packedDataSet(const Corpus& corpus);

/// Reads what `packedDataSet` wrote. `name` is used in messages.
Result<Corpus> unpackedDataSet(std::string_view bytes, std::string_view name);

/// Whether these are the first bytes of a packed data set.
[[nodiscard]] bool looksLikeDataSet(std::string_view bytes);

/// Writes atomically.
Result<void> writeDataSet(const Corpus& corpus, const std::filesystem::path& path);
Result<Corpus> readDataSet(const std::filesystem::path& path);

} // namespace cantilena
