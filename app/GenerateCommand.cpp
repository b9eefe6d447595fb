#include "app/CandidateFiles.h"
#include "app/Commands.h"
#include "app/Models.h"
#include "app/ScoreInput.h"

#include "core/compose/Continuation.h"
#include "core/corpus/Melody.h"
#include "core/model/CopyGuard.h"
#include "core/score/Edits.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <memory>

namespace cantilena {

namespace {

struct Options {
    std::filesystem::path model;
    std::filesystem::path seed;
    int bars = 8;
    std::string key;
    std::string meter;
    std::string range;
    ContinuationRequest request;
    bool rngGiven = false;
    std::filesystem::path out;
    bool json = false;
};

std::optional<Meter> meterFrom(std::string_view text) {
    Meter meter;
    const auto slash = text.find('/');
    const auto read = [](std::string_view part, int& number) {
        const auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), number);
        return failure == std::errc{} && end == part.data() + part.size();
    };
    const bool whole = slash != std::string_view::npos &&
                       read(text.substr(0, slash), meter.numerator) &&
                       read(text.substr(slash + 1), meter.denominator);
    return whole && meter.isValid() ? std::optional(meter) : std::nullopt;
}

struct PitchRange {
    Pitch lowest = kLowestPitch;
    Pitch highest = kHighestPitch;
};

std::optional<PitchRange> rangeFrom(std::string_view text) {
    const auto dots = text.find("..");
    if (dots == std::string_view::npos) {
        return std::nullopt;
    }
    const auto low = pitchFromName(text.substr(0, dots));
    const auto high = pitchFromName(text.substr(dots + 2));
    return low && high && *low <= *high ? std::optional(PitchRange{*low, *high}) : std::nullopt;
}

/// The seed with its melody's track, or an empty score; with the key and metre asked for.
Result<ContinuationRequest> requestOf(const Options& options) {
    ContinuationRequest request = options.request;
    Score score = newScore();
    if (!options.seed.empty()) {
        Result<Score> seed = readAnyScore(options.seed);
        if (!seed) {
            return seed.error();
        }
        const auto melody = melodyTrack(*seed);
        if (!melody) {
            return Error{ErrorCode::NotFound,
                         options.seed.string() + ": there is no note in it to go on from"};
        }
        score = *std::move(seed);
        request.track = melody->track;
    }
    const Tick start = continuationStart(score, request.track);
    if (!options.key.empty()) {
        score = withKey(score, start, *Key::fromName(options.key));
    }
    if (!options.meter.empty()) {
        score = withMeter(score, start, *meterFrom(options.meter));
    }
    if (!options.range.empty()) {
        const PitchRange range = *rangeFrom(options.range);
        request.lowest = range.lowest;
        request.highest = range.highest;
    }
    request.range = barsFrom(score, start, options.bars);
    request.base = std::make_shared<const Score>(std::move(score));
    if (!options.rngGiven) {
        request.rng = anyRng();
    }
    return request;
}

int generate(const Options& options, Console& console, const Places& places) {
    const auto model = loadModel(options.model, places);
    if (!model) {
        return console.fail(model.error());
    }
    if ((*model)->tokens() != nullptr && options.request.density > 0.0) {
        return console.fail(
            {ErrorCode::Unsupported,
             "this model goes on by sixteenths, and no density can be asked of it"});
    }
    const Result<ContinuationRequest> request = requestOf(options);
    if (!request) {
        return console.fail(request.error());
    }
    const auto candidates = continueMelody(**model, *request, console.stopToken(), {});
    if (!candidates) {
        return console.fail(candidates.error());
    }
    return writeCandidates(*candidates, *request->base, request->track, {options.out, options.json},
                           console);
}

/// A check for CLI11: empty when `parse` understands the text.
template <typename Parse>
CLI::Validator understoodBy(Parse parse, const char* form) {
    return CLI::Validator(
        [parse, form](std::string& text) {
            return parse(text) ? std::string() : "\"" + text + "\" is not like " + form;
        },
        form);
}

} // namespace

void addGenerateCommand(CLI::App& app, Command& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("generate", "Let a model go on with a melody");
    command->add_option("--model", options->model, "Default: the model that ships");
    command->add_option("--seed", options->seed, "File of notes to go on from");
    command->add_option("--bars", options->bars)->check(CLI::Range(1, 256))->capture_default_str();
    command->add_option("--key", options->key)
        ->check(understoodBy([](auto& text) { return Key::fromName(text).has_value(); },
                             "\"D dorian\""));
    command->add_option("--meter", options->meter)
        ->check(understoodBy([](auto& text) { return meterFrom(text).has_value(); }, "6/8"));
    command
        ->add_option("--temperature", options->request.temperature,
                     "Adventurousness; 0 takes the likeliest note each time")
        ->check(CLI::Range(0.0, 10.0))
        ->capture_default_str();
    command->add_option("--top-p", options->request.topP, "Sample from the likeliest notes only")
        ->check(CLI::Range(0.01, 1.0))
        ->capture_default_str();
    command->add_option("--range", options->range, "Pitches allowed")
        ->check(understoodBy([](auto& text) { return rangeFrom(text).has_value(); }, "C4..C6"));
    command->add_option("--style", options->request.style, "One of the model's styles");
    command->add_option("--density", options->request.density, "Notes a bar, on the average")
        ->check(CLI::Range(0.1, 96.0));
    command->add_flag("--cadence", options->request.cadence, "End on the tonic, as tunes end");
    command
        ->add_option("--max-copy", options->request.mostCopiedNotes,
                     "No run of more notes than this from a tune that the model was trained on")
        ->check(CLI::Range(kTightestCopyLimit, std::size_t{1000}));
    command->add_option("--candidates", options->request.candidates)
        ->check(CLI::Range(1, 32))
        ->capture_default_str();
    auto* rng = command->add_option("--rng", options->request.rng, "Fixes every random choice");
    command->add_option("--out", options->out, "Folder for candidate-1.mid, candidate-2.mid, ...");
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer(
        "Example: cantilena generate --seed seed.mid --bars 8 --rng 7 --out candidates");
    command->callback([&chosen, options, rng] {
        options->rngGiven = rng->count() > 0;
        chosen = [options](Console& console, const Places& places) {
            return generate(*options, console, places);
        };
    });
}

} // namespace cantilena
