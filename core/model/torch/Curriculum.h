#pragma once

#include "core/base/Result.h"
#include "core/corpus/CopiedRuns.h"
#include "core/model/EventSequence.h"
#include "core/model/Training.h"
#include "core/model/torch/Batch.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace cantilena {

/// The tunes of a task as sequences: those to learn from and those to judge by.
struct Curriculum {
    std::vector<EventSequence> training;
    std::vector<EventSequence> heldOut;
    /// Names of the tunes set aside, in the order of the task.
    std::vector<std::string> heldOutNames;
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

/// Reads and splits the tunes. Tunes longer than any folk song come in pieces. Fails when none is
/// left to learn from. With a single duplicate group nothing is held out and the training tunes
/// judge themselves.
Result<Curriculum> prepared(const TrainingTask& task);

/// Counts the tunes' styles by another list of names; those not in it become unknown.
void restyle(Curriculum& curriculum, const std::vector<std::string>& styles);

/// Indices into a list of tunes, dealt out to batches of similar length; each batch holds at least
/// one tune and, counted with padding, about `eventsPerBatch` events.
using BatchPlan = std::vector<std::vector<std::size_t>>;

/// The batches of an epoch in random order; another `rng` gives another order and other neighbours.
[[nodiscard]] BatchPlan shuffledBatches(const std::vector<EventSequence>& tunes,
                                        std::size_t eventsPerBatch, std::uint64_t rng);

/// Batches for judging: every tune once, in an order that never changes.
[[nodiscard]] BatchPlan orderedBatches(const std::vector<EventSequence>& tunes,
                                       std::size_t eventsPerBatch);

/// The tune with now and then its key, its metre or its style made unknown, so that the network
/// learns to go without (an unknown key counts pitches from anywhere), and mostly with a gap of
/// some events or bars to fill.
[[nodiscard]] Lesson varied(const EventSequence& tune, double unknownKeyShare, std::uint64_t rng);

} // namespace cantilena
