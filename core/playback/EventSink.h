#pragma once

#include <cstdint>

namespace cantilena {

/// What the sequencer sends, and when.
struct SoundEvent {
    enum class Kind : std::uint8_t {
        NoteOn,
        NoteOff,
        Controller,
        Program,
        PitchBend,
        /// Everything that sounds ends, on every channel.
        Panic,
        /// The transport starts at `position`, goes on from it, stops, or has come 1/24 of a
        /// quarter further.
        Start,
        Continue,
        Stop,
        Clock,
    };

    /// Frames rendered since the sequencer was made.
    std::int64_t frame = 0;
    Kind kind = Kind::NoteOff;
    /// As in `Channels.h`.
    std::uint16_t channel = 0;
    /// Key, controller or program.
    std::uint8_t number = 0;
    /// Velocity, value or bend.
    std::uint16_t value = 0;
    /// For `Continue`: sixteenths of a whole note since the beginning.
    std::int64_t position = 0;
};

/// Receives the sequencer's events on the thread that renders. Neither locks nor allocates.
class EventSink {
public:
    virtual ~EventSink() = default;
    virtual void take(const SoundEvent& event) noexcept = 0;
};

} // namespace cantilena
