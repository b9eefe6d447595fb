#include "core/playback/OfflineRenderer.h"

#include "core/playback/PlaybackSnapshot.h"
#include "core/playback/Sequencer.h"
#include "core/playback/SoftClip.h"

#include <algorithm>
#include <cmath>
#include <functional>
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
constexpr int kMostPasses = 100;

Error cancelled() {
    return {ErrorCode::Cancelled, "The rendering was cancelled"};
}

/// Passes what the sequencer renders to the writer and keeps the figures.
class Passage {
public:
    Passage(Sequencer& sequencer, AudioFileWriter& writer, const RenderSettings& settings,
            std::stop_token stop)
        : m_sequencer(sequencer)
        , m_writer(writer)
        , m_settings(settings)
        , m_stop(std::move(stop)) {}

    enum class Keep { No, Yes };

    /// In blocks, calling `passed` with the frames done after each.
    Result<void> render(std::int64_t frames, Keep keep,
                        const std::function<void(std::int64_t)>& passed) {
        const int block = std::clamp(m_settings.blockFrames, 1, kLargestBlock);
        for (std::int64_t done = 0; done < frames;) {
            const int now = static_cast<int>(std::min<std::int64_t>(block, frames - done));
            if (Result<void> rendered = renderBlock(now, keep); !rendered) {
                return rendered;
            }
            done += now;
            passed(done);
        }
        return {};
    }

    Result<void> renderTail(const Synth& synth) {
        const double rate = m_settings.sampleRate;
        auto left = static_cast<std::int64_t>(std::max(m_settings.longestTailSeconds, 0.0) * rate);
        const auto wanted = static_cast<std::int64_t>(kSilentSeconds * rate);
        std::int64_t silent = 0;
        while (left > 0 && (silent < wanted || synth.activeVoices() > 0)) {
            const int now = static_cast<int>(std::min<std::int64_t>(left, kTailFrames));
            if (Result<void> rendered = renderBlock(now, Keep::Yes); !rendered) {
                return rendered;
            }
            silent = m_blockPeak < kSilence ? silent + now : 0;
            left -= now;
        }
        return {};
    }

    [[nodiscard]] const RenderOutcome& outcome() const { return m_outcome; }

private:
    Result<void> renderBlock(int frames, Keep keep) {
        if (m_stop.stop_requested()) {
            return cancelled();
        }
        const auto count = static_cast<std::size_t>(frames);
        m_left.resize(count);
        m_right.resize(count);
        m_sequencer.render(m_left.data(), m_right.data(), frames);
        if (keep == Keep::No) {
            return {};
        }
        m_interleaved.resize(2 * count);
        m_blockPeak = 0.0F;
        for (std::size_t i = 0; i < count; ++i) {
            m_interleaved[2 * i] = mastered(m_left[i]);
            m_interleaved[2 * i + 1] = mastered(m_right[i]);
        }
        m_outcome.frames += frames;
        m_outcome.peak = std::max(m_outcome.peak, m_blockPeak);
        return m_writer.write(m_interleaved);
    }
    [[nodiscard]] float mastered(float sample) {
        const float loud = sample * m_settings.gain;
        m_blockPeak = std::max(m_blockPeak, std::abs(loud));
        return m_settings.peaks == LoudPeaks::SoftClip ? softClipped(loud) : loud;
    }

    Sequencer& m_sequencer;
    AudioFileWriter& m_writer;
    const RenderSettings& m_settings;
    std::stop_token m_stop;
    std::vector<float> m_left;
    std::vector<float> m_right;
    std::vector<float> m_interleaved;
    float m_blockPeak = 0.0F;
    RenderOutcome m_outcome;
};

Result<void> checked(const Score& score, const RenderSettings& settings, TickRange range) {
    if (settings.sampleRate <= 0.0 || range.begin < Tick{} || range.end > kLongestScore) {
        return Error{ErrorCode::OutOfRange, "The range or the sample rate cannot be rendered"};
    }
    if (settings.track && *settings.track >= score.tracks.size()) {
        return Error{ErrorCode::OutOfRange,
                     "There is no track " + std::to_string(*settings.track + 1) + " to render"};
    }
    return {};
}

