#pragma once

#include "core/formats/ScoreFile.h"

#include <string_view>
#include <vector>

namespace cantilena {

/// Reads a MusicXML document (versions 1 to 4, partwise or timewise; UTF-8, UTF-16 or Latin-1) or a
/// compressed one: its first bytes decide. `name` is used in messages.
///
/// Each voice of a part becomes a track; repeats, endings and jumps are played out; transposing
/// instruments are read at sounding pitch. Grace notes are marked as such; cue notes are left out,
/// with a remark. A document that is not well-formed or no score, or that declares entities, fails
/// as a whole.
Result<std::vector<TuneReading>> readMusicXml(std::string_view bytes, std::string_view name);

} // namespace cantilena
