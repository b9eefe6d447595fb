#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace cantilena {

struct SynthSettings {
    std::filesystem::path soundFont;
    double sampleRate = 48'000.0;
    double gain = 0.4;
};

/// A sound of a font.
struct Instrument {
    /// 0 for melodic instruments, 128 for drum kits; others are variations.
    int bank = 0;
    int program = 0;
    std::string name;

    friend bool operator==(const Instrument&, const Instrument&) = default;
};
inline constexpr int kDrumBank = 128;

/// Channels of a synth. Each run of 16 is like a MIDI port of its own: the tenth of each is drums.
/// FluidSynth allows 256, but takes its number 255 for "no channel" in places.
inline constexpr int kSynthChannels = 240;

/// Makes sound from MIDI events. After construction it belongs to the thread that renders; its
/// functions neither lock nor allocate on our side. Channels are 0 to 239, values as in MIDI.
class Synth {
public:
    virtual ~Synth() = default;

    virtual void noteOn(int channel, int key, int velocity) noexcept = 0;
    virtual void noteOff(int channel, int key) noexcept = 0;
    virtual void controlChange(int channel, int controller, int value) noexcept = 0;
    virtual void programChange(int channel, int program) noexcept = 0;
    /// 0 to 16383; 8192 is the centre.
    virtual void pitchBend(int channel, int value) noexcept = 0;
    /// Silence at once, on every channel; controllers and bend go back to where they began.
    virtual void allSoundOff() noexcept = 0;
    /// Overwrites `frames` frames of each side.
    virtual void render(float* left, float* right, int frames) noexcept = 0;
    [[nodiscard]] virtual int activeVoices() const noexcept = 0;
    [[nodiscard]] virtual std::string soundFontName() const = 0;
    /// What the font has to offer, by bank and program. Any thread, at any time.
    [[nodiscard]] virtual std::shared_ptr<const std::vector<Instrument>> instruments() const {
        return nullptr;
    }
};

} // namespace cantilena
