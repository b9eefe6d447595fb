#include "app/CandidateFiles.h"
#include "app/Commands.h"
#include "app/Models.h"
#include "app/ScoreInput.h"

#include "core/compose/Infill.h"
#include "core/corpus/Melody.h"
#include "core/model/CopyGuard.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <memory>

namespace cantilena {

namespace {

struct Options {
    std::filesystem::path model;
    std::filesystem::path in;
    int from = 1;
    int to = 1;
    /// From 1; 0 for the melody's.
    std::size_t track = 0;
    std::vector<std::string> keep;
    InfillRequest request;
    bool rngGiven = false;
    std::filesystem::path out;
    bool json = false;
};

constexpr std::string_view kNotes = "notes=";

/// The numbers of "notes=I,J,...", counted from 0; nothing when the text is something else.
std::optional<std::vector<std::size_t>> noteNumbers(std::string_view text) {
    if (!text.starts_with(kNotes)) {
        return std::nullopt;
    }
    text.remove_prefix(kNotes.size());
    std::vector<std::size_t> numbers;
    while (true) {
        std::size_t number = 0;
        const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (failure != std::errc{}) {
            return std::nullopt;
        }
        numbers.push_back(number);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (text.empty()) {
            return numbers;
        }
        if (!text.starts_with(',')) {
            return std::nullopt;
        }
        text.remove_prefix(1);
    }
}

bool isKeepable(const std::string& text) {
    return text == "rhythm" || text == "pitch" || text == "contour" || noteNumbers(text);
}

Result<std::size_t> trackOf(const Options& options, const Score& score) {
    if (options.track > score.tracks.size()) {
        return Error{ErrorCode::NotFound, options.in.string() + ": there is no track " +
                                              std::to_string(options.track) + ", it has " +
                                              std::to_string(score.tracks.size())};
    }
    if (options.track > 0) {
        return options.track - 1;
    }
    const auto melody = melodyTrack(score);
    if (!melody) {
        return Error{ErrorCode::NotFound, options.in.string() + ": there is no note in it"};
    }
    return melody->track;
}

/// Reads `--keep` into the request, whose score and track are known.
Result<void> keepAsAsked(const Options& options, InfillRequest& request) {
    const std::vector<Note>& notes = request.asked.base->tracks[request.asked.track]->notes;
    for (const std::string& aspect : options.keep) {
        request.keep.rhythm |= aspect == "rhythm";
        request.keep.pitches |= aspect == "pitch";
        request.keep.contour |= aspect == "contour";
        for (const std::size_t number : noteNumbers(aspect).value_or(std::vector<std::size_t>{})) {
            if (number >= notes.size()) {
                return Error{ErrorCode::NotFound,
                             options.in.string() + ": there is no note " + std::to_string(number) +
                                 " in the track; its notes are counted from 0 to " +
                                 std::to_string(notes.size() - 1)};
            }
            request.locked.push_back(notes[number].id);
        }
    }
    return {};
}

Result<InfillRequest> requestOf(const Options& options) {
    InfillRequest request = options.request;
    Result<Score> score = readAnyScore(options.in);
    if (!score) {
        return score.error();
    }
    const auto track = trackOf(options, *score);
    if (!track) {
        return track.error();
    }
    request.asked.track = *track;
    const int first = score->meterMap().at({}).bar;
    Tick end;
    for (const auto& each : score->tracks) {
        end = each->notes.empty() ? end : std::max(end, each->notes.back().onset);
    }
    const int last = score->meterMap().at(end).bar;
    if (options.from > options.to || options.from < first || options.to > last) {
        return Error{ErrorCode::OutOfRange,
                     options.in.string() + ": there are no bars " + std::to_string(options.from) +
                         " to " + std::to_string(options.to) + "; its notes lie in bars " +
                         std::to_string(first) + " to " + std::to_string(last)};
    }
    request.asked.range = barRange(*score, options.from, options.to);
    request.asked.base = std::make_shared<const Score>(*std::move(score));
    if (const auto kept = keepAsAsked(options, request); !kept) {
        return kept.error();
    }
    if (!options.rngGiven) {
        request.asked.rng = anyRng();
    }
    return request;
}

int infill(const Options& options, Console& console, const Places& places) {
    const auto model = loadModel(options.model, places);
    if (!model) {
        return console.fail(model.error());
    }
    const Result<InfillRequest> request = requestOf(options);
    if (!request) {
        return console.fail(request.error());
    }
    const auto candidates = fillIn(**model, *request, console.stopToken(), {});
    if (!candidates) {
        return console.fail(candidates.error());
    }
    if (!(*model)->seesFuture()) {
        console.say("This model looks only back: the fillings were drawn and ranked by what "
                    "follows.");
    }
    return writeCandidates(*candidates, *request->asked.base, request->asked.track,
                           {options.out, options.json}, console);
}

} // namespace

void addInfillCommand(CLI::App& app, Command& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("infill", "Let a model write some bars of a piece anew");
    command->add_option("--model", options->model, "Default: the model that ships");
    command->add_option("--in", options->in, "File of notes")->required();
    command->add_option("--from", options->from, "First bar; bar 0 is a written pickup")
        ->required()
        ->check(CLI::Range(0, 100'000));
    command->add_option("--to", options->to, "Last bar")->required()->check(CLI::Range(0, 100'000));
    command
        ->add_option("--track", options->track,
                     "Counted from 1; default: the one that holds the melody")
        ->check(CLI::Range(std::size_t{1}, std::size_t{100'000}));
    command
        ->add_option("--keep", options->keep,
                     "What stays of the notes there: rhythm, pitch, contour, or notes=I,J,... of "
                     "the track, counted from 0")
        ->check(CLI::Validator(
            [](std::string& text) {
                return isKeepable(text) ? std::string()
                                        : "\"" + text +
                                              "\" is none of rhythm, pitch, contour and "
                                              "notes=I,J,...";
            },
            "rhythm|pitch|contour|notes=I,J,.."));
    command->add_option("--style", options->request.asked.style, "One of the model's styles");
    command
        ->add_option("--temperature", options->request.asked.temperature,
                     "Adventurousness; 0 takes the likeliest note each time")
        ->check(CLI::Range(0.0, 10.0))
        ->capture_default_str();
    command
        ->add_option("--top-p", options->request.asked.topP, "Sample from the likeliest notes only")
        ->check(CLI::Range(0.01, 1.0))
        ->capture_default_str();
    command
        ->add_option("--max-copy", options->request.asked.mostCopiedNotes,
                     "No run of more notes than this from a tune that the model was trained on")
        ->check(CLI::Range(kTightestCopyLimit, std::size_t{1000}));
    command->add_option("--candidates", options->request.asked.candidates)
        ->check(CLI::Range(1, 32))
        ->capture_default_str();
    auto* rng =
        command->add_option("--rng", options->request.asked.rng, "Fixes every random choice");
    command->add_option("--out", options->out, "Folder for candidate-1.mid, candidate-2.mid, ...");
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer("Example: cantilena infill --in tune.mid --from 5 --to 6 --keep rhythm --rng 7 "
                    "--out candidates");
    command->callback([&chosen, options, rng] {
        options->rngGiven = rng->count() > 0;
        chosen = [options](Console& console, const Places& places) {
            return infill(*options, console, places);
        };
    });
}

} // namespace cantilena
