#include "core/playback/OfflineRenderer.h"

#include "core/playback/PlaybackSnapshot.h"
#include "core/playback/Sequencer.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

namespace cantilena {

namespace {

/// Sound below this (-90 dB) for this long is silence.
constexpr float kSilence = 3.2e-5F;
constexpr double kSilentSeconds = 0.1;
/// The tail is looked at in pieces of one size, so that its length does not depend on the blocks.
constexpr int kTailFrames = 256;
constexpr int kLargestBlock = 65'536;

/// Passes what the sequencer renders to the writer and keeps the figures.
class Passage {
public:
    Passage(Sequencer& sequencer, AudioFileWriter& writer)
        : m_sequencer(sequencer)
        , m_writer(writer) {}

    Result<void> render(int frames) {
        const auto count = static_cast<std::size_t>(frames);
        m_left.resize(count);
        m_right.resize(count);
        m_interleaved.resize(2 * count);
        m_sequencer.render(m_left.data(), m_right.data(), frames);
        m_lastPeak = 0.0F;
        for (std::size_t i = 0; i < count; ++i) {
            m_interleaved[2 * i] = m_left[i];
            m_interleaved[2 * i + 1] = m_right[i];
            m_lastPeak = std::max({m_lastPeak, std::abs(m_left[i]), std::abs(m_right[i])});
        }
        m_outcome.frames += frames;
        m_outcome.peak = std::max(m_outcome.peak, m_lastPeak);
        return m_writer.write(m_interleaved);
    }
    [[nodiscard]] float lastPeak() const { return m_lastPeak; }
    [[nodiscard]] const RenderOutcome& outcome() const { return m_outcome; }

private:
    Sequencer& m_sequencer;
    AudioFileWriter& m_writer;
    std::vector<float> m_left;
    std::vector<float> m_right;
    std::vector<float> m_interleaved;
    float m_lastPeak = 0.0F;
    RenderOutcome m_outcome;
};

Error cancelled() {
    return {ErrorCode::Cancelled, "The rendering was cancelled"};
}

Result<void> renderTail(Passage& passage, const Synth& synth, const RenderSettings& settings,
                        const std::stop_token& stop) {
    const double seconds = std::max(settings.longestTailSeconds, 0.0);
    auto left = static_cast<std::int64_t>(seconds * settings.sampleRate);
    const auto wanted = static_cast<std::int64_t>(kSilentSeconds * settings.sampleRate);
    std::int64_t silent = 0;
    while (left > 0 && (silent < wanted || synth.activeVoices() > 0)) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        const int frames = static_cast<int>(std::min<std::int64_t>(left, kTailFrames));
        if (Result<void> written = passage.render(frames); !written) {
            return written;
        }
        silent = passage.lastPeak() < kSilence ? silent + frames : 0;
        left -= frames;
    }
    return {};
}

} // namespace

Result<RenderOutcome> renderOffline(const Score& score, const RenderSettings& settings,
                                    Synth& synth, AudioFileWriter& writer, std::stop_token stop,
                                    const ProgressSink& progress) {
    const TickRange range = settings.range.value_or(TickRange{{}, score.end()});
    if (settings.sampleRate <= 0.0 || range.begin < Tick{} || range.end > kLongestScore) {
        return Error{ErrorCode::OutOfRange, "The range or the sample rate cannot be rendered"};
    }
    const PlaybackSnapshot snapshot = makeSnapshot(score, nullptr);
    const auto sequencer = std::make_unique<Sequencer>(settings.sampleRate);
    sequencer->setSynth(&synth);
    sequencer->setSnapshot(&snapshot);
    sequencer->seek(range.begin);
    sequencer->play();

    const double seconds = range.isEmpty() ? 0.0
                                           : snapshot.tempo.secondsAt(range.end) -
                                                 snapshot.tempo.secondsAt(range.begin);
    const std::int64_t total = std::llround(seconds * settings.sampleRate);
    const int block = std::clamp(settings.blockFrames, 1, kLargestBlock);
    Passage passage(*sequencer, writer);
    for (std::int64_t done = 0; done < total; done = passage.outcome().frames) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        const int frames = static_cast<int>(std::min<std::int64_t>(block, total - done));
        if (Result<void> written = passage.render(frames); !written) {
            return written.error();
        }
        report(progress, static_cast<double>(passage.outcome().frames) / static_cast<double>(total),
               "Rendering");
    }
    sequencer->pause();
    if (Result<void> tail = renderTail(passage, synth, settings, stop); !tail) {
        return tail.error();
    }
    return passage.outcome();
}

} // namespace cantilena
