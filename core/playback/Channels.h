#pragma once

#include "core/playback/Synth.h"

namespace cantilena {

/// External MIDI ports that can be played at once.
inline constexpr int kMostMidiPorts = 8;

/// Where the sequencer sends: first the synth's channels, then 16 for each external port.
inline constexpr int kAllChannels = kSynthChannels + 16 * kMostMidiPorts;

[[nodiscard]] constexpr bool isSynthChannel(int channel) {
    return channel < kSynthChannels;
}
/// The port that a channel beyond the synth's belongs to; counted from 0.
[[nodiscard]] constexpr int midiPortOf(int channel) {
    return (channel - kSynthChannels) / 16;
}
[[nodiscard]] constexpr int midiPortChannel(int port, int midiChannel) {
    return kSynthChannels + 16 * port + midiChannel;
}

} // namespace cantilena
