#pragma once

#include "app/Places.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/playback/OfflineRenderer.h"
#include "core/score/Score.h"

#include <filesystem>
#include <stop_token>

namespace cantilena {

/// How a sound file is made besides its rendering.
struct SoundExportSettings {
    RenderSettings render;
    /// Empty takes the best one found.
    std::filesystem::path soundFont;
    /// 16, 24, or 32 for floating point.
    int bits = 16;
};

/// That font, or the best one found; a failure says how to come by one.
Result<std::filesystem::path> chosenSoundFont(const std::filesystem::path& wanted,
                                              const Places& places);

/// Renders a score to a WAV, FLAC or OGG file, by its extension. The file appears only when whole.
Result<RenderOutcome> exportSound(const Score& score, const std::filesystem::path& path,
                                  const SoundExportSettings& settings, const Places& places,
                                  std::stop_token stop, const ProgressSink& progress);

/// The same, a file for each track: "song-1-Melody.wav", ...
Result<void> exportStems(const Score& score, const std::filesystem::path& path,
                         const SoundExportSettings& settings, const Places& places,
                         std::stop_token stop, const ProgressSink& progress);

} // namespace cantilena
