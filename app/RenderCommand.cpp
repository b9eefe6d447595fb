#include "app/Commands.h"
#include "app/ScoreInput.h"
#include "app/SoundExport.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace cantilena {

namespace {

struct Options {
    std::filesystem::path in;
    std::filesystem::path out;
    SoundExportSettings settings;
    std::string bits = "16";
    bool stems = false;
};

int render(const Options& options, Console& console, const Places& places) {
    if (!isSoundFile(options.out)) {
        return console.fail({ErrorCode::Unsupported,
                             options.out.string() + ": sound is written as .wav, .flac or .ogg"});
    }
    const Result<Score> score = readAnyScore(options.in);
    if (!score) {
        return console.fail(score.error());
    }
    const auto written = exportSound(*score, options.out, options.settings, places,
                                     console.stopToken(), console.progress());
    return written ? 0 : console.fail(written.error());
}

} // namespace

void addRenderCommand(CLI::App& app, Command& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("render", "Turn a piece into sound");
    command->add_option("IN", options->in, "File to read: " + readableList())->required();
    command->add_option("OUT", options->out, "Sound file: .wav .flac .ogg")->required();
    command->add_option("--soundfont", options->settings.soundFont, "Default: the best one found");
    command->add_option("--rate", options->settings.render.sampleRate, "Frames a second")
        ->check(CLI::Range(8'000.0, 96'000.0))
        ->capture_default_str();
    command->add_option("--bits", options->bits)
        ->check(CLI::IsMember({"16", "24", "32f"}))
        ->capture_default_str();
    command->add_flag("--stems", options->stems, "One file for each track");
    command->footer("Example: cantilena render song.mid song.wav --rate 44100");
    command->callback([&chosen, options] {
        options->settings.bits = std::stoi(options->bits);
        options->settings.parts = options->stems ? ExportParts::Stems : ExportParts::Mix;
        chosen = [options](Console& console, const Places& places) {
            return render(*options, console, places);
        };
    });
}

} // namespace cantilena
