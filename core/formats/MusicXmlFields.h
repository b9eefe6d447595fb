#pragma once

#include <optional>
#include <string_view>

namespace cantilena {

// The small fields of MusicXML and **kern; white space around them is passed over.

/// "42", "-3"; nothing for anything else or what fits no int.
[[nodiscard]] std::optional<int> wholeNumber(std::string_view text);
/// "1.5", "-3"; finite; nothing for anything else.
[[nodiscard]] std::optional<double> decimal(std::string_view text);
/// The first number within a text such as "c. 108-112".
[[nodiscard]] std::optional<double> firstDecimal(std::string_view text);
/// "3+2": 5.
[[nodiscard]] std::optional<int> sumOf(std::string_view text);
/// "C" to "B" as semitones above C.
[[nodiscard]] std::optional<int> stepSemitones(std::string_view letter);

/// MusicXML counts loudness in percent of MIDI velocity 90.
[[nodiscard]] int velocityOfPercent(double percent);
/// The velocity of a dynamic mark such as "mf".
[[nodiscard]] std::optional<int> velocityOfMark(std::string_view mark);

/// Quarters in a note of that kind, "whole", "eighth", "breve".
[[nodiscard]] std::optional<double> quartersOfType(std::string_view type);

} // namespace cantilena
