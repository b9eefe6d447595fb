#pragma once

#include "core/score/Score.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace cantilena {

/// What one score has and another has not, in both directions. Of a track with a few changed notes
/// it keeps those notes alone, so that a long undo history over many notes stays small.
class ScoreDifference {
public:
    ScoreDifference(const Score& before, const Score& after);

    [[nodiscard]] bool isEmpty() const;
    /// `score` is the one before; gives the one after.
    [[nodiscard]] Score appliedTo(const Score& score) const;
    /// `score` is the one after; gives the one before.
    [[nodiscard]] Score revertedFrom(const Score& score) const;
    /// Notes kept, for a measure of size.
    [[nodiscard]] std::size_t noteCount() const;

private:
    template <typename T>
    struct Change {
        T before;
        T after;
    };
    template <typename T>
    using Maybe = std::optional<Change<T>>;
    using Tracks = std::vector<std::shared_ptr<const Track>>;

    struct TrackChange {
        std::size_t index = 0;
        /// The tracks without their notes, where more than notes changed.
        Maybe<std::shared_ptr<const Track>> frame;
        std::vector<Note> removed;
        std::vector<Note> added;
    };

    enum class Direction { Forward, Backward };
    [[nodiscard]] Score carried(const Score& score, Direction direction) const;
    [[nodiscard]] static TrackChange changeOf(std::size_t index, const Track& before,
                                              const Track& after);
    [[nodiscard]] static std::shared_ptr<const Track>
    carriedTrack(const Track& track, const TrackChange& change, Direction direction);

    Maybe<std::string> m_title;
    Maybe<std::string> m_composer;
    Maybe<std::string> m_origin;
    /// All tracks, where their number changed.
    Maybe<Tracks> m_tracks;
    /// Else those that changed.
    std::vector<TrackChange> m_changedTracks;
    Maybe<std::vector<TempoChange>> m_tempos;
    Maybe<std::vector<MeterChange>> m_meters;
    Maybe<std::vector<KeyChange>> m_keys;
    Maybe<std::vector<ChordSymbol>> m_chords;
    Maybe<std::vector<Marker>> m_markers;
    Maybe<Steering> m_steering;
    Maybe<Tick> m_pickup;
    Maybe<NoteId> m_nextNoteId;
};

} // namespace cantilena
