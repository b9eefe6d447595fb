#pragma once

#include "core/score/Score.h"

#include <string>

namespace cantilena {

/// The score as one tune in ABC 2.1: a voice for each track, four bars a line, spelled by the key,
/// beams by the beat, ties over bar lines, times as `writtenTime` has them, exact to the tick:
/// where lengths are no halves, quarters, ... they stand in tuplets. Overlapping notes are
/// overlays. Tempi, metres, keys, chord symbols, lyrics and programs are kept, velocities as
/// dynamics. Left out: controllers, mix, channels other than that of drums, lyrics where no note
/// begins.
[[nodiscard]] std::string abcFromScore(const Score& score);

} // namespace cantilena
