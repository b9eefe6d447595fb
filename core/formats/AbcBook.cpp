#include "core/formats/AbcBook.h"

#include "core/formats/TextEncoding.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace cantilena {

namespace {

/// The line up to its comment; a directive (%%) is no comment, and \% is a percent sign.
std::string_view withoutComment(std::string_view line) {
    if (line.starts_with("%%")) {
        return line;
    }
    std::size_t at = 0;
    while (at < line.size() && (line[at] != '%' || (at > 0 && line[at - 1] == '\\'))) {
        ++at;
    }
    return line.substr(0, at);
}

std::string_view withoutTail(std::string_view line) {
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) {
        line.remove_suffix(1);
    }
    return line;
}

/// The directive that ends a block of typeset text which this line begins; empty for none.
std::string_view endOfBlock(std::string_view line) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kBlocks = {{
        {"%%begintext", "%%endtext"},
        {"%%beginps", "%%endps"},
        {"%%beginsvg", "%%endsvg"},
    }};
    for (const auto& [begin, end] : kBlocks) {
        if (line.starts_with(begin)) {
            return end;
        }
    }
    return {};
}

/// Letters with the accents that ABC writes as a backslash, the accent and the letter.
struct Accented {
    std::string_view written;
    char32_t codePoint;
};
constexpr std::array kAccented = {
    Accented{"`A", 0xC0},  Accented{"'A", 0xC1},  Accented{"^A", 0xC2},  Accented{"~A", 0xC3},
    Accented{"\"A", 0xC4}, Accented{"AA", 0xC5},  Accented{"AE", 0xC6},  Accented{"cC", 0xC7},
    Accented{"`E", 0xC8},  Accented{"'E", 0xC9},  Accented{"^E", 0xCA},  Accented{"\"E", 0xCB},
    Accented{"`I", 0xCC},  Accented{"'I", 0xCD},  Accented{"^I", 0xCE},  Accented{"\"I", 0xCF},
    Accented{"~N", 0xD1},  Accented{"`O", 0xD2},  Accented{"'O", 0xD3},  Accented{"^O", 0xD4},
    Accented{"~O", 0xD5},  Accented{"\"O", 0xD6}, Accented{"/O", 0xD8},  Accented{"OE", 0x152},
    Accented{"`U", 0xD9},  Accented{"'U", 0xDA},  Accented{"^U", 0xDB},  Accented{"\"U", 0xDC},
    Accented{"ss", 0xDF},  Accented{"`a", 0xE0},  Accented{"'a", 0xE1},  Accented{"^a", 0xE2},
    Accented{"~a", 0xE3},  Accented{"\"a", 0xE4}, Accented{"aa", 0xE5},  Accented{"ae", 0xE6},
    Accented{"cc", 0xE7},  Accented{"`e", 0xE8},  Accented{"'e", 0xE9},  Accented{"^e", 0xEA},
    Accented{"\"e", 0xEB}, Accented{"`i", 0xEC},  Accented{"'i", 0xED},  Accented{"^i", 0xEE},
    Accented{"\"i", 0xEF}, Accented{"~n", 0xF1},  Accented{"`o", 0xF2},  Accented{"'o", 0xF3},
    Accented{"^o", 0xF4},  Accented{"~o", 0xF5},  Accented{"\"o", 0xF6}, Accented{"/o", 0xF8},
    Accented{"oe", 0x153}, Accented{"`u", 0xF9},  Accented{"'u", 0xFA},  Accented{"^u", 0xFB},
    Accented{"\"u", 0xFC}, Accented{"'y", 0xFD},  Accented{"\"y", 0xFF}, Accented{"vS", 0x160},
    Accented{"vs", 0x161}, Accented{"vZ", 0x17D}, Accented{"vz", 0x17E}, Accented{"vC", 0x10C},
    Accented{"vc", 0x10D},
};
/// HTML names of accents and the sign that stands for them above.
constexpr std::array<std::pair<std::string_view, char>, 8> kAccentNames = {{
    {"grave", '`'},
    {"acute", '\''},
    {"circ", '^'},
    {"tilde", '~'},
    {"uml", '"'},
    {"slash", '/'},
    {"cedil", 'c'},
    {"caron", 'v'},
}};

std::optional<std::string> accented(std::string_view written) {
    for (const Accented& letter : kAccented) {
        if (letter.written == written) {
            return utf8FromCodePoint(letter.codePoint);
        }
    }
    return std::nullopt;
}

struct Replacement {
    std::string text;
    /// How many bytes of the source it stands for.
    std::size_t length = 0;
};

