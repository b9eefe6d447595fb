#pragma once

#include "core/playback/Channels.h"
#include "core/playback/ExternalMidi.h"

#include <array>
#include <atomic>
#include <memory>

namespace cantilena {

/// Leads the sequencer's events to the external ports: a note to the port of its channel, the clock
/// to every port that wants it, a panic to all. `take` and `beginBlock` belong to the audio thread,
/// all else to the thread that made it.
class MidiRouter final : public EventSink {
public:
    explicit MidiRouter(const std::shared_ptr<Pacemaker>& time) {
        for (std::unique_ptr<ExternalMidi>& port : m_ports) {
            port = std::make_unique<ExternalMidi>(time);
        }
    }

    [[nodiscard]] ExternalMidi& port(int number) noexcept { return *m_ports[number]; }
    void setClock(int port, bool wanted) noexcept { m_wantsClock[port].store(wanted); }

    /// Another device begins; no block may be under way.
    void restartClock() noexcept {
        for (const std::unique_ptr<ExternalMidi>& port : m_ports) {
            port->restartClock();
        }
    }
    void beginBlock(std::int64_t frame, int frames, double sampleRate,
                    ExternalMidi::Clock::time_point now) noexcept {
        for (const std::unique_ptr<ExternalMidi>& port : m_ports) {
            port->beginBlock(frame, frames, sampleRate, now);
        }
    }
    void take(const SoundEvent& event) noexcept override {
        switch (event.kind) {
        case SoundEvent::Kind::Panic: takeEverywhere(event, false); break;
        case SoundEvent::Kind::Start:
        case SoundEvent::Kind::Continue:
        case SoundEvent::Kind::Stop:
        case SoundEvent::Kind::Clock: takeEverywhere(event, true); break;
        default:
            if (!isSynthChannel(event.channel)) {
                m_ports[midiPortOf(event.channel)]->take(event);
            }
        }
    }

private:
    void takeEverywhere(const SoundEvent& event, bool asClock) noexcept {
        for (int i = 0; i < kMostMidiPorts; ++i) {
            if (!asClock || m_wantsClock[i].load(std::memory_order_relaxed)) {
                m_ports[i]->take(event);
            }
        }
    }

    std::array<std::unique_ptr<ExternalMidi>, kMostMidiPorts> m_ports;
    std::array<std::atomic<bool>, kMostMidiPorts> m_wantsClock{};
};

} // namespace cantilena
