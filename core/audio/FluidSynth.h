#pragma once

#include "core/base/Result.h"
#include "core/playback/AudioOutput.h"
#include "core/playback/Synth.h"

#include <memory>
#include <string>
#include <vector>

namespace cantilena {

/// A synth that plays a SoundFont through FluidSynth. Loading takes a moment: call it from a worker
/// when something plays. Without a font the failure says how to come by one.
[[nodiscard]] Result<std::unique_ptr<Synth>> makeFluidSynth(const SynthSettings& settings);

/// The sound drivers that FluidSynth was built with and that can play live.
[[nodiscard]] std::vector<std::string> audioDrivers();

/// The devices of such a driver that can be named; a driver may have others.
[[nodiscard]] std::vector<std::string> audioDevices(const std::string& driver);

/// A sound device through FluidSynth's drivers, opened when it starts. With an empty driver it
/// tries PulseAudio, PipeWire, JACK (only where a server runs) and ALSA; the failure then names
/// each and its reason.
[[nodiscard]] Result<std::unique_ptr<AudioOutput>>
makeFluidOutput(const AudioOutputSettings& settings);

/// "2.3.1".
[[nodiscard]] std::string fluidSynthVersion();

} // namespace cantilena
