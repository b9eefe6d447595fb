#include "core/score/Pitch.h"

#include <array>
#include <charconv>
#include <cstdlib>

namespace cantilena {

namespace {

constexpr std::string_view kLettersByFifths = "FCGDAEB";

} // namespace

int PitchSpelling::pitchClass() const {
    return (((fifths() * 7) % 12) + 12) % 12;
}

int PitchSpelling::fifths() const {
    return static_cast<int>(kLettersByFifths.find(letter)) - 1 + 7 * accidental;
}

std::string PitchSpelling::name() const {
    std::string text(1, letter);
    text.append(static_cast<std::size_t>(std::abs(accidental)), accidental > 0 ? '#' : 'b');
    return text;
}

PitchSpelling PitchSpelling::fromFifths(int fifths) {
    const int shifted = fifths + 1;
    const int index = ((shifted % 7) + 7) % 7;
    return {kLettersByFifths[static_cast<std::size_t>(index)], (shifted - index) / 7};
}

std::optional<PitchSpelling> PitchSpelling::fromName(std::string_view name) {
    if (name.empty()) {
        return std::nullopt;
    }
    PitchSpelling spelling;
    spelling.letter = name.front() >= 'a' && name.front() <= 'g'
                          ? static_cast<char>(name.front() - 'a' + 'A')
                          : name.front();
    if (spelling.letter < 'A' || spelling.letter > 'G') {
        return std::nullopt;
    }
    name.remove_prefix(1);
    while (!name.empty()) {
        if (name.front() == '#') {
            ++spelling.accidental;
            name.remove_prefix(1);
        } else if (name.front() == 'b') {
            --spelling.accidental;
            name.remove_prefix(1);
        } else if (name.starts_with("\u266f")) {
            ++spelling.accidental;
            name.remove_prefix(3);
        } else if (name.starts_with("\u266d")) {
            --spelling.accidental;
            name.remove_prefix(3);
        } else {
            return std::nullopt;
        }
    }
    return std::abs(spelling.accidental) <= 2 ? std::optional(spelling) : std::nullopt;
}

std::string pitchName(Pitch pitch) {
    static constexpr std::array<const char*, 12> kNames = {"C",  "C#", "D",  "D#", "E",  "F",
                                                           "F#", "G",  "G#", "A",  "A#", "B"};
    return kNames[static_cast<std::size_t>(pitch.pitchClass())] + std::to_string(pitch.octave());
}

std::optional<Pitch> pitchFromName(std::string_view name) {
    const auto number = [](std::string_view text) -> std::optional<int> {
        int value = 0;
        const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
        return failure == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                          : std::nullopt;
    };
    Pitch pitch;
    if (const auto key = number(name)) {
        pitch.number = *key;
    } else {
        const std::size_t digits = name.find_first_of("-0123456789");
        if (digits == std::string_view::npos) {
            return std::nullopt;
        }
        const auto spelling = PitchSpelling::fromName(name.substr(0, digits));
        const auto octave = number(name.substr(digits));
        if (!spelling || !octave || *octave < -2 || *octave > 10) {
            return std::nullopt;
        }
        const PitchSpelling natural{spelling->letter, 0};
        pitch.number = (*octave + 1) * 12 + natural.pitchClass() + spelling->accidental;
    }
    return pitch.isValid() ? std::optional(pitch) : std::nullopt;
}

} // namespace cantilena
