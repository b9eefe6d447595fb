#include "app/Commands.h"
#include "app/Models.h"
#include "app/TuneList.h"

#include "core/corpus/Corpus.h"
#include "core/model/NetworkShape.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace cantilena {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
    std::vector<std::filesystem::path> corpus;
    std::filesystem::path out;
    std::string recipe = "melody";
    std::filesystem::path init;
    std::filesystem::path leaveOut;
    std::vector<std::string> sources;
    std::string name;
    TrainingSettings settings;
    bool resume = false;
    bool json = false;
};

std::string line(const EpochReport& report) {
    char text[160];
    std::snprintf(text, sizeof text,
                  "epoch %d of %d: training %.3f, validation %.3f bits per event, %.1f s%s",
                  report.epoch, report.epochs, report.trainingBits, report.validationBits,
                  report.seconds, report.best ? " (best)" : "");
    return text;
}

TrainingListener listenerOn(Console& console) {
    TrainingListener listener;
    listener.progress = [sink = console.progress()](const TrainingProgress& progress) {
        char text[120];
        std::snprintf(text, sizeof text, "epoch %d of %d, %.0f tunes a second, %.0f s left",
                      progress.epoch, progress.epochs, progress.tunesPerSecond,
                      progress.secondsLeft);
        sink(progress.fraction, text);
    };
    listener.epoch = [&console](const EpochReport& report) { console.say(line(report)); };
    return listener;
}

TrainingTask taskOf(const Options& options, const Corpus& corpus, const TuneList& leftOut) {
    TrainingTask task;
    for (const CorpusTune& tune : corpus.tunes) {
        if (isAccepted(tune.verdict) && !leftOut.holds(tune.name)) {
            task.tunes.push_back({tune.name, tune.melody, tune.duplicateGroup});
        }
    }
    // What goes on has its settings in the checkpoint.
    const bool tunes = !options.init.empty() && !options.resume;
    task.settings = tunes ? fineTuning(options.settings) : options.settings;
    task.settings.recipe =
        options.recipe == "tutorial" ? TrainingRecipe::Tutorial : TrainingRecipe::Melody;
    task.output = options.out;
    task.initialModel = options.init;
    task.resume = options.resume;
    task.modelName = options.name.empty() ? options.out.stem().string() : options.name;
    task.sources = options.sources;
    if (task.sources.empty()) {
        for (const auto& path : options.corpus) {
            task.sources.push_back(path.filename().string());
        }
    }
    return task;
}

Json jsonOf(const Options& options, const TrainingOutcome& outcome) {
    Json epochs = Json::array();
    for (const EpochReport& report : outcome.epochs) {
        epochs.push_back({{"epoch", report.epoch},
                          {"training_bits", report.trainingBits},
                          {"validation_bits", report.validationBits},
                          {"seconds", report.seconds},
                          {"processor_seconds", report.processorSeconds}});
    }
    return {{"model", options.out.string()},
            {"epochs", epochs},
            {"best_epoch", outcome.bestEpoch},
            {"held_out", outcome.heldOut}};
}

std::string corpusName(const Options& options) {
    std::string name;
    for (const auto& path : options.corpus) {
        name += (name.empty() ? "" : ", ") + path.string();
    }
    return name;
}

