#pragma once

#include "core/score/Edits.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cantilena {

// Pure edits that shape notes already written. As in Edits.h: `track` must exist, tracks that do
// not change stay shared, and where nothing would change the result equals the argument. Notes
// named in `notes` that are not in the track are passed over.

/// A velocity meant for one note.
struct NoteVelocity {
    NoteId id;
    /// 1 to 127; what lies outside is clamped.
    int velocity = kDefaultVelocity;
};

/// Gives each of those notes its velocity.
[[nodiscard]] Score withVelocities(const Score& score, std::size_t track,
                                   std::span<const NoteVelocity> velocities);

/// Draws the velocities along a line from `first`, at the first onset, to `last`, at the last one;
/// the notes of a chord take the same.
[[nodiscard]] Score withVelocityRamp(const Score& score, std::size_t track,
                                     std::span<const NoteId> notes, int first, int last);

/// Cuts each of the notes that sounds at `at` in two there. `EditWithNotes::notes` are both halves;
/// the first keeps its id.
[[nodiscard]] EditWithNotes withNotesSplit(const Score& score, std::size_t track,
                                           std::span<const NoteId> notes, Tick at);

/// Joins the notes of each pitch into one, from the first onset to the last end, with the id and
/// the velocity of the first. `EditWithNotes::notes` are those that are left.
[[nodiscard]] EditWithNotes withNotesGlued(const Score& score, std::size_t track,
                                           std::span<const NoteId> notes);
/// The note of the same pitch that follows `note` in the track next; null when there is none.
[[nodiscard]] const Note* nextOfPitch(const Track& track, const Note& note);

/// Ends each note where the next of the notes begins, so that no gap is left and no overlap; notes
/// of a chord end together. The last keep their length.
[[nodiscard]] Score withLegato(const Score& score, std::size_t track,
                               std::span<const NoteId> notes);

/// Mirrors the notes in time within the stretch they fill.
[[nodiscard]] Score withNotesReversed(const Score& score, std::size_t track,
                                      std::span<const NoteId> notes);

/// Mirrors the pitches about the middle between the lowest and the highest, which trade places.
[[nodiscard]] Score withNotesInverted(const Score& score, std::size_t track,
                                      std::span<const NoteId> notes);

/// Stretches the notes about the first onset by `numerator`/`denominator`, both positive. Each
/// stays at least one tick long.
[[nodiscard]] Score withNotesStretched(const Score& score, std::size_t track,
                                       std::span<const NoteId> notes, std::int64_t numerator,
                                       std::int64_t denominator);

/// Stretches the notes so that what filled `from` fills `to`; both are longer than nothing. Where
/// that would begin before time zero, the notes keep what `to` leaves after it.
[[nodiscard]] Score withNotesFitted(const Score& score, std::size_t track,
                                    std::span<const NoteId> notes, TickRange from, TickRange to);

/// How far `withNotesHumanized` may go either way; drawn from a normal distribution with a third of
/// that as its deviation, cut there.
struct Looseness {
    Tick timing = quarters(1, 32);
    int velocity = 10;
};
/// Moves onsets and velocities a little, as hands do; the same `seed` moves them the same way.
[[nodiscard]] Score withNotesHumanized(const Score& score, std::size_t track,
                                       std::span<const NoteId> notes, Looseness looseness,
                                       std::uint64_t seed);

/// Moves each pitch to the nearest one of the key in force at its onset; the lower of two as near.
[[nodiscard]] Score withNotesInKey(const Score& score, std::size_t track,
                                   std::span<const NoteId> notes);

/// Moves notes along the scale of the key in force at each onset; a note outside the scale counts
/// from the degree below it and keeps its distance to that. Clamped as a block.
[[nodiscard]] Score withNotesMovedByDegrees(const Score& score, std::size_t track,
                                            std::span<const NoteId> notes, int degrees);

/// Cuts each note that sounds into a later one of the same pitch; of several with one onset and
/// pitch the longest is kept. Only among `notes`.
[[nodiscard]] Score withoutOverlaps(const Score& score, std::size_t track,
                                    std::span<const NoteId> notes);

/// How `withNotesDrawnToGrid` quantises.
struct GridPull {
    Tick grid = quarters(1, 4);
    /// 0 leaves a note where it is, 1 puts it on the grid.
    double strength = 1.0;
    /// Delays every second point of the grid, by that share of the grid: 0 is even, 1/3 is
    /// triplets.
    double swing = 0.0;
    bool starts = true;
    bool lengths = false;
};
/// Draws onsets and lengths towards the grid, which begins anew with each bar; each note stays at
/// least half a grid long when its length is drawn.
[[nodiscard]] Score withNotesDrawnToGrid(const Score& score, std::size_t track,
                                         std::span<const NoteId> notes, GridPull pull);

/// Ends each note after `share` (more than 0) of the time to the next onset among the notes: below
/// 1 detached, above it overlapping. The last keep their length.
[[nodiscard]] Score withArticulation(const Score& score, std::size_t track,
                                     std::span<const NoteId> notes, double share);

/// In which order `withArpeggio` spreads a chord.
enum class Arpeggio { Up, Down };
/// Spreads the notes that share an onset: each begins `by` after the one before, and all end as
/// they did, or `by` after their new onset at the earliest.
[[nodiscard]] Score withArpeggio(const Score& score, std::size_t track,
                                 std::span<const NoteId> notes, Arpeggio order, Tick by);

} // namespace cantilena