std::optional<Replacement> escape(std::string_view rest) {
    if (rest.size() >= 6 && (rest[1] == 'u' || rest[1] == 'U')) {
        unsigned codePoint = 0;
        const auto [end, failure] =
            std::from_chars(rest.data() + 2, rest.data() + 6, codePoint, 16);
        if (failure == std::errc{} && end == rest.data() + 6) {
            return Replacement{utf8FromCodePoint(codePoint), 6};
        }
    }
    if (rest.size() >= 3) {
        if (auto letter = accented(rest.substr(1, 2))) {
            return Replacement{std::move(*letter), 3};
        }
    }
    if (rest.size() >= 2 && (rest[1] == '%' || rest[1] == '&' || rest[1] == '\\')) {
        return Replacement{std::string(1, rest[1]), 2};
    }
    return std::nullopt;
}

std::optional<Replacement> entity(std::string_view rest) {
    const std::size_t end = rest.substr(0, 10).find(';');
    if (end == std::string_view::npos || end < 3) {
        return std::nullopt;
    }
    const std::string_view name = rest.substr(1, end - 1);
    if (name == "amp") {
        return Replacement{"&", end + 1};
    }
    if (name == "szlig") {
        return Replacement{utf8FromCodePoint(0xDF), end + 1};
    }
    for (const auto& [accent, sign] : kAccentNames) {
        if (name.substr(1) == accent) {
            if (auto letter = accented(std::string{sign, name[0]})) {
                return Replacement{std::move(*letter), end + 1};
            }
        }
    }
    return std::nullopt;
}

} // namespace

/// Takes a line off the front; lines end with LF, CR LF or CR.
std::string_view AbcLines::take() {
    const std::size_t length = std::min(m_rest.find_first_of("\r\n"), m_rest.size());
    const std::string_view line = m_rest.substr(0, length);
    const bool isPair = m_rest.substr(length).starts_with("\r\n");
    m_rest.remove_prefix(std::min(m_rest.size(), length + (isPair ? 2 : 1)));
    ++m_number;
    return line;
}

std::optional<AbcLine> AbcLines::next() {
    while (!m_rest.empty()) {
        const int number = m_number;
        const std::string_view line = take();
        if (!m_blockEnd.empty()) {
            if (line.starts_with(m_blockEnd)) {
                m_blockEnd = {};
            }
            continue;
        }
        m_blockEnd = endOfBlock(line);
        const std::string_view content = withoutTail(withoutComment(line));
        if (m_blockEnd.empty() && (!content.empty() || trimmed(line).empty())) {
            return AbcLine{number, content};
        }
    }
    return std::nullopt;
}

AbcBook abcBook(std::string_view text) {
    constexpr std::size_t kMostHeaderLines = 100;
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    AbcBook book;
    AbcLines lines(text);
    bool isInTune = false;
    bool hasKey = false;
    std::string_view before = text;
    const auto endTune = [&] {
        if (isInTune) {
            AbcTune& tune = book.tunes.back();
            tune.text = tune.text.substr(0, tune.text.size() - before.size());
            isInTune = false;
        }
    };
    while (const auto line = lines.next()) {
        if (line->text.starts_with("X:")) {
            endTune();
            book.tunes.push_back({trimmed(line->text.substr(2)), lines.rest(), lines.nextNumber()});
            isInTune = true;
            if (book.tunes.size() > kMostAbcTunes) {
                break;
            }
        } else if (line->text.empty()) {
            endTune();
        } else if (book.tunes.empty()) {
            const bool isSetting = isAbcField(line->text) || line->text.starts_with("%%");
            hasKey = hasKey || line->text.starts_with("K:");
            if (isSetting && book.header.size() < kMostHeaderLines) {
                book.header.push_back(*line);
            }
        }
        before = lines.rest();
    }
    if (book.tunes.empty() && hasKey) {
        book.header.clear();
        book.tunes.push_back({{}, text, 1});
    }
    return book;
}

bool isAbcField(std::string_view line) {
    if (line.size() < 2 || line[1] != ':') {
        return false;
    }
    const char letter = line[0];
    const bool isLetter = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
    const bool isBarline = line.size() > 2 && (line[2] == '|' || line[2] == ':');
    return isLetter && !isBarline;
}

std::string abcText(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        std::optional<Replacement> replacement;
        if (text.front() == '\\') {
            replacement = escape(text);
        } else if (text.front() == '&') {
            replacement = entity(text);
        }
        if (replacement) {
            result += replacement->text;
            text.remove_prefix(replacement->length);
        } else {
            result += text.front();
            text.remove_prefix(1);
        }
    }
    return tidied(result);
}

} // namespace cantilena
