#include "app/SoundExport.h"

#include "core/audio/FluidSynth.h"
#include "core/audio/SoundFile.h"
#include "core/audio/SoundFonts.h"

#include <cctype>

namespace cantilena {

namespace {

SoundFileFormat formatOf(const SoundExportSettings& settings, SoundContainer container) {
    SoundFileFormat format;
    format.container = container;
    format.samples = settings.bits == 32   ? SampleFormat::Float32
                     : settings.bits == 24 ? SampleFormat::Int24
                                           : SampleFormat::Int16;
    format.sampleRate = settings.render.sampleRate;
    return format;
}

/// "Second voice" as part of a file's name.
std::string fileNamePart(const std::string& text) {
    std::string part;
    for (const char c : text) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0;
        part += plain ? c : '-';
    }
    return part;
}

/// The score with only that track to be heard.
Score soloed(const Score& score, std::size_t track) {
    Score alone = score;
    for (std::size_t i = 0; i < alone.tracks.size(); ++i) {
        Track copy = *alone.tracks[i];
        copy.mix.muted = false;
        copy.mix.soloed = i == track;
        alone.tracks[i] = std::make_shared<const Track>(std::move(copy));
    }
    return alone;
}

} // namespace

Result<std::filesystem::path> chosenSoundFont(const std::filesystem::path& wanted,
                                              const Places& places) {
    if (!wanted.empty()) {
        return wanted;
    }
    const auto fonts = findSoundFonts(places.soundFontFolders);
    if (fonts.empty()) {
        return Error{ErrorCode::NotFound,
                     "No sound font was found: install the package timgm6mb-soundfont, or put an "
                     ".sf2 file into " +
                         (places.userData / "soundfonts").string() + "."};
    }
    return fonts.front();
}

Result<RenderOutcome> exportSound(const Score& score, const std::filesystem::path& path,
                                  const SoundExportSettings& settings, const Places& places,
                                  std::stop_token stop, const ProgressSink& progress) {
    const auto container = soundContainerOf(path);
    if (!container) {
        return Error{ErrorCode::Unsupported,
                     path.string() + ": sound is written as .wav, .flac or .ogg"};
    }
    const auto font = chosenSoundFont(settings.soundFont, places);
    if (!font) {
        return font.error();
    }
    SynthSettings synthSettings;
    synthSettings.soundFont = *font;
    synthSettings.sampleRate = settings.render.sampleRate;
    const Result<std::unique_ptr<Synth>> synth = makeFluidSynth(synthSettings);
    if (!synth) {
        return synth.error();
    }
    RenderOutcome outcome;
    const auto fill = [&](AudioFileWriter& writer) -> Result<void> {
        const auto rendered =
            renderOffline(score, settings.render, **synth, writer, stop, progress);
        if (!rendered) {
            return rendered.error();
        }
        outcome = *rendered;
        return {};
    };
    const Result<void> written = writeSoundFile(path, formatOf(settings, *container), fill);
    return written ? Result<RenderOutcome>(outcome) : Result<RenderOutcome>(written.error());
}

Result<void> exportStems(const Score& score, const std::filesystem::path& path,
                         const SoundExportSettings& settings, const Places& places,
                         std::stop_token stop, const ProgressSink& progress) {
    for (std::size_t i = 0; i < score.tracks.size(); ++i) {
        const std::string name = path.stem().string() + "-" + std::to_string(i + 1) + "-" +
                                 fileNamePart(score.tracks[i]->name) + path.extension().string();
        const auto exported = exportSound(soloed(score, i), path.parent_path() / name, settings,
                                          places, stop, progress);
        if (!exported) {
            return exported.error();
        }
    }
    return {};
}

} // namespace cantilena
