#pragma once

#include "core/base/SpscQueue.h"
#include "core/playback/EventSink.h"
#include "core/playback/MidiPort.h"
#include "core/playback/Pacemaker.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace cantilena {

/// Follows the clock of a stream of blocks whose callbacks come late by varying amounts: a
/// delay-locked loop (Adriaensen 2005, "Using a DLL to filter time"), so that events keep their
/// distance. Belongs to the thread that renders.
class BlockClock {
public:
    /// Forgets what it has learnt.
    void restart() noexcept { m_running = false; }
    /// A block of `frames` that begins at `frame` is being asked for at `now` (seconds).
    void beginBlock(std::int64_t frame, int frames, double sampleRate, double now) noexcept;
    /// When `frame` is due, in seconds of the same clock.
    [[nodiscard]] double timeOf(std::int64_t frame) const noexcept;
    /// The frame that is due at that time.
    [[nodiscard]] std::int64_t frameAt(double time) const noexcept;

private:
    bool m_running = false;
    std::int64_t m_frame = 0;
    double m_begin = 0.0;
    double m_secondsPerFrame = 0.0;
};

/// Turns events of one port's 16 channels into messages and sends each when it is due, from a
/// thread of its own. `take` and `beginBlock` belong to the audio thread, all else to the thread
/// that made it.
class ExternalMidi final : public EventSink {
public:
    using Clock = Pacemaker::Clock;

    explicit ExternalMidi(std::shared_ptr<Pacemaker> time = realTime());
    ~ExternalMidi() override;
    ExternalMidi(const ExternalMidi&) = delete;
    ExternalMidi& operator=(const ExternalMidi&) = delete;

    /// Sends to that port from now on. What sounded on the former one is silenced first; where that
    /// is still being closed, this waits for it.
    void open(std::unique_ptr<MidiOut> port);
    /// Returns at once: the sending thread silences what sounds and closes the port a little later.
    void close();
    /// The port is not yet closed.
    [[nodiscard]] bool isClosing() const noexcept { return !m_open.load() && m_runs.load(); }
    [[nodiscard]] bool isOpen() const noexcept { return m_open.load(); }
    /// Added to when each event is due: the output's latency, and what the person sets.
    void setDelay(double seconds) noexcept { m_delay.store(seconds); }

    /// Another device begins; no block may be under way.
    void restartClock() noexcept { m_clock.restart(); }
    void beginBlock(std::int64_t frame, int frames, double sampleRate,
                    Clock::time_point now) noexcept;
    void take(const SoundEvent& event) noexcept override;

private:
    struct Due {
        Clock::time_point when;
        SoundEvent event;
    };

    void run(const std::stop_token& token);
    void sendUntil(const std::stop_token& token);
    void finishClosing();
    /// A panic waits for nothing, and no note begins before it.
    [[nodiscard]] bool isPanicAsked() const noexcept {
        return m_panicsAsked.load() != m_panicsDone;
    }
    void deliver(const SoundEvent& event) noexcept;
    void silence() noexcept;
    void send(int status, int first, int second) noexcept;

    std::shared_ptr<Pacemaker> m_time;
    std::atomic<bool> m_open{false};
    /// The sending thread has its port.
    std::atomic<bool> m_runs{false};
    std::atomic<bool> m_overflowed{false};
    std::atomic<double> m_delay{0.0};
    std::atomic<std::uint32_t> m_panicsAsked{0};
    BlockClock m_clock;
    SpscQueue<Due, 4096> m_queue;

    // Of the sending thread, while it runs.
    std::uint32_t m_panicsDone = 0;
    std::unique_ptr<MidiOut> m_port;
    std::array<std::array<bool, 128>, 16> m_held{};
    std::jthread m_thread;
};

} // namespace cantilena
