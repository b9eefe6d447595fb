#include "app/Commands.h"
#include "app/Models.h"
#include "app/ScoreInput.h"

#include "core/compose/Originality.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace cantilena {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
    std::filesystem::path model;
    std::vector<std::filesystem::path> corpus;
    std::filesystem::path in;
    bool json = false;
};

/// Notes count from 0, bars as they are numbered; what a run of no notes leaves open is null.
Json jsonOf(const CopyReport& report) {
    const CopiedRun& run = report.longest;
    const bool found = run.notes > 0;
    const auto known = [found](const auto& value) { return found ? Json(value) : Json(); };
    return {{"longest_run_notes", run.notes},     {"file", known(run.tune)},
            {"at_note", known(run.tuneNote)},     {"transposed_by", known(run.transposedBy)},
            {"share_copied", report.shareCopied}, {"title", known(run.title)},
            {"bar", known(run.tuneBar)},          {"input_note", known(run.firstNote)}};
}

std::string textOf(const CopyReport& report) {
    const CopiedRun& run = report.longest;
    if (run.notes == 0) {
        return "No run of its notes stands in those tunes.";
    }
    std::string text = std::to_string(run.notes) + " notes from note " +
                       std::to_string(run.firstNote + 1) + " on are those of " + run.tune +
                       (run.title.empty() ? "" : " (\"" + run.title + "\")") + " from note " +
                       std::to_string(run.tuneNote + 1) + " (bar " + std::to_string(run.tuneBar) +
                       ") on";
    if (run.transposedBy != 0) {
        text += ", " + std::to_string(std::abs(run.transposedBy)) + " semitones " +
                (run.transposedBy > 0 ? "higher" : "lower");
    }
    char share[80];
    std::snprintf(share, sizeof share, "\n%.0f %% of its notes lie within runs of %zu and more",
                  100.0 * report.shareCopied, kTellingRun);
    return text + share;
}

Result<CopyReport> byCorpus(const Options& options, const Score& score, Console& console) {
    const auto corpus = scanCorpus(options.corpus, {}, console.stopToken(), console.progress());
    if (!corpus) {
        return corpus.error();
    }
    std::vector<SourceTune> tunes = sourceTunes(*corpus);
    if (tunes.empty()) {
        return Error{ErrorCode::NotFound,
                     options.corpus.front().string() + ": there is no tune in it"};
    }
    return originalityOf(score, MelodyAutomaton(std::move(tunes)));
}

Result<CopyReport> byModel(const Options& options, const Score& score, const Places& places) {
    const auto model = loadModel(options.model, places);
    if (!model) {
        return model.error();
    }
    const auto copies = (*model)->copies();
    if (!copies) {
        return Error{ErrorCode::Unsupported,
                     options.model.string() +
                         ": this model does not say which tunes it was trained on"};
    }
    return originalityOf(score, *copies);
}

int originality(const Options& options, Console& console, const Places& places) {
    const Result<Score> score = readAnyScore(options.in);
    if (!score) {
        return console.fail(score.error());
    }
    const auto report = options.corpus.empty() ? byModel(options, *score, places)
                                               : byCorpus(options, *score, console);
    if (!report) {
        return console.fail(report.error());
    }
    console.print(options.json ? jsonOf(*report).dump() : textOf(*report));
    return 0;
}

} // namespace

void addOriginalityCommand(CLI::App& app, Command& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "originality", "Say how much of a melody stands note for note in other tunes");
    auto* source = command->add_option_group("source", "What it may be copied from");
    source->add_option("--model", options->model,
                       "The tunes that a model was trained on, by the index in its file, which "
                       "tells runs of " +
                           std::to_string(kShortestKnownRun) + " notes and more");
    source->add_option("--corpus", options->corpus, "Files and folders of tunes");
    source->require_option(1);
    command->add_option("--in", options->in, "File of notes; its melody is taken")->required();
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer("A run is copied when its intervals and the ratios of its lengths are those of "
                    "a tune, in any key and at any speed.\n"
                    "Example: cantilena originality --corpus tunes --in mine.mid --json");
    command->callback([&chosen, options] {
        chosen = [options](Console& console, const Places& places) {
            return originality(*options, console, places);
        };
    });
}

} // namespace cantilena
