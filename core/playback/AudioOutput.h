#pragma once

#include "core/base/Result.h"

#include <functional>
#include <string>

namespace cantilena {

struct AudioOutputSettings {
    /// Empty tries what the machine is likely to have, best first.
    std::string driver;
    std::string device;
    double sampleRate = 48'000.0;
    int periodFrames = 256;
    int periods = 3;
};

/// Calls back for sound, on a thread of its own, until it is destroyed.
class AudioOutput {
public:
    /// Overwrites `frames` frames of each side. Neither locks nor allocates.
    using Callback = std::function<void(float* left, float* right, int frames)>;

    virtual ~AudioOutput() = default;

    virtual Result<void> start(Callback callback) = 0;
    virtual void stop() = 0;
    [[nodiscard]] virtual double sampleRate() const = 0;
    [[nodiscard]] virtual int periodFrames() const = 0;
    [[nodiscard]] virtual double latencySeconds() const = 0;
    /// "PulseAudio", "JACK", "no device".
    [[nodiscard]] virtual std::string name() const = 0;
    /// Whether anything can be heard.
    [[nodiscard]] virtual bool isAudible() const = 0;
};

} // namespace cantilena
