#include "app/Commands.h"
#include "app/Csv.h"
#include "app/Models.h"

#include "core/base/File.h"
#include "core/corpus/Corpus.h"
#include "core/model/CrossValidation.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>
#include <random>

namespace cantilena {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
    std::vector<std::filesystem::path> corpus;
    std::filesystem::path perNote;
    std::string inputs = "all";
    std::string memory = "on";
    std::filesystem::path init;
    bool asItIs = false;
    std::size_t folds = 10;
    TrainingSettings settings;
    bool json = false;
};

/// A folder that is gone when this is.
class ScratchFolder {
public:
    ScratchFolder() {
        std::random_device random;
        m_path = std::filesystem::temp_directory_path() /
                 ("cantilena-crossval-" + std::to_string(random()));
        std::filesystem::create_directories(m_path, m_failure);
    }
    ~ScratchFolder() { std::filesystem::remove_all(m_path, m_failure); }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
    std::error_code m_failure;
};

CrossValidationTask taskOf(const Options& options, const Corpus& corpus,
                           const std::filesystem::path& folder) {
    CrossValidationTask task;
    for (const CorpusTune& tune : corpus.tunes) {
        if (isAccepted(tune.verdict)) {
            task.tunes.push_back({tune.name, tune.melody, tune.duplicateGroup});
        }
    }
    task.folds = options.folds;
    task.settings = options.settings;
    if (options.memory == "off") {
        task.settings.without.emplace_back("memory");
    }
    if (!options.init.empty()) {
        task.settings = fineTuning(task.settings);
        task.initialModel = options.init;
        task.asItIs = options.asItIs;
    }
    task.inputs = options.inputs == "pitch" ? VisibleInputs::PitchesOnly : VisibleInputs::All;
    task.folder = folder;
    return task;
}

Json jsonOf(const CrossValidation& result) {
    const auto notes = static_cast<double>(result.notes.size());
    const double mean = result.networkBits / notes;
    const PpmBits& ppm = result.baselines;
    return {{"folds", result.foldBits},
            {"mean_bits_per_note", mean},
            {"notes", result.notes.size()},
            {"alphabet", result.alphabet},
            {"baselines",
             {{"ppm_ltm", ppm.longTerm / notes},
              {"ppm_ltm_plus", ppm.longTermPlus / notes},
              {"ppm_stm", ppm.shortTerm / notes},
              {"ppm_combined", ppm.combined / notes}}},
            {"model", {{result.memory ? "lstm_memory" : "lstm", mean}}},
            {"shared_with_init", result.sharedWithInitial}};
}

std::string textOf(const Json& json) {
    char text[240];
    std::snprintf(
        text, sizeof text,
        "%zu notes, %zu pitches, %zu folds: %.3f bits of pitch a note\n"
        "PPM: long-term %.3f, long-term-plus %.3f, short-term %.3f, combined %.3f",
        json["notes"].get<std::size_t>(), json["alphabet"].get<std::size_t>(), json["folds"].size(),
        json["mean_bits_per_note"].get<double>(), json["baselines"]["ppm_ltm"].get<double>(),
        json["baselines"]["ppm_ltm_plus"].get<double>(), json["baselines"]["ppm_stm"].get<double>(),
        json["baselines"]["ppm_combined"].get<double>());
    return text;
}

/// Columns: file, note within it, fold from 1, bits of pitch.
std::string csvOf(const CrossValidation& result) {
    std::string csv = "file,note,fold,pitch_bits\n";
    std::size_t index = 0;
    for (std::size_t i = 0; i < result.notes.size(); ++i) {
        const JudgedNote& note = result.notes[i];
        index = i > 0 && result.notes[i - 1].tune == note.tune ? index + 1 : 0;
        char numbers[80];
        std::snprintf(numbers, sizeof numbers, ",%zu,%zu,%.6f\n", index, note.fold + 1,
                      note.pitchBits);
        csv += csvField(result.tuneNames[note.tune]) + numbers;
    }
    return csv;
}

int crossval(const Options& options, Console& console, const Places& places) {
    const Result<Corpus> corpus =
        scanCorpus(options.corpus, {}, console.stopToken(), console.progress());
    if (!corpus) {
        return console.fail(corpus.error());
    }
    const ScratchFolder scratch;
    const CrossValidationTask task = taskOf(options, *corpus, scratch.path());
    if (task.tunes.empty()) {
        return console.fail(
            {ErrorCode::NotFound, options.corpus.front().string() + ": there is no tune in it"});
    }
    const Result<std::shared_ptr<const ModelBackend>> backend = openBackend(places);
    if (!backend) {
        return console.fail(backend.error());
    }
    const Result<CrossValidation> result =
        crossValidated(task, **backend, console.stopToken(), console.progress());
    if (!result) {
        return console.fail(result.error());
    }
    if (!options.perNote.empty()) {
        if (const auto written = writeFileAtomically(options.perNote, csvOf(*result)); !written) {
            return console.fail(written.error());
        }
    }
    for (const std::string& sentence : result->skipped) {
        console.say("left out: " + sentence);
    }
    if (result->sharedWithInitial > 0) {
        console.say("left out: " + std::to_string(result->sharedWithInitial) +
                    " tunes that the initial model was trained on, or versions of them");
    }
    const Json json = jsonOf(*result);
    console.print(options.json ? json.dump() : textOf(json));
    return 0;
}

} // namespace

void addCrossvalCommand(CLI::App& app, Command& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "crossval", "Train and judge on the folds of a corpus, beside exact PPM baselines");
    command->add_option("--corpus", options->corpus, "Files and folders of tunes")->required();
    command->add_option("--folds", options->folds)
        ->check(CLI::Range(2, 1000))
        ->capture_default_str();
    command->add_option("--rng", options->settings.rng, "Fixes folds and every random choice")
        ->capture_default_str();
    command->add_option("--inputs", options->inputs, "What the network sees of a tune")
        ->check(CLI::IsMember({"all", "pitch"}))
        ->capture_default_str();
    auto* memory =
        command
            ->add_option("--memory", options->memory, "Memory of the present tune in the network")
            ->check(CLI::IsMember({"on", "off"}))
            ->capture_default_str();
    auto* init =
        command
            ->add_option("--init", options->init,
                         "Model to go on from in each fold: 8 epochs at a third of the usual rate; "
                         "tunes that it was trained on are left out")
            ->check(CLI::ExistingFile)
            ->excludes(memory);
    command
        ->add_flag("--as-is", options->asItIs,
                   "Judge that model as it is, without going on from it")
        ->needs(init);
    command
        ->add_option("--epochs", options->settings.epochs,
                     "Passes over each fold's tunes; default: by their number")
        ->check(CLI::Range(1, 10'000));
    command->add_option("--threads", options->settings.threads, "Default: one a core")
        ->check(CLI::Range(1, 256));
    command->add_option("--per-note", options->perNote, "CSV file with a line for each note");
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer("Example: cantilena crossval --corpus tunes --folds 10 --json");
    command->callback([&chosen, options] {
        chosen = [options](Console& console, const Places& places) {
            return crossval(*options, console, places);
        };
    });
}

} // namespace cantilena
