#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/playback/AudioFileWriter.h"
#include "core/playback/Synth.h"
#include "core/score/Score.h"

#include <optional>
#include <stop_token>

namespace cantilena {

/// What follows the last event.
enum class RenderEnding {
    /// The sound dies away, but no longer than `longestTailSeconds`.
    UntilSilence,
    /// Nothing: the file is exactly as long as the range.
    Cut,
    /// What dies away sounds over the beginning, so that the file can be played round and round. It
    /// is exactly as long as the range.
    Wrap,
};

enum class LoudPeaks { SoftClip, AsTheyAre };

struct RenderSettings {
    double sampleRate = 48'000.0;
    /// Nothing renders the whole song.
    std::optional<TickRange> range;
    RenderEnding ending = RenderEnding::UntilSilence;
    double longestTailSeconds = 8.0;
    /// Multiplies all sound, before loud peaks are seen to.
    float gain = 1.0F;
    LoudPeaks peaks = LoudPeaks::SoftClip;
    /// Only this track, whatever is muted or soloed.
    std::optional<std::size_t> track;
    /// Block size; the sound does not depend on it.
    int blockFrames = 256;
};

/// What was rendered.
struct RenderOutcome {
    std::int64_t frames = 0;
    /// The loudest sample, with its gain but before soft clipping.
    float peak = 0.0F;
};

/// Renders with the same scheduler that plays live, as fast as it can. Blocks.
Result<RenderOutcome> renderOffline(const Score& score, const RenderSettings& settings,
                                    Synth& synth, AudioFileWriter& writer, std::stop_token stop,
                                    const ProgressSink& progress);

/// The gain that brings the loudest sample of the render to `target`; 1 for silence. Renders the
/// whole without writing it: take a fresh synth for the render that follows.
Result<float> normalizingGain(const Score& score, const RenderSettings& settings, Synth& synth,
                              float target, std::stop_token stop, const ProgressSink& progress);

} // namespace cantilena
