#pragma once

#include "core/base/SpscQueue.h"
#include "core/playback/Channels.h"
#include "core/playback/MidiPort.h"
#include "core/playback/Pacemaker.h"
#include "core/score/Tick.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace cantilena {

/// Something that a person played, at the place of the score that they heard while playing it.
struct PlayedEvent {
    MidiMessage message;
    Tick tick;
    /// As in `PlayheadSpot`.
    std::uint32_t pass = 0;
    /// Whether the score was playing then.
    bool playing = false;

    friend bool operator==(const PlayedEvent&, const PlayedEvent&) = default;
};

/// Carries what arrives at the input ports to the audio thread, each with the time of its arrival:
/// drivers' own time stamps are distances and drift.
class MidiInput {
public:
    struct Arrival {
        Pacemaker::Clock::time_point when;
        MidiMessage message;
    };

    explicit MidiInput(std::shared_ptr<Pacemaker> time)
        : m_time(std::move(time)) {}

    /// What the port of that number calls, on its own thread. Must not be called after this has
    /// gone.
    [[nodiscard]] MidiReceiver receiver(int port) {
        return [this, port](const MidiMessage& message) {
            // A full queue means that nobody plays: nothing is lost that could be heard.
            static_cast<void>(m_arrivals[port].push({m_time->now(), message}));
        };
    }
    /// Audio thread. The next message of any port.
    [[nodiscard]] std::optional<Arrival> next() noexcept {
        for (auto& arrivals : m_arrivals) {
            if (const std::optional<Arrival> arrival = arrivals.pop()) {
                return arrival;
            }
        }
        return std::nullopt;
    }

private:
    std::shared_ptr<Pacemaker> m_time;
    std::array<SpscQueue<Arrival, 1024>, kMostMidiPorts> m_arrivals;
};

} // namespace cantilena
