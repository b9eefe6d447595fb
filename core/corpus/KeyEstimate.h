#pragma once

#include "core/score/Key.h"
#include "core/score/Note.h"

#include <array>
#include <optional>
#include <span>

namespace cantilena {

/// A major or minor key judged from the notes.
struct KeyEstimate {
    Key key;
    /// Correlation of the notes with that key's profile, -1 to 1.
    double correlation = 0.0;
    /// By how much that is better than the next key's: below about 0.05 the key is a guess.
    double margin = 0.0;
};

/// How long each pitch class sounds, in quarters, C first.
[[nodiscard]] std::array<double, 12> pitchClassDurations(std::span<const Note> notes);

/// The key whose profile correlates best with the durations of the pitch classes (Krumhansl and
/// Schmuckler 1990, with the profiles of Temperley 1999). Nothing without notes, or when every
/// pitch class sounds equally long. The tonic is spelled with the fewest accidentals.
[[nodiscard]] std::optional<KeyEstimate> estimateKey(std::span<const Note> notes);

} // namespace cantilena
