#pragma once

#include "core/playback/OfflineRenderer.h"

#include <filesystem>
#include <optional>

namespace cantilena {

/// Noise of one step to each side that hides the rounding to whole numbers, or none.
enum class Dithering { Off, Triangular };

/// One file of everything, or one for each track.
enum class ExportParts { Mix, Stems };

/// How a sound file is made.
struct SoundExportSettings {
    RenderSettings render;
    /// Empty takes the best one found.
    std::filesystem::path soundFont;
    /// 16, 24, or 32 for floating point; OGG has none of these.
    int bits = 16;
    Dithering dithering = Dithering::Triangular;
    /// Brings the loudest sample of the whole there, in decibels of full scale (at most 0). Stems
    /// share one gain, so that they add up as they were.
    std::optional<double> peakDecibels;
    ExportParts parts = ExportParts::Mix;
};

} // namespace cantilena
