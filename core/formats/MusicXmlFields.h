#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cantilena {

// The small fields of MusicXML and **kern; white space around them is passed over.

/// "42", "-3"; nothing for anything else or what fits no int.
[[nodiscard]] std::optional<int> wholeNumber(std::string_view text);
/// "1.5", "-3"; finite; nothing for anything else.
[[nodiscard]] std::optional<double> decimal(std::string_view text);
/// The first number within a text such as "c. 108-112".
[[nodiscard]] std::optional<double> firstDecimal(std::string_view text);
/// A number as `decimal` reads it, rounded to that many places: "2.5".
[[nodiscard]] std::string decimalText(double number, int places);
/// The shortest text that `decimal` reads as the same number.
[[nodiscard]] std::string exactText(double number);
/// "3+2": 5.
[[nodiscard]] std::optional<int> sumOf(std::string_view text);
/// "C" to "B" as semitones above C.
[[nodiscard]] std::optional<int> stepSemitones(std::string_view letter);

/// MusicXML counts loudness in percent of MIDI velocity 90.
[[nodiscard]] int velocityOfPercent(double percent);
/// The velocity of a dynamic mark such as "mf".
[[nodiscard]] std::optional<int> velocityOfMark(std::string_view mark);

/// The type of a note of that length, from "breve" to "256th"; empty where there is none.
[[nodiscard]] std::string_view typeOfQuarters(double quarters);
/// Quarters in a note of that kind, "whole", "eighth", "breve".
[[nodiscard]] std::optional<double> quartersOfType(std::string_view type);

/// A miscellaneous field of documents in which each part is one track, whatever its voices; the
/// voices of others are tracks of their own.
inline constexpr const char* kMusicXmlTracksField = "cantilena-tracks";
inline constexpr const char* kMusicXmlTracksAreParts = "parts";

} // namespace cantilena
