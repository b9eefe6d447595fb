#pragma once

#include "core/score/Key.h"

#include <array>
#include <optional>
#include <string_view>

namespace cantilena {

/// What a key field makes of plain letters: sharps (positive) or flats for C, D, E, F, G, A, B.
using AbcAccidentals = std::array<int, 7>;

/// Index of a letter 'A' to 'G' in AbcAccidentals.
[[nodiscard]] constexpr std::size_t abcLetterIndex(char letter) {
    return static_cast<std::size_t>((letter - 'C' + 7) % 7);
}

/// How a voice sounds other than written, from a K: or V: field.
struct AbcTransposition {
    std::optional<int> semitones;
    std::optional<int> octaves;
    /// From a clef such as treble-8.
    std::optional<int> clefOctaves;
};

/// What a K: field says.
struct AbcKeyField {
    /// Nothing when the field gives no key (only a clef, say).
    std::optional<AbcAccidentals> accidentals;
    /// Nothing for K:none and for accidentals without tonic.
    std::optional<Key> key;
    AbcTransposition transposition;
};

/// Reads "D", "Am", "E minor", "Gmix", "F#dor", "Bb lydian", "HP", "Hp", "none", "D exp _b ^f",
/// "A phr ^c", with or without clef and transposition behind. Nothing when the field is none of it.
[[nodiscard]] std::optional<AbcKeyField> abcKeyField(std::string_view text);

/// Reads the clef=, transpose=, octave= settings of a V: or K: field.
[[nodiscard]] AbcTransposition abcTransposition(std::string_view settings);

/// Sharps and flats of a signature with that many fifths.
[[nodiscard]] AbcAccidentals abcSignature(int fifths);

} // namespace cantilena
