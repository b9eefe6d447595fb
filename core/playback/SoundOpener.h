#pragma once

#include "core/base/Result.h"
#include "core/playback/AudioOutput.h"
#include "core/playback/Synth.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace cantilena {

/// What to open. What is left out is left as it is.
struct SoundWish {
    std::optional<AudioOutputSettings> output;
    AudioOutput::Callback callback;
    /// The rate is that of the output, where one is opened with it.
    std::optional<SynthSettings> synth;
    /// For the one who asks, to tell one wish from the next.
    std::uint64_t number = 0;
};

/// What came of it.
struct OpenedSound {
    std::uint64_t number = 0;
    std::optional<Result<std::unique_ptr<AudioOutput>>> output;
    std::optional<Result<std::unique_ptr<Synth>>> synth;
};

/// Opens devices and loads fonts on a thread of its own, since either may take seconds. One wish is
/// worked on at a time; a newer one replaces the one that waits. Lives on the thread that asks.
class SoundOpener {
public:
    using MakeSynth = std::function<Result<std::unique_ptr<Synth>>(const SynthSettings&)>;
    using MakeOutput =
        std::function<Result<std::unique_ptr<AudioOutput>>(const AudioOutputSettings&)>;

    /// Either may be empty.
    SoundOpener(MakeSynth makeSynth, MakeOutput makeOutput);
    ~SoundOpener();

    void open(SoundWish wish);
    /// What has been opened since the last call; nothing while it is still under way.
    [[nodiscard]] std::optional<OpenedSound> take();
    /// Blocks until nothing is under way.
    void wait();

private:
    void run(const std::stop_token& token);
    [[nodiscard]] OpenedSound opened(const SoundWish& wish) const;
    [[nodiscard]] Result<std::unique_ptr<AudioOutput>> startedOutput(const SoundWish& wish) const;

    MakeSynth m_makeSynth;
    MakeOutput m_makeOutput;

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::optional<SoundWish> m_wish;
    bool m_working = false;
    std::optional<OpenedSound> m_opened;
    /// Begins with the first wish.
    std::jthread m_thread;
};

} // namespace cantilena
