#pragma once

#include "core/base/Result.h"
#include "core/playback/AudioFileWriter.h"
#include "core/playback/SoundExport.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace cantilena {

enum class SoundContainer { Wav, Flac, Ogg };
enum class SampleFormat { Int16, Int24, Float32 };

/// How sound is written. Triangular dither (Lipshitz, Wannamaker and Vanderkooy 1992) is always the
/// same noise, so that equal sound makes equal files. OGG has no sample format.
struct SoundFileFormat {
    SoundContainer container = SoundContainer::Wav;
    SampleFormat samples = SampleFormat::Int16;
    Dithering dithering = Dithering::Triangular;
    double sampleRate = 48'000.0;
    /// Of OGG Vorbis: 0 is smallest, 1 is best.
    double quality = 0.6;
};

/// By extension: .wav, .flac, .ogg, of any case; nothing for any other.
[[nodiscard]] std::optional<SoundContainer> soundContainerOf(const std::filesystem::path& path);

/// Lets `fill` write stereo sound that becomes the file at `path` when all has succeeded; else what
/// stood there stands untouched. `fill` need not call `finish`.
Result<void> writeSoundFile(const std::filesystem::path& path, const SoundFileFormat& format,
                            const std::function<Result<void>(AudioFileWriter&)>& fill);

/// "libsndfile-1.2.0".
[[nodiscard]] std::string soundFileLibraryVersion();

} // namespace cantilena
