#pragma once

#include "core/base/Result.h"

#include <string>
#include <string_view>

namespace cantilena {

/// A MusicXML document as UTF-8, ready for a parser: UTF-16 and Latin-1 are converted. Refused by
/// name is what could make a small file huge or a parser stumble: entity declarations, nesting
/// deeper than 64 elements, more than a million elements that hold next to nothing. The message
/// does not name the file.
Result<std::string> musicXmlText(std::string_view bytes);

/// The line of that byte, 1 upwards.
[[nodiscard]] std::size_t lineOf(std::string_view text, std::size_t byte);

} // namespace cantilena
