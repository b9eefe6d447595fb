#pragma once

#include "core/score/Pitch.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// A change to a chord of a kind, such as a flat ninth.
struct HarmonyDegree {
    enum class Change { Add, Alter, Subtract };
    Change change = Change::Add;
    int value = 0;
    /// Semitones up (positive) or down.
    int alter = 0;

    friend constexpr bool operator==(const HarmonyDegree&, const HarmonyDegree&) = default;
};

/// A chord as MusicXML writes it.
struct Harmony {
    std::optional<PitchSpelling> root;
    /// MusicXML's name of the chord's kind: "minor-seventh"; "none" for no chord.
    std::string kind = "major";
    /// How its author writes the kind, for example "min7"; may be empty.
    std::string text;
    std::vector<HarmonyDegree> degrees;
    std::optional<PitchSpelling> bass;

    friend bool operator==(const Harmony&, const Harmony&) = default;
};

/// "Am7", "F#dim/A", "G7(b9)", "N.C."; the author's text for the kind where it means that kind.
[[nodiscard]] std::string chordName(const Harmony& harmony);

/// The reverse of `chordName`. What is no chord's name known here keeps its text under the kind
/// "other", so that `chordName` of the result is the name again; nothing when there is no root.
[[nodiscard]] std::optional<Harmony> harmonyFromName(std::string_view name);

} // namespace cantilena
