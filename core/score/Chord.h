#pragma once

#include "core/score/Pitch.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// What makes a chord major, minor and so on, without its root.
struct ChordQuality {
    /// As it is written after the root: "", "m7", "sus4".
    std::string_view symbol;
    /// "major", "minor seventh".
    std::string_view name;
    /// Semitones above the root, rising; the first is 0.
    std::span<const int> intervals;
};

/// The qualities that names may have, the commonest first.
[[nodiscard]] std::span<const ChordQuality> chordQualities();

/// A chord by its name, ready to be written anywhere on the keyboard.
struct Chord {
    PitchSpelling root;
    const ChordQuality* quality = nullptr;
    /// The note to be lowest, as in "C/E"; the root without one.
    std::optional<PitchSpelling> bass;

    /// Reads "Am7", "F#dim", "Bb", "C/E"; nothing for anything else.
    [[nodiscard]] static std::optional<Chord> fromName(std::string_view name);
    [[nodiscard]] std::string name() const;
    /// Whether each pitch class, counted from C, is a tone of the chord, its bass included.
    [[nodiscard]] std::array<bool, 12> pitchClasses() const;
    /// The pitches with the root at the octave that lies nearest to `near`, the bass below it;
    /// moved by octaves where they would leave the keyboard.
    [[nodiscard]] std::vector<Pitch> near(Pitch near) const;
};

/// The pitches of that quality over `root`, without those above the keyboard.
[[nodiscard]] std::vector<Pitch> stacked(Pitch root, const ChordQuality& quality);

} // namespace cantilena
