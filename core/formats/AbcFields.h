#pragma once

#include "core/formats/FineTick.h"
#include "core/score/Meter.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// A number such as a length or a factor; both parts are positive.
struct AbcRatio {
    int numerator = 1;
    int denominator = 1;
};

/// What an M: field says.
struct AbcMeterField {
    /// Nothing for M:none.
    std::optional<Meter> meter;
};

/// Reads "6/8", "C", "C|", "none", "2+3/8", "(2+2+3)/8"; nothing for anything else.
[[nodiscard]] std::optional<AbcMeterField> abcMeterField(std::string_view text);

/// The length of a plain note where no L: says it: a sixteenth in metres below 3/4, else an eighth.
[[nodiscard]] AbcRatio abcDefaultLength(const std::optional<Meter>& meter);

/// Reads "1/8" or "1" as a part of a whole note: at most four wholes, at least 1/1024.
[[nodiscard]] std::optional<AbcRatio> abcRatio(std::string_view text);

/// Quarters a minute from a Q: field: "1/4=120", "3/8=60", "1/4 1/4=50", "C3=40", "120" (of the
/// plain note `length`), with words in quotes before or behind; nothing where it holds no number.
[[nodiscard]] std::optional<double> abcTempo(std::string_view text, AbcRatio length);

/// The order of parts that a P: field in the header gives: "A2(BC)3" is A A BC BC BC. Nothing when
/// it plays out to more than `most` parts.
[[nodiscard]] std::optional<std::string> abcPartOrder(std::string_view text, std::size_t most);

/// Numbers of an ending such as "1", "1,3" or "1-3", each from 1 to 64, taken off the front of
/// `text`; none where there is no number.
[[nodiscard]] std::vector<int> takeAbcEndings(std::string_view& text);

inline constexpr int kLargestAbcNumber = 10'000'000;

/// A non-negative number taken off the front; nothing where there is none. Above the largest it
/// stays one beyond.
[[nodiscard]] std::optional<int> takeAbcNumber(std::string_view& text);

} // namespace cantilena
