#include "core/model/torch/Curriculum.h"

#include "core/base/File.h"
#include "core/base/Random.h"
#include "core/corpus/Splits.h"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <utility>

namespace cantilena {

namespace {

/// Longer sequences are learned in pieces, which bounds the memory of a batch.
constexpr std::size_t kLongestSequence = 1500;

constexpr double kUnknownKeyShare = 0.15;
constexpr double kUnknownMeterShare = 0.05;

std::size_t eventsOf(const EventSequence& tune) {
    return tune.events.size() + 1;
}

/// The tune in pieces of at most kLongestSequence events.
std::vector<EventSequence> inPieces(const EventSequence& tune) {
    std::vector<EventSequence> pieces;
    MelodyContext context = tune.context;
    for (std::size_t begin = 0; begin < tune.events.size(); begin += kLongestSequence) {
        const std::size_t end = std::min(begin + kLongestSequence, tune.events.size());
        EventSequence piece{context, {}};
        for (std::size_t i = begin; i < end; ++i) {
            piece.events.push_back(tune.events[i]);
            context.begin += tune.events[i].duration;
        }
        pieces.push_back(std::move(piece));
    }
    return pieces;
}

/// Indices sorted by a length that is off by up to a tenth, so that neighbours change.
std::vector<std::size_t> byRoughLength(const std::vector<EventSequence>& tunes, Random& random) {
    std::vector<std::pair<double, std::size_t>> keyed;
    for (std::size_t i = 0; i < tunes.size(); ++i) {
        keyed.emplace_back(static_cast<double>(eventsOf(tunes[i])) * (1.0 + 0.1 * random.uniform()),
                           i);
    }
    std::sort(keyed.begin(), keyed.end());
    std::vector<std::size_t> order;
    for (const auto& [length, index] : keyed) {
        order.push_back(index);
    }
    return order;
}

BatchPlan cutIntoBatches(const std::vector<EventSequence>& tunes,
                         const std::vector<std::size_t>& order, std::size_t eventsPerBatch) {
    BatchPlan plan;
    std::vector<std::size_t> batch;
    std::size_t longest = 0;
    for (const std::size_t index : order) {
        const std::size_t length = std::max(longest, eventsOf(tunes[index]));
        if (!batch.empty() && length * (batch.size() + 1) > eventsPerBatch) {
            plan.push_back(std::exchange(batch, {}));
            longest = 0;
        }
        longest = std::max(longest, eventsOf(tunes[index]));
        batch.push_back(index);
    }
    if (!batch.empty()) {
        plan.push_back(std::move(batch));
    }
    return plan;
}

template <typename Item>
void shuffle(std::vector<Item>& items, Random& random) {
    for (std::size_t i = items.size(); i > 1; --i) {
        std::swap(items[i - 1], items[random.below(i)]);
    }
}

/// The folder of a tune's file, by its own name.
std::string sourceOf(const std::string& tune) {
    return std::filesystem::path(tune).parent_path().filename().string();
}

/// Names and notes of the tunes, as one number.
std::uint64_t fingerprintOf(const TrainingTask& task) {
    std::string text;
    for (const TrainingTune& tune : task.tunes) {
        text += tune.name + ':' + std::to_string(tune.duplicateGroup) + ':' +
                std::to_string(tune.melody->noteCount()) + '\n';
    }
    return stableHash(text);
}

} // namespace

Result<Curriculum> prepared(const TrainingTask& task) {
    Curriculum curriculum;
    curriculum.fingerprint = fingerprintOf(task);
    std::vector<EventSequence> sequences;
    std::vector<std::size_t> groups;
    std::vector<std::string> names;
    for (const TrainingTune& tune : task.tunes) {
        auto sequence = encode(*tune.melody);
        if (!sequence) {
            curriculum.skipped.push_back(tune.name + ": " + sequence.error().message);
        } else if (!sequence->events.empty()) {
            sequences.push_back(std::move(*sequence));
            groups.push_back(tune.duplicateGroup);
            names.push_back(tune.name);
        }
    }
    if (sequences.empty()) {
        return Error{ErrorCode::NotFound,
                     task.tunes.empty() ? "there are no tunes to learn from"
                     : curriculum.skipped.empty()
                         ? "there are no notes to learn from"
                         : "the model can read none of the tunes; " + curriculum.skipped.front()};
    }
    const Split split = splitByGroup(groups, task.settings.validationShare, task.settings.rng);
    for (const std::size_t index : split.training) {
        const EventSequence& tune = sequences[index];
        ++curriculum.trainingTunes;
        curriculum.trainingEvents += eventsOf(tune);
        curriculum.trainingNotes += static_cast<std::size_t>(
            std::count_if(tune.events.begin(), tune.events.end(),
                          [](const MelodyEvent& e) { return e.kind == EventKind::Note; }));
        for (EventSequence& piece : inPieces(tune)) {
            curriculum.training.push_back(std::move(piece));
        }
    }
    for (const std::size_t index : split.heldOut) {
        curriculum.heldOutNames.push_back(names[index]);
        curriculum.heldOutBySource[sourceOf(names[index])].push_back(sequences[index]);
        for (EventSequence& piece : inPieces(sequences[index])) {
            curriculum.heldOut.push_back(std::move(piece));
        }
    }
    if (curriculum.heldOut.empty()) {
        curriculum.heldOut = curriculum.training;
    }
    return curriculum;
}

BatchPlan shuffledBatches(const std::vector<EventSequence>& tunes, std::size_t eventsPerBatch,
                          std::uint64_t rng) {
    Random random(rng);
    BatchPlan plan = cutIntoBatches(tunes, byRoughLength(tunes, random), eventsPerBatch);
    shuffle(plan, random);
    return plan;
}

BatchPlan orderedBatches(const std::vector<EventSequence>& tunes, std::size_t eventsPerBatch) {
    std::vector<std::size_t> order(tunes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return eventsOf(tunes[a]) < eventsOf(tunes[b]);
    });
    return cutIntoBatches(tunes, order, eventsPerBatch);
}

EventSequence varied(const EventSequence& tune, std::uint64_t rng) {
    Random random(rng);
    EventSequence result = tune;
    if (random.uniform() < kUnknownMeterShare) {
        result.context.meterKnown = false;
    }
    const bool hideKey = random.uniform() < kUnknownKeyShare;
    const int shift = static_cast<int>(random.below(12)) - 6;
    if (!hideKey) {
        return result;
    }
    result.context.mode.reset();
    const Pitch tonic = tune.context.tonic.transposed(shift);
    const bool fits =
        std::all_of(tune.events.begin(), tune.events.end(), [tonic](const MelodyEvent& event) {
            const int symbol = pitchSymbol(event.pitch, tonic);
            return event.kind == EventKind::Rest || (symbol >= 0 && symbol < kPitchesAroundTonic);
        });
    if (fits) {
        result.context.tonic = tonic;
    }
    return result;
}

} // namespace cantilena
