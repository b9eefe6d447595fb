// Gaps in tunes that a model has never seen, filled in sight of what follows and by drawing many
// times from left to right: which fill is nearer to what stood there? A table in Markdown.
//
//   FillFigures MODEL BARS DRAWS CORPUS...
//
// Of the corpus those tunes count that the model's own index does not know, nor a version of them.
// Two gaps of BARS bars in each, a third and two thirds through it, where four bars stand before
// them and two behind. The notes of a gap are taken out, so a fill may well be what stood there.
// Every fill is made by the studio's own code: one draw in sight of what follows; the best of its
// usual number of such draws by the two bars behind; and the best of DRAWS that only look back, by
// the same two bars, which is all that models can do that see no future. A fill agrees as far as
// its notes and the true ones have pitch and onset in common (F measure). Intervals are 95 %, by
// bootstrap over the gaps.

#include "core/base/Random.h"
#include "core/compose/Infill.h"
#include "core/compose/MelodyFigures.h"
#include "core/corpus/Corpus.h"
#include "core/model/CopyIndex.h"
#include "core/model/MelodyDecoder.h"
#include "core/model/NetworkModel.h"
#include "core/score/Edits.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

using namespace cantilena;

namespace {

/// A decoder that never sees what follows.
class BackwardDecoder : public MelodyDecoder {
public:
    explicit BackwardDecoder(std::unique_ptr<MelodyDecoder> decoder)
        : m_decoder(std::move(decoder)) {}

    std::size_t size() const override { return m_decoder->size(); }
    void begin(std::size_t melody, const MelodyContext& context) override {
        m_decoder->begin(melody, context);
    }
    void push(std::size_t melody, const MelodyEvent& event) override {
        m_decoder->push(melody, event);
    }
    bool weighMemory(float weight) override { return m_decoder->weighMemory(weight); }
    void copy(std::size_t from, std::size_t to) override { m_decoder->copy(from, to); }
    std::unique_ptr<MelodyDecoder> clone() const override {
        return std::make_unique<BackwardDecoder>(m_decoder->clone());
    }
    std::span<const float> pitchLogits(std::size_t melody) override {
        return m_decoder->pitchLogits(melody);
    }
    std::span<const float> durationLogits(std::size_t melody, int pitchSymbol) override {
        return m_decoder->durationLogits(melody, pitchSymbol);
    }

private:
    std::unique_ptr<MelodyDecoder> m_decoder;
};

/// The same network without sight of what follows.
class BackwardModel : public MelodyModel {
public:
    explicit BackwardModel(const MelodyModel& model)
        : m_model(model) {}

    const ModelCard& card() const override { return m_model.card(); }
    std::string hash() const override { return m_model.hash(); }
    std::unique_ptr<MelodyDecoder> decoder(std::size_t batch) const override {
        return std::make_unique<BackwardDecoder>(m_model.decoder(batch));
    }

private:
    const MelodyModel& m_model;
};

/// A tune with a gap in it, and the notes that stood there.
struct Task {
    Score score;
    TickRange range;
    std::vector<Note> truth;
};

std::vector<Task> tasksIn(const Score& melody, int bars) {
    const MeterMap meters = melody.meterMap();
    const std::vector<Note>& notes = melody.tracks.front()->notes;
    const int first = std::max(1, meters.at(notes.front().onset).bar);
    const int count = meters.at(notes.back().end()).bar - first;
    std::vector<Task> tasks;
    for (const int third : {1, 2}) {
        const int bar = first + count * third / 3;
        Task task;
        task.range = {meters.barStart(bar), meters.barStart(bar + bars)};
        std::vector<NoteId> removed;
        for (const Note& note : notes) {
            if (task.range.begin <= note.onset && note.onset < task.range.end) {
                task.truth.push_back(note);
                removed.push_back(note.id);
            }
        }
        if (bar >= first + 4 && bar + bars + 2 <= first + count && !removed.empty()) {
            task.score = withoutNotes(melody, 0, removed);
            tasks.push_back(std::move(task));
        }
    }
    return tasks;
}

std::vector<Task> unseenTasks(const Corpus& corpus, const CopyIndex& known, int bars) {
    std::vector<Task> tasks;
    for (const CorpusTune& tune : corpus.tunes) {
        if (isAccepted(tune.verdict) &&
            !known.knowsVersionOf(intervalsOf(tune.melody->tracks.front()->notes))) {
            for (Task& task : tasksIn(*tune.melody, bars)) {
                tasks.push_back(std::move(task));
            }
        }
    }
    return tasks;
}

/// 0 to 1: notes of the same pitch and onset, twice, of all notes of both.
double agreement(const std::vector<Note>& made, const std::vector<Note>& truth) {
    const auto common = std::count_if(made.begin(), made.end(), [&truth](const Note& note) {
        return std::any_of(truth.begin(), truth.end(), [&note](const Note& other) {
            const Tick apart =
                note.onset > other.onset ? note.onset - other.onset : other.onset - note.onset;
            return note.pitch == other.pitch && apart < kUnit;
        });
    });
    return 2.0 * static_cast<double>(common) / static_cast<double>(made.size() + truth.size());
}

/// How one way of filling did, gap by gap.
struct Results {
    std::vector<double> agreements;
    std::vector<double> exact;
    std::vector<double> joinBits;
};

/// Nothing when the gap cannot be filled.
std::optional<Candidate> filled(const MelodyModel& model, const Task& task,
                                std::optional<int> draws, std::uint64_t rng) {
    InfillRequest request;
    request.asked.base = std::make_shared<const Score>(task.score);
    request.asked.range = task.range;
    request.asked.candidates = 1;
    request.asked.rng = rng;
    request.asked.draws = draws.value_or(request.asked.draws);
    auto made = fillIn(model, request, {}, {});
    return made ? std::optional(made->front()) : std::nullopt;
}

void add(Results& results, const Candidate& fill, const Task& task) {
    results.agreements.push_back(agreement(fill.notes, task.truth));
    results.exact.push_back(results.agreements.back() >= 1.0 ? 1.0 : 0.0);
    results.joinBits.push_back(fill.joinBits.value_or(0.0));
}

std::string withInterval(const std::vector<double>& values) {
    const ConfidentMean mean = bootstrapped(values, 1);
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), "%.3f (%.3f to %.3f)", mean.mean, mean.low, mean.high);
    return text.data();
}

