#pragma once

#include "core/score/Score.h"

#include <string>

namespace cantilena {

/// The score as one tune in ABC 2.1: a voice for each track, four bars a line, spelled by the key,
/// beams by the beat, ties over bar lines, triplets, quintuplets and septuplets as such, times as
/// `writtenTime` has them and odd ones as exact fractions, overlapping notes as overlays. Tempi,
/// metres, keys, chord symbols, lyrics and programs are kept, velocities as dynamics. Left out:
/// controllers, mix, channels other than that of drums, lyrics where no note begins.
[[nodiscard]] std::string abcFromScore(const Score& score);

} // namespace cantilena
