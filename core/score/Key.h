#pragma once

#include "core/score/Pitch.h"
#include "core/score/Tick.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace cantilena {

enum class Mode { Major, Minor, Dorian, Phrygian, Lydian, Mixolydian, Locrian };

inline constexpr std::array kModes = {Mode::Major,  Mode::Minor,      Mode::Dorian, Mode::Phrygian,
                                      Mode::Lydian, Mode::Mixolydian, Mode::Locrian};

/// "major", "dorian", ...
[[nodiscard]] std::string_view modeName(Mode mode);
/// Reads a mode's name in any case; "ionian" is major and "aeolian" is minor.
[[nodiscard]] std::optional<Mode> modeFromName(std::string_view name);

/// A tonic and a mode.
struct Key {
    PitchSpelling tonic;
    Mode mode = Mode::Major;

    friend constexpr bool operator==(const Key&, const Key&) = default;

    /// Sharps (positive) or flats (negative) of the key signature.
    [[nodiscard]] int fifths() const;
    /// "D dorian", "Bb major".
    [[nodiscard]] std::string name() const;
    /// Whether each pitch class above the tonic (0 to 11) belongs to the scale.
    [[nodiscard]] std::array<bool, 12> scale() const;
    [[nodiscard]] bool contains(Pitch pitch) const;

    /// The key of that mode whose signature has that many sharps or flats.
    [[nodiscard]] static Key fromSignature(int fifths, Mode mode);
    /// Reads "D minor", "F# dorian", "Bb", "Am", "C major"; nothing for anything else.
    [[nodiscard]] static std::optional<Key> fromName(std::string_view name);
};

/// A pitch as it is written in a key, "Bb4" in F major and "A#4" in B major.
[[nodiscard]] PitchSpelling spelled(Pitch pitch, const Key& key);
[[nodiscard]] std::string pitchName(Pitch pitch, const Key& key);

/// A key from a point in time onwards.
struct KeyChange {
    Tick tick;
    Key key;

    friend constexpr bool operator==(const KeyChange&, const KeyChange&) = default;
};

} // namespace cantilena
