#include "app/Commands.h"
#include "app/Csv.h"
#include "app/Models.h"
#include "app/TuneList.h"

#include "core/base/File.h"
#include "core/corpus/Corpus.h"
#include "core/model/GapStudy.h"
#include "core/model/Scoring.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace cantilena {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
    std::filesystem::path model;
    std::vector<std::filesystem::path> corpus;
    std::filesystem::path perNote;
    std::filesystem::path only;
    std::vector<int> gapBars;
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

Material materialOf(const Corpus& corpus, const MelodyModel& model,
                    const std::optional<TuneList>& only) {
    Material material;
    for (const CorpusTune& tune : corpus.tunes) {
        if (only && !only->holds(tune.name)) {
            continue;
        }
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

/// Gaps of a kind, and the bits of all their events.
struct GapTally {
    std::size_t gaps = 0;
    GapScoring lookingBack;
    GapScoring inSight;

    void add(const GapStudy& study) {
        ++gaps;
        lookingBack += study.lookingBack;
        inSight += study.inSight;
    }
};

/// Gaps of so many bars, by where their content stands once more.
struct GapFigures {
    int bars = 0;
    GapTally all;
    std::map<Recurrence, GapTally> byRecurrence;
};

/// Every such gap of every tune.
GapFigures gapFiguresOf(const MelodyModel& model, const Material& material, int bars,
                        Console& console) {
    GapFigures figures;
    figures.bars = bars;
    const ProgressSink progress = console.progress();
    for (std::size_t i = 0; i < material.tunes.size(); ++i) {
        if (console.stopToken().stop_requested()) {
            break;
        }
        const EventSequence& tune = material.tunes[i].events;
        for (const GapStudy& study : studyGaps(model, tune, wholeBarGaps(tune, bars))) {
            figures.all.add(study);
            figures.byRecurrence[study.recurrence].add(study);
        }
        progress(static_cast<double>(i + 1) / static_cast<double>(material.tunes.size()),
                 "taking out bars");
    }
    return figures;
}

Json jsonOf(const GapTally& tally) {
    const auto events = static_cast<double>(std::max<std::size_t>(tally.inSight.events, 1));
    return {{"gaps", tally.gaps},
            {"events", tally.inSight.events},
            {"looking_back", tally.lookingBack.bits() / events},
            {"in_sight", tally.inSight.bits() / events}};
}

Json jsonOf(const GapFigures& figures) {
    constexpr std::array kNames = {
        std::pair{Recurrence::Nowhere, "nowhere"}, std::pair{Recurrence::Before, "before"},
        std::pair{Recurrence::Behind, "behind"}, std::pair{Recurrence::Both, "both"}};
    Json json = {{"bars", figures.bars}};
    json.update(jsonOf(figures.all));
    for (const auto& [recurrence, name] : kNames) {
        const auto found = figures.byRecurrence.find(recurrence);
        json["recurs"][name] =
            jsonOf(found == figures.byRecurrence.end() ? GapTally{} : found->second);
    }
    return json;
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

std::string textOf(const Json& tally, const std::string& what) {
    char text[200];
    std::snprintf(text, sizeof text,
                  "%zu %s: %.3f bits an event looking back, %.3f in sight of what follows",
                  tally["gaps"].get<std::size_t>(), what.c_str(),
                  tally["looking_back"].get<double>(), tally["in_sight"].get<double>());
    return text;
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
    for (const auto& gaps : json.value("gaps", Json::array())) {
        lines += "\n" + textOf(gaps, "gaps of " + std::to_string(gaps["bars"].get<int>()) +
                                         (gaps["bars"] == 1 ? " bar" : " bars"));
        for (const auto& [where, part] : gaps["recurs"].items()) {
            lines += "\n  " + textOf(part, where == "nowhere" ? "that stand nowhere else"
                                           : where == "both"  ? "that stand also before and behind"
                                                              : "that stand also " + where);
        }
    }
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
    std::optional<TuneList> only;
    if (!options.only.empty()) {
        auto list = TuneList::read(options.only);
        if (!list) {
            return console.fail(list.error());
        }
        only = *std::move(list);
    }
    const Material material = materialOf(*corpus, **model, only);
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
    Json json = jsonOf(figures, material, shown.string());
    for (const int bars : options.gapBars) {
        json["gaps"].push_back(jsonOf(gapFiguresOf(**model, material, bars, console)));
        if (console.stopToken().stop_requested()) {
            return console.fail({ErrorCode::Cancelled, "Stopped."});
        }
    }
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
    command
        ->add_option("--only", options->only,
                     "File that names tunes, a line each; the others are left out")
        ->check(CLI::ExistingFile);
    command
        ->add_option(
            "--gaps", options->gapBars,
            "Also take so many bars out, everywhere in turn, and measure what they held with "
            "and without sight of what follows")
        ->check(CLI::Range(1, 64));
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer("Example: cantilena evaluate --corpus tunes --json");
    command->callback([&chosen, options] {
        chosen = [options](Console& console, const Places& places) {
            return evaluate(*options, console, places);
        };
    });
}

} // namespace cantilena
