#pragma once

#include <algorithm>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace cantilena {

/// A pitch of equal temperament as its MIDI key number: 60 is middle C (C4), 69 is A at 440 Hz.
struct Pitch {
    int number = 60;

    friend constexpr auto operator<=>(Pitch, Pitch) = default;

    /// 0 for C to 11 for B.
    [[nodiscard]] constexpr int pitchClass() const { return ((number % 12) + 12) % 12; }
    /// Scientific octave number: middle C is in octave 4.
    [[nodiscard]] constexpr int octave() const { return (number - pitchClass()) / 12 - 1; }
    [[nodiscard]] constexpr Pitch transposed(int semitones) const { return {number + semitones}; }
    [[nodiscard]] constexpr bool isValid() const { return number >= 0 && number <= 127; }
    [[nodiscard]] constexpr bool isBlackKey() const {
        const int pc = pitchClass();
        return pc == 1 || pc == 3 || pc == 6 || pc == 8 || pc == 10;
    }
};

inline constexpr Pitch kLowestPitch{0};
inline constexpr Pitch kHighestPitch{127};

/// A note name without its octave: a letter 'A' to 'G' and sharps (positive) or flats (negative).
struct PitchSpelling {
    char letter = 'C';
    int accidental = 0;

    friend constexpr bool operator==(PitchSpelling, PitchSpelling) = default;

    [[nodiscard]] int pitchClass() const;
    /// Position on the line of fifths: F is -1, C is 0, G is 1, F sharp is 6, B flat is -2.
    [[nodiscard]] int fifths() const;
    /// "C", "F#", "Bb".
    [[nodiscard]] std::string name() const;

    [[nodiscard]] static PitchSpelling fromFifths(int fifths);
    /// Reads "C", "f#", "Bb", "E♭"; nothing for anything else.
    [[nodiscard]] static std::optional<PitchSpelling> fromName(std::string_view name);
};

/// "C4", "F#5", with sharps; for a spelling by key see `spelled` in Key.h.
[[nodiscard]] std::string pitchName(Pitch pitch);

/// Reads "C4", "Bb3", "f#5" or a MIDI number; nothing when it is none or lies outside 0..127.
[[nodiscard]] std::optional<Pitch> pitchFromName(std::string_view name);

} // namespace cantilena
