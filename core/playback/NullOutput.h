#pragma once

#include "core/playback/AudioOutput.h"
#include "core/playback/Pacemaker.h"

#include <memory>

namespace cantilena {

/// Calls back as time passes and lets the sound go: what plays where there is no device, so that
/// the playhead moves all the same. Starting it never fails.
[[nodiscard]] std::unique_ptr<AudioOutput>
makeNullOutput(const AudioOutputSettings& settings, std::shared_ptr<Pacemaker> time = realTime());

} // namespace cantilena
