#pragma once

#include "core/base/Result.h"
#include "core/formats/AbcBook.h"
#include "core/formats/WrittenScore.h"

#include <string>
#include <vector>

namespace cantilena {

/// A tune's page, and sentences about what was not understood in it.
struct AbcTuneReading {
    WrittenScore written;
    std::vector<std::string> remarks;
};

/// Reads the lines of one tune: header, voices, music, words. Fails, without naming the file, when
/// the tune is longer than a score may be.
Result<AbcTuneReading> readAbcTune(const AbcTune& tune);

} // namespace cantilena