int train(const Options& options, Console& console, const Places& places) {
    const Result<Corpus> corpus =
        scanCorpus(options.corpus, {}, console.stopToken(), console.progress());
    if (!corpus) {
        return console.fail(corpus.error());
    }
    const Result<TuneList> leftOut =
        options.leaveOut.empty() ? TuneList() : TuneList::read(options.leaveOut);
    if (!leftOut) {
        return console.fail(leftOut.error());
    }
    const TrainingTask task = taskOf(options, *corpus, *leftOut);
    if (task.tunes.empty()) {
        return console.fail(
            {ErrorCode::NotFound, corpusName(options) + ": there is no tune in it to learn from"});
    }
    const Result<std::shared_ptr<const ModelBackend>> backend = openBackend(places);
    if (!backend) {
        return console.fail(backend.error());
    }
    const Result<TrainingOutcome> outcome =
        (*backend)->train(task, console.stopToken(), listenerOn(console));
    if (!outcome) {
        return console.fail(outcome.error());
    }
    if (outcome->knownBefore > 0) {
        console.say(options.init.filename().string() + " knows a version of " +
                    std::to_string(outcome->knownBefore) +
                    " of these tunes: they were learnt from, but not judged by" +
                    (outcome->heldOut.empty()
                         ? "; no other was there, so the figures are those of known tunes"
                         : ""));
    }
    if (options.json) {
        console.print(jsonOf(options, *outcome).dump());
    } else if (outcome->bestEpoch > 0) {
        console.print(options.out.string() + ": the model of epoch " +
                      std::to_string(outcome->bestEpoch));
    }
    constexpr int kInterrupted = 130;
    return console.stopToken().stop_requested() ? kInterrupted : 0;
}

} // namespace

void addTrainCommand(CLI::App& app, Command& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("train", "Train a model on a folder of tunes");
    command->add_option("--corpus", options->corpus, "Files and folders of tunes")->required();
    command->add_option("--out", options->out, "Model to write; its checkpoint lies beside it")
        ->required();
    command->add_option("--recipe", options->recipe, "Network and encoding")
        ->check(CLI::IsMember({"melody", "tutorial"}))
        ->capture_default_str();
    command
        ->add_option("--epochs", options->settings.epochs,
                     "Passes over the tunes; default: "
                     "by the size of the corpus")
        ->check(CLI::Range(1, 10'000));
    command
        ->add_option("--init", options->init,
                     "Model to start from: 8 epochs at a third of the usual rate")
        ->check(CLI::ExistingFile);
    command
        ->add_option("--leave-out", options->leaveOut,
                     "File that names tunes, a line each, not to learn from")
        ->check(CLI::ExistingFile);
    command->add_flag(
        "--resume", options->resume,
        "Go on from the checkpoint beside the model, with the settings it began with; "
        "--epochs may ask for more");
    command->add_option("--rng", options->settings.rng, "Fixes every random choice")
        ->capture_default_str();
    command->add_option("--threads", options->settings.threads, "Default: one a core")
        ->check(CLI::Range(1, 256));
    command->add_option("--device", options->settings.device)
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
    command
        ->add_option("--without", options->settings.without,
                     "Leave out ingredients of the network, to see what they are worth: steps, "
                     "memory, future, or the beginning of an input's name")
        ->check([](const std::string& ingredient) {
            return !ingredient.empty() && NetworkShape::full(1).leaveOut(ingredient)
                       ? std::string()
                       : "there is no ingredient \"" + ingredient + "\"";
        });
    command
        ->add_option("--unknown-key", options->settings.unknownKeyShare,
                     "Share of tunes learnt without their key, in any transposition")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command->add_option("--units", options->settings.units, "Width of the LSTM")
        ->check(CLI::Range(1, 4096));
    command->add_option("--dropout", options->settings.dropout, "Share of its output left out")
        ->check(CLI::Range(0.0, 0.9))
        ->capture_default_str();
    command->add_flag("--variational-dropout", options->settings.variationalDropout,
                      "Leave out the same numbers all through a tune");
    command
        ->add_option("--weight-drop", options->settings.weightDrop,
                     "Share of the recurrent weights left out")
        ->check(CLI::Range(0.0, 0.9))
        ->capture_default_str();
    command
        ->add_option("--averaging", options->settings.averaging,
                     "Keep a running average of the weights, of which so much remains a step")
        ->check(CLI::Range(0.0, 0.99999))
        ->capture_default_str();
    command->add_option("--name", options->name, "Name in the model's card");
    command->add_option("--source", options->sources,
                        "Sentence for the model's card: what the tunes are and their licence");
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer("Ctrl-C keeps the best epoch so far.\n"
                    "Example: cantilena train --corpus tunes --out mine.safetensors");
    command->callback([&chosen, options] {
        chosen = [options](Console& console, const Places& places) {
            return train(*options, console, places);
        };
    });
}

} // namespace cantilena
