#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// A line of a tune without its comment and without white space at its end.
struct AbcLine {
    /// 1 for the first line of the file.
    int number = 0;
    std::string text;
};

/// One tune of a book.
struct AbcTune {
    /// What follows X:, for example "17"; empty for a fragment without X:.
    std::string number;
    /// The book's header (fields that hold for all its tunes), then the tune's own lines.
    std::vector<AbcLine> lines;
};

/// Cuts a file into tunes at lines that begin with X:. A tune ends with an empty line or with the
/// next X:; text between tunes, typeset text (%%begintext to %%endtext, %%beginps, %%beginsvg) and
/// comments are left out. A file without X: that has a K: is one fragment. `bytes` may be UTF-8,
/// with or without its mark, or Latin-1.
[[nodiscard]] std::vector<AbcTune> abcTunes(std::string_view bytes);

/// A text as a person reads it: \'e and &eacute; become é, \u00e9 too; \% becomes %.
[[nodiscard]] std::string abcText(std::string_view text);

} // namespace cantilena
