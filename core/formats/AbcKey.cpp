#include "core/formats/AbcKey.h"

#include "core/formats/TextEncoding.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

namespace cantilena {

namespace {

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> result;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t begin = text.find_first_not_of(" \t", at);
        if (begin == std::string_view::npos) {
            break;
        }
        const std::size_t end = std::min(text.find_first_of(" \t", begin), text.size());
        result.push_back(text.substr(begin, end - begin));
        at = end;
    }
    return result;
}

/// Modes count by their first three letters, in any case; "m" and "min" are minor.
std::optional<Mode> modeFromLetters(std::string_view word) {
    const std::string lower = lowerCase(word);
    if (lower == "m") {
        return Mode::Minor;
    }
    static constexpr std::array<std::pair<std::string_view, Mode>, 9> kNames = {{
        {"maj", Mode::Major},
        {"ion", Mode::Major},
        {"min", Mode::Minor},
        {"aeo", Mode::Minor},
        {"dor", Mode::Dorian},
        {"phr", Mode::Phrygian},
        {"lyd", Mode::Lydian},
        {"mix", Mode::Mixolydian},
        {"loc", Mode::Locrian},
    }};
    for (const auto& [name, mode] : kNames) {
        if (lower.starts_with(name)) {
            return mode;
        }
    }
    return std::nullopt;
}

/// Takes a tonic off the front; nothing when there is none.
std::optional<PitchSpelling> takeTonic(std::string_view& word) {
    if (word.empty()) {
        return std::nullopt;
    }
    PitchSpelling tonic;
    const char first = word.front();
    tonic.letter = first >= 'a' && first <= 'g' ? static_cast<char>(first - 'a' + 'A') : first;
    if (tonic.letter < 'A' || tonic.letter > 'G') {
        return std::nullopt;
    }
    word.remove_prefix(1);
    static constexpr std::array<std::pair<std::string_view, int>, 4> kSigns = {
        {{"#", 1}, {"\u266f", 1}, {"b", -1}, {"\u266d", -1}}};
    for (const auto& [sign, accidental] : kSigns) {
        if (word.starts_with(sign)) {
            tonic.accidental = accidental;
            word.remove_prefix(sign.size());
            break;
        }
    }
    return tonic;
}

/// An accidental such as "^f", "=c" or "__b"; nothing when the text is none.
std::optional<std::pair<char, int>> takeAccidental(std::string_view& text) {
    static constexpr std::array<std::pair<std::string_view, int>, 5> kSigns = {
        {{"^^", 2}, {"__", -2}, {"^", 1}, {"_", -1}, {"=", 0}}};
    for (const auto& [sign, accidental] : kSigns) {
        if (text.starts_with(sign) && text.size() > sign.size()) {
            const char written = text[sign.size()];
            const char letter =
                written >= 'a' && written <= 'g' ? static_cast<char>(written - 'a' + 'A') : written;
            if (letter < 'A' || letter > 'G') {
                return std::nullopt;
            }
            text.remove_prefix(sign.size() + 1);
            return std::pair(letter, accidental);
        }
    }
    return std::nullopt;
}

/// Puts accidentals such as "^f_b" onto the letters; false when the word is none.
bool addAccidentals(std::string_view word, AbcAccidentals& accidentals) {
    const std::string_view whole = word;
    while (const auto accidental = takeAccidental(word)) {
        accidentals[abcLetterIndex(accidental->first)] = accidental->second;
    }
    return word.empty() && !whole.empty();
}

bool isClef(std::string_view word) {
    static constexpr std::array<std::string_view, 9> kClefs = {
        "treble", "bass", "alto", "tenor", "soprano", "mezzo", "baritone", "perc", "clef="};
    const std::string lower = lowerCase(word);
    return std::any_of(kClefs.begin(), kClefs.end(),
                       [&](std::string_view clef) { return lower.starts_with(clef); });
}

