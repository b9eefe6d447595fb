#include "app/Commands.h"

#include "core/corpus/Corpus.h"
#include "core/corpus/CorpusReport.h"
#include "core/corpus/DataSet.h"
#include "core/corpus/TutorialDataSet.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace cantilena {

namespace {

struct Options {
    std::vector<std::filesystem::path> paths;
    bool json = false;
    std::filesystem::path out;
    std::filesystem::path tutorial;
};

int showCorpus(const Options& options, Console& console) {
    const Result<Corpus> corpus =
        scanCorpus(options.paths, {}, console.stopToken(), console.progress());
    if (!corpus) {
        return console.fail(corpus.error());
    }
    if (!options.out.empty()) {
        if (const Result<void> written = writeDataSet(*corpus, options.out); !written) {
            return console.fail(written.error());
        }
    }
    if (!options.tutorial.empty()) {
        const auto written = writeTutorialDataSet(*corpus, options.tutorial);
        if (!written) {
            return console.fail(
                {written.error().code, options.tutorial.string() + ": " + written.error().message});
        }
        for (const std::string& sentence : written->leftOut) {
            console.say("left out " + sentence);
        }
        console.say(options.tutorial.string() + ": " + std::to_string(written->songs) +
                    " songs in file_dataset");
    }
    console.print(options.json ? corpusJson(*corpus) : corpusText(*corpus));
    return 0;
}

} // namespace

void addCorpusCommand(CLI::App& app, Command& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("corpus", "Say what a folder of tunes is good for");
    command->add_option("PATH", options->paths, "Files and folders of tunes")->required();
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->add_option("--out", options->out, "Write the melodies as a packed data set");
    command->add_option("--tutorial-out", options->tutorial,
                        "Folder for mapping.json and file_dataset, as the tutorial makes them");
    command->footer("The tutorial's own file_dataset is read as a file of songs.\n"
                    "Example: cantilena corpus tunes --out tunes.cantilena-data");
    command->callback([&chosen, options] {
        chosen = [options](Console& console, const Places&) {
            return showCorpus(*options, console);
        };
    });
}

} // namespace cantilena
