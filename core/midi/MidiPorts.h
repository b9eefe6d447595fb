#pragma once

#include "core/base/Result.h"
#include "core/playback/MidiPort.h"

#include <memory>
#include <string>
#include <vector>

namespace cantilena {

// Everything here may be called on any thread; one call waits for another.

/// The port that Cantilena makes for other programs to connect to.
inline constexpr const char* kVirtualPort = "Cantilena (for other programs)";

/// The MIDI ports that can be sent to now, over every MIDI system that runs here, and the one for
/// other programs. Names lack the numbers that change with each start; the second port of a name
/// ends in " #2". Empty where there is no MIDI.
[[nodiscard]] std::vector<std::string> midiOutNames();
/// The same of the ports that can be listened to.
[[nodiscard]] std::vector<std::string> midiInNames();

/// Opens a port by such a name.
[[nodiscard]] Result<std::unique_ptr<MidiOut>> openMidiOut(const std::string& name);
/// Listens to a port; `receiver` is called with channel messages until the port is destroyed.
[[nodiscard]] Result<std::unique_ptr<MidiIn>> openMidiIn(const std::string& name,
                                                         MidiReceiver receiver);

/// All of the above.
[[nodiscard]] MidiSystem midiSystem();

/// Makes a port that other programs can connect to.
[[nodiscard]] Result<std::unique_ptr<MidiOut>> openVirtualMidiOut(const std::string& name);

/// "RtMidi 5.0.0".
[[nodiscard]] std::string midiLibraryVersion();

/// A port's name without ALSA's trailing "client:port" numbers.
[[nodiscard]] std::string lastingPortName(const std::string& name);
/// Names that occur again are told apart by an ordinal.
[[nodiscard]] std::vector<std::string> distinctPortNames(const std::vector<std::string>& names);

} // namespace cantilena
