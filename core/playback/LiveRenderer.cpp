#include "core/playback/LiveRenderer.h"

#include "core/playback/RealtimeScope.h"
#include "core/playback/SoftClip.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cantilena {

namespace {

/// The reader resets what the writer raises, so the writer may not overwrite blindly.
template <typename T>
void raise(std::atomic<T>& highest, T value) noexcept {
    T known = highest.load(std::memory_order_relaxed);
    while (value > known && !highest.compare_exchange_weak(known, value)) {
    }
}

float peakOf(const float* samples, int frames) noexcept {
    float peak = 0.0F;
    for (int i = 0; i < frames; ++i) {
        peak = std::max(peak, std::abs(samples[i]));
    }
    return peak;
}

} // namespace

LiveRenderer::LiveRenderer(std::shared_ptr<Pacemaker> time)
    : m_time(std::move(time))
    , m_midi(m_time)
    , m_sequencer(kFirstSampleRate) {
    m_sequencer.setListener(&m_midi);
}

void LiveRenderer::begin(std::uint64_t ticket, double sampleRate, double bufferSeconds) {
    m_sampleRate = sampleRate;
    m_bufferSeconds = bufferSeconds;
    m_lastBegan = m_time->now();
    m_sequencer.setSampleRate(sampleRate);
    m_ticket.store(ticket, std::memory_order_release);
}

void LiveRenderer::end() {
    m_ticket.store(0, std::memory_order_release);
}

void LiveRenderer::publish(std::shared_ptr<const PlaybackSnapshot> snapshot) {
    m_snapshots.publish(std::move(snapshot));
}

void LiveRenderer::setSynth(std::unique_ptr<Synth> synth) {
    auto loaded = std::make_shared<LoadedSynth>();
    loaded->synth = std::move(synth);
    m_synths.publish(std::move(loaded));
}

void LiveRenderer::post(const Command& command) {
    // A full queue means that nobody reads it: the state then stands still as well.
    static_cast<void>(m_commands.push(command));
}

void LiveRenderer::collect() {
    m_snapshots.collect();
    m_synths.collect();
}

TransportState LiveRenderer::transport() const noexcept {
    TransportState state;
    state.serial = m_serial.load(std::memory_order_acquire);
    state.playing = m_playing.load(std::memory_order_relaxed);
    state.position = Tick{m_position.load(std::memory_order_relaxed)};
    return state;
}

RenderFigures LiveRenderer::takeFigures() noexcept {
    RenderFigures figures;
    figures.missedBuffers = m_missed.load();
    figures.worstShare = m_worstShare.exchange(0.0);
    figures.voices = m_voices.load();
    figures.peakLeft = m_peakLeft.exchange(0.0F);
    figures.peakRight = m_peakRight.exchange(0.0F);
    return figures;
}

void LiveRenderer::render(std::uint64_t ticket, float* left, float* right, int frames) noexcept {
    const RealtimeScope scope;
    if (ticket != m_ticket.load(std::memory_order_acquire)) {
        std::fill_n(left, frames, 0.0F);
        std::fill_n(right, frames, 0.0F);
        return;
    }
    m_callbacks.fetch_add(1, std::memory_order_relaxed);
    const auto began = m_time->now();
    m_midi.beginBlock(m_sequencer.frame(), frames, m_sampleRate, began);
    takeSynth();
    takeSnapshot();
    takeCommands();
    m_sequencer.render(left, right, frames);
    raise(m_peakLeft, peakOf(left, frames));
    raise(m_peakRight, peakOf(right, frames));
    softClip(left, frames);
    softClip(right, frames);
    publishState();
    measure(frames, began);
}

void LiveRenderer::takeSynth() noexcept {
    const LoadedSynth* loaded = m_synths.acquire();
    if (loaded != m_playingSynth) {
        m_playingSynth = loaded;
        m_sequencer.setSynth(loaded ? loaded->synth.get() : nullptr);
    }
}

void LiveRenderer::takeSnapshot() noexcept {
    const PlaybackSnapshot* snapshot = m_snapshots.acquire();
    if (snapshot != m_playingSnapshot) {
        m_playingSnapshot = snapshot;
        m_sequencer.setSnapshot(snapshot);
    }
}

void LiveRenderer::takeCommands() noexcept {
    while (const std::optional<Command> command = m_commands.pop()) {
        carryOut(*command);
        m_doneSerial = std::max(m_doneSerial, command->serial);
    }
}

void LiveRenderer::carryOut(const Command& command) noexcept {
    switch (command.kind) {
    case Command::Kind::Play: m_sequencer.play(command.tick, command.until); break;
    case Command::Kind::Pause: m_sequencer.pause(); break;
    case Command::Kind::Stop: m_sequencer.stop(); break;
    case Command::Kind::Seek: m_sequencer.seek(command.tick); break;
    case Command::Kind::StartNote:
        m_sequencer.startNote(command.track, command.channel, command.key, command.velocity);
        break;
    case Command::Kind::EndNote: m_sequencer.endNote(command.track, command.key); break;
    case Command::Kind::Panic: m_sequencer.panic(); break;
    case Command::Kind::Resend: m_sequencer.resend(); break;
    case Command::Kind::SetSpeed: m_sequencer.setSpeed(command.speed); break;
    case Command::Kind::SetMetronome: m_sequencer.setMetronome(command.on); break;
    case Command::Kind::SetClock: m_sequencer.setClock(command.on); break;
    }
}

void LiveRenderer::publishState() noexcept {
    m_position.store(m_sequencer.position().value, std::memory_order_relaxed);
    m_playing.store(m_sequencer.isPlaying(), std::memory_order_relaxed);
    m_serial.store(m_doneSerial, std::memory_order_release);
}

void LiveRenderer::measure(int frames, Clock::time_point began) noexcept {
    const double available = frames / m_sampleRate;
    const double used = std::chrono::duration<double>(m_time->now() - began).count();
    raise(m_worstShare, used / available);
    const double sinceLast = std::chrono::duration<double>(began - m_lastBegan).count();
    m_lastBegan = began;
    if (used > available || sinceLast > available + m_bufferSeconds) {
        m_missed.fetch_add(1, std::memory_order_relaxed);
    }
    const Synth* synth = m_playingSynth ? m_playingSynth->synth.get() : nullptr;
    m_voices.store(synth ? synth->activeVoices() : 0, std::memory_order_relaxed);
}

} // namespace cantilena