PlaybackSnapshot snapshotOf(const Score& score, const RenderSettings& settings, TickRange range) {
    PlaybackSnapshot snapshot = makeSnapshot(score, nullptr);
    if (settings.track) {
        for (std::size_t i = 0; i < snapshot.lanes.size(); ++i) {
            snapshot.lanes[i].audible = i == *settings.track;
        }
    }
    if (settings.ending == RenderEnding::Wrap && !range.isEmpty()) {
        snapshot.loop = range;
    }
    return snapshot;
}

/// How often a range is played for what dies away of it to have sounded over its beginning.
int passesFor(const RenderSettings& settings, std::int64_t frames) {
    if (settings.ending != RenderEnding::Wrap || frames == 0) {
        return 1;
    }
    const double tail = std::max(settings.longestTailSeconds, 0.0) * settings.sampleRate;
    return 1 + static_cast<int>(std::clamp(std::ceil(tail / static_cast<double>(frames)), 1.0,
                                           static_cast<double>(kMostPasses)));
}

/// Takes everything and keeps nothing.
class NoFile final : public AudioFileWriter {
public:
    Result<void> write(std::span<const float>) override { return {}; }
    Result<void> finish() override { return {}; }
};

} // namespace

Result<RenderOutcome> renderOffline(const Score& score, const RenderSettings& settings,
                                    Synth& synth, AudioFileWriter& writer, std::stop_token stop,
                                    const ProgressSink& progress) {
    const TickRange range = settings.range.value_or(TickRange{{}, score.end()});
    if (Result<void> valid = checked(score, settings, range); !valid) {
        return valid.error();
    }
    const PlaybackSnapshot snapshot = snapshotOf(score, settings, range);
    const auto sequencer = std::make_unique<Sequencer>(settings.sampleRate);
    sequencer->setSynth(&synth);
    sequencer->setSnapshot(&snapshot);
    sequencer->seek(range.begin);
    sequencer->play();

    const double seconds = range.isEmpty() ? 0.0
                                           : snapshot.tempo.secondsAt(range.end) -
                                                 snapshot.tempo.secondsAt(range.begin);
    const std::int64_t frames = std::llround(seconds * settings.sampleRate);
    const int passes = passesFor(settings, frames);
    Passage passage(*sequencer, writer, settings, std::move(stop));
    for (int pass = 0; pass < passes; ++pass) {
        // The exact length of a pass may differ by a frame; together they have the exact length.
        const auto edge = [&](int index) {
            return std::llround(index * seconds * settings.sampleRate);
        };
        const bool last = pass + 1 == passes;
        const std::int64_t length = last ? frames : edge(pass + 1) - edge(pass);
        const auto passed = [&](std::int64_t done) {
            const double share = static_cast<double>(done) / static_cast<double>(length);
            report(progress, (pass + share) / passes, "Rendering");
        };
        const auto keep = last ? Passage::Keep::Yes : Passage::Keep::No;
        if (Result<void> rendered = passage.render(length, keep, passed); !rendered) {
            return rendered.error();
        }
    }
    sequencer->pause();
    if (settings.ending == RenderEnding::UntilSilence) {
        if (Result<void> tail = passage.renderTail(synth); !tail) {
            return tail.error();
        }
    }
    return passage.outcome();
}

Result<float> normalizingGain(const Score& score, const RenderSettings& settings, Synth& synth,
                              float target, std::stop_token stop, const ProgressSink& progress) {
    RenderSettings plain = settings;
    plain.gain = 1.0F;
    NoFile nowhere;
    const auto outcome = renderOffline(score, plain, synth, nowhere, std::move(stop), progress);
    if (!outcome) {
        return outcome.error();
    }
    return outcome->peak > 0.0F ? target / outcome->peak : 1.0F;
}

} // namespace cantilena
