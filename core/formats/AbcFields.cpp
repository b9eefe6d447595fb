#include "core/formats/AbcFields.h"

#include "core/formats/TextEncoding.h"
#include "core/score/Tempo.h"

#include <algorithm>
#include <charconv>

namespace cantilena {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view withoutSpaces(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    return text;
}

/// The text without what stands in quotes.
std::string withoutQuotes(std::string_view text) {
    std::string result;
    bool isQuoted = false;
    for (const char c : text) {
        if (c == '"') {
            isQuoted = !isQuoted;
        } else if (!isQuoted) {
            result += c;
        }
    }
    return result;
}

/// Plays a part order out, with brackets and repeat counts; nothing when it grows too long.
class PartOrderReader {
public:
    PartOrderReader(std::string_view text, std::size_t most)
        : m_text(text)
        , m_most(most) {}

    std::optional<std::string> read() {
        std::string order = sequence(0);
        return m_isTooLong ? std::nullopt : std::optional(std::move(order));
    }

private:
    std::string sequence(int depth);

    std::string_view m_text;
    std::size_t m_most;
    bool m_isTooLong = false;
};

std::string PartOrderReader::sequence(int depth) {
    std::string order;
    while (!m_text.empty() && !m_isTooLong) {
        const char c = m_text.front();
        m_text.remove_prefix(1);
        std::string item;
        if (c == '(' && depth < 32) {
            item = sequence(depth + 1);
        } else if (c == ')') {
            return order;
        } else if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
            item = c;
        } else {
            continue;
        }
        const auto times = static_cast<std::size_t>(takeAbcNumber(m_text).value_or(1));
        if (!item.empty() && (order.size() + item.size() * times > m_most)) {
            m_isTooLong = true;
            return order;
        }
        for (std::size_t count = 0; count < times; ++count) {
            order += item;
        }
    }
    return order;
}

} // namespace

std::optional<int> takeAbcNumber(std::string_view& text) {
    if (text.empty() || !isDigit(text.front())) {
        return std::nullopt;
    }
    int value = 0;
    while (!text.empty() && isDigit(text.front())) {
        value = std::min(value * 10 + (text.front() - '0'), kLargestAbcNumber + 1);
        text.remove_prefix(1);
    }
    return value;
}

std::optional<AbcMeterField> abcMeterField(std::string_view text) {
    text = trimmed(text);
    if (text == "C" || text == "c") {
        return AbcMeterField{Meter{4, 4}};
    }
    if (text == "C|" || text == "c|") {
        return AbcMeterField{Meter{2, 2}};
    }
    if (text.empty() || lowerCase(text) == "none") {
        return AbcMeterField{};
    }
    Meter meter{0, 0};
    while (!text.empty() && text.front() != '/') {
        if (const auto part = takeAbcNumber(text)) {
            meter.numerator = std::min(meter.numerator + *part, kLargestAbcNumber);
        } else if (text.front() == '(' || text.front() == ')' || text.front() == '+' ||
                   text.front() == ' ') {
            text.remove_prefix(1);
        } else {
            return std::nullopt;
        }
    }
    if (text.empty()) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    text = withoutSpaces(text);
    meter.denominator = takeAbcNumber(text).value_or(0);
    return meter.isValid() ? std::optional(AbcMeterField{meter}) : std::nullopt;
}

AbcRatio abcDefaultLength(const std::optional<Meter>& meter) {
    const bool isShort = meter && meter->barLength() * 4 < kWhole * 3;
    return isShort ? AbcRatio{1, 16} : AbcRatio{1, 8};
}

std::optional<AbcRatio> abcRatio(std::string_view text) {
    text = trimmed(text);
    const auto numerator = takeAbcNumber(text);
    if (!numerator) {
        return std::nullopt;
    }
    AbcRatio ratio{*numerator, 1};
    text = withoutSpaces(text);
    if (text.starts_with('/')) {
        text.remove_prefix(1);
        text = withoutSpaces(text);
        ratio.denominator = takeAbcNumber(text).value_or(0);
    }
    const bool isValid = ratio.numerator > 0 && ratio.denominator > 0 &&
                         ratio.denominator <= 1024 && ratio.numerator <= 4 * ratio.denominator;
    return isValid ? std::optional(ratio) : std::nullopt;
}

std::optional<double> abcTempo(std::string_view text, AbcRatio length) {
    const std::string plain = withoutQuotes(text);
    const std::string_view view = plain;
    const double plainNote = static_cast<double>(length.numerator) / length.denominator;
    const std::size_t equals = view.find('=');
    double beat = 0;
    std::string_view count = trimmed(view);
    if (equals == std::string_view::npos) {
        beat = plainNote;
    } else {
        count = trimmed(view.substr(equals + 1));
        std::string_view beats = trimmed(view.substr(0, equals));
        if (beats.starts_with('C') || beats.starts_with('c')) {
            // An old form: a count of plain notes.
            beats.remove_prefix(1);
            beat = plainNote * takeAbcNumber(beats).value_or(1);
        }
        while (!beats.empty()) {
            const std::size_t end = std::min(beats.find_first_of(" \t"), beats.size());
            if (const auto part = abcRatio(beats.substr(0, end))) {
                beat += static_cast<double>(part->numerator) / part->denominator;
            }
            beats = withoutSpaces(beats.substr(end));
        }
    }
    double perMinute = 0;
    const auto [end, failure] = std::from_chars(count.data(), count.data() + count.size(),
                                                perMinute, std::chars_format::fixed);
    if (failure != std::errc{} || !(perMinute > 0) || beat <= 0) {
        return std::nullopt;
    }
    const double quartersAMinute = perMinute * beat * 4;
    return std::clamp(quartersAMinute, kSlowestTempo, kFastestTempo);
}

std::optional<std::string> abcPartOrder(std::string_view text, std::size_t most) {
    return PartOrderReader(text, most).read();
}

std::vector<int> takeAbcEndings(std::string_view& text) {
    std::vector<int> numbers;
    constexpr std::size_t kMostEndings = 64;
    while (numbers.size() < kMostEndings) {
        const auto first = takeAbcNumber(text);
        if (!first) {
            break;
        }
        int last = *first;
        if (text.size() > 1 && text[0] == '-' && isDigit(text[1])) {
            text.remove_prefix(1);
            last = takeAbcNumber(text).value_or(*first);
        }
        for (int number = std::max(*first, 1); number <= std::min(last, 64); ++number) {
            numbers.push_back(number);
        }
        if (text.size() < 2 || text[0] != ',' || !isDigit(text[1])) {
            break;
        }
        text.remove_prefix(1);
    }
    return numbers;
}

} // namespace cantilena
