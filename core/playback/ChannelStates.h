#pragma once

#include "core/playback/Channels.h"
#include "core/score/Track.h"

#include <array>
#include <cstdint>

namespace cantilena {

/// What a receiver's channels were last told, so that a seek sends only what differs.
class ChannelStates {
public:
    static constexpr std::int16_t kUnknown = -1;
    /// MIDI's controllers and pitch bend.
    static constexpr int kControllers = kPitchBendController + 1;
    using Values = std::array<std::int16_t, kControllers>;

    ChannelStates() { forget(); }

    void forget() noexcept {
        m_programs.fill(kUnknown);
        for (Values& values : m_values) {
            values.fill(kUnknown);
        }
    }
    [[nodiscard]] std::int16_t program(int channel) const noexcept { return m_programs[channel]; }
    void setProgram(int channel, int program) noexcept {
        m_programs[channel] = static_cast<std::int16_t>(program);
    }
    [[nodiscard]] const Values& values(int channel) const noexcept { return m_values[channel]; }
    void setValue(int channel, int controller, int value) noexcept {
        m_values[channel][controller] = static_cast<std::int16_t>(value);
    }

    /// What General MIDI presumes of a controller that was never sent.
    [[nodiscard]] static int defaultValue(int controller) noexcept {
        switch (controller) {
        case 7: return 100;
        case 8:
        case 10: return 64;
        case 11: return 127;
        case 91: return 40;
        case 98:
        case 99:
        case 100:
        case 101: return 127;
        case kPitchBendController: return 8192;
        default: return controller >= 70 && controller <= 79 ? 64 : 0;
        }
    }

private:
    std::array<std::int16_t, kAllChannels> m_programs;
    std::array<Values, kAllChannels> m_values;
};

} // namespace cantilena
