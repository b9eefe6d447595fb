#pragma once

#include "core/formats/ScoreFile.h"

#include <string_view>
#include <vector>

namespace cantilena {

/// Reads a Standard MIDI File of format 0, 1 or 2, also inside a RIFF (RMI) wrapper. Each channel
/// of each track with music becomes a track of the score; format 2 gives one tune for each track,
/// "file.mid#1" onwards. Ticks are rescaled with rounding. Bars cannot be known to begin with a
/// pickup, so there is none. `name` begins all messages.
///
/// A missing end of track, notes that never end and wrong counts of tracks are repaired with a
/// remark; a track that breaks off inside an event is refused.
Result<std::vector<TuneReading>> readSmf(std::string_view bytes, std::string_view name);

} // namespace cantilena
