#include "core/playback/Sequencer.h"

#include <algorithm>

namespace cantilena {

// What the channels are told.

void Sequencer::chase() noexcept {
    for (const PlaybackLane& lane : m_snapshot->lanes) {
        chaseLane(lane);
    }
}

/// What the track has written up to the cursor, over its mix, over the defaults of whatever was
/// ever touched.
void Sequencer::chaseLane(const PlaybackLane& lane) noexcept {
    const ChannelStates::Values& known = m_states.values(lane.channel);
    ChannelStates::Values wanted;
    for (int i = 0; i < ChannelStates::kControllers; ++i) {
        const bool touched = known[i] != ChannelStates::kUnknown;
        wanted[i] = touched ? static_cast<std::int16_t>(ChannelStates::defaultValue(i))
                            : ChannelStates::kUnknown;
    }
    const PlaybackTrack& track = *lane.track;
    const auto level = [](int value) {
        return static_cast<std::int16_t>(std::clamp(value, 0, 127));
    };
    wanted[7] = level(track.mix.volume);
    wanted[10] = level(track.mix.pan);
    wanted[91] = level(track.mix.reverb);
    wanted[93] = level(track.mix.chorus);
    for (const ControllerEvent& event : track.controllers) {
        if (event.tick >= m_cursor) {
            break;
        }
        wanted[event.controller] = static_cast<std::int16_t>(event.value);
    }
    const auto send = [&](int controller) {
        if (wanted[controller] != known[controller]) {
            sendController(lane.channel, controller, wanted[controller]);
        }
    };
    // A bank holds for the next program, a parameter's number for the next data entry.
    if (wanted[0] != known[0] || wanted[32] != known[32]) {
        m_states.setProgram(lane.channel, ChannelStates::kUnknown);
        send(0);
        send(32);
    }
    sendProgram(lane.channel, track.program);
    for (const int first : {101, 100, 99, 98}) {
        send(first);
    }
    for (int i = 1; i < ChannelStates::kControllers; ++i) {
        send(i);
    }
}

void Sequencer::sendProgram(int channel, int program) noexcept {
    if (m_states.program(channel) != program) {
        m_states.setProgram(channel, program);
        emit(SoundEvent::Kind::Program, channel, program);
    }
}

void Sequencer::sendController(int channel, int controller, int value) noexcept {
    m_states.setValue(channel, controller, value);
    if (controller == kPitchBendController) {
        emit(SoundEvent::Kind::PitchBend, channel, 0, value);
    } else {
        emit(SoundEvent::Kind::Controller, channel, controller, value);
    }
}

void Sequencer::emit(SoundEvent::Kind kind, int channel, int number, int value,
                     std::int64_t position) noexcept {
    if (m_synth && isSynthChannel(channel)) {
        switch (kind) {
        case SoundEvent::Kind::NoteOn: m_synth->noteOn(channel, number, value); break;
        case SoundEvent::Kind::NoteOff: m_synth->noteOff(channel, number); break;
        case SoundEvent::Kind::Controller: m_synth->controlChange(channel, number, value); break;
        case SoundEvent::Kind::Program: m_synth->programChange(channel, number); break;
        case SoundEvent::Kind::PitchBend: m_synth->pitchBend(channel, value); break;
        default: break;
        }
    }
    if (m_listener) {
        m_listener->take({m_frame, kind, static_cast<std::uint16_t>(channel),
                          static_cast<std::uint8_t>(number), static_cast<std::uint16_t>(value),
                          position});
    }
}

} // namespace cantilena
