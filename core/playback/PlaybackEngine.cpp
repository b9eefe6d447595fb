#include "core/playback/PlaybackEngine.h"

#include "core/playback/LiveRenderer.h"
#include "core/playback/NullOutput.h"
#include "core/playback/PlaybackSnapshot.h"
#include "core/playback/SoundOpener.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace cantilena {

namespace {

using Clock = Pacemaker::Clock;

/// A device that has not asked for sound for this long has died.
constexpr auto kDeadAfter = std::chrono::milliseconds(1500);
/// Servers take a second or two to begin.
constexpr auto kSlowStart = std::chrono::seconds(5);
constexpr auto kRetryAfter = std::chrono::seconds(5);
constexpr int kLongestCountIn = 8;

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
        : m_parts(std::move(parts))
        , m_renderer(m_parts.time)
        , m_midi(m_parts.midi, m_parts.time, m_renderer.midi(), m_renderer.input())
        , m_opener(m_parts.makeSynth, m_parts.makeOutput) {}
    ~Private() { closeOutput(); }

    void open(const SynthSettings& synth, const AudioOutputSettings& output);
    void loadFont(const std::filesystem::path& soundFont);
    void takeOpened();
    void watchOutput();
    void finish();
    [[nodiscard]] std::string sentence() const;
    [[nodiscard]] bool isAudible() const { return m_output && m_output->isAudible() && m_hasSynth; }
    [[nodiscard]] bool isOpening() const { return m_opening; }

    void publish();
    void updateMidi();
    void applyLatency();
    void openOutput(const AudioOutputSettings& output);
    void sendTransport(Command command, bool playing, std::optional<Tick> tick);

    PlaybackParts m_parts;
    std::shared_ptr<const Score> m_score;
    std::optional<TickRange> m_loop;
    std::string m_notice;
    std::shared_ptr<const std::vector<Instrument>> m_instruments;
    double m_inputDelay = 0.0;

    LiveRenderer m_renderer;
    /// After the renderer, whose queues its ports fill.
    MidiConnections m_midi;
    /// After the renderer, which it calls: so it goes first.
    std::unique_ptr<AudioOutput> m_output;

    bool m_clockRuns = false;
    /// What was asked of the transport and may not have been done yet.
    std::uint64_t m_serial = 0;
    bool m_askedPlaying = false;
    std::optional<Tick> m_askedTick;

private:
    [[nodiscard]] AudioOutput::Callback callbackFor(std::uint64_t ticket);
    void ask(bool forOutput, bool forSynth);
    void useNullOutput();
    void use(std::unique_ptr<AudioOutput> output, std::uint64_t ticket);
    void use(Result<std::unique_ptr<Synth>> made);
    void closeOutput();

    std::shared_ptr<const PlaybackSnapshot> m_snapshot;

    SynthSettings m_synthSettings;
    AudioOutputSettings m_outputSettings;
    bool m_hasSynth = false;
    std::string m_soundFontName;
    /// Of the synth in use.
    double m_synthRate = 0.0;
    std::string m_synthFailure;
    std::string m_outputFailure;

    /// Numbers both the wishes and the outputs that fulfil them.
    std::uint64_t m_number = 0;
    bool m_opening = false;
    Clock::time_point m_retryAt;
    std::uint64_t m_seenCallbacks = 0;
    Clock::time_point m_callbackSeenAt;
    bool m_outputHasCalled = false;

    /// Last: what it still opens calls the renderer.
    SoundOpener m_opener;
};

// Devices

void PlaybackEngine::Private::open(const SynthSettings& synth, const AudioOutputSettings& output) {
    m_synthSettings = synth;
    m_outputSettings = output;
    m_outputFailure.clear();
    m_synthFailure.clear();
    useNullOutput();
    ask(true, true);
    m_midi.begin();
}

void PlaybackEngine::Private::openOutput(const AudioOutputSettings& output) {
    m_outputSettings = output;
    m_outputFailure.clear();
    useNullOutput();
    ask(true, !m_hasSynth);
}

