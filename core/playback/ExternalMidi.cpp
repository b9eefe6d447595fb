#include "core/playback/ExternalMidi.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace cantilena {

namespace {

/// Bandwidth of the loop: slow enough to smooth the jitter of callbacks, fast enough to follow a
/// clock that drifts.
constexpr double kLoopHertz = 0.25;
/// A block this far from where it was expected means that the stream was interrupted.
constexpr double kLostSeconds = 0.25;
/// The sender looks at its queue this often at least.
constexpr auto kNap = std::chrono::milliseconds(1);
/// Drivers may lose the last messages before a port is closed.
constexpr auto kBeforeClosing = std::chrono::milliseconds(100);

constexpr int kNoteOff = 0x80;
constexpr int kNoteOn = 0x90;
constexpr int kControlChange = 0xB0;
constexpr int kProgramChange = 0xC0;
constexpr int kPitchBend = 0xE0;
constexpr int kSongPosition = 0xF2;
constexpr int kTimingClock = 0xF8;
constexpr int kStart = 0xFA;
constexpr int kContinue = 0xFB;
constexpr int kStop = 0xFC;
constexpr std::int64_t kLastSongPosition = 16383;

std::uint8_t byte(int value) {
    return static_cast<std::uint8_t>(value);
}

} // namespace

void BlockClock::beginBlock(std::int64_t frame, int frames, double sampleRate,
                            double now) noexcept {
    const double nominal = 1.0 / sampleRate;
    const double error = m_running ? now - timeOf(frame) : 0.0;
    if (!m_running || std::abs(error) > kLostSeconds) {
        m_running = true;
        m_frame = frame;
        m_begin = now;
        m_secondsPerFrame = nominal;
        return;
    }
    const double omega = 2.0 * std::numbers::pi * kLoopHertz * frames * nominal;
    m_begin = timeOf(frame) + std::numbers::sqrt2 * omega * error;
    m_frame = frame;
    const double rate = m_secondsPerFrame + omega * omega * error / std::max(frames, 1);
    m_secondsPerFrame = std::clamp(rate, 0.99 * nominal, 1.01 * nominal);
}

double BlockClock::timeOf(std::int64_t frame) const noexcept {
    return m_begin + static_cast<double>(frame - m_frame) * m_secondsPerFrame;
}

std::int64_t BlockClock::frameAt(double time) const noexcept {
    return m_running ? m_frame + std::llround((time - m_begin) / m_secondsPerFrame) : m_frame;
}

ExternalMidi::ExternalMidi(std::shared_ptr<Pacemaker> time)
    : m_time(std::move(time)) {}

ExternalMidi::~ExternalMidi() {
    close();
    finishClosing();
}

void ExternalMidi::open(std::unique_ptr<MidiOut> port) {
    close();
    finishClosing();
    if (!port) {
        return;
    }
    m_port = std::move(port);
    m_runs.store(true);
    m_thread = std::jthread([this](const std::stop_token& token) { run(token); });
    m_open.store(true);
}

void ExternalMidi::close() {
    m_open.store(false);
    m_thread.request_stop();
}

void ExternalMidi::finishClosing() {
    m_thread = {};
    while (m_queue.pop()) {
    }
    m_panicsDone = m_panicsAsked.load();
}

void ExternalMidi::beginBlock(std::int64_t frame, int frames, double sampleRate,
                              Clock::time_point now) noexcept {
    const double seconds = std::chrono::duration<double>(now.time_since_epoch()).count();
    m_clock.beginBlock(frame, frames, sampleRate, seconds);
}

void ExternalMidi::take(const SoundEvent& event) noexcept {
    if (!m_open.load(std::memory_order_relaxed)) {
        return;
    }
    if (event.kind == SoundEvent::Kind::Panic) {
        m_panicsAsked.fetch_add(1);
    }
    const double seconds = m_clock.timeOf(event.frame) + m_delay.load(std::memory_order_relaxed);
    const auto when = Clock::time_point(
        std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds)));
    if (!m_queue.push({when, event})) {
        m_overflowed.store(true);
    }
}

void ExternalMidi::run(const std::stop_token& token) {
    sendUntil(token);
    silence();
    std::this_thread::sleep_for(kBeforeClosing);
    m_port.reset();
    m_runs.store(false);
}

void ExternalMidi::sendUntil(const std::stop_token& token) {
    while (!token.stop_requested()) {
        if (m_overflowed.exchange(false)) {
            silence();
        }
        const std::optional<Due> due = m_queue.pop();
        if (!due) {
            m_time->waitUntil(m_time->now() + kNap, token);
            continue;
        }
        while (!token.stop_requested() && !isPanicAsked() && m_time->now() < due->when) {
            m_time->waitUntil(std::min(due->when, m_time->now() + kNap), token);
        }
        if (due->event.kind == SoundEvent::Kind::Panic) {
            ++m_panicsDone;
        }
        if (!isPanicAsked() || due->event.kind != SoundEvent::Kind::NoteOn) {
            deliver(due->event);
        }
    }
}

void ExternalMidi::deliver(const SoundEvent& event) noexcept {
    const int channel = event.channel % 16;
    switch (event.kind) {
    case SoundEvent::Kind::NoteOn:
        m_held[channel][event.number & 0x7F] = true;
        send(kNoteOn | channel, event.number, event.value);
        break;
    case SoundEvent::Kind::NoteOff:
        // What was silenced meanwhile needs no end.
        if (std::exchange(m_held[channel][event.number & 0x7F], false)) {
            send(kNoteOff | channel, event.number, 64);
        }
        break;
    case SoundEvent::Kind::Controller:
        send(kControlChange | channel, event.number, event.value);
        break;
    case SoundEvent::Kind::Program: send(kProgramChange | channel, event.number, -1); break;
    case SoundEvent::Kind::PitchBend:
        send(kPitchBend | channel, event.value & 0x7F, event.value >> 7);
        break;
    case SoundEvent::Kind::Panic: silence(); break;
    case SoundEvent::Kind::Start: send(kStart, -1, -1); break;
    case SoundEvent::Kind::Continue: {
        const auto position = static_cast<int>(std::min(event.position, kLastSongPosition));
        send(kSongPosition, position & 0x7F, position >> 7);
        send(kContinue, -1, -1);
        break;
    }
    case SoundEvent::Kind::Stop: send(kStop, -1, -1); break;
    case SoundEvent::Kind::Clock: send(kTimingClock, -1, -1); break;
    }
}

/// Note-offs for receivers that know nothing else, then all the ways to ask for silence.
void ExternalMidi::silence() noexcept {
    for (int channel = 0; channel < 16; ++channel) {
        for (int key = 0; key < 128; ++key) {
            if (m_held[channel][key]) {
                send(kNoteOff | channel, key, 64);
            }
        }
        m_held[channel].fill(false);
    }
    for (int channel = 0; channel < 16; ++channel) {
        for (const int controller : {64, 120, 123, 121}) {
            send(kControlChange | channel, controller, 0);
        }
        send(kPitchBend | channel, 0, 64);
    }
}

/// A negative byte is none.
void ExternalMidi::send(int status, int first, int second) noexcept {
    MidiMessage message;
    message.bytes[0] = byte(status);
    message.size = 1;
    for (const int data : {first, second}) {
        if (data >= 0) {
            message.bytes[message.size++] = byte(data);
        }
    }
    m_port->send(message);
}

} // namespace cantilena
