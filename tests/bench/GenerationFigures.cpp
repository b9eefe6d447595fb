// Tunes that a model makes beside human tunes that it has never seen, as a table in Markdown.
//
//   GenerationFigures MODEL TUNES [MOST_COPIED] CORPUS...
//
// Of the corpus those tunes are human that the model's own index does not know, nor a version of
// them. Each of TUNES is made in the key, metre and length of a human tune, from nothing and to the
// end, with the settings that the program has out of the box; with MOST_COPIED the copy guard is
// on. Intervals are of the human mean. Below the table: what human phrases share with the training
// tunes, from the model's file.

#include "core/base/Random.h"
#include "core/compose/Continuation.h"
#include "core/compose/MelodyFigures.h"
#include "core/compose/Originality.h"
#include "core/model/NetworkModel.h"

#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <set>
#include <string>
#include <string_view>
#include <thread>

using namespace cantilena;

namespace {

struct Tune {
    Score melody;
    Key key;
};

const std::vector<Note>& notesOf(const Tune& tune) {
    return tune.melody.tracks.front()->notes;
}

/// The human tunes, with nothing before the bar in which they begin.
std::vector<Tune> unseenTunes(const Corpus& corpus, const CopyIndex& known) {
    std::vector<Tune> tunes;
    for (const CorpusTune& tune : corpus.tunes) {
        if (isAccepted(tune.verdict) &&
            !known.knowsVersionOf(intervalsOf(tune.melody->tracks.front()->notes))) {
            tunes.push_back({*tune.melody, tune.key});
        }
    }
    return tunes;
}

/// A tune of the model's own in the frame of a human one; nothing when that fails.
std::optional<Tune> madeLike(const Tune& human, const MelodyModel& model, std::uint64_t rng,
                             std::optional<std::size_t> mostCopied) {
    const MeterMap meters = human.melody.meterMap();
    const Tick first = notesOf(human).front().onset;
    const bool startsLater = first >= meters.barAround({}).length();
    Score frame = newScore();
    frame.keys = {{{}, human.key}};
    frame.meters = human.melody.meters;
    frame.pickup = human.melody.pickup;
    ContinuationRequest request;
    request.range = {startsLater ? meters.barAround(first).begin : Tick{},
                     notesOf(human).back().end()};
    request.base = std::make_shared<const Score>(frame);
    request.candidates = 1;
    request.rng = rng;
    request.cadence = true;
    request.mostCopiedNotes = mostCopied;
    const auto made = continueMelody(model, request, {}, {});
    if (!made || made->front().notes.empty()) {
        return std::nullopt;
    }
    return Tune{withCandidate(frame, 0, made->front()), human.key};
}

std::vector<Tune> madeTunes(const std::vector<Tune>& human, const MelodyModel& model,
                            std::size_t count, std::optional<std::size_t> mostCopied) {
    std::vector<std::optional<Tune>> made(count);
    std::atomic<std::size_t> next{0};
    {
        std::vector<std::jthread> writers;
        for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
            writers.emplace_back([&] {
                for (std::size_t n = next++; n < count; n = next++) {
                    made[n] =
                        madeLike(human[n % human.size()], model, streamSeed(1, n), mostCopied);
                }
            });
        }
    }
    std::vector<Tune> tunes;
    for (std::optional<Tune>& tune : made) {
        if (tune) {
            tunes.push_back(*std::move(tune));
        }
    }
    return tunes;
}

/// Share of all notes with each length.
LengthHistogram pooled(const std::vector<Tune>& tunes) {
    std::vector<Note> all;
    for (const Tune& tune : tunes) {
        all.insert(all.end(), notesOf(tune).begin(), notesOf(tune).end());
    }
    return lengthHistogram(all);
}

struct Figure {
    const char* name;
    double (*of)(const Tune& tune, const CopyIndex& known, const LengthHistogram& humanLengths);
};

CopyReport copiesIn(const Tune& tune, const CopyIndex& known) {
    return known.report(notesOf(tune));
}

using Lengths = LengthHistogram;
constexpr std::array kFigures = {
    Figure{"scale consistency", [](const Tune& t, const CopyIndex&,
                                   const Lengths&) { return scaleConsistency(notesOf(t)); }},
    Figure{"pitch-class entropy, bits",
           [](const Tune& t, const CopyIndex&, const Lengths&) {
               return pitchClassEntropy(notesOf(t));
           }},
    Figure{"range, semitones",
           [](const Tune& t, const CopyIndex&, const Lengths&) {
               return static_cast<double>(pitchRange(notesOf(t)));
           }},
    Figure{"repeated notes", [](const Tune& t, const CopyIndex&,
                                const Lengths&) { return repeatedNoteShare(notesOf(t)); }},
    Figure{"mean interval, semitones", [](const Tune& t, const CopyIndex&,
                                          const Lengths&) { return meanInterval(notesOf(t)); }},
    Figure{"overlap with the pooled human note lengths",
           [](const Tune& t, const CopyIndex&, const Lengths& lengths) {
               return overlap(lengthHistogram(notesOf(t)), lengths);
           }},
    Figure{"bars as 1 back", [](const Tune& t, const CopyIndex&,
                                const Lengths&) { return repeatedBarShare(t.melody, 1); }},
    Figure{"bars as 2 back", [](const Tune& t, const CopyIndex&,
                                const Lengths&) { return repeatedBarShare(t.melody, 2); }},
    Figure{"bars as 4 back", [](const Tune& t, const CopyIndex&,
                                const Lengths&) { return repeatedBarShare(t.melody, 4); }},
    Figure{"bars as 8 back", [](const Tune& t, const CopyIndex&,
                                const Lengths&) { return repeatedBarShare(t.melody, 8); }},
    Figure{"last note on the tonic",
           [](const Tune& t, const CopyIndex&, const Lengths&) {
               return endsOnTonic(notesOf(t), t.key) ? 1.0 : 0.0;
           }},
    Figure{"last note on a beat", [](const Tune& t, const CopyIndex&,
                                     const Lengths&) { return endsOnBeat(t.melody) ? 1.0 : 0.0; }},
    Figure{"last note on a strong beat",
           [](const Tune& t, const CopyIndex&, const Lengths&) {
               return endsOnStrongBeat(t.melody) ? 1.0 : 0.0;
           }},
    Figure{"longest copied run, notes",
           [](const Tune& t, const CopyIndex& known, const Lengths&) {
               return static_cast<double>(copiesIn(t, known).longest.notes);
           }},
    Figure{"share copied, runs of 12 and more",
           [](const Tune& t, const CopyIndex& known, const Lengths&) {
               return copiesIn(t, known).shareCopied;
           }},
};