void PlaybackEngine::Private::loadFont(const std::filesystem::path& soundFont) {
    m_synthSettings.soundFont = soundFont;
    m_synthSettings.sampleRate = m_output ? m_output->sampleRate() : m_outputSettings.sampleRate;
    // An output that is still being opened is asked for again with it.
    ask(m_opening, true);
}

void PlaybackEngine::Private::ask(bool forOutput, bool forSynth) {
    SoundWish wish;
    wish.number = ++m_number;
    if (forOutput) {
        wish.output = m_outputSettings;
        wish.callback = callbackFor(wish.number);
    }
    if (forSynth) {
        wish.synth = m_synthSettings;
    }
    m_opening = true;
    m_opener.open(std::move(wish));
}

AudioOutput::Callback PlaybackEngine::Private::callbackFor(std::uint64_t ticket) {
    return [this, ticket](float* left, float* right, int frames) {
        m_renderer.render(ticket, left, right, frames);
    };
}

void PlaybackEngine::Private::takeOpened() {
    std::optional<OpenedSound> opened = m_opener.take();
    if (!opened || opened->number != m_number) {
        return;
    }
    m_opening = false;
    m_retryAt = m_parts.time->now() + kRetryAfter;
    if (opened->output) {
        if (opened->output->ok()) {
            m_outputFailure.clear();
            use(std::move(*opened->output).value(), opened->number);
        } else {
            m_outputFailure = opened->output->error().message;
        }
    }
    if (opened->synth) {
        use(std::move(*opened->synth));
    } else if (m_hasSynth && m_synthRate != m_output->sampleRate()) {
        m_renderer.setSynth(nullptr);
        m_hasSynth = false;
        loadFont(m_synthSettings.soundFont);
    }
}

void PlaybackEngine::Private::use(Result<std::unique_ptr<Synth>> made) {
    m_notice.clear();
    if (made) {
        m_soundFontName = (*made)->soundFontName();
        m_instruments = (*made)->instruments();
        m_synthRate = m_output->sampleRate();
        m_synthFailure.clear();
        m_hasSynth = true;
        m_renderer.setSynth(std::move(made).value());
        return;
    }
    if (m_hasSynth && m_synthRate == m_output->sampleRate()) {
        m_notice = made.error().message + "; " + m_soundFontName + " plays on";
        return;
    }
    m_synthFailure = made.error().message;
    m_hasSynth = false;
    m_instruments = nullptr;
    m_renderer.setSynth(nullptr);
}

void PlaybackEngine::Private::useNullOutput() {
    std::unique_ptr<AudioOutput> output = makeNullOutput(m_outputSettings, m_parts.time);
    const std::uint64_t ticket = ++m_number;
    closeOutput();
    const Result<void> started = output->start(callbackFor(ticket));
    if (started) {
        use(std::move(output), ticket);
    }
}

void PlaybackEngine::Private::use(std::unique_ptr<AudioOutput> output, std::uint64_t ticket) {
    closeOutput();
    m_output = std::move(output);
    m_seenCallbacks = m_renderer.callbacks();
    m_callbackSeenAt = m_parts.time->now();
    m_outputHasCalled = false;
    applyLatency();
    // A silent output that is late misses nothing.
    constexpr double kNeverMissed = 3600.0;
    const double buffer = m_output->isAudible() ? m_output->latencySeconds() : kNeverMissed;
    m_renderer.begin(ticket, m_output->sampleRate(), buffer);
}

/// Sound is heard a device's buffer after it was asked for.
void PlaybackEngine::Private::applyLatency() {
    const double latency = m_output ? m_output->latencySeconds() : 0.0;
    m_midi.setLatency(latency);
    m_renderer.setInputDelay(latency + m_inputDelay);
}

void PlaybackEngine::Private::closeOutput() {
    m_renderer.end();
    if (m_output) {
        m_output->stop();
        m_output.reset();
    }
}

