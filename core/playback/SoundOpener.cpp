#include "core/playback/SoundOpener.h"

#include <utility>

namespace cantilena {

SoundOpener::SoundOpener(MakeSynth makeSynth, MakeOutput makeOutput)
    : m_makeSynth(std::move(makeSynth))
    , m_makeOutput(std::move(makeOutput)) {}

SoundOpener::~SoundOpener() = default;

void SoundOpener::open(SoundWish wish) {
    {
        const std::lock_guard lock(m_mutex);
        m_wish = std::move(wish);
    }
    m_changed.notify_all();
    if (!m_thread.joinable()) {
        m_thread = std::jthread([this](const std::stop_token& token) { run(token); });
    }
}

std::optional<OpenedSound> SoundOpener::take() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_opened, std::nullopt);
}

void SoundOpener::wait() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_wish && !m_working; });
}

void SoundOpener::run(const std::stop_token& token) {
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, token, [this] { return m_wish.has_value(); })) {
        const SoundWish wish = *std::exchange(m_wish, std::nullopt);
        m_working = true;
        lock.unlock();
        std::optional<OpenedSound> sound = opened(wish);
        lock.lock();
        std::swap(m_opened, sound);
        m_working = false;
        lock.unlock();
        m_changed.notify_all();
        // What nobody took is closed here: that may take its time as well.
        sound.reset();
        lock.lock();
    }
}

OpenedSound SoundOpener::opened(const SoundWish& wish) const {
    OpenedSound sound;
    sound.number = wish.number;
    if (wish.output) {
        sound.output = startedOutput(wish);
    }
    if (wish.synth) {
        SynthSettings settings = *wish.synth;
        if (sound.output && sound.output->ok()) {
            settings.sampleRate = (**sound.output)->sampleRate();
        }
        sound.synth = m_makeSynth ? m_makeSynth(settings)
                                  : Error{ErrorCode::Unavailable, "This build has no synthesizer"};
    }
    return sound;
}

Result<std::unique_ptr<AudioOutput>> SoundOpener::startedOutput(const SoundWish& wish) const {
    if (!m_makeOutput) {
        return Error{ErrorCode::Unavailable, "this build has no sound output"};
    }
    Result<std::unique_ptr<AudioOutput>> output = m_makeOutput(*wish.output);
    if (output) {
        if (Result<void> started = (*output)->start(wish.callback); !started) {
            return started.error();
        }
    }
    return output;
}

} // namespace cantilena
