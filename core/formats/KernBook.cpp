#include "core/formats/KernBook.h"

#include "core/formats/AbcBook.h"
#include "core/formats/TextEncoding.h"

#include <algorithm>

namespace cantilena {

namespace {

/// Whether every field of a line passes.
template <typename Test>
bool eachField(std::string_view line, Test passes) {
    const std::vector<std::string_view> fields = kernFields(line);
    return !fields.empty() && std::all_of(fields.begin(), fields.end(), passes);
}

bool opensSpines(std::string_view line) {
    return line.starts_with("**") &&
           eachField(line, [](std::string_view field) { return field.starts_with("**"); });
}

bool endsSpines(std::string_view line) {
    return line.starts_with("*-") &&
           eachField(line, [](std::string_view field) { return field == "*-"; });
}

} // namespace

bool KernLines::next() {
    if (m_rest.empty()) {
        return false;
    }
    const std::size_t end = std::min(m_rest.find_first_of("\r\n"), m_rest.size());
    m_text = m_rest.substr(0, end);
    const bool isPair = m_rest.substr(end).starts_with("\r\n");
    m_rest.remove_prefix(std::min(end + (isPair ? 2 : 1), m_rest.size()));
    while (m_text.ends_with(' ')) {
        m_text.remove_suffix(1);
    }
    ++m_number;
    return true;
}

std::vector<std::string_view> kernFields(std::string_view line) {
    std::vector<std::string_view> fields;
    while (!line.empty()) {
        const std::string_view field = line.substr(0, line.find('\t'));
        line.remove_prefix(std::min(field.size() + 1, line.size()));
        if (!field.empty()) {
            fields.push_back(field);
        }
    }
    return fields;
}

std::string kernText(std::string_view text) {
    return text.find('&') == std::string_view::npos ? tidied(text) : abcText(text);
}

std::vector<KernSongText> kernSongs(std::string_view text, std::size_t most) {
    std::vector<KernSongText> songs;
    KernSongText song{text, 1};
    /// Where the song after this one would begin.
    KernSongText following = song;
    bool isOpen = false;
    bool hasEnded = false;
    KernLines lines(song);
    std::string_view before = text;
    while (lines.next()) {
        if (opensSpines(lines.text())) {
            if (isOpen) {
                following = hasEnded ? following : KernSongText{before, lines.number()};
                song.text.remove_suffix(following.text.size());
                songs.push_back(song);
                song = following;
            }
            isOpen = true;
            hasEnded = false;
            if (songs.size() > most) {
                return songs;
            }
        } else if (isOpen && !hasEnded && endsSpines(lines.text())) {
            hasEnded = true;
            following = {lines.rest(), lines.number() + 1};
        }
        before = lines.rest();
    }
    if (isOpen) {
        songs.push_back(song);
    }
    return songs;
}

} // namespace cantilena