void PlaybackEngine::Private::watchOutput() {
    const std::uint64_t callbacks = m_renderer.callbacks();
    const auto now = m_parts.time->now();
    if (callbacks != m_seenCallbacks) {
        m_seenCallbacks = callbacks;
        m_callbackSeenAt = now;
        m_outputHasCalled = true;
    } else if (m_output->isAudible() &&
               now - m_callbackSeenAt > (m_outputHasCalled ? kDeadAfter : kSlowStart)) {
        m_outputFailure = m_output->name() + " stopped asking for sound";
        m_outputSettings.sampleRate = m_output->sampleRate();
        useNullOutput();
        m_opening = false;
        m_retryAt = now + kRetryAfter;
    }
    if (!m_output->isAudible() && !m_opening && now >= m_retryAt && m_parts.makeOutput) {
        ask(true, !m_hasSynth);
    }
}

void PlaybackEngine::Private::finish() {
    while (m_opening) {
        m_opener.wait();
        takeOpened();
    }
}

std::string PlaybackEngine::Private::sentence() const {
    if (isAudible()) {
        return m_soundFontName + ", " + m_output->name();
    }
    if (m_outputFailure.empty() && m_synthFailure.empty()) {
        return m_opening ? "Sound is being opened." : "Sound has not been opened yet.";
    }
    const bool both = !m_outputFailure.empty() && !m_synthFailure.empty();
    return "Nothing can be heard: " + m_outputFailure + (both ? "; and " : "") + m_synthFailure +
           ".";
}

// What is played

void PlaybackEngine::Private::publish() {
    static const Score kEmpty;
    const Score& score = m_score ? *m_score : kEmpty;
    auto snapshot = std::make_shared<PlaybackSnapshot>(
        makeSnapshot(score, m_snapshot.get(), m_midi.openOutputs()));
    snapshot->loop = m_loop;
    snapshot->stopAt = endOfMusic(score);
    m_snapshot = std::move(snapshot);
    m_renderer.publish(m_snapshot);
}

