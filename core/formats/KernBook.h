#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// The lines of one song; looks into the text.
struct KernSongText {
    std::string_view text;
    /// 1 for the first line of the file.
    int firstLine = 1;
};

/// Steps through the lines of a text, whichever system ended them.
class KernLines {
public:
    explicit KernLines(const KernSongText& song)
        : m_rest(song.text)
        , m_number(song.firstLine - 1) {}

    /// Whether there was a line more.
    bool next();
    /// Without spaces at its end.
    [[nodiscard]] std::string_view text() const { return m_text; }
    [[nodiscard]] int number() const { return m_number; }
    /// What follows that line.
    [[nodiscard]] std::string_view rest() const { return m_rest; }

private:
    std::string_view m_rest;
    std::string_view m_text;
    int m_number;
};

/// Cuts a line of Humdrum at its tabs; runs of them count as one, for no field is empty.
[[nodiscard]] std::vector<std::string_view> kernFields(std::string_view line);

/// A text for people: tidied, and letters that HTML names ("&uuml;") as themselves.
[[nodiscard]] std::string kernText(std::string_view text);

/// Cuts a text into songs: one begins at a line of exclusive interpretations ("**kern"), with the
/// comments before it; what follows the last song's end belongs to it. None where no line opens
/// spines; at most `most` + 1.
[[nodiscard]] std::vector<KernSongText> kernSongs(std::string_view text, std::size_t most);

} // namespace cantilena
