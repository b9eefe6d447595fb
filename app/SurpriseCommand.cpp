#include "app/Commands.h"
#include "app/Models.h"
#include "app/ScoreInput.h"

#include "core/compose/Surprise.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace cantilena {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
    std::filesystem::path model;
    std::filesystem::path in;
    bool json = false;
};

Json jsonOf(const std::vector<SurprisingNote>& notes) {
    Json list = Json::array();
    for (std::size_t i = 0; i < notes.size(); ++i) {
        list.push_back({{"index", i},
                        {"onset_quarters", inQuarters(notes[i].note.onset)},
                        {"pitch", notes[i].note.pitch.number},
                        {"pitch_bits", notes[i].pitchBits},
                        {"duration_bits", notes[i].durationBits}});
    }
    return {{"notes", list}};
}

std::string textOf(const std::vector<SurprisingNote>& notes) {
    std::string text = "  note  quarter  pitch  bits of pitch  of duration";
    for (std::size_t i = 0; i < notes.size(); ++i) {
        char line[96];
        std::snprintf(line, sizeof line, "\n%6zu %8.2f  %-5s %14.2f %12.2f", i + 1,
                      inQuarters(notes[i].note.onset), pitchName(notes[i].note.pitch).c_str(),
                      notes[i].pitchBits, notes[i].durationBits);
        text += line;
    }
    return text;
}

int surprise(const Options& options, Console& console, const Places& places) {
    const auto model = loadModel(options.model, places);
    if (!model) {
        return console.fail(model.error());
    }
    const Result<Score> score = readAnyScore(options.in);
    if (!score) {
        return console.fail(score.error());
    }
    const auto notes = surpriseOf(**model, *score);
    if (!notes) {
        return console.fail(
            {notes.error().code, options.in.string() + ": " + notes.error().message});
    }
    console.print(options.json ? jsonOf(*notes).dump() : textOf(*notes));
    return 0;
}

} // namespace

void addSurpriseCommand(CLI::App& app, Command& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("surprise", "Say how unexpected a model finds each note of a melody");
    command->add_option("--model", options->model, "Default: the model that ships");
    command->add_option("--in", options->in, "File of notes; its melody is taken")->required();
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer("Example: cantilena surprise --in tune.mid --json");
    command->callback([&chosen, options] {
        chosen = [options](Console& console, const Places& places) {
            return surprise(*options, console, places);
        };
    });
}

} // namespace cantilena
