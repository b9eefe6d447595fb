#include "core/formats/KernToken.h"

#include <algorithm>
#include <array>
#include <optional>

namespace cantilena {

namespace {

constexpr std::string_view kDigits = "0123456789";

/// One of the notes that a token joins by spaces.
struct Head {
    std::optional<int> pitch;
    std::optional<FineTick> length;
    bool isRest = false;
    bool isGrace = false;
    bool isTied = false;
    std::string_view fault;
};

constexpr bool isPitchLetter(char c) {
    return (c >= 'a' && c <= 'g') || (c >= 'A' && c <= 'G');
}

/// Cuts everything off the front that consists of those characters.
std::string_view take(std::string_view& text, std::string_view characters) {
    const std::string_view taken =
        text.substr(0, std::min(text.find_first_not_of(characters), text.size()));
    text.remove_prefix(taken.size());
    return taken;
}

/// A number from 1 to 9,999.
std::optional<int> part(std::string_view digits) {
    constexpr std::size_t kMostDigits = 4;
    if (digits.empty() || digits.size() > kMostDigits) {
        return std::nullopt;
    }
    int number = 0;
    for (const char digit : digits) {
        number = number * 10 + (digit - '0');
    }
    return number > 0 ? std::optional(number) : std::nullopt;
}

/// Cuts "8", "8.", "0" (two wholes), "00" (four) or "3%2" (two thirds of a whole) off the front.
std::optional<FineTick> takeLength(std::string_view& text) {
    constexpr std::size_t kMostZeros = 3;
    constexpr std::size_t kMostDots = 8;
    const std::string_view digits = take(text, kDigits);
    std::optional<int> denominator = part(digits);
    std::optional<int> numerator = 1;
    if (digits.find_first_not_of('0') == std::string_view::npos && digits.size() <= kMostZeros) {
        denominator = 1;
        numerator = 1 << digits.size();
    } else if (text.starts_with('%')) {
        text.remove_prefix(1);
        numerator = part(take(text, kDigits));
    }
    const std::size_t dots = take(text, ".").size();
    if (!denominator || !numerator || dots > kMostDots) {
        return std::nullopt;
    }
    const std::int64_t halves = std::int64_t{1} << dots;
    return FineTick(kWhole).times(*numerator, *denominator).times(2 * halves - 1, halves);
}

/// Cuts "cc#" or "BB-" off the front.
int takePitch(std::string_view& text) {
    static constexpr std::array<int, 7> kSemitones = {9, 11, 0, 2, 4, 5, 7};
    const char letter = text.front();
    const bool isLow = letter < 'a';
    const auto count = static_cast<int>(take(text, std::string_view(&letter, 1)).size());
    const int octave = isLow ? -count : count - 1;
    int pitch =
        60 + 12 * octave + kSemitones[static_cast<std::size_t>(letter - (isLow ? 'A' : 'a'))];
    pitch += static_cast<int>(take(text, "#").size());
    pitch -= static_cast<int>(take(text, "-").size());
    return pitch;
}

/// Tremolos are written as one note, "2c@16@".
void skipTremolo(std::string_view& text) {
    const std::size_t end = text.find('@', 1);
    text.remove_prefix(end == std::string_view::npos ? 1 : end + 1);
}

Head head(std::string_view text) {
    Head head;
    bool hasDigits = false;
    while (!text.empty()) {
        const char c = text.front();
        if (c >= '0' && c <= '9' && !hasDigits) {
            hasDigits = true;
            head.length = takeLength(text);
            head.fault = head.length ? head.fault : "has a length that cannot be read";
            continue;
        }
        if (isPitchLetter(c)) {
            const int pitch = takePitch(text);
            head.fault = head.pitch ? "names two pitches" : head.fault;
            head.pitch = head.pitch.value_or(pitch);
            continue;
        }
        if (c == '@') {
            skipTremolo(text);
            continue;
        }
        head.isRest = head.isRest || c == 'r';
        head.isGrace = head.isGrace || c == 'q' || c == 'Q';
        head.isTied = head.isTied || c == '[' || c == '_';
        text.remove_prefix(1);
    }
    if (!head.pitch && !head.isRest) {
        head.fault = "is neither a note nor a rest";
    } else if (!head.length && !head.isGrace && head.fault.empty()) {
        head.fault = "has no length and counts as a quarter";
    }
    return head;
}

} // namespace

KernEvent kernEvent(std::string_view token) {
    constexpr std::size_t kMostNotes = 128;
    constexpr std::string_view kTooMany = "is a chord of more notes than there are";
    KernEvent event;
    std::optional<FineTick> length;
    bool isEvent = false;
    while (!token.empty() && event.fault != kTooMany) {
        const std::string_view text = token.substr(0, token.find(' '));
        token.remove_prefix(std::min(text.size() + 1, token.size()));
        if (text.empty()) {
            continue;
        }
        Head read = head(text);
        if (!read.length && length) {
            read.length = length;
            read.fault = read.pitch || read.isRest ? std::string_view() : read.fault;
        }
        isEvent = isEvent || read.pitch || read.isRest || read.length;
        event.fault = event.fault.empty() ? read.fault : event.fault;
        event.isGrace = event.isGrace || read.isGrace;
        length = length ? length : read.length.value_or(FineTick(kQuarter));
        if (event.notes.size() == kMostNotes) {
            event.fault = kTooMany;
        } else if (read.pitch && !read.isRest) {
            event.notes.push_back({*read.pitch, read.length.value_or(*length), read.isTied});
        }
    }
    if (event.isGrace) {
        event.fault = {};
    } else if (isEvent && length) {
        event.length = *length;
    }
    return event;
}

} // namespace cantilena
