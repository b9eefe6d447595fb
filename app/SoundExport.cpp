#include "app/SoundExport.h"

#include "core/audio/FluidSynth.h"
#include "core/audio/SoundFile.h"
#include "core/audio/SoundFonts.h"

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cmath>
#include <memory>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>
#include <vector>

namespace cantilena {

namespace {

SoundFileFormat formatOf(const SoundExportSettings& settings, SoundContainer container) {
    SoundFileFormat format;
    format.container = container;
    format.samples = settings.bits == 32   ? SampleFormat::Float32
                     : settings.bits == 24 ? SampleFormat::Int24
                                           : SampleFormat::Int16;
    format.dithering = settings.dithering;
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

std::filesystem::path stemPath(const std::filesystem::path& path, const Track& track,
                               std::size_t index) {
    const std::string name = path.stem().string() + "-" + std::to_string(index + 1) + "-" +
                             fileNamePart(track.name) + path.extension().string();
    return path.parent_path() / name;
}

/// What every file of one export shares.
struct ExportJob {
    const Score& score;
    SoundExportSettings settings;
    SoundContainer container;
    std::stop_token stop;

    [[nodiscard]] Result<std::unique_ptr<Synth>> synth() const {
        SynthSettings wanted;
        wanted.soundFont = settings.soundFont;
        wanted.sampleRate = settings.render.sampleRate;
        return makeFluidSynth(wanted);
    }
    Result<RenderOutcome> writeFile(const std::filesystem::path& path, const RenderSettings& render,
                                    const ProgressSink& progress) const {
        const Result<std::unique_ptr<Synth>> player = synth();
        if (!player) {
            return player.error();
        }
        RenderOutcome outcome;
        const auto fill = [&](AudioFileWriter& writer) -> Result<void> {
            const auto rendered = renderOffline(score, render, **player, writer, stop, progress);
            if (!rendered) {
                return rendered.error();
            }
            outcome = *rendered;
            return {};
        };
        const Result<void> written = writeSoundFile(path, formatOf(settings, container), fill);
        return written ? Result<RenderOutcome>(outcome) : Result<RenderOutcome>(written.error());
    }
};

/// Puts what is reported into a stretch of the whole.
ProgressSink within(const ProgressSink& progress, double begin, double end) {
    return [&progress, begin, end](double fraction, std::string_view text) {
        report(progress, begin + (end - begin) * fraction, text);
    };
}

Result<float> gainOf(const ExportJob& job, const ProgressSink& progress) {
    const Result<std::unique_ptr<Synth>> player = job.synth();
    if (!player) {
        return player.error();
    }
    const double decibels = std::min(*job.settings.peakDecibels, 0.0);
    const auto target = static_cast<float>(std::pow(10.0, decibels / 20.0));
    return normalizingGain(job.score, job.settings.render, **player, target, job.stop, progress);
}

/// The files of an export that several threads write, and what has become of them.
class Stems {
public:
    Stems(const ExportJob& job, std::filesystem::path path, const ProgressSink& progress)
        : m_job(job)
        , m_path(std::move(path))
        , m_progress(progress)
        , m_fractions(job.score.tracks.size(), 0.0) {}

    Result<RenderOutcome> write() {
        {
            std::vector<std::jthread> threads;
            const std::size_t cores = std::max(std::thread::hardware_concurrency(), 1U);
            for (std::size_t i = 0; i < std::min(cores, m_fractions.size()); ++i) {
                threads.emplace_back([this] { work(); });
            }
        }
        return m_failure ? Result<RenderOutcome>(*m_failure) : Result<RenderOutcome>(m_outcome);
    }

private:
    void work() {
        for (std::size_t track = m_next++; track < m_fractions.size(); track = m_next++) {
            RenderSettings render = m_job.settings.render;
            render.track = track;
            const auto follow = [this, track](double fraction, std::string_view text) {
                const std::lock_guard lock(m_mutex);
                m_fractions[track] = fraction;
                const double sum = std::accumulate(m_fractions.begin(), m_fractions.end(), 0.0);
                report(m_progress, sum / static_cast<double>(m_fractions.size()), text);
            };
            const Track& stem = *m_job.score.tracks[track];
            const auto written = m_job.writeFile(stemPath(m_path, stem, track), render, follow);
            const std::lock_guard lock(m_mutex);
            if (!written) {
                m_failure = m_failure ? m_failure : written.error();
                m_next = m_fractions.size();
                return;
            }
            m_outcome.frames = std::max(m_outcome.frames, written->frames);
            m_outcome.peak = std::max(m_outcome.peak, written->peak);
        }
    }

    const ExportJob& m_job;
    std::filesystem::path m_path;
    const ProgressSink& m_progress;
    std::atomic<std::size_t> m_next{0};
    std::mutex m_mutex;
    std::vector<double> m_fractions;
    RenderOutcome m_outcome;
    std::optional<Error> m_failure;
};

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
    ExportJob job{score, settings, *container, std::move(stop)};
    job.settings.soundFont = *font;
    double begin = 0.0;
    if (settings.peakDecibels) {
        begin = 0.5;
        const Result<float> gain = gainOf(job, within(progress, 0.0, begin));
        if (!gain) {
            return gain.error();
        }
        job.settings.render.gain = *gain;
    }
    const ProgressSink rest = within(progress, begin, 1.0);
    if (settings.parts == ExportParts::Stems) {
        return Stems(job, path, rest).write();
    }
    return job.writeFile(path, job.settings.render, rest);
}

} // namespace cantilena
