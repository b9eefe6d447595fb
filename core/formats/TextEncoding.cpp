#include "core/formats/TextEncoding.h"

#include <cstddef>
#include <cstdint>

namespace cantilena {

namespace {

/// How many bytes the well-formed sequence at the start of `bytes` has; 0 when it is malformed.
std::size_t sequenceLength(std::string_view bytes) {
    const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); };
    const auto continues = [&](std::size_t at) {
        return at < bytes.size() && (byte(at) & 0xC0) == 0x80;
    };
    const std::uint8_t lead = byte(0);
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return continues(1) ? 2 : 0;
    }
    if ((lead & 0xF0) == 0xE0 && continues(1) && continues(2)) {
        const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
        const bool surrogate = lead == 0xED && byte(1) > 0x9F;
        return overlong || surrogate ? 0 : 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4 && continues(1) && continues(2) && continues(3)) {
        const bool overlong = lead == 0xF0 && byte(1) < 0x90;
        const bool beyond = lead == 0xF4 && byte(1) > 0x8F;
        return overlong || beyond ? 0 : 4;
    }
    return 0;
}

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

char16_t unitAt(std::string_view bytes, std::size_t at, ByteOrder order) {
    const auto first = static_cast<std::uint8_t>(bytes[at]);
    const auto second = static_cast<std::uint8_t>(bytes[at + 1]);
    return order == ByteOrder::BigEndian ? static_cast<char16_t>(first << 8 | second)
                                         : static_cast<char16_t>(second << 8 | first);
}

} // namespace

bool isUtf8(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t length = sequenceLength(bytes);
        if (length == 0) {
            return false;
        }
        bytes.remove_prefix(length);
    }
    return true;
}

std::string toUtf8(std::string_view bytes) {
    if (isUtf8(bytes)) {
        return std::string(bytes);
    }
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (const char c : bytes) {
        text += utf8FromCodePoint(static_cast<std::uint8_t>(c));
    }
    return text;
}

std::string utf8FromUtf16(std::string_view bytes, ByteOrder order) {
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        const char16_t unit = unitAt(bytes, at, order);
        const bool leads = unit >= 0xD800 && unit <= 0xDBFF;
        if (leads && at + 3 < bytes.size()) {
            const char16_t trail = unitAt(bytes, at + 2, order);
            if (trail >= 0xDC00 && trail <= 0xDFFF) {
                text += utf8FromCodePoint(0x10000 + ((static_cast<char32_t>(unit) - 0xD800) << 10) +
                                          (static_cast<char32_t>(trail) - 0xDC00));
                at += 2;
                continue;
            }
        }
        text += utf8FromCodePoint(unit);
    }
    return text;
}

std::string utf8FromCodePoint(char32_t codePoint) {
    if (codePoint > 0x10FFFF || (codePoint >= 0xD800 && codePoint <= 0xDFFF)) {
        codePoint = 0xFFFD;
    }
    const auto tail = [&](int shift) {
        return static_cast<char>(0x80 | ((codePoint >> shift) & 0x3F));
    };
    if (codePoint < 0x80) {
        return {static_cast<char>(codePoint)};
    }
    if (codePoint < 0x800) {
        return {static_cast<char>(0xC0 | codePoint >> 6), tail(0)};
    }
    if (codePoint < 0x10000) {
        return {static_cast<char>(0xE0 | codePoint >> 12), tail(6), tail(0)};
    }
    return {static_cast<char>(0xF0 | codePoint >> 18), tail(12), tail(6), tail(0)};
}

std::string tidied(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const char c : trimmed(text)) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (isSpace(c)) {
            result += ' ';
        } else if (byte >= 0x20 && byte != 0x7F) {
            result += c;
        }
    }
    return std::string(trimmed(result));
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isSpace(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (isSpace(text.back()) || text.back() == '\0')) {
        text.remove_suffix(1);
    }
    return text;
}

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return lower;
}

} // namespace cantilena
