#include "core/score/Key.h"

#include <cctype>
#include <cstdlib>

namespace cantilena {

namespace {

struct ModeFacts {
    Mode mode;
    std::string_view name;
    /// How many fifths the tonic lies above that of the major key with the same signature.
    int fifthsAboveMajor;
    std::array<bool, 12> scale;
};

constexpr std::array<ModeFacts, 7> kModeFacts = {{
    {Mode::Major, "major", 0, {1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1}},
    {Mode::Minor, "minor", 3, {1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0}},
    {Mode::Dorian, "dorian", 2, {1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0}},
    {Mode::Phrygian, "phrygian", 4, {1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0}},
    {Mode::Lydian, "lydian", -1, {1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1}},
    {Mode::Mixolydian, "mixolydian", 1, {1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0}},
    {Mode::Locrian, "locrian", 5, {1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0}},
}};

const ModeFacts& factsOf(Mode mode) {
    return kModeFacts[static_cast<std::size_t>(mode)];
}

std::string lowered(std::string_view text) {
    std::string result;
    for (const char c : text) {
        result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return result;
}

} // namespace

std::string_view modeName(Mode mode) {
    return factsOf(mode).name;
}

std::optional<Mode> modeFromName(std::string_view name) {
    const std::string wanted = lowered(name);
    if (wanted == "ionian") {
        return Mode::Major;
    }
    if (wanted == "aeolian") {
        return Mode::Minor;
    }
    for (const ModeFacts& facts : kModeFacts) {
        if (facts.name == wanted) {
            return facts.mode;
        }
    }
    return std::nullopt;
}

int Key::fifths() const {
    return tonic.fifths() - factsOf(mode).fifthsAboveMajor;
}

std::string Key::name() const {
    return tonic.name() + " " + std::string(modeName(mode));
}

std::array<bool, 12> Key::scale() const {
    return factsOf(mode).scale;
}

bool Key::contains(Pitch pitch) const {
    const int above = (pitch.pitchClass() - tonic.pitchClass() + 12) % 12;
    return scale()[static_cast<std::size_t>(above)];
}

Key Key::fromSignature(int fifths, Mode mode) {
    return {PitchSpelling::fromFifths(fifths + factsOf(mode).fifthsAboveMajor), mode};
}

std::optional<Key> Key::fromName(std::string_view name) {
    std::size_t length = std::min<std::size_t>(name.size(), 1);
    while (length < name.size() && (name[length] == '#' || name[length] == 'b')) {
        ++length;
    }
    const auto tonic = PitchSpelling::fromName(name.substr(0, length));
    if (!tonic) {
        return std::nullopt;
    }
    std::string_view rest = name.substr(length);
    while (rest.starts_with(' ')) {
        rest.remove_prefix(1);
    }
    if (rest.empty()) {
        return Key{*tonic, Mode::Major};
    }
    if (rest == "m" || lowered(rest) == "min") {
        return Key{*tonic, Mode::Minor};
    }
    if (lowered(rest) == "maj") {
        return Key{*tonic, Mode::Major};
    }
    const auto mode = modeFromName(rest);
    return mode ? std::optional(Key{*tonic, *mode}) : std::nullopt;
}

PitchSpelling spelled(Pitch pitch, const Key& key) {
    // Of all spellings take the one nearest to the middle of the key on the line of fifths, counted
    // in halves; minor lies sharper, for the sake of its leading note.
    const int centre = 2 * key.fifths() + (key.mode == Mode::Minor ? 7 : 4);
    int best = 0;
    int bestDistance = 1000;
    for (int fifths = key.fifths() - 5; fifths <= key.fifths() + 10; ++fifths) {
        const bool same = PitchSpelling::fromFifths(fifths).pitchClass() == pitch.pitchClass();
        const int distance = std::abs(2 * fifths - centre);
        if (same && distance < bestDistance) {
            best = fifths;
            bestDistance = distance;
        }
    }
    return PitchSpelling::fromFifths(best);
}

std::string pitchName(Pitch pitch, const Key& key) {
    const PitchSpelling spelling = spelled(pitch, key);
    const int natural = pitch.number - spelling.accidental;
    return spelling.name() + std::to_string(Pitch{natural}.octave());
}

} // namespace cantilena
