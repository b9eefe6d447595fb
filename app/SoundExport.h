#pragma once

#include "app/Places.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/playback/SoundExport.h"
#include "core/score/Score.h"

#include <filesystem>
#include <stop_token>

namespace cantilena {

/// That font, or the best one found; a failure says how to come by one.
Result<std::filesystem::path> chosenSoundFont(const std::filesystem::path& wanted,
                                              const Places& places);

/// Renders a score to a WAV, FLAC or OGG file, by its extension; stems to one for each track,
/// several at a time: "song-1-Melody.wav". A file appears only when it is whole.
Result<RenderOutcome> exportSound(const Score& score, const std::filesystem::path& path,
                                  const SoundExportSettings& settings, const Places& places,
                                  std::stop_token stop, const ProgressSink& progress);

} // namespace cantilena
