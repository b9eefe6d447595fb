#pragma once

#include "core/base/Result.h"
#include "core/score/Key.h"
#include "core/score/Meter.h"
#include "core/score/Note.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

// The encoding of the tutorial "Melody Generation with LSTM": one symbol a sixteenth note.

inline constexpr Tick kSixteenth = kQuarter / 4;

/// What a sixteenth holds: 0 to 127 is the onset of that MIDI pitch.
using GridSymbol = int;
/// What began earlier goes on: "_".
inline constexpr GridSymbol kGridHold = 128;
/// A rest begins: "r".
inline constexpr GridSymbol kGridRest = 129;
/// Between songs, and before and behind each: "/".
inline constexpr GridSymbol kGridEnd = 130;
inline constexpr int kGridSymbols = 131;

[[nodiscard]] constexpr bool isOnset(GridSymbol symbol) {
    return symbol >= 0 && symbol <= kHighestPitch.number;
}

/// "60", "_", "r", "/".
[[nodiscard]] std::string gridText(GridSymbol symbol);
/// Nothing for what is none of these.
[[nodiscard]] std::optional<GridSymbol> gridSymbolFrom(std::string_view text);

/// A melody, no two notes at once, from its first onset to its last end. Fails with a sentence that
/// names the bar when a note begins or ends between two sixteenths.
Result<std::vector<GridSymbol>> gridSymbols(std::span<const Note> melody, const MeterMap& meters);

/// The notes of a song, the first symbol at tick 0. A final note keeps its holds; holds before
/// anything has begun are silence. Ends at the first "/".
[[nodiscard]] std::vector<Note> gridNotes(std::span<const GridSymbol> song);

/// The symbols with their pitches moved. Fails when one is then no MIDI pitch.
Result<std::vector<GridSymbol>> transposed(std::vector<GridSymbol> symbols, int semitones);

/// By how many semitones the tutorial moves a song in this key: the tonic of major to C4, of minor
/// to A4, from octave 4; of the other modes to the tonic that shares C major's scale.
[[nodiscard]] int gridTransposition(int tonicPitchClass, Mode mode);

} // namespace cantilena
