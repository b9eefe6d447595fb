#pragma once

#include <QString>

namespace cantilena {

/// The name of a General MIDI program (0 to 127), translated: "Flute".
[[nodiscard]] QString instrumentName(int program);
/// The family that it belongs to: "Pipe".
[[nodiscard]] QString instrumentFamily(int program);

/// What sounds at that key (0 to 127) on the channel of drums, translated: "Snare". Empty where
/// General MIDI names nothing.
[[nodiscard]] QString drumName(int key);

} // namespace cantilena
