#include "core/formats/MusicXmlFields.h"

#include "core/formats/TextEncoding.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace cantilena {

namespace {

template <typename Number>
std::optional<Number> numberIn(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

template <typename Value, std::size_t count>
std::optional<Value> lookedUp(const std::array<std::pair<std::string_view, Value>, count>& table,
                              std::string_view name) {
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    return found == table.end() ? std::nullopt : std::optional(found->second);
}

constexpr std::array<std::pair<std::string_view, double>, 13> kQuartersOfTypes = {{
    {"maxima", 32.0},
    {"long", 16.0},
    {"breve", 8.0},
    {"whole", 4.0},
    {"half", 2.0},
    {"quarter", 1.0},
    {"eighth", 0.5},
    {"16th", 0.25},
    {"32nd", 0.125},
    {"64th", 1.0 / 16},
    {"128th", 1.0 / 32},
    {"256th", 1.0 / 64},
    {"512th", 1.0 / 128},
}};

} // namespace

std::optional<int> wholeNumber(std::string_view text) {
    return numberIn<int>(text);
}

std::optional<double> decimal(std::string_view text) {
    const auto number = numberIn<double>(text);
    return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<double> firstDecimal(std::string_view text) {
    const std::size_t begin = text.find_first_of("0123456789");
    if (begin == std::string_view::npos) {
        return std::nullopt;
    }
    text.remove_prefix(begin);
    std::string_view number = text.substr(0, text.find_first_not_of("0123456789."));
    while (number.ends_with('.')) {
        number.remove_suffix(1);
    }
    return decimal(number);
}

std::string decimalText(double number, int places) {
    const double scale = std::pow(10.0, places);
    return exactText(std::round(number * scale) / scale);
}

std::string exactText(double number) {
    std::array<char, 64> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                            std::chars_format::fixed);
    return error == std::errc{} ? std::string(digits.data(), end) : "0";
}

std::optional<int> sumOf(std::string_view text) {
    constexpr int kLargest = 10'000;
    int sum = 0;
    for (;;) {
        const std::size_t plus = text.find('+');
        const auto part = wholeNumber(text.substr(0, plus));
        if (!part || *part < 0 || *part > kLargest || sum > kLargest) {
            return std::nullopt;
        }
        sum += *part;
        if (plus == std::string_view::npos) {
            return sum;
        }
        text.remove_prefix(plus + 1);
    }
}

std::optional<int> stepSemitones(std::string_view letter) {
    static constexpr std::array<int, 7> semitones = {9, 11, 0, 2, 4, 5, 7};
    letter = trimmed(letter);
    if (letter.size() != 1 || letter[0] < 'A' || letter[0] > 'G') {
        return std::nullopt;
    }
    return semitones[static_cast<std::size_t>(letter[0] - 'A')];
}

int velocityOfPercent(double percent) {
    return static_cast<int>(std::clamp(std::round(percent * 0.9), 1.0, 127.0));
}

std::optional<int> velocityOfMark(std::string_view mark) {
    static constexpr std::array<std::pair<std::string_view, int>, 12> velocities = {{
        {"pppp", 8},
        {"ppp", 16},
        {"pp", 33},
        {"p", 49},
        {"mp", 64},
        {"mf", 80},
        {"f", 96},
        {"ff", 112},
        {"fff", 124},
        {"ffff", 127},
        {"sf", 112},
        {"fp", 49},
    }};
    return lookedUp(velocities, mark);
}

std::optional<double> quartersOfType(std::string_view type) {
    return lookedUp(kQuartersOfTypes, trimmed(type));
}

std::string_view typeOfQuarters(double quarters) {
    const auto found = std::find_if(kQuartersOfTypes.begin(), kQuartersOfTypes.end(),
                                    [&](const auto& entry) { return entry.second == quarters; });
    return found == kQuartersOfTypes.end() ? std::string_view() : found->first;
}

} // namespace cantilena