void PlaybackEngine::Private::updateMidi() {
    if (m_midi.update()) {
        publish();
        m_renderer.post({Command::Kind::Resend});
    }
    Command clock{Command::Kind::SetClock};
    clock.on = m_midi.anyClock();
    if (clock.on != std::exchange(m_clockRuns, clock.on)) {
        m_renderer.post(clock);
    }
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

void PlaybackEngine::setSoundFont(const std::filesystem::path& soundFont) {
    m_private->loadFont(soundFont);
}

void PlaybackEngine::setOutput(const AudioOutputSettings& output) {
    m_private->openOutput(output);
}

std::shared_ptr<const std::vector<Instrument>> PlaybackEngine::instruments() const {
    return m_private->m_instruments;
}

void PlaybackEngine::playTestTone() {
    m_private->m_renderer.post({Command::Kind::TestTone});
}

void PlaybackEngine::finishOpening() {
    m_private->finish();
}

void PlaybackEngine::setScore(std::shared_ptr<const Score> score) {
    m_private->m_score = std::move(score);
    if (m_private->m_score) {
        m_private->m_midi.setScore(*m_private->m_score);
    }
    m_private->publish();
}

void PlaybackEngine::play(const PlayOptions& options) {
    if (options.onFirstNote) {
        m_private->sendTransport({Command::Kind::PlayOnNote}, false, std::nullopt);
        return;
    }
    Command command{Command::Kind::Play};
    if (options.range && !options.range->isEmpty()) {
        seek(options.range->begin);
        command.until = options.range->end;
    }
    const Tick begin = playhead();
    if (m_private->m_score && options.countInBars > 0) {
        const Meter meter = m_private->m_score->meterMap().meterAt(begin);
        command.tick = meter.barLength() * std::min(options.countInBars, kLongestCountIn);
    }
    m_private->sendTransport(command, true, begin - command.tick);
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

bool PlaybackEngine::isWaiting() const {
    return m_private->m_renderer.transport().waiting;
}

Tick PlaybackEngine::playhead() const {
    const TransportState state = m_private->m_renderer.transport();
    const bool pending = state.serial < m_private->m_serial;
    return pending && m_private->m_askedTick ? *m_private->m_askedTick : state.position;
}

void PlaybackEngine::setSpeed(double speed) {
    Command command{Command::Kind::SetSpeed};
    command.speed = std::isfinite(speed) ? speed : 1.0;
    m_private->m_renderer.post(command);
}

void PlaybackEngine::setMetronome(bool on) {
    Command command{Command::Kind::SetMetronome};
    command.on = on;
    m_private->m_renderer.post(command);
}

// Notes

void PlaybackEngine::startNote(std::size_t track, Pitch pitch, int velocity) {
    const std::shared_ptr<const Score>& score = m_private->m_score;
    if (!score || track >= std::min(score->tracks.size(), kMostLanes) || !pitch.isValid()) {
        return;
    }
    Command command{Command::Kind::StartNote};
    command.track = static_cast<std::uint32_t>(track);
    command.key = pitch.number;
    command.velocity = std::clamp(velocity, 1, 127);
    m_private->m_renderer.post(command);
}

void PlaybackEngine::endNote(std::size_t track, Pitch pitch) {
    Command command{Command::Kind::EndNote};
    command.track = static_cast<std::uint32_t>(track);
    command.key = pitch.number;
    m_private->m_renderer.post(command);
}

void PlaybackEngine::panic() {
    m_private->m_renderer.post({Command::Kind::Panic});
}

// MIDI

std::vector<std::string> PlaybackEngine::midiOutputs() const {
    return m_private->m_midi.present().outputs;
}

std::vector<std::string> PlaybackEngine::midiInputs() const {
    return m_private->m_midi.present().inputs;
}

void PlaybackEngine::setMidiOutput(const std::string& port, const MidiOutputSettings& settings) {
    m_private->m_midi.setOutputSettings(port, settings);
}

MidiOutputSettings PlaybackEngine::midiOutput(const std::string& port) const {
    return m_private->m_midi.outputSettings(port);
}

void PlaybackEngine::setMidiInputs(std::optional<std::set<std::string>> ports) {
    m_private->m_midi.setInputs(std::move(ports));
}

void PlaybackEngine::setInputTrack(std::optional<std::size_t> track) {
    Command command{Command::Kind::SetInputTrack};
    command.on = track.has_value();
    command.track = static_cast<std::uint32_t>(track.value_or(0));
    m_private->m_renderer.post(command);
}

void PlaybackEngine::setInputDelay(double seconds) {
    constexpr double kLongestDelay = 1.0;
    m_private->m_inputDelay = std::clamp(seconds, -kLongestDelay, kLongestDelay);
    m_private->applyLatency();
}

std::vector<PlayedEvent> PlaybackEngine::takePlayed() {
    return m_private->m_renderer.takePlayed();
}

PlaybackHealth PlaybackEngine::health() {
    Private& p = *m_private;
    PlaybackHealth health;
    p.takeOpened();
    p.updateMidi();
    if (p.m_output) {
        p.watchOutput();
        health.output = p.m_output->name();
        health.sampleRate = p.m_output->sampleRate();
        health.periodFrames = p.m_output->periodFrames();
        health.latencyMilliseconds = 1000.0 * p.m_output->latencySeconds();
    }
    p.m_renderer.collect();
    const RenderFigures figures = p.m_renderer.takeFigures();
    health.sentence = p.sentence();
    health.audible = p.isAudible();
    health.opening = p.isOpening();
    health.notice = p.m_notice;
    health.midiNotice = p.m_midi.notice();
    health.midiOpening = p.m_midi.isOpening();
    health.missedBuffers = figures.missedBuffers;
    health.worstCallbackShare = figures.worstShare;
    health.voices = figures.voices;
    health.peakLeft = figures.peakLeft;
    health.peakRight = figures.peakRight;
    return health;
}

} // namespace cantilena
