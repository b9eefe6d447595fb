#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// A line without its comment and without white space at its end; looks into the text.
struct AbcLine {
    /// 1 for the first line of the file.
    int number = 0;
    std::string_view text;
};

/// Steps through the lines of a text. Lines that hold only a comment and typeset text
/// (%%begintext to %%endtext, %%beginps, %%beginsvg) are passed over.
class AbcLines {
public:
    explicit AbcLines(std::string_view text, int firstNumber = 1)
        : m_rest(text)
        , m_number(firstNumber) {}

    /// The next line, also an empty one; nothing at the end.
    [[nodiscard]] std::optional<AbcLine> next();
    /// What follows the line that came last, and the number of the line that it begins with.
    [[nodiscard]] std::string_view rest() const { return m_rest; }
    [[nodiscard]] int nextNumber() const { return m_number; }

private:
    [[nodiscard]] std::string_view take();

    std::string_view m_rest;
    int m_number;
    std::string_view m_blockEnd;
};

/// One tune of a book; looks into the text.
struct AbcTune {
    /// What follows X:, for example "17"; empty for a fragment without X:.
    std::string_view number;
    /// From the line after X: on.
    std::string_view text;
    int firstLine = 1;
};

/// A file of tunes; looks into its text.
struct AbcBook {
    /// Fields and directives before the first tune, which hold for all; at most 100.
    std::vector<AbcLine> header;
    std::vector<AbcTune> tunes;
};

/// No book that people have made comes near it.
inline constexpr std::size_t kMostAbcTunes = 100'000;

/// Cuts a text (UTF-8, with or without its mark) into tunes at lines that begin with X:, at most
/// one more than kMostAbcTunes. A tune ends with an empty line or with the next X:; text between
/// tunes is left out. A text without X: that has a K: is one fragment.
[[nodiscard]] AbcBook abcBook(std::string_view text);

/// Whether a line is a field such as "K:G": a letter and a colon, unless they are a note and a bar
/// line such as "A:|".
[[nodiscard]] bool isAbcField(std::string_view line);

/// A text as a person reads it: \'e and &eacute; become é, \u00e9 too; \% becomes %.
[[nodiscard]] std::string abcText(std::string_view text);

} // namespace cantilena
