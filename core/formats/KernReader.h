#pragma once

#include "core/formats/ScoreFile.h"

#include <string_view>
#include <vector>

namespace cantilena {

/// Reads a Humdrum file with **kern spines: each song is a reading of its own, "file.krn#2" where
/// there are several. Repeats and expansion lists are played out; grace notes are marked as such;
/// words
/// (**text, **silbe), chords (**mxhm, **harte, **jazz) and loudness (**dynam) are taken, spines of
/// other kinds left out with a remark. Notes sound as they stand, where "*Tr" says that they were
/// moved as they stood before. `name` begins all messages.
Result<std::vector<TuneReading>> readKern(std::string_view bytes, std::string_view name);

} // namespace cantilena
