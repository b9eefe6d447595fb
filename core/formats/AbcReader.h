#pragma once

#include "core/formats/ScoreFile.h"

#include <string_view>
#include <vector>

namespace cantilena {

/// Reads a tune book in ABC notation (2.1 and what people write besides): each tune is a reading
/// of its own, "book.abc#17" where there are several. Repeats, endings and part orders are played
/// out; overlays sound with their voice; grace notes are marked as such. `name` begins all
/// messages.
Result<std::vector<TuneReading>> readAbc(std::string_view bytes, std::string_view name);

} // namespace cantilena
