#include "core/formats/AbcLyrics.h"

#include "core/formats/AbcBook.h"

namespace cantilena {

namespace {

class SyllableReader {
public:
    std::vector<AbcSyllable> read(std::string_view words);

private:
    void flush() {
        if (!m_text.empty()) {
            m_syllables.push_back({AbcSyllable::Kind::Sung, abcText(m_text)});
            m_text.clear();
        }
    }
    void hyphen();

    std::vector<AbcSyllable> m_syllables;
    std::string m_text;
};

std::vector<AbcSyllable> SyllableReader::read(std::string_view words) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        const char c = words[at];
        switch (c) {
        case ' ':
        case '\t': flush(); break;
        case '-': hyphen(); break;
        case '_':
        case '*':
            flush();
            m_syllables.push_back({AbcSyllable::Kind::Silent, {}});
            break;
        case '|':
            flush();
            m_syllables.push_back({AbcSyllable::Kind::Barline, {}});
            break;
        case '~': m_text += ' '; break;
        case '\\':
            if (at + 1 < words.size() && words[at + 1] == '-') {
                m_text += '-';
                ++at;
            } else {
                m_text += c;
            }
            break;
        default: m_text += c; break;
        }
    }
    flush();
    return std::move(m_syllables);
}

/// A hyphen ends a syllable; one that follows a space or another holds it for a further note.
void SyllableReader::hyphen() {
    if (m_text.empty()) {
        m_syllables.push_back({AbcSyllable::Kind::Silent, {}});
    } else {
        m_text += '-';
        flush();
    }
}

} // namespace

std::vector<AbcSyllable> abcSyllables(std::string_view words) {
    return SyllableReader().read(words);
}

} // namespace cantilena
