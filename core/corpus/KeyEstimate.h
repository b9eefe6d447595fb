#pragma once

#include "core/score/Key.h"
#include "core/score/Note.h"

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace cantilena {

/// A major or minor key judged from the notes.
struct KeyEstimate {
    Key key;
    /// Correlation of the notes with that key's profile, -1 to 1.
    double correlation = 0.0;
    /// By how much that is better than the next key's.
    double margin = 0.0;
};

/// Below this margin the key is a guess: of the written keys of the Nottingham tunes and the Open
/// Hymnal 91 % are found above it.
inline constexpr double kSureKeyMargin = 0.05;

/// Whose profiles `estimateKey` takes, in words.
inline constexpr std::string_view kKeyProfiles = "Temperley's profiles";

/// How long each pitch class sounds, in quarters, C first.
[[nodiscard]] std::array<double, 12> pitchClassDurations(std::span<const Note> notes);

/// The key whose profile correlates best with the durations of the pitch classes (Krumhansl and
/// Schmuckler 1990, with the profiles of Temperley 1999). Nothing without notes, or when every
/// pitch class sounds equally long. The tonic is spelled with the fewest accidentals.
[[nodiscard]] std::optional<KeyEstimate> estimateKey(std::span<const Note> notes);

} // namespace cantilena
