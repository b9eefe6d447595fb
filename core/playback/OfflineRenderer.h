#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/playback/AudioFileWriter.h"
#include "core/playback/Synth.h"
#include "core/score/Score.h"

#include <optional>
#include <stop_token>

namespace cantilena {

struct RenderSettings {
    double sampleRate = 48'000.0;
    /// Nothing renders the whole song.
    std::optional<TickRange> range;
    /// After the last event, until silence but not longer than this.
    double longestTailSeconds = 8.0;
    /// Block size; the sound does not depend on it.
    int blockFrames = 256;
};

/// What was rendered.
struct RenderOutcome {
    std::int64_t frames = 0;
    float peak = 0.0F;
};

/// Renders with the same scheduler that plays live, as fast as it can. Blocks.
Result<RenderOutcome> renderOffline(const Score& score, const RenderSettings& settings,
                                    Synth& synth, AudioFileWriter& writer, std::stop_token stop,
                                    const ProgressSink& progress);

} // namespace cantilena
