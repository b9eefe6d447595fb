#pragma once

#include <string>
#include <string_view>

namespace cantilena {

/// ALSA and JACK print to the terminal whatever fails within them, even where looking for a device
/// that is not there is no failure. This ends that, for whichever of them the program has loaded.
void quietenSoundLibraries();

/// A sound system by the name that people know: "PulseAudio" for "pulseaudio".
[[nodiscard]] std::string soundSystemName(std::string_view driver);

/// Whether a JACK server runs; does not start one.
[[nodiscard]] bool jackServerRuns();

/// Whether the kernel offers ALSA's MIDI sequencer.
[[nodiscard]] bool alsaSequencerExists();

} // namespace cantilena
