#pragma once

#include <string>
#include <string_view>

namespace cantilena {

/// Whether the bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
[[nodiscard]] bool isUtf8(std::string_view bytes);

/// The text as UTF-8: well-formed UTF-8 stays as it is, anything else is taken as Latin-1.
[[nodiscard]] std::string toUtf8(std::string_view bytes);

/// The text as UTF-8 from UTF-16 in that byte order, without its byte order mark. Lone surrogates
/// become U+FFFD.
enum class ByteOrder { LittleEndian, BigEndian };
[[nodiscard]] std::string utf8FromUtf16(std::string_view bytes, ByteOrder order);

/// One code point as UTF-8; U+FFFD for what is none.
[[nodiscard]] std::string utf8FromCodePoint(char32_t codePoint);

/// The text without spaces at its ends and without control characters; line breaks become spaces.
[[nodiscard]] std::string tidied(std::string_view text);

/// The text without white space at its ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// ASCII letters in lower case.
[[nodiscard]] std::string lowerCase(std::string_view text);

} // namespace cantilena
