#include "core/formats/AbcMusic.h"

#include "core/formats/AbcBook.h"
#include "core/formats/TextEncoding.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace cantilena {

namespace {

/// With these bounds no length overflows, whatever tuplets and broken rhythms multiply it.
constexpr int kLargestMultiple = kLargestAbcNumber;
constexpr int kLargestDivisor = 9'999;
constexpr int kLargestChordMultiple = 1'000;

bool isNoteStart(char c) {
    return (c >= 'A' && c <= 'G') || (c >= 'a' && c <= 'g') || c == '^' || c == '_' || c == '=';
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Loudness signs as velocities.
std::optional<int> velocityOf(std::string_view decoration) {
    static constexpr std::array<std::pair<std::string_view, int>, 10> kLoudness = {{
        {"pppp", 16},
        {"ppp", 24},
        {"pp", 36},
        {"p", 50},
        {"mp", 64},
        {"mf", 80},
        {"f", 96},
        {"ff", 110},
        {"fff", 120},
        {"ffff", 127},
    }};
    for (const auto& [name, velocity] : kLoudness) {
        if (name == decoration) {
            return velocity;
        }
    }
    return std::nullopt;
}

/// Signs that say in which order the page is played.
std::optional<RepeatMark::Kind> orderSignOf(std::string_view decoration) {
    using Kind = RepeatMark::Kind;
    static constexpr std::array<std::pair<std::string_view, Kind>, 11> kSigns = {{
        {"segno", Kind::Segno},
        {"coda", Kind::Coda},
        {"dacoda", Kind::ToCoda},
        {"fine", Kind::Fine},
        {"D.C.", Kind::DaCapo},
        {"dacapo", Kind::DaCapo},
        {"D.C.alfine", Kind::DaCapo},
        {"D.C.alcoda", Kind::DaCapo},
        {"D.S.", Kind::DalSegno},
        {"D.S.alfine", Kind::DalSegno},
        {"D.S.alcoda", Kind::DalSegno},
    }};
    for (const auto& [name, kind] : kSigns) {
        if (name == decoration) {
            return kind;
        }
    }
    return std::nullopt;
}

/// Whether a text in quotes is a chord symbol and no annotation.
bool isChordSymbol(std::string_view text) {
    return !text.empty() && (text.front() >= 'A' && text.front() <= 'G');
}

/// Walks along one line.
class MusicLine {
public:
    MusicLine(std::string_view line, AbcVoice& voice, const AbcMusicSink& sink)
        : m_rest(line)
        , m_voice(&voice)
        , m_sink(sink) {}

    bool read();

private:
    void sign();
    void bracket();
    void inlineField();
    void chord();
    void note();
    void rest();
    void bars();
    void endings();
    void parenthesis();
    void tuplet();
    void brokenRhythm();
    [[nodiscard]] std::vector<AbcSound> sounds();
    void quoted();
    void decoration(char delimiter);
    void graceNotes();
    void unknown(char c);
    [[nodiscard]] std::optional<AbcSound> sound();
    [[nodiscard]] std::optional<int> accidental();
    [[nodiscard]] AbcRatio length();
    [[nodiscard]] char at(std::size_t index) const {
        return index < m_rest.size() ? m_rest[index] : '\0';
    }
    void skip(std::size_t count) { m_rest.remove_prefix(std::min(count, m_rest.size())); }
    bool skipIf(char c) {
        const bool is = at(0) == c;
        skip(is ? 1 : 0);
        return is;
    }

    std::string_view m_rest;
    AbcVoice* m_voice;
    const AbcMusicSink& m_sink;
    std::set<char> m_unknown;
    bool m_isContinued = false;
};

bool MusicLine::read() {
    while (!m_rest.empty()) {
        sign();
    }
    return m_isContinued;
}

void MusicLine::sign() {
    const char c = at(0);
    if (isNoteStart(c)) {
        note();
        return;
    }
    switch (c) {
    case '[': bracket(); return;
    case 'z':
    case 'x':
    case 'Z':
    case 'X': rest(); return;
    case '|':
    case ':':
    case ']': bars(); return;
    case '(': parenthesis(); return;
    case '<':
    case '>': brokenRhythm(); return;
    case '"': quoted(); return;
    case '!':
    case '+': decoration(c); return;
    case '{': graceNotes(); return;
    case '-':
        m_voice->tie();
        skip(1);
        return;
    case '&':
        skip(1);
        if (skipIf(')')) {
            m_voice->endLongOverlay();
        } else {
            m_voice->overlay();
        }
        return;
    case '\\':
        skip(1);
        m_isContinued = trimmed(m_rest).empty();
        return;
    case 'y':
        skip(1);
        static_cast<void>(length());
        return;
    default: break;
    }
    const bool isDecoration =
        c == '.' || c == '~' || (c >= 'H' && c <= 'W') || (c >= 'h' && c <= 'w');
    static constexpr std::string_view kNothing = " \t)`$*;,'";
    if (!isDecoration && kNothing.find(c) == std::string_view::npos) {
        unknown(c);
    }
    skip(1);
}

void MusicLine::unknown(char c) {
    if (m_unknown.insert(c).second) {
        const bool isPrintable = c > ' ' && c < 127;
        m_sink.remark(isPrintable ? std::string("'") + c + "' means nothing here"
                                  : std::string("a sign that means nothing here"));
    }
}

void MusicLine::bracket() {
    const char next = at(1);
    if (next == '|' || next == ']') {
        bars();
    } else if (isDigit(next) || next == '"') {
        skip(1);
        endings();
    } else if (((next >= 'A' && next <= 'Z') || (next >= 'a' && next <= 'z')) && at(2) == ':') {
        inlineField();
    } else {
        chord();
    }
}

void MusicLine::inlineField() {
    const std::size_t end = m_rest.find(']');
    const char letter = at(1);
    const std::string_view value = m_rest.substr(3, end == std::string_view::npos ? end : end - 3);
    m_rest = end == std::string_view::npos ? std::string_view() : m_rest.substr(end + 1);
    m_voice = &m_sink.field(letter, value);
}

std::optional<int> MusicLine::accidental() {
    int sum = 0;
    bool isWritten = false;
    while (at(0) == '^' || at(0) == '_' || at(0) == '=') {
        sum += at(0) == '^' ? 1 : at(0) == '_' ? -1 : 0;
        isWritten = true;
        skip(1);
    }
    if (!isWritten) {
        return std::nullopt;
    }
    if (isDigit(at(0)) || at(0) == '/') {
        const AbcRatio part = length();
        m_sink.remark("a quarter tone was rounded");
        sum = sum * part.numerator / part.denominator;
    }
    return std::clamp(sum, -2, 2);
}

AbcRatio MusicLine::length() {
    AbcRatio ratio;
    if (const auto number = takeAbcNumber(m_rest)) {
        ratio.numerator = std::clamp(*number, 1, kLargestMultiple);
    }
    while (skipIf('/')) {
        const auto divisor = takeAbcNumber(m_rest);
        ratio.denominator = static_cast<int>(std::min<std::int64_t>(
            std::int64_t{ratio.denominator} * std::max(divisor.value_or(2), 1), kLargestDivisor));
    }
    return ratio;
}

std::optional<AbcSound> MusicLine::sound() {
    AbcSound sound;
    sound.pitch.accidental = accidental();
    const char letter = at(0);
    if (letter >= 'A' && letter <= 'G') {
        sound.pitch.letter = letter;
    } else if (letter >= 'a' && letter <= 'g') {
        sound.pitch.letter = static_cast<char>(letter - 'a' + 'A');
        sound.pitch.octave = 1;
    } else {
        return std::nullopt;
    }
    skip(1);
    while (at(0) == '\'' || at(0) == ',') {
        const int step = at(0) == '\'' ? 1 : -1;
        sound.pitch.octave = std::clamp(sound.pitch.octave + step, -20, 20);
        skip(1);
    }
    sound.length = length();
    return sound;
}

void MusicLine::note() {
    const auto single = sound();
    if (!single) {
        m_sink.remark("an accidental stands before no note");
        return;
    }
    m_voice->play({*single}, {1, 1});
}

/// The notes of a chord, behind its '['.
std::vector<AbcSound> MusicLine::sounds() {
    std::vector<AbcSound> sounds;
    constexpr std::size_t kMostSounds = 64;
    while (!m_rest.empty() && at(0) != ']' && at(0) != '|') {
        if (isNoteStart(at(0))) {
            const auto next = sound();
            if (next && sounds.size() < kMostSounds) {
                sounds.push_back(*next);
            }
        } else if (at(0) == '-' && !sounds.empty()) {
            sounds.back().isTied = true;
            skip(1);
        } else if (at(0) == '"') {
            quoted();
        } else if (at(0) == '!' || at(0) == '+') {
            decoration(at(0));
        } else {
            skip(1);
        }
    }
    if (!skipIf(']')) {
        m_sink.remark("a chord is not closed");
    }
    return sounds;
}

void MusicLine::chord() {
    skip(1);
    const std::vector<AbcSound> together = sounds();
    AbcRatio factor = length();
    factor.numerator = std::min(factor.numerator, kLargestChordMultiple);
    m_voice->play(together, factor);
}

void MusicLine::rest() {
    const bool isBars = at(0) == 'Z' || at(0) == 'X';
    skip(1);
    const AbcRatio ratio = length();
    if (isBars) {
        m_voice->restBars(ratio.numerator);
    } else {
        m_voice->rest(ratio);
    }
}

/// Takes a run of '|', ':', '[' and ']' as one bar line; digits right behind it begin an ending.
void MusicLine::bars() {
    AbcBarline line;
    int colons = 0;
    int strokes = 0;
    bool hasBrackets = false;
    for (;; skip(1)) {
        const char c = at(0);
        if (c == ':') {
            ++colons;
        } else if (c == '|') {
            line.endsRepeat += strokes == 0 ? colons : 0;
            colons = strokes == 0 ? 0 : colons;
            if (colons > 0) {
                // "|:|" is two bar lines.
                break;
            }
            ++strokes;
        } else if (c == ']' && (strokes > 0 || hasBrackets)) {
            hasBrackets = true;
        } else if (c == '[' && (at(1) == '|' || (strokes == 0 && at(1) == ']'))) {
            hasBrackets = true;
        } else {
            break;
        }
    }
    if (strokes == 0 && !hasBrackets) {
        if (colons == 0) {
            skip(1);
            return;
        }
        line.endsRepeat = std::max(1, colons / 2);
        line.beginsRepeat = line.endsRepeat;
        if (colons == 1) {
            unknown(':');
            return;
        }
    } else {
        line.beginsRepeat = colons;
    }
    line.isDouble = (strokes > 1 || hasBrackets) && line.endsRepeat == 0 && line.beginsRepeat == 0;
    m_voice->barline(line);
    if (isDigit(at(0))) {
        endings();
    }
}

void MusicLine::endings() {
    std::vector<int> numbers;
    if (skipIf('"')) {
        const std::size_t end = std::min(m_rest.find('"'), m_rest.size());
        std::string_view words = m_rest.substr(0, end);
        numbers = takeAbcEndings(words);
        skip(end + 1);
    } else {
        numbers = takeAbcEndings(m_rest);
    }
    if (!numbers.empty()) {
        m_voice->beginEnding(std::move(numbers));
    }
}

void MusicLine::parenthesis() {
    skip(1);
    if (skipIf('&')) {
        m_voice->beginLongOverlay();
    } else if (isDigit(at(0))) {
        tuplet();
    }
}

/// "(p", "(p:q", "(p:q:r": r notes, each q/p of its length.
void MusicLine::tuplet() {
    const int p = takeAbcNumber(m_rest).value_or(0);
    int q = 0;
    int r = 0;
    if (skipIf(':')) {
        q = takeAbcNumber(m_rest).value_or(0);
        if (skipIf(':')) {
            r = takeAbcNumber(m_rest).value_or(0);
        }
    }
    constexpr int kLargest = 128;
    if (p < 2 || p > kLargest || q > kLargest || r > 2 * kLargest) {
        m_sink.remark("a tuplet of " + std::to_string(p) + " was not understood");
        return;
    }
    m_voice->beginTuplet(m_voice->tupletFactor(p, q), r == 0 ? p : r);
}

void MusicLine::brokenRhythm() {
    const char sign = at(0);
    int count = 0;
    while (skipIf(sign)) {
        ++count;
    }
    m_voice->breakRhythm(sign == '>' ? AbcVoice::Broken::LongShort : AbcVoice::Broken::ShortLong,
                         count);
}

void MusicLine::quoted() {
    skip(1);
    const std::size_t end = m_rest.find('"');
    const std::string_view text = m_rest.substr(0, end);
    skip(end == std::string_view::npos ? m_rest.size() : end + 1);
    if (end == std::string_view::npos) {
        m_sink.remark("a quotation mark is not closed");
    }
    if (isChordSymbol(text)) {
        m_voice->chordSymbol(abcText(text));
    }
}

/// "!trill!" or, by an older standard, "+trill+"; a lone sign is an old line break.
void MusicLine::decoration(char delimiter) {
    skip(1);
    const std::size_t end = m_rest.find_first_of(std::string{delimiter, '|', ' '});
    if (end == std::string_view::npos || m_rest[end] != delimiter) {
        return;
    }
    if (const auto velocity = velocityOf(m_rest.substr(0, end))) {
        m_voice->setVelocity(*velocity);
    } else if (const auto sign = orderSignOf(m_rest.substr(0, end))) {
        m_voice->sign(*sign);
    }
    skip(end + 1);
}

/// "{gef}" or "{/g}", also "{[ce]g}".
void MusicLine::graceNotes() {
    const std::size_t end = m_rest.find('}');
    const std::string_view rest =
        end == std::string_view::npos ? std::string_view() : m_rest.substr(end + 1);
    if (end == std::string_view::npos) {
        m_sink.remark("grace notes are not closed");
        m_rest = rest;
        return;
    }
    m_rest = m_rest.substr(1, end - 1);
    std::vector<std::vector<AbcSound>> chords;
    constexpr std::size_t kMostChords = 64;
    while (!m_rest.empty() && chords.size() < kMostChords) {
        if (at(0) == '[') {
            skip(1);
            chords.push_back(sounds());
        } else if (!isNoteStart(at(0))) {
            skip(1);
        } else if (auto single = sound()) {
            chords.push_back({*single});
        }
    }
    m_rest = rest;
    m_voice->grace(chords);
}

} // namespace

bool readAbcMusic(std::string_view line, AbcVoice& voice, const AbcMusicSink& sink) {
    return MusicLine(line, voice, sink).read();
}

} // namespace cantilena
