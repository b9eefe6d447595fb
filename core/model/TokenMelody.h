#pragma once

#include "core/base/Result.h"
#include "core/formats/TokenMapping.h"
#include "core/model/EventSequence.h"

#include <span>
#include <vector>

namespace cantilena {

/// By how many semitones the tutorial moves a melody in that context; 0 when the key is not known.
[[nodiscard]] int tokenTransposition(const MelodyContext& context);

/// That the mapping has every pitch, moved by `transposed` semitones, and the rests between them.
/// Failure names the note, its bar, what the mapping has and the nearest octave that would do.
Result<void> checkSymbols(const TokenMapping& mapping, std::span<const Note> melody,
                          const MeterMap& meters, int transposed);

/// A melody as the tutorial writes a song: transposed, from its first note to its end. Fails as
/// `gridSymbols` does.
Result<std::vector<GridSymbol>> songOf(const EventSequence& melody);

/// The same in a network's tokens; fails also as `checkSymbols` does.
Result<std::vector<int>> tokensOf(const TokenMapping& mapping, const EventSequence& melody);

} // namespace cantilena
