#pragma once

#include "core/corpus/Corpus.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace cantilena {

/// What a corpus amounts to.
struct CorpusSummary {
    std::size_t files = 0;
    /// Accepted and rejected ones; a file that cannot be read at all counts as one.
    std::size_t tunes = 0;
    std::size_t accepted = 0;
    /// Onsets of the melody lines.
    std::size_t notes = 0;
    /// Groups of at least two accepted tunes, by name.
    std::vector<std::vector<std::string>> duplicates;
    /// Accepted tunes by first metre ("none" where none is written), and by key.
    std::map<std::string, std::size_t> meters;
    std::map<std::string, std::size_t> keys;
    /// Accepted tunes whose key was estimated.
    std::size_t estimatedKeys = 0;
};

[[nodiscard]] CorpusSummary summarised(const Corpus& corpus);

/// One JSON object: files, tunes, accepted, rejected, duplicates, notes, meters, keys,
/// estimated_keys.
[[nodiscard]] std::string corpusJson(const Corpus& corpus);

/// The same for people: a line per tune with its verdict, then the summary.
[[nodiscard]] std::string corpusText(const Corpus& corpus);

} // namespace cantilena
