#pragma once

#include "core/base/Result.h"
#include "core/formats/AbcBook.h"
#include "core/formats/WrittenScore.h"

#include <span>
#include <string>
#include <vector>

namespace cantilena {

/// A tune's page, and sentences about what was not understood in it.
struct AbcTuneReading {
    WrittenScore written;
    std::vector<std::string> remarks;
};

/// Reads one tune: its book's header, then its own fields, voices, music, words. Fails, without
/// naming the file, when the tune is longer than a score may be or holds too much of something.
Result<AbcTuneReading> readAbcTune(const AbcTune& tune, std::span<const AbcLine> bookHeader);

} // namespace cantilena
