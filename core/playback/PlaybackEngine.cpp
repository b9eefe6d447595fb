#include "core/playback/PlaybackEngine.h"

#include "core/base/SnapshotCell.h"
#include "core/playback/ExternalMidi.h"
#include "core/playback/LiveRenderer.h"
#include "core/playback/NullOutput.h"
#include "core/playback/PlaybackSnapshot.h"

#include <algorithm>
#include <chrono>

namespace cantilena {

namespace {

using Clock = std::chrono::steady_clock;

/// A device that has not asked for sound for this long has died.
constexpr auto kDeadAfter = std::chrono::milliseconds(1500);
/// Servers take a second or two to begin.
constexpr auto kSlowStart = std::chrono::seconds(5);

/// Where playing ends by itself: the end of the bar in which the last note ends.
std::optional<Tick> endOfMusic(const Score& score) {
    const Tick end = score.end();
    if (end <= Tick{}) {
        return std::nullopt;
    }
    return score.meterMap().barAround(end - Tick{1}).end;
}

} // namespace

class PlaybackEngine::Private {
public:
    explicit Private(PlaybackParts parts)
        : m_parts(std::move(parts)) {}
    ~Private() { closeOutput(); }

    void open(const SynthSettings& synth, const AudioOutputSettings& output);
    void publish();
    void send(Command command);
    void sendTransport(Command command, bool playing, std::optional<Tick> tick);
    void fallBack(std::string reason);
    void closeOutput();

    PlaybackParts m_parts;
    std::shared_ptr<const Score> m_score;
    std::shared_ptr<const PlaybackSnapshot> m_snapshot;
    std::optional<TickRange> m_loop;

    SynthSettings m_synthSettings;
    AudioOutputSettings m_outputSettings;
    std::string m_synthFailure;
    std::string m_outputFailure;
    std::string m_soundFontName;

    /// What was asked of the transport and may not have been done yet.
    std::uint64_t m_serial = 0;
    bool m_askedPlaying = false;
    std::optional<Tick> m_askedTick;

    std::uint64_t m_seenCallbacks = 0;
    Clock::time_point m_callbackSeenAt;
    bool m_outputHasCalled = false;

