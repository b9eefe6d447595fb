#include "core/formats/MusicXmlText.h"

#include "core/formats/TextEncoding.h"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace cantilena {

namespace {

constexpr std::size_t kDeepestNesting = 64;
constexpr std::size_t kElementsAlwaysAllowed = 1'000'000;
/// A file with more elements than that holds at least so many bytes for each; a note has 12 or so.
constexpr std::size_t kFewestBytesAnElement = 8;

std::optional<ByteOrder> utf16OrderOf(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("<\0"sv)) {
        return ByteOrder::LittleEndian;
    }
    if (bytes.starts_with("\xFE\xFF"sv) || bytes.starts_with("\0<"sv)) {
        return ByteOrder::BigEndian;
    }
    return std::nullopt;
}

std::string decoded(std::string_view bytes) {
    if (const auto order = utf16OrderOf(bytes)) {
        const bool hasMark = bytes[0] != '<' && bytes[1] != '<';
        return utf8FromUtf16(bytes.substr(hasMark ? 2 : 0), *order);
    }
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        bytes.remove_prefix(3);
    }
    return toUtf8(bytes);
}

/// Walks over the markup without building anything.
class Screening {
public:
    explicit Screening(std::string_view text)
        : m_text(text) {}

    Result<void> screened() {
        for (;;) {
            m_at = m_text.find('<', m_at);
            if (m_at == std::string_view::npos) {
                return {};
            }
            const std::string_view rest = m_text.substr(m_at);
            if (rest.starts_with("<!--")) {
                passOver("-->");
            } else if (rest.starts_with("<![CDATA[")) {
                passOver("]]>");
            } else if (rest.starts_with("<?")) {
                passOver("?>");
            } else if (rest.starts_with("<!")) {
                if (passDeclaration()) {
                    return Error{ErrorCode::Unsupported,
                                 "declares entities of its own, which could make a small file "
                                 "huge"};
                }
            } else if (auto allowed = passTag(); !allowed) {
                return allowed;
            }
        }
    }

private:
    void passOver(std::string_view end) {
        const std::size_t found = m_text.find(end, m_at);
        m_at = found == std::string_view::npos ? m_text.size() : found + end.size();
    }

    /// Passes `<!DOCTYPE ... [ ... ]>`; whether it declares an entity.
    bool passDeclaration() {
        if (m_text.substr(m_at).starts_with("<!ENTITY")) {
            return true;
        }
        const std::size_t end = m_text.find_first_of("[>", m_at);
        m_at = end == std::string_view::npos ? m_text.size() : end + 1;
        return false;
    }

    Result<void> passTag() {
        const bool closes = m_text.substr(m_at).starts_with("</");
        std::size_t end = m_at + 1;
        for (char quote = '\0'; end < m_text.size(); ++end) {
            const char c = m_text[end];
            if (quote != '\0') {
                quote = c == quote ? '\0' : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                break;
            }
        }
        const bool isEmpty = end < m_text.size() && m_text[end - 1] == '/';
        m_at = std::min(end + 1, m_text.size());
        if (closes) {
            m_depth -= m_depth > 0 ? 1 : 0;
            return {};
        }
        ++m_elements;
        m_depth += isEmpty ? 0 : 1;
        if (m_depth > kDeepestNesting) {
            return Error{ErrorCode::OutOfRange, "nests its elements more than " +
                                                    std::to_string(kDeepestNesting) + " deep"};
        }
        if (m_elements > kElementsAlwaysAllowed &&
            m_elements > m_text.size() / kFewestBytesAnElement) {
            return Error{ErrorCode::OutOfRange, "consists of countless empty elements"};
        }
        return {};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_depth = 0;
    std::size_t m_elements = 0;
};

} // namespace

Result<std::string> musicXmlText(std::string_view bytes) {
    std::string text = decoded(bytes);
    if (auto allowed = Screening(text).screened(); !allowed) {
        return allowed.error();
    }
    return text;
}

std::size_t lineOf(std::string_view text, std::size_t byte) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size()));
    return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

} // namespace cantilena