void printTable(const std::vector<Tune>& human, const std::vector<Tune>& made,
                const CopyIndex& known) {
    const LengthHistogram lengths = pooled(human);
    std::printf("| of each tune, mean | human | 95 %% | made | outside by |\n"
                "| --- | --- | --- | --- | --- |\n");
    for (const Figure& figure : kFigures) {
        std::vector<double> humanValues;
        for (const Tune& tune : human) {
            humanValues.push_back(figure.of(tune, known, lengths));
        }
        double sum = 0.0;
        for (const Tune& tune : made) {
            sum += figure.of(tune, known, lengths);
        }
        const double mean = sum / static_cast<double>(made.size());
        const ConfidentMean humanMean = bootstrapped(humanValues, 1);
        const double outside = humanMean.distance(mean);
        std::printf("| %s | %.3f | %.3f to %.3f | %.3f | %s |\n", figure.name, humanMean.mean,
                    humanMean.low, humanMean.high, mean,
                    outside > 0.0 ? std::to_string(outside).substr(0, 5).c_str() : "");
    }
}

void printOutputs(const std::vector<Tune>& made, const CopyIndex& known) {
    std::set<std::vector<MelodyStep>> distinct;
    std::size_t longest = 0;
    for (const Tune& tune : made) {
        distinct.insert(stepsOf(notesOf(tune)));
        longest = std::max(longest, copiesIn(tune, known).longest.notes);
    }
    std::printf("\nDistinct outputs: %zu of %zu. Longest copied run of all: %zu notes.\n",
                distinct.size(), made.size(), longest);
}

void printHumanCopies(const HumanCopies& human) {
    std::printf("\nLongest run of a human phrase in the training tunes (its file's validation "
                "part; 0 stands for fewer than %zu notes):\n\n"
                "| phrase, notes | phrases | 10 %% | 25 %% | half | 75 %% | 90 %% | 99 %% |\n"
                "| --- | --- | --- | --- | --- | --- | --- | --- |\n",
                kShortestKnownRun);
    for (const HumanCopies::Row& row : human.rows) {
        std::printf("| %zu | %zu | %u | %u | %u | %u | %u | %u |\n", row.phraseNotes, row.phrases,
                    row.runs[10], row.runs[25], row.runs[50], row.runs[75], row.runs[90],
                    row.runs[99]);
    }
}

std::optional<std::size_t> numberFrom(std::string_view text) {
    std::size_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failure == std::errc{} && end == text.data() + text.size() ? std::optional(number)
                                                                      : std::nullopt;
}

int complain(const std::string& sentence) {
    std::fprintf(stderr, "%s\n", sentence.c_str());
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto count = arguments.size() > 2 ? numberFrom(arguments[1]) : std::nullopt;
    if (!count || *count == 0) {
        return complain("usage: GenerationFigures MODEL TUNES [MOST_COPIED] CORPUS...");
    }
    const auto mostCopied = numberFrom(arguments[2]);
    const std::vector<std::filesystem::path> paths(arguments.begin() + (mostCopied ? 3 : 2),
                                                   arguments.end());
    const auto model = loadMelodyModel(arguments[0]);
    if (!model) {
        return complain(model.error().message);
    }
    const auto known = (*model)->copies();
    if (!known) {
        return complain(arguments[0] + ": this model does not say which tunes it was trained on");
    }
    const auto corpus = scanCorpus(paths);
    if (!corpus) {
        return complain(corpus.error().message);
    }
    const std::vector<Tune> human = unseenTunes(*corpus, *known);
    if (human.empty()) {
        return complain("the model knows every tune of that corpus");
    }
    const auto begin = std::chrono::steady_clock::now();
    const std::vector<Tune> made = madeTunes(human, **model, *count, mostCopied);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    if (made.empty()) {
        return complain("the model made no tune");
    }
    std::printf("%zu human tunes, %zu made in %.0f s\n\n", human.size(), made.size(),
                seconds.count());
    printTable(human, made, *known);
    printOutputs(made, *known);
    printHumanCopies(known->human());
    return 0;
}
