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
    , m_input(m_time)
    , m_midi(m_time)
    , m_sequencer(kFirstSampleRate) {
    m_inputKeys.fill(kNoTrack);
    m_sequencer.setListener(&m_midi);
}

void LiveRenderer::begin(std::uint64_t ticket, double sampleRate, double bufferSeconds) {
    m_sampleRate = sampleRate;
    m_bufferSeconds = bufferSeconds;
    m_lastBegan = m_time->now();
    m_clock.restart();
    m_midi.restartClock();
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

std::vector<PlayedEvent> LiveRenderer::takePlayed() {
    std::vector<PlayedEvent> events;
    while (const std::optional<PlayedEvent> event = m_played.pop()) {
        events.push_back(*event);
    }
    return events;
}

TransportState LiveRenderer::transport() const noexcept {
    TransportState state;
    state.serial = m_serial.load(std::memory_order_acquire);
    state.playing = m_playing.load(std::memory_order_relaxed);
    state.waiting = m_waiting.load(std::memory_order_relaxed);
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
    const double seconds = std::chrono::duration<double>(began.time_since_epoch()).count();
    m_clock.beginBlock(m_sequencer.frame(), frames, m_sampleRate, seconds);
    takeSynth();
    takeSnapshot();
    takeCommands();
    takeInput();
    m_sequencer.render(left, right, frames);
    m_testTone.addTo(left, right, frames);
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
    case Command::Kind::Play:
        m_waitsForNote = false;
        m_sequencer.play(command.tick, command.until);
        break;
    case Command::Kind::PlayOnNote: m_waitsForNote = !m_sequencer.isPlaying(); break;
    case Command::Kind::Pause:
        m_waitsForNote = false;
        m_sequencer.pause();
        break;
    case Command::Kind::Stop:
        m_waitsForNote = false;
        m_sequencer.stop();
        break;
    case Command::Kind::Seek: m_sequencer.seek(command.tick); break;
    case Command::Kind::StartNote:
        m_sequencer.startNote(command.track, command.key, command.velocity);
        break;
    case Command::Kind::EndNote: m_sequencer.endNote(command.track, command.key); break;
    case Command::Kind::Panic: m_sequencer.panic(); break;
    case Command::Kind::Resend: m_sequencer.resend(); break;
    case Command::Kind::SetSpeed: m_sequencer.setSpeed(command.speed); break;
    case Command::Kind::SetMetronome: m_sequencer.setMetronome(command.on); break;
    case Command::Kind::SetClock: m_sequencer.setClock(command.on); break;
    case Command::Kind::SetInputTrack:
        setInputTrack(command.on ? std::optional(command.track) : std::nullopt);
        break;
    case Command::Kind::TestTone: m_testTone.begin(m_sampleRate); break;
    }
}

// What a person plays

void LiveRenderer::takeInput() noexcept {
    while (const std::optional<MidiInput::Arrival> arrival = m_input.next()) {
        if (m_waitsForNote && arrival->message.isNoteOn()) {
            m_waitsForNote = false;
            m_keyStart = m_sequencer.position();
            m_sequencer.play();
            m_keyStartFrame = m_sequencer.frame();
        }
        playThrough(arrival->message);
        // A full queue means that nobody records.
        static_cast<void>(m_played.push(stamped(*arrival)));
    }
}

PlayedEvent LiveRenderer::stamped(const MidiInput::Arrival& arrival) const noexcept {
    const double when = std::chrono::duration<double>(arrival.when.time_since_epoch()).count();
    const std::int64_t heard = m_clock.frameAt(when - m_inputDelay.load(std::memory_order_relaxed));
    if (m_sequencer.isPlaying() && heard < m_keyStartFrame) {
        return {arrival.message, m_keyStart, 0, true};
    }
    const PlayheadSpot spot = m_sequencer.trail().at(heard);
    return {arrival.message, Tick{std::llround(spot.tick)}, spot.pass, spot.playing};
}

void LiveRenderer::playThrough(const MidiMessage& message) noexcept {
    constexpr int kSustain = 64;
    constexpr int kFirstChannelMode = 120;
    if (message.isNoteOn() || message.isNoteOff()) {
        const int key = message.bytes[1] & 0x7F;
        endInputKey(key);
        if (message.isNoteOn() && m_inputTrack) {
            m_inputKeys[key] = static_cast<std::int32_t>(*m_inputTrack);
            m_sequencer.startNote(*m_inputTrack, key, message.bytes[2]);
        }
    } else if (m_inputTrack && message.isPitchBend()) {
        m_sequencer.control(*m_inputTrack, kPitchBendController, message.bend());
    } else if (m_inputTrack && message.isController() && message.bytes[1] < kFirstChannelMode) {
        m_inputPedal = message.bytes[1] == kSustain ? message.bytes[2] > 0 : m_inputPedal;
        m_sequencer.control(*m_inputTrack, message.bytes[1], message.bytes[2]);
    }
}

void LiveRenderer::endInputKey(int key) noexcept {
    if (m_inputKeys[key] != kNoTrack) {
        m_sequencer.endNote(static_cast<std::uint32_t>(m_inputKeys[key]), key);
        m_inputKeys[key] = kNoTrack;
    }
}

void LiveRenderer::setInputTrack(std::optional<std::uint32_t> track) noexcept {
    constexpr int kSustain = 64;
    if (m_inputTrack && m_inputPedal && track != m_inputTrack) {
        m_inputPedal = false;
        m_sequencer.control(*m_inputTrack, kSustain, 0);
    }
    m_inputTrack = track;
}

void LiveRenderer::publishState() noexcept {
    m_position.store(m_sequencer.position().value, std::memory_order_relaxed);
    m_playing.store(m_sequencer.isPlaying(), std::memory_order_relaxed);
    m_waiting.store(m_waitsForNote, std::memory_order_relaxed);
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
