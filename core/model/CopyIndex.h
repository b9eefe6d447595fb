#pragma once

#include "core/base/KeyedHash.h"
#include "core/corpus/CopiedRuns.h"
#include "core/corpus/Duplicates.h"
#include "core/model/HumanCopies.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace cantilena {

/// Steps of the shortest run that an index tells; one note more.
inline constexpr std::size_t kGramSteps = 5;
inline constexpr std::size_t kShortestKnownRun = kGramSteps + 1;

/// A tune that an index knows: its name, and no note of it.
struct IndexedTune {
    std::string name;
    std::string title;
    std::uint32_t notes = 0;
    /// For each bar in which a note begins: its number, and how many begin in it.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> bars;

    friend bool operator==(const IndexedTune&, const IndexedTune&) = default;
};

/// The tunes that one training learned from, as keyed hashes. A gram is a row of kGramSteps steps.
/// Its place (the number of its first note, counted through all tunes, and that note's pitch) is
/// hidden by a second hash of the same gram: without guessing a gram nothing can be read, neither
/// what notes there are nor where, nor what follows what.
struct CopyLayer {
    HashKey key;
    std::vector<IndexedTune> tunes;
    /// Lowest 40 bits of the hash of each distinct gram, ascending.
    std::vector<std::uint64_t> grams;
    /// Where the places of each gram begin in `places`; one more than grams.
    std::vector<std::uint32_t> begins;
    /// Ascending within a gram once shown.
    std::vector<std::uint32_t> places;
    /// Hash of each tune's whole row of intervals.
    std::vector<std::uint64_t> wholes;
    /// Hash of each distinct window of kDuplicateWindow intervals, with the tune that holds it;
    /// sorted.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> windows;

    friend bool operator==(const CopyLayer&, const CopyLayer&) = default;
};

/// Larger corpora are not indexed: the model file is to stay small.
inline constexpr std::size_t kMostIndexedNotes = 800'000;
inline constexpr std::size_t kMostIndexLayers = 16;

/// A layer of these tunes; the same tunes give the same layer. At most kMostIndexedNotes notes.
[[nodiscard]] CopyLayer copyLayer(std::span<const SourceTune> tunes);

/// What a model was trained on, told from its file: how long a run of a melody stands note for note
/// in some training tune, and in which. Runs below kShortestKnownRun notes count as none.
/// Immutable, shared between threads.
class CopyIndex {
public:
    /// The last layer is the latest training; those before it are of the models that it began with.
    CopyIndex(std::vector<CopyLayer> layers, HumanCopies human);

    [[nodiscard]] const std::vector<CopyLayer>& layers() const { return m_layers; }
    /// What tunes share that were held out of the latest training.
    [[nodiscard]] const HumanCopies& human() const { return m_human; }
    [[nodiscard]] std::size_t tuneCount() const;

    /// One for each note of the melody. Tunes are numbered through all layers.
    [[nodiscard]] std::vector<RunEnd> runEnds(std::span<const Note> melody) const;
    /// Of some notes of the melody; runs may reach beyond them on both sides.
    [[nodiscard]] CopyReport report(std::span<const Note> melody, NoteRange range = {}) const;

    /// Whether a melody with these intervals is a version of some training tune, as
    /// `duplicateGroups` judges it.
    [[nodiscard]] bool knowsVersionOf(const IntervalSequence& intervals) const;

private:
    std::vector<CopyLayer> m_layers;
    HumanCopies m_human;
    /// For each layer the notes before each of its tunes.
    std::vector<std::vector<std::size_t>> m_offsets;
    /// For each layer how many distinct windows each of its tunes has.
    std::vector<std::vector<std::uint32_t>> m_windowCounts;
};

/// What these tunes, which the index does not hold, share with it.
[[nodiscard]] HumanCopies humanCopies(const CopyIndex& index, std::span<const SourceTune> heldOut);

/// The index of a model that learned from `training` and began with what `earlier` knows, with what
/// `heldOut` shares with it; null when that would be too large.
[[nodiscard]] std::shared_ptr<const CopyIndex> trainedIndex(std::vector<CopyLayer> earlier,
                                                            std::span<const SourceTune> training,
                                                            std::span<const SourceTune> heldOut);

/// Follows a melody step by step through an index: how long a run ends here, and would with one
/// more step. A value; the index outlives it.
class CopyTrail {
public:
    explicit CopyTrail(const CopyIndex& index);

    /// Takes the next step of the melody.
    void push(const MelodyStep& step);
    /// Steps of the longest run that ends here; 0 when shorter than kGramSteps.
    [[nodiscard]] std::size_t steps() const { return m_steps; }
    /// Whether that step would make a run of at least so many steps, which are at least kGramSteps.
    [[nodiscard]] bool wouldReach(const MelodyStep& step, std::size_t steps) const;
    /// Whether any step at all could.
    [[nodiscard]] bool mayReach(std::size_t steps) const;

    /// The first place of the longest run that ends here.
    struct Place {
        std::size_t layer = 0;
        /// The run's first note, counted through the layer's tunes.
        std::size_t note = 0;
        std::size_t steps = 0;
        /// Pitch, there, of the note kGramSteps notes before the run's last.
        int gramPitch = 0;
    };
    [[nodiscard]] std::optional<Place> place() const;

private:
    /// A run in a layer, named by the place of its last gram.
    struct Run {
        std::uint32_t place;
        std::uint32_t steps;
        int pitch;
    };
    using Gram = std::array<std::uint64_t, kGramSteps>;

    [[nodiscard]] Gram gramWith(const MelodyStep& step) const;

    const CopyIndex* m_index;
    /// The last steps, packed, the latest last.
    Gram m_recent{};
    std::size_t m_known = 0;
    std::size_t m_steps = 0;
    /// For each layer, by place.
    std::vector<std::vector<Run>> m_runs;
};

} // namespace cantilena
