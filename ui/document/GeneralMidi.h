#pragma once

#include <QString>

namespace cantilena {

/// The name of a General MIDI program (0 to 127), translated: "Flute".
[[nodiscard]] QString instrumentName(int program);
/// The family that it belongs to: "Pipe".
[[nodiscard]] QString instrumentFamily(int program);

} // namespace cantilena
