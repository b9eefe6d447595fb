#pragma once

#include "core/playback/Synth.h"
#include "core/score/Track.h"

#include <QString>

#include <vector>

namespace cantilena {

/// The name of a General MIDI program (0 to 127), translated: "Flute".
[[nodiscard]] QString instrumentName(int program);
/// What a track sounds like: by the name that the font gives it, where one is given and has it; by
/// General MIDI's else.
[[nodiscard]] QString instrumentName(const Track& track, const std::vector<Instrument>* font);
/// The family that it belongs to: "Pipe".
[[nodiscard]] QString instrumentFamily(int program);

/// What sounds at that key (0 to 127) on the channel of drums, translated: "Snare". Empty where
/// General MIDI names nothing.
[[nodiscard]] QString drumName(int key);

} // namespace cantilena