/// A word that says something else than a tonic: a clef, a setting, an accidental, "exp".
bool isSetting(std::string_view word) {
    AbcAccidentals ignored{};
    return isClef(word) || word.find('=') != std::string_view::npos || lowerCase(word) == "exp" ||
           addAccidentals(word, ignored);
}

struct NamedKey {
    AbcKeyField field;
    std::size_t wordCount = 1;
};

/// A tonic with its mode in the same word ("Gmix"), in the next ("G mix") or left out, and with
/// accidentals glued on ("C^f^c").
std::optional<NamedKey> namedKey(const std::vector<std::string_view>& parts) {
    std::string_view rest = parts[0];
    const auto tonic = takeTonic(rest);
    if (!tonic) {
        return std::nullopt;
    }
    NamedKey named;
    auto mode = modeFromLetters(rest);
    AbcAccidentals glued{};
    if (!rest.empty() && !mode && !addAccidentals(rest, glued)) {
        return std::nullopt;
    }
    if (rest.empty() && parts.size() > 1 && !isClef(parts[1])) {
        mode = modeFromLetters(parts[1]);
        named.wordCount = mode ? 2 : 1;
    }
    const Key key{*tonic, mode.value_or(Mode::Major)};
    AbcAccidentals accidentals = abcSignature(key.fifths());
    addAccidentals(rest, accidentals);
    named.field.key = key;
    named.field.accidentals = accidentals;
    return named;
}

/// Great Highland pipes: D's two sharps around A.
AbcKeyField bagpipes() {
    return {abcSignature(2), Key{{'A', 0}, Mode::Mixolydian}, {}};
}

std::optional<int> number(std::string_view text) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    int value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failure == std::errc{} && end != text.data() ? std::optional(value) : std::nullopt;
}

} // namespace

AbcAccidentals abcSignature(int fifths) {
    static constexpr std::string_view kSharps = "FCGDAEB";
    AbcAccidentals accidentals{};
    for (int index = 0; index < 7; ++index) {
        const int sharps = std::max(0, (fifths - index + 6) / 7);
        const int flats = std::max(0, (-fifths - index + 6) / 7);
        const auto at = static_cast<std::size_t>(index);
        accidentals[abcLetterIndex(kSharps[at])] += sharps;
        accidentals[abcLetterIndex(kSharps[6 - at])] -= flats;
    }
    return accidentals;
}

AbcTransposition abcTransposition(std::string_view settings) {
    AbcTransposition result;
    for (const std::string_view word : words(settings)) {
        const std::string lower = lowerCase(word);
        const std::string_view view = lower;
        if (view.starts_with("transpose=")) {
            result.semitones = number(view.substr(10));
        } else if (view.starts_with("t=")) {
            result.semitones = number(view.substr(2));
        } else if (view.starts_with("octave=")) {
            result.octaves = number(view.substr(7));
        } else if (isClef(view)) {
            result.clefOctaves = view.ends_with("+8") ? 1 : view.ends_with("-8") ? -1 : 0;
        }
    }
    return result;
}

std::optional<AbcKeyField> abcKeyField(std::string_view text) {
    AbcKeyField field;
    const std::vector<std::string_view> parts = words(text);
    std::size_t next = 0;
    if (parts.empty()) {
        field.accidentals = AbcAccidentals{};
    } else if (parts[0] == "HP" || parts[0] == "Hp") {
        field = bagpipes();
        next = 1;
    } else if (lowerCase(parts[0]) == "none") {
        field.accidentals = AbcAccidentals{};
        next = 1;
    } else if (const auto named = namedKey(parts)) {
        field = named->field;
        next = named->wordCount;
    } else if (!isSetting(parts[0])) {
        return std::nullopt;
    }
    for (; next < parts.size(); ++next) {
        AbcAccidentals accidentals = field.accidentals.value_or(AbcAccidentals{});
        if (lowerCase(parts[next]) == "exp") {
            field.accidentals = AbcAccidentals{};
        } else if (addAccidentals(parts[next], accidentals)) {
            field.accidentals = accidentals;
        }
    }
    field.transposition = abcTransposition(text);
    return field;
}

} // namespace cantilena
