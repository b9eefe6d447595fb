#pragma once

#include "core/base/Result.h"
#include "core/corpus/CopiedRuns.h"
#include "core/model/CopyIndex.h"
#include "core/model/EventSequence.h"
#include "core/model/Training.h"
#include "core/model/torch/Batch.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cantilena {

/// A tune, or a part of a long one.
struct TunePart {
    EventSequence events;
    /// Whether the tune ends behind its last event.
    bool endsTune = true;
};

/// The tunes of a task as sequences: those to learn from and those to judge by.
struct Curriculum {
    std::vector<TunePart> training;
    std::vector<TunePart> heldOut;
    /// Names of the tunes set aside, in the order of the task.
    std::vector<std::string> heldOutNames;
    /// Their places in the task.
    std::vector<std::size_t> heldOutPlaces;
    /// Tunes that were not set aside because the model to start from knows a version of them.
    std::size_t knownBefore = 0;
    /// The tunes set aside, whole, by the folder that they come from.
    std::map<std::string, std::vector<EventSequence>> heldOutBySource;
    /// Both sides, to tell copies by, each tune named by its file and the file's folder.
    std::vector<SourceTune> trainingSources;
    std::vector<SourceTune> heldOutSources;
    std::size_t trainingTunes = 0;
    /// Notes of the training tunes.
    std::size_t trainingNotes = 0;
    std::size_t trainingEvents = 0;
    /// One sentence for each tune that the model cannot read.
    std::vector<std::string> skipped;
    /// The folders that many of the tunes come from, in alphabetical order: styles to tell apart.
    std::vector<std::string> styles;
    /// Tells this selection of tunes from others.
    std::uint64_t fingerprint = 0;
};

/// Which tunes are set aside to judge by.
struct SettingAside {
    /// No tune of a duplicate group that this model's index knows a version of; may be null.
    const CopyIndex* known = nullptr;
    /// If there: just these, by their places in the task.
    std::optional<std::vector<std::size_t>> places;
};

/// Reads and splits the tunes. Tunes longer than any folk song come in parts. Fails when none is
/// left to learn from. Where none can be set aside, as with a single duplicate group, the training
/// tunes judge themselves.
Result<Curriculum> prepared(const TrainingTask& task, const SettingAside& aside = {});

/// Counts the tunes' styles by another list of names; those not in it become unknown.
void restyle(Curriculum& curriculum, const std::vector<std::string>& styles);

/// Indices into a list of tunes, dealt out to batches of similar length; each batch holds at least
/// one tune and, counted with padding, about `eventsPerBatch` events.
using BatchPlan = std::vector<std::vector<std::size_t>>;

/// The batches of an epoch in random order; another `rng` gives another order and other neighbours.
[[nodiscard]] BatchPlan shuffledBatches(const std::vector<TunePart>& tunes,
                                        std::size_t eventsPerBatch, std::uint64_t rng);

/// Batches for judging: every tune once, in an order that never changes.
[[nodiscard]] BatchPlan orderedBatches(const std::vector<TunePart>& tunes,
                                       std::size_t eventsPerBatch);

/// The tune with now and then its key, its metre or its style made unknown, so that the network
/// learns to go without (an unknown key counts pitches from anywhere), and mostly with a gap of
/// some events or bars to fill. What ends no tune has no gap at its end.
[[nodiscard]] Lesson varied(const TunePart& tune, double unknownKeyShare, std::uint64_t rng);

} // namespace cantilena
