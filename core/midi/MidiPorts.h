#pragma once

#include "core/base/Result.h"
#include "core/playback/MidiPort.h"

#include <memory>
#include <string>
#include <vector>

namespace cantilena {

/// The MIDI ports that can be sent to now, over every MIDI system that runs here. Names lack the
/// numbers that change with each start; the second port of a name ends in " #2". Empty where there
/// is no MIDI.
[[nodiscard]] std::vector<std::string> midiOutNames();

/// Opens a port by such a name.
[[nodiscard]] Result<std::unique_ptr<MidiOut>> openMidiOut(const std::string& name);

/// Makes a port that other programs can connect to.
[[nodiscard]] Result<std::unique_ptr<MidiOut>> openVirtualMidiOut(const std::string& name);

/// "RtMidi 5.0.0".
[[nodiscard]] std::string midiLibraryVersion();

/// A port's name without ALSA's trailing "client:port" numbers.
[[nodiscard]] std::string lastingPortName(const std::string& name);
/// Names that occur again are told apart by an ordinal.
[[nodiscard]] std::vector<std::string> distinctPortNames(const std::vector<std::string>& names);

} // namespace cantilena