    LiveRenderer m_renderer;
    /// After the renderer, which it calls: so it goes first.
    std::unique_ptr<AudioOutput> m_output;

private:
    Result<void> startOutput(const AudioOutputSettings& settings);
    void startNullOutput();
    void makeSynth();
    void listenTo(std::unique_ptr<AudioOutput> output);
    /// A silent output that is late misses nothing.
    [[nodiscard]] double bufferSeconds() const {
        return m_output->isAudible() ? m_output->latencySeconds() : 3600.0;
    }
};

void PlaybackEngine::Private::open(const SynthSettings& synth, const AudioOutputSettings& output) {
    closeOutput();
    m_synthSettings = synth;
    m_outputSettings = output;
    m_outputFailure.clear();
    if (Result<void> started = startOutput(output); !started) {
        m_outputFailure = started.error().message;
        startNullOutput();
    }
    makeSynth();
    m_renderer.begin(m_output->sampleRate(), bufferSeconds());
}

Result<void> PlaybackEngine::Private::startOutput(const AudioOutputSettings& settings) {
    if (!m_parts.makeOutput) {
        return Error{ErrorCode::Unavailable, "No sound output is built in"};
    }
    Result<std::unique_ptr<AudioOutput>> made = m_parts.makeOutput(settings);
    if (!made) {
        return made.error();
    }
    std::unique_ptr<AudioOutput> output = std::move(made).value();
    Result<void> started = output->start(
        [this](float* left, float* right, int frames) { m_renderer.render(left, right, frames); });
    if (started) {
        listenTo(std::move(output));
    }
    return started;
}

void PlaybackEngine::Private::startNullOutput() {
    std::unique_ptr<AudioOutput> output = makeNullOutput(m_outputSettings);
    const Result<void> started = output->start(
        [this](float* left, float* right, int frames) { m_renderer.render(left, right, frames); });
    if (started) {
        listenTo(std::move(output));
    }
}

void PlaybackEngine::Private::listenTo(std::unique_ptr<AudioOutput> output) {
    m_output = std::move(output);
    m_renderer.midi().setDelay(m_output->latencySeconds());
    m_seenCallbacks = m_renderer.callbacks();
    m_callbackSeenAt = Clock::now();
    m_outputHasCalled = false;
}

void PlaybackEngine::Private::makeSynth() {
    m_soundFontName.clear();
    m_synthFailure.clear();
    m_renderer.setSynth(nullptr);
    if (!m_parts.makeSynth) {
        m_synthFailure = "No synthesizer is built in";
        return;
    }
    SynthSettings settings = m_synthSettings;
    settings.sampleRate = m_output->sampleRate();
    Result<std::unique_ptr<Synth>> made = m_parts.makeSynth(settings);
    if (!made) {
        m_synthFailure = made.error().message;
        return;
    }
    m_soundFontName = (*made)->soundFontName();
    m_renderer.setSynth(std::move(made).value());
}

void PlaybackEngine::Private::closeOutput() {
    m_renderer.end();
    if (m_output) {
        m_output->stop();
        m_output.reset();
    }
}

void PlaybackEngine::Private::fallBack(std::string reason) {
    const double rate = m_output->sampleRate();
    closeOutput();
    m_outputFailure = std::move(reason);
    m_outputSettings.sampleRate = rate;
    startNullOutput();
    m_renderer.begin(rate, bufferSeconds());
}

void PlaybackEngine::Private::publish() {
    static const Score kEmpty;
    const Score& score = m_score ? *m_score : kEmpty;
    auto snapshot = std::make_shared<PlaybackSnapshot>(makeSnapshot(score, m_snapshot.get()));
    snapshot->loop = m_loop;
    snapshot->stopAt = endOfMusic(score);
    m_snapshot = std::move(snapshot);
    m_renderer.publish(m_snapshot);
}

void PlaybackEngine::Private::send(Command command) {
    m_renderer.post(command);
}

void PlaybackEngine::Private::sendTransport(Command command, bool playing,
                                            std::optional<Tick> tick) {
    command.serial = ++m_serial;
    m_askedPlaying = playing;
    m_askedTick = tick;
    m_renderer.post(command);
}

PlaybackEngine::PlaybackEngine(PlaybackParts parts)
    : m_private(std::make_unique<Private>(std::move(parts))) {}

PlaybackEngine::~PlaybackEngine() = default;

void PlaybackEngine::open(const SynthSettings& synth, const AudioOutputSettings& output) {
    m_private->open(synth, output);
}

void PlaybackEngine::setScore(std::shared_ptr<const Score> score) {
    m_private->m_score = std::move(score);
    m_private->publish();
}

void PlaybackEngine::play() {
    m_private->sendTransport({Command::Kind::Play}, true, std::nullopt);
}

void PlaybackEngine::pause() {
    m_private->sendTransport({Command::Kind::Pause}, false, std::nullopt);
}

void PlaybackEngine::stop() {
    m_private->sendTransport({Command::Kind::Stop}, false, std::nullopt);
}

void PlaybackEngine::seek(Tick tick) {
    const Tick clamped = std::clamp(tick, Tick{}, kLongestScore);
    Command command{Command::Kind::Seek};
    command.tick = clamped;
    m_private->sendTransport(command, isPlaying(), clamped);
}

void PlaybackEngine::setLoop(std::optional<TickRange> range) {
    m_private->m_loop = range && !range->isEmpty() && range->begin >= Tick{} ? range : std::nullopt;
    m_private->publish();
}

bool PlaybackEngine::isPlaying() const {
    const TransportState state = m_private->m_renderer.transport();
    return state.serial < m_private->m_serial ? m_private->m_askedPlaying : state.playing;
}

Tick PlaybackEngine::playhead() const {
    const TransportState state = m_private->m_renderer.transport();
    const bool pending = state.serial < m_private->m_serial;
    return pending && m_private->m_askedTick ? *m_private->m_askedTick : state.position;
}

void PlaybackEngine::startNote(std::size_t track, Pitch pitch, int velocity) {
    const std::shared_ptr<const Score>& score = m_private->m_score;
    if (!score || track >= std::min(score->tracks.size(), kMostLanes) || !pitch.isValid()) {
        return;
    }
    Command command{Command::Kind::StartNote};
    command.track = static_cast<std::uint32_t>(track);
    command.channel = synthChannel(track, score->tracks[track]->channel);
    command.key = pitch.number;
    command.velocity = std::clamp(velocity, 1, 127);
    m_private->send(command);
}

void PlaybackEngine::endNote(std::size_t track, Pitch pitch) {
    Command command{Command::Kind::EndNote};
    command.track = static_cast<std::uint32_t>(track);
    command.key = pitch.number;
    m_private->send(command);
}

void PlaybackEngine::panic() {
    m_private->send({Command::Kind::Panic});
}

std::vector<std::string> PlaybackEngine::midiOutputs() const {
    return m_private->m_parts.midiOutNames ? m_private->m_parts.midiOutNames()
                                           : std::vector<std::string>();
}

Result<void> PlaybackEngine::setMidiOutput(const std::string& portName) {
    ExternalMidi& midi = m_private->m_renderer.midi();
    if (portName.empty()) {
        midi.close();
        return {};
    }
    if (!m_private->m_parts.openMidiOut) {
        return Error{ErrorCode::Unavailable, "No MIDI ports are built in"};
    }
    Result<std::unique_ptr<MidiOut>> port = m_private->m_parts.openMidiOut(portName);
    if (!port) {
        return port.error();
    }
    midi.open(std::move(port).value());
    m_private->send({Command::Kind::Resend});
    return {};
}

std::string PlaybackEngine::midiOutput() const {
    return m_private->m_renderer.midi().name();
}

PlaybackHealth PlaybackEngine::health() {
    Private& p = *m_private;
    PlaybackHealth health;
    if (!p.m_output) {
        health.sentence = "Sound has not been opened yet.";
        return health;
    }
    const std::uint64_t callbacks = p.m_renderer.callbacks();
    const auto now = Clock::now();
    if (callbacks != p.m_seenCallbacks) {
        p.m_seenCallbacks = callbacks;
        p.m_callbackSeenAt = now;
        p.m_outputHasCalled = true;
    } else if (now - p.m_callbackSeenAt > (p.m_outputHasCalled ? kDeadAfter : kSlowStart) &&
               p.m_output->isAudible()) {
        p.fallBack(p.m_output->name() + " stopped asking for sound");
    }
    p.m_renderer.collect();
    const RenderFigures figures = p.m_renderer.takeFigures();
    health.audible = p.m_output->isAudible() && p.m_synthFailure.empty();
    health.latencyMilliseconds = 1000.0 * p.m_output->latencySeconds();
    health.missedBuffers = figures.missedBuffers;
    health.worstCallbackShare = figures.worstShare;
    health.voices = figures.voices;
    health.peakLeft = figures.peakLeft;
    health.peakRight = figures.peakRight;
    if (health.audible) {
        health.sentence = p.m_soundFontName + ", " + p.m_output->name();
    } else if (p.m_synthFailure.empty()) {
        health.sentence = "Nothing can be heard: " + p.m_outputFailure + ".";
    } else if (p.m_outputFailure.empty()) {
        health.sentence = "Nothing can be heard: " + p.m_synthFailure + ".";
    } else {
        health.sentence =
            "Nothing can be heard: " + p.m_outputFailure + "; and " + p.m_synthFailure + ".";
    }
    return health;
}

} // namespace cantilena
