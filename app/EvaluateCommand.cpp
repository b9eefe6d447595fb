#include "app/Commands.h"
#include "app/Csv.h"
#include "app/Models.h"

#include "core/base/File.h"
#include "core/corpus/Corpus.h"
#include "core/model/Scoring.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace cantilena {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
    std::filesystem::path model;
    std::vector<std::filesystem::path> corpus;
    std::filesystem::path perNote;
    bool json = false;
};

struct Tune {
    std::string name;
    EventSequence events;
};

struct Skipped {
    std::string name;
    std::string reason;
};

struct Material {
    std::vector<Tune> tunes;
    std::vector<Skipped> skipped;
    PitchAlphabet alphabet;
};

Material materialOf(const Corpus& corpus, const MelodyModel& model) {
    Material material;
    for (const CorpusTune& tune : corpus.tunes) {
        if (!isAccepted(tune.verdict)) {
            material.skipped.push_back({tune.name, tune.reason});
            continue;
        }
        Result<EventSequence> events = encode(*tune.melody);
        if (!events) {
            material.skipped.push_back({tune.name, events.error().message});
            continue;
        }
        if (const auto readable = checkReadable(model, *events); !readable) {
            material.skipped.push_back({tune.name, readable.error().message});
            continue;
        }
        material.alphabet = withPitchesOf(material.alphabet, *events);
        material.tunes.push_back({tune.name, *std::move(events)});
    }
    return material;
}

struct Figures {
    std::size_t notes = 0;
    std::size_t events = 0;
    double pitchBits = 0.0;
    double eventPitchBits = 0.0;
    double eventDurationBits = 0.0;
    Json files = Json::array();
    std::string perNote = "file,note,pitch_bits,duration_bits\n";
};

void add(Figures& figures, const Tune& tune, const MelodyScoring& scoring) {
    figures.notes += scoring.notes.size();
    figures.events += scoring.events;
    figures.pitchBits += scoring.pitchBits();
    figures.eventPitchBits += scoring.eventPitchBits;
    figures.eventDurationBits += scoring.eventDurationBits;
    const auto notes = static_cast<double>(scoring.notes.size());
    figures.files.push_back({{"file", tune.name},
                             {"notes", scoring.notes.size()},
                             {"bits", notes > 0 ? scoring.pitchBits() / notes : 0.0}});
    for (std::size_t i = 0; i < scoring.notes.size(); ++i) {
        char numbers[80];
        std::snprintf(numbers, sizeof numbers, ",%zu,%.6f,%.6f\n", i, scoring.notes[i].pitchBits,
                      scoring.notes[i].durationBits);
        figures.perNote += csvField(tune.name) + numbers;
    }
}

Json jsonOf(const Figures& figures, const Material& material, const std::string& model) {
    const auto notes = static_cast<double>(figures.notes);
    const auto events = static_cast<double>(figures.events);
    const double pitch = figures.eventPitchBits / events;
    const double duration = figures.eventDurationBits / events;
    Json skipped = Json::array();
    for (const Skipped& tune : material.skipped) {
        skipped.push_back({{"file", tune.name}, {"reason", tune.reason}});
    }
    return {
        {"model", model},
        {"notes", figures.notes},
        {"events", figures.events},
        {"pitch_bits_per_note", notes > 0 ? figures.pitchBits / notes : 0.0},
        {"bits_per_event", {{"pitch", pitch}, {"duration", duration}, {"sum", pitch + duration}}},
        {"files", figures.files},
        {"skipped", skipped}};
}

std::string textOf(const Json& json) {
    char text[200];
    std::snprintf(text, sizeof text,
                  "%zu tunes, %zu notes: %.3f bits of pitch a note; %.3f bits an event "
                  "(pitch %.3f, duration %.3f)",
                  json["files"].size(), json["notes"].get<std::size_t>(),
                  json["pitch_bits_per_note"].get<double>(),
                  json["bits_per_event"]["sum"].get<double>(),
                  json["bits_per_event"]["pitch"].get<double>(),
                  json["bits_per_event"]["duration"].get<double>());
    std::string lines = text;
    for (const auto& skipped : json["skipped"]) {
        lines += "\nskipped " + skipped["file"].get<std::string>() + ": " +
                 skipped["reason"].get<std::string>();
    }
    return lines;
}

int evaluate(const Options& options, Console& console, const Places& places) {
    const auto model = loadModel(options.model, places);
    if (!model) {
        return console.fail(model.error());
    }
    const auto corpus = scanCorpus(options.corpus, {}, console.stopToken(), console.progress());
    if (!corpus) {
        return console.fail(corpus.error());
    }
    const Material material = materialOf(*corpus, **model);
    if (material.tunes.empty()) {
        return console.fail(
            {ErrorCode::NotFound,
             options.corpus.front().string() + ": there is no tune in it that the model can read" +
                 (material.skipped.empty() ? "" : "; " + material.skipped.front().reason)});
    }
    Figures figures;
    const ProgressSink progress = console.progress();
    for (std::size_t i = 0; i < material.tunes.size(); ++i) {
        if (console.stopToken().stop_requested()) {
            return console.fail({ErrorCode::Cancelled, "Stopped."});
        }
        const Tune& tune = material.tunes[i];
        add(figures, tune, scoreMelody(**model, tune.events, material.alphabet));
        progress(static_cast<double>(i + 1) / static_cast<double>(material.tunes.size()),
                 "evaluating");
    }
    if (!options.perNote.empty()) {
        const Result<void> written = writeFileAtomically(options.perNote, figures.perNote);
        if (!written) {
            return console.fail(written.error());
        }
    }
    const auto shown = options.model.empty() ? places.defaultModel() : options.model;
    const Json json = jsonOf(figures, material, shown.string());
    console.print(options.json ? json.dump() : textOf(json));
    return 0;
}

} // namespace

void addEvaluateCommand(CLI::App& app, Command& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("evaluate", "Measure how well a model knows a corpus");
    command->add_option("--model", options->model, "Default: the model that ships");
    command->add_option("--corpus", options->corpus, "Files and folders of tunes")->required();
    command->add_option("--per-note", options->perNote, "CSV file with a line for each note");
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer("Example: cantilena evaluate --corpus tunes --json");
    command->callback([&chosen, options] {
        chosen = [options](Console& console, const Places& places) {
            return evaluate(*options, console, places);
        };
    });
}

} // namespace cantilena
