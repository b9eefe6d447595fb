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
};

int convert(const Options& options, Console& console, const Places& places) {
    const Result<Score> score = readAnyScore(options.in);
    if (!score) {
        return console.fail(score.error());
    }
    if (isSoundFile(options.out)) {
        const auto exported =
            exportSound(*score, options.out, {}, places, console.stopToken(), console.progress());
        return exported ? 0 : console.fail(exported.error());
    }
    const Result<void> written = writeAnyScore(*score, options.out);
    return written ? 0 : console.fail(written.error());
}

} // namespace

void addConvertCommand(CLI::App& app, Command& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("convert", "Convert a piece between formats");
    command->add_option("IN", options->in, "File to read: " + readableList())->required();
    command->add_option("OUT", options->out, "File to write: " + writableList())->required();
    command->footer("A book of tunes gives its first one; FILE#X names another.\n"
                    "Example: cantilena convert tune.abc tune.mid");
    command->callback([&chosen, options] {
        chosen = [options](Console& console, const Places& places) {
            return convert(*options, console, places);
        };
    });
}

} // namespace cantilena
