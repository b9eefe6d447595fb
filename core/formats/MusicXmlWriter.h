#pragma once

#include "core/score/Score.h"

#include <string>

namespace cantilena {

/// The score as a MusicXML 3.1 document: a part for each track, with its instrument, mix and clef;
/// spelled by the key, beams by the beat, tuplets as such, ties over bar lines and where one value
/// does not last as long; notes that overlap in voices; drums unpitched. Played notes stand where a
/// page would have them (`notesOnPage`) and say in the attributes `attack` and `release` how far
/// off they sound, so that reading the document gives the same notes, velocities, tempi, metres,
/// keys, pickup, chord symbols, markers and lyrics under notes. Left out: controllers, lyrics where
/// no note begins, and the key of a score that has nothing but drums.
[[nodiscard]] std::string musicXmlFromScore(const Score& score);

} // namespace cantilena