/// Share of the gaps in which the first of two compares so with the second.
template <typename Comparison>
std::string share(const std::vector<double>& a, const std::vector<double>& b,
                  Comparison comparison) {
    std::vector<double> values;
    for (std::size_t i = 0; i < a.size(); ++i) {
        values.push_back(comparison(a[i], b[i]) ? 1.0 : 0.0);
    }
    return withInterval(values);
}

void printRow(const char* name, const Results& results, const Results& rerank) {
    const auto better = share(rerank.agreements, results.agreements, std::greater<>());
    const auto equal = share(rerank.agreements, results.agreements, std::equal_to<>());
    std::printf("| %s | %s | %s | %s | %s | %s |\n", name, withInterval(results.agreements).c_str(),
                withInterval(results.exact).c_str(), withInterval(results.joinBits).c_str(),
                &results == &rerank ? "" : better.c_str(),
                &results == &rerank ? "" : equal.c_str());
}

std::optional<int> numberFrom(std::string_view text) {
    int number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = failure == std::errc{} && end == text.data() + text.size();
    return whole && number > 0 ? std::optional(number) : std::nullopt;
}

int complain(const std::string& sentence) {
    std::fprintf(stderr, "%s\n", sentence.c_str());
    return 1;
}

int compare(const MelodyModel& model, const std::vector<Task>& tasks, int draws) {
    const BackwardModel backward(model);
    Results direct;
    Results studio;
    Results rerank;
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const std::uint64_t rng = streamSeed(1, i);
        const auto one = filled(model, tasks[i], 1, rng);
        const auto best = filled(model, tasks[i], std::nullopt, rng);
        const auto drawn = filled(backward, tasks[i], draws, rng);
        if (one && best && drawn) {
            add(direct, *one, tasks[i]);
            add(studio, *best, tasks[i]);
            add(rerank, *drawn, tasks[i]);
        }
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    if (direct.agreements.empty()) {
        return complain("no gap could be filled");
    }
    std::printf("%zu gaps of %zu filled in %.0f s\n\n", direct.agreements.size(), tasks.size(),
                seconds.count());
    std::printf(
        "| fill | agrees with the truth | is the truth | what follows, bits an event | best "
        "of %d looking back agrees better | equally |\n"
        "| --- | --- | --- | --- | --- | --- |\n",
        draws);
    printRow("in sight, one draw", direct, rerank);
    const std::string usual = "in sight, best of " + std::to_string(InfillRequest().asked.draws);
    printRow(usual.c_str(), studio, rerank);
    const std::string looking = "looking back, best of " + std::to_string(draws);
    printRow(looking.c_str(), rerank, rerank);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto bars = arguments.size() > 3 ? numberFrom(arguments[1]) : std::nullopt;
    const auto draws = arguments.size() > 3 ? numberFrom(arguments[2]) : std::nullopt;
    if (!bars || !draws) {
        return complain("usage: FillFigures MODEL BARS DRAWS CORPUS...");
    }
    const auto model = loadMelodyModel(arguments[0]);
    if (!model) {
        return complain(model.error().message);
    }
    const auto known = (*model)->copies();
    if (!known) {
        return complain(arguments[0] + ": this model does not say which tunes it was trained on");
    }
    const auto corpus =
        scanCorpus(std::vector<std::filesystem::path>(arguments.begin() + 3, arguments.end()));
    if (!corpus) {
        return complain(corpus.error().message);
    }
    return compare(**model, unseenTasks(*corpus, *known, *bars), *draws);
}
