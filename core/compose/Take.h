#pragma once

#include "core/base/Result.h"
#include "core/compose/Infill.h"
#include "core/model/MelodyModel.h"
#include "core/score/Score.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace cantilena {

/// Names one take within one project; 0 names none.
struct TakeId {
    std::uint64_t value = 0;

    friend constexpr auto operator<=>(TakeId, TakeId) = default;
};

/// One proposal of a model, kept or not.
struct Take {
    TakeId id;
    /// Which of those made together, 1 upwards.
    int number = 1;
    /// The random seed that makes it again.
    std::uint64_t rng = 0;
    std::vector<Note> notes;
    /// How surprising the model found its own notes.
    double bitsPerNote = 0.0;
    bool heard = false;
    /// It was put into the score at some time.
    bool kept = false;
    bool starred = false;
    /// What a person has to say about it.
    std::string remark;

    friend bool operator==(const Take&, const Take&) = default;
};

/// What a model was asked to do.
enum class TakeTask { Continue, Fill };

/// What was asked of the model; see `ContinuationRequest` and, for fillings, `InfillRequest`.
struct TakeSettings {
    TakeTask task = TakeTask::Continue;
    TickRange range;
    double temperature = 0.9;
    double topP = 0.95;
    int draws = 4;
    Pitch lowest = kLowestPitch;
    Pitch highest = kHighestPitch;
    std::string style{};
    double memory = 1.0;
    double density = 0.0;
    bool cadence = false;
    std::optional<Key> key{};
    std::optional<Meter> meter{};
    std::optional<std::size_t> mostCopiedNotes{};
    KeptAspects keep{};
    /// `InfillRequest::selected`: which of the base's notes, counted from 0.
    std::vector<std::size_t> selected{};

    friend bool operator==(const TakeSettings&, const TakeSettings&) = default;
};

/// Takes that were made together, from one state of the score.
struct TakeSet {
    /// The take that this state of the score goes back to.
    TakeId parent;
    /// Index into `TakeTree::bases`.
    std::size_t base = 0;
    /// The track's index and name at that time.
    std::size_t track = 0;
    std::string trackName;
    std::string modelName;
    /// `MelodyModel::hash`.
    std::string modelHash;
    TakeSettings settings;
    /// How many were asked for.
    int asked = 1;
    std::vector<Take> takes;

    friend bool operator==(const TakeSet&, const TakeSet&) = default;
};

/// All takes of a project with what made them. A value; grows, and forgets nothing by itself.
struct TakeTree {
    /// States of the score that takes were made from, each as much of it as a model reads: the
    /// track's notes with their locks, metres, keys, chords, steering and the pickup.
    std::vector<Score> bases;
    /// In the order in which they were asked for.
    std::vector<TakeSet> sets;
    /// The id that the next take gets.
    TakeId next{1};

    friend bool operator==(const TakeTree&, const TakeTree&) = default;

    [[nodiscard]] bool isEmpty() const { return sets.empty(); }
};

/// A take with the set that it belongs to. Both null for a take that there is not.
struct TakePlace {
    const TakeSet* set = nullptr;
    const Take* take = nullptr;
};
/// Valid as long as the tree is not changed.
[[nodiscard]] TakePlace placeOf(const TakeTree& tree, TakeId id);

/// The tree with an empty set for what is asked of that model. Its parent is `lineage` of the
/// base.
[[nodiscard]] TakeTree withTakeSet(TakeTree tree, const ContinuationRequest& request,
                                   const MelodyModel& model);
[[nodiscard]] TakeTree withTakeSet(TakeTree tree, const InfillRequest& request,
                                   const MelodyModel& model);
/// The tree with that candidate in its last set.
[[nodiscard]] TakeTree withTake(TakeTree tree, const Candidate& candidate);
/// The tree with another take in place of the one with its id.
[[nodiscard]] TakeTree withTakeChanged(TakeTree tree, const Take& take);

/// The take that a track goes back to: of those ever kept, the latest of which at least half the
/// notes still stand where they stood, at their pitches.
[[nodiscard]] TakeId lineage(const TakeTree& tree, const Track& track);

/// The locked notes that begin in that stretch: what a filling of it leaves as it is.
[[nodiscard]] std::vector<NoteId> lockedWithin(const Track& track, TickRange range);

/// What a model reads of a score when it goes on in that track, as a score of that track alone.
[[nodiscard]] Score readPart(const Score& score, std::size_t track);

/// The take as a candidate, ready to be put into a score: `withCandidate` does with it what it
/// would have done with the candidate that it was.
[[nodiscard]] Candidate candidateOf(const TakeTree& tree, const TakePlace& place);

/// Where the track that the set was made for is in the score; nothing when it is gone, or cannot be
/// told from another. See `trackLike`.
[[nodiscard]] std::optional<std::size_t> trackOf(const TakeTree& tree, const TakeSet& set,
                                                 const Score& score);

/// What came of making a take again.
struct Replay {
    std::vector<Note> notes;
    /// Empty when the notes are the same to the last byte; else where they part, in words.
    std::string difference;

    [[nodiscard]] bool isSame() const { return difference.empty(); }
};

/// Makes a take again, from the same state of the score with the same settings. On the same build
/// and processor it is the same to the last byte; elsewhere floating-point sums may round
/// differently. Blocks. Fails with one sentence that names the model needed when `model` is
/// another, and with `Cancelled` when stopped.
Result<Replay> replayed(const MelodyModel& model, const TakeTree& tree, TakeId id,
                        const std::stop_token& stop);

/// Where the second notes part from the first, in words; empty when they are the same. Ids do not
/// count.
[[nodiscard]] std::string differenceOf(const std::vector<Note>& first,
                                       const std::vector<Note>& second);

} // namespace cantilena
