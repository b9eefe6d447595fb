#include "core/model/torch/Curriculum.h"

#include "core/base/File.h"
#include "core/base/Random.h"
#include "core/corpus/Splits.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace cantilena {

namespace {

/// Longer sequences are learned in pieces, which bounds the memory of a batch.
constexpr std::size_t kLongestSequence = 1500;

constexpr double kUnknownMeterShare = 0.05;
constexpr double kUnknownStyleShare = 0.3;

// Gaps that a tune is learnt with: none, the end of the tune, some bars, some events.
constexpr double kNoGapShare = 0.2;
constexpr double kEndGapShare = 0.18;
constexpr double kBarGapShare = 0.4;
constexpr std::uint64_t kMostGapEvents = 32;
constexpr std::uint64_t kMostGapBars = 4;

/// A style of fewer tunes is none.
constexpr std::size_t kFewestOfAStyle = 20;

/// With its end.
std::size_t eventsOf(const EventSequence& tune) {
    return tune.events.size() + 1;
}

/// The tune in parts of at most kLongestSequence events.
std::vector<TunePart> inParts(const EventSequence& tune) {
    std::vector<TunePart> parts;
    MelodyContext context = tune.context;
    for (std::size_t begin = 0; begin < tune.events.size(); begin += kLongestSequence) {
        const std::size_t end = std::min(begin + kLongestSequence, tune.events.size());
        TunePart part{{context, {}}, end == tune.events.size()};
        for (std::size_t i = begin; i < end; ++i) {
            part.events.events.push_back(tune.events[i]);
            context.begin += tune.events[i].duration;
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

/// Indices sorted by a length that is off by up to a tenth, so that neighbours change.
std::vector<std::size_t> byRoughLength(const std::vector<TunePart>& tunes, Random& random) {
    std::vector<std::pair<double, std::size_t>> keyed;
    for (std::size_t i = 0; i < tunes.size(); ++i) {
        keyed.emplace_back(
            static_cast<double>(eventsOf(tunes[i].events)) * (1.0 + 0.1 * random.uniform()), i);
    }
    std::sort(keyed.begin(), keyed.end());
    std::vector<std::size_t> order;
    for (const auto& [length, index] : keyed) {
        order.push_back(index);
    }
    return order;
}

BatchPlan cutIntoBatches(const std::vector<TunePart>& tunes, const std::vector<std::size_t>& order,
                         std::size_t eventsPerBatch) {
    BatchPlan plan;
    std::vector<std::size_t> batch;
    std::size_t longest = 0;
    for (const std::size_t index : order) {
        const std::size_t length = std::max(longest, eventsOf(tunes[index].events));
        if (!batch.empty() && length * (batch.size() + 1) > eventsPerBatch) {
            plan.push_back(std::exchange(batch, {}));
            longest = 0;
        }
        longest = std::max(longest, eventsOf(tunes[index].events));
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

/// Some whole bars of the tune, where events begin in them.
EventRange barsIn(const EventSequence& tune, Random& random) {
    const MelodyContext& context = tune.context;
    Tick last = context.begin;
    for (const MelodyEvent& event : tune.events) {
        last += event.duration;
    }
    const Tick somewhere{context.begin.value +
                         static_cast<std::int64_t>(random.below(
                             static_cast<std::uint64_t>((last - context.begin).value)))};
    TickRange range = context.meters.barAround(somewhere);
    for (std::uint64_t more = random.below(kMostGapBars); more > 0; --more) {
        range.end = context.meters.barAround(range.end).end;
    }
    return eventsWithin(tune, range);
}

/// The events that the tune is learnt to fill in; often none.
EventRange gapIn(const EventSequence& tune, Random& random) {
    const std::size_t count = tune.events.size();
    const double kind = random.uniform();
    const std::size_t length = 1 + random.below(kMostGapEvents);
    const std::size_t begin = random.below(count);
    if (kind < kNoGapShare) {
        return {};
    }
    if (kind < kNoGapShare + kEndGapShare) {
        return {count - std::min(length, count), count};
    }
    if (kind < kNoGapShare + kEndGapShare + kBarGapShare) {
        return barsIn(tune, random);
    }
    return {begin, std::min(begin + length, count)};
}

/// Folders that at least kFewestOfAStyle of the tunes come from, the largest few.
std::vector<std::string> stylesOf(const std::vector<std::string>& tuneNames) {
    std::map<std::string, std::size_t> counts;
    for (const std::string& name : tuneNames) {
        ++counts[sourceOf(name)];
    }
    std::vector<std::pair<std::size_t, std::string>> largest;
    for (const auto& [source, tunes] : counts) {
        if (tunes >= kFewestOfAStyle && !source.empty()) {
            largest.emplace_back(tunes, source);
        }
    }
    std::sort(largest.rbegin(), largest.rend());
    std::vector<std::string> styles;
    for (const auto& [tunes, source] : largest) {
        if (styles.size() < std::size_t{kMostStyles}) {
            styles.push_back(source);
        }
    }
    std::sort(styles.begin(), styles.end());
    // A single style tells nothing apart.
    return styles.size() > 1 ? styles : std::vector<std::string>{};
}

/// Index of a style by its name.
std::optional<int> placeOf(const std::vector<std::string>& styles, const std::string& name) {
    const auto found = std::find(styles.begin(), styles.end(), name);
    return found == styles.end() ? std::nullopt
                                 : std::optional(static_cast<int>(found - styles.begin()));
}

/// Without the folders of the machine that it lies on.
std::string shortName(const std::string& tune) {
    const std::string source = sourceOf(tune);
    const std::string file = std::filesystem::path(tune).filename().string();
    return source.empty() ? file : source + "/" + file;
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

/// Sets aside the tunes at these places of the task.
Split splitAt(const std::vector<std::size_t>& places, const std::vector<std::size_t>& aside) {
    Split split;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const bool judges = std::find(aside.begin(), aside.end(), places[i]) != aside.end();
        (judges ? split.heldOut : split.training).push_back(i);
    }
    return split;
}

/// Sets aside a share of the tunes that the index knows nothing of; counts the others.
Split splitOf(const TrainingTask& task, const std::vector<std::size_t>& groups,
              const std::vector<std::size_t>& places, const CopyIndex* known,
              Curriculum& curriculum) {
    std::set<std::size_t> knownGroups;
    for (std::size_t i = 0; known != nullptr && i < places.size(); ++i) {
        const Score& melody = *task.tunes[places[i]].melody;
        if (known->knowsVersionOf(intervalsOf(melody.tracks.front()->notes))) {
            knownGroups.insert(groups[i]);
        }
    }
    std::vector<std::size_t> newGroups;
    std::vector<std::size_t> newTunes;
    Split split;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (knownGroups.contains(groups[i])) {
            split.training.push_back(i);
        } else {
            newGroups.push_back(groups[i]);
            newTunes.push_back(i);
        }
    }
    curriculum.knownBefore = split.training.size();
    if (newTunes.empty()) {
        return split;
    }
    const Split ofNew = splitByGroup(newGroups, task.settings.validationShare, task.settings.rng);
    for (const std::size_t index : ofNew.training) {
        split.training.push_back(newTunes[index]);
    }
    for (const std::size_t index : ofNew.heldOut) {
        split.heldOut.push_back(newTunes[index]);
    }
    std::sort(split.training.begin(), split.training.end());
    return split;
}

} // namespace

Result<Curriculum> prepared(const TrainingTask& task, const SettingAside& aside) {
    Curriculum curriculum;
    curriculum.fingerprint = fingerprintOf(task);
    std::vector<EventSequence> sequences;
    std::vector<std::size_t> groups;
    std::vector<std::string> names;
    std::vector<std::size_t> places;
    std::vector<SourceTune> sources;
    for (std::size_t place = 0; place < task.tunes.size(); ++place) {
        const TrainingTune& tune = task.tunes[place];
        auto sequence = encode(*tune.melody);
        if (!sequence) {
            curriculum.skipped.push_back(tune.name + ": " + sequence.error().message);
        } else if (!sequence->events.empty()) {
            sequences.push_back(std::move(*sequence));
            groups.push_back(tune.duplicateGroup);
            names.push_back(tune.name);
            places.push_back(place);
            sources.push_back({shortName(tune.name), tune.melody->title, tune.melody});
        }
    }
    if (sequences.empty()) {
        return Error{ErrorCode::NotFound,
                     task.tunes.empty() ? "there are no tunes to learn from"
                     : curriculum.skipped.empty()
                         ? "there are no notes to learn from"
                         : "the model can read none of the tunes; " + curriculum.skipped.front()};
    }
    curriculum.styles = stylesOf(names);
    const Split split = aside.places ? splitAt(places, *aside.places)
                                     : splitOf(task, groups, places, aside.known, curriculum);
    for (const std::size_t index : split.training) {
        EventSequence& tune = sequences[index];
        tune.context.style = placeOf(curriculum.styles, sourceOf(names[index]));
        curriculum.trainingSources.push_back(sources[index]);
        ++curriculum.trainingTunes;
        curriculum.trainingEvents += eventsOf(tune);
        curriculum.trainingNotes += static_cast<std::size_t>(
            std::count_if(tune.events.begin(), tune.events.end(),
                          [](const MelodyEvent& e) { return e.kind == EventKind::Note; }));
        for (TunePart& part : inParts(tune)) {
            curriculum.training.push_back(std::move(part));
        }
    }
    for (const std::size_t index : split.heldOut) {
        curriculum.heldOutNames.push_back(names[index]);
        curriculum.heldOutPlaces.push_back(places[index]);
        curriculum.heldOutSources.push_back(sources[index]);
        curriculum.heldOutBySource[sourceOf(names[index])].push_back(sequences[index]);
        for (TunePart& part : inParts(sequences[index])) {
            curriculum.heldOut.push_back(std::move(part));
        }
    }
    if (curriculum.heldOut.empty()) {
        curriculum.heldOut = curriculum.training;
    }
    return curriculum;
}

void restyle(Curriculum& curriculum, const std::vector<std::string>& styles) {
    for (TunePart& part : curriculum.training) {
        std::optional<int>& style = part.events.context.style;
        if (style) {
            style = placeOf(styles, curriculum.styles[static_cast<std::size_t>(*style)]);
        }
    }
    curriculum.styles = styles;
}

BatchPlan shuffledBatches(const std::vector<TunePart>& tunes, std::size_t eventsPerBatch,
                          std::uint64_t rng) {
    Random random(rng);
    BatchPlan plan = cutIntoBatches(tunes, byRoughLength(tunes, random), eventsPerBatch);
    shuffle(plan, random);
    return plan;
}

BatchPlan orderedBatches(const std::vector<TunePart>& tunes, std::size_t eventsPerBatch) {
    std::vector<std::size_t> order(tunes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return eventsOf(tunes[a].events) < eventsOf(tunes[b].events);
    });
    return cutIntoBatches(tunes, order, eventsPerBatch);
}

Lesson varied(const TunePart& part, double unknownKeyShare, std::uint64_t rng) {
    Random random(rng);
    const EventSequence& tune = part.events;
    Lesson lesson{tune, {}, part.endsTune};
    MelodyContext& context = lesson.tune.context;
    if (random.uniform() < kUnknownMeterShare) {
        context.meterKnown = false;
    }
    if (random.uniform() < kUnknownStyleShare) {
        context.style.reset();
    }
    const bool hideKey = random.uniform() < unknownKeyShare;
    const int shift = static_cast<int>(random.below(12)) - 6;
    lesson.gap = gapIn(tune, random);
    if (!part.endsTune && lesson.gap.end == tune.events.size()) {
        lesson.gap = {};
    }
    if (!hideKey) {
        return lesson;
    }
    context.mode.reset();
    const Pitch tonic = tune.context.tonic.transposed(shift);
    const bool fits =
        std::all_of(tune.events.begin(), tune.events.end(), [tonic](const MelodyEvent& event) {
            const int symbol = pitchSymbol(event.pitch, tonic);
            return event.kind == EventKind::Rest || (symbol >= 0 && symbol < kPitchesAroundTonic);
        });
    if (fits) {
        context.tonic = tonic;
    }
    return lesson;
}

} // namespace cantilena
