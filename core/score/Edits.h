#pragma once

#include "core/score/Score.h"

#include <cstddef>
#include <span>
#include <vector>

namespace cantilena {

// Pure edits: each takes a score and gives the next one; tracks that do not change stay shared.
// Where nothing would change, the result equals the argument. `track` is an index into
// `Score::tracks` and must exist. Blocks of notes keep their shape: a move that would leave the
// pitch range or time zero is shortened for the whole block.

/// A score together with the ids of the notes that the edit made.
struct EditWithNotes {
    Score score;
    std::vector<NoteId> notes;
};

/// Adds notes (their ids are given anew). Notes outside 0..127 or without length are left out.
[[nodiscard]] EditWithNotes withNotes(const Score& score, std::size_t track,
                                      std::span<const Note> notes);
[[nodiscard]] Score withoutNotes(const Score& score, std::size_t track,
                                 std::span<const NoteId> notes);
/// Moves notes in time and pitch, clamped as one block at time zero and at the ends of the
/// keyboard.
[[nodiscard]] Score withNotesMoved(const Score& score, std::size_t track,
                                   std::span<const NoteId> notes, Tick by, int semitones);

enum class NoteEdge { Start, End };
/// Moves one edge of each note; each stays at least `shortest` long and does not begin before 0.
[[nodiscard]] Score withNotesResized(const Score& score, std::size_t track,
                                     std::span<const NoteId> notes, NoteEdge edge, Tick by,
                                     Tick shortest);
/// Changes every velocity by that much, within 1..127.
[[nodiscard]] Score withVelocitiesChanged(const Score& score, std::size_t track,
                                          std::span<const NoteId> notes, int by);
/// Adds copies of the notes, moved as one block; the copies are not locked.
[[nodiscard]] EditWithNotes withNotesDuplicated(const Score& score, std::size_t track,
                                                std::span<const NoteId> notes, Tick by,
                                                int semitones);
/// Moves every onset (and, on request, every end) to the grid, which begins anew with each bar.
enum class Quantize { Starts, StartsAndEnds };
[[nodiscard]] Score withNotesQuantized(const Score& score, std::size_t track,
                                       std::span<const NoteId> notes, Tick grid, Quantize what);

/// Locks notes against the model, or unlocks them.
[[nodiscard]] Score withNotesLocked(const Score& score, std::size_t track,
                                    std::span<const NoteId> notes);
[[nodiscard]] Score withNotesUnlocked(const Score& score, std::size_t track,
                                      std::span<const NoteId> notes);

/// Puts `phrase` in place of the notes that begin within `range`; a note that begins before the
/// range and still sounds when the phrase's first note begins is cut there. Locked notes stay, and
/// are not cut.
[[nodiscard]] EditWithNotes withPhrase(const Score& score, std::size_t track, TickRange range,
                                       std::span<const Note> phrase);

[[nodiscard]] Score withTrack(const Score& score, std::size_t index, Track track);
/// Adds a track at the end; its notes are sorted and take new ids.
[[nodiscard]] Score withTrackAdded(const Score& score, Track track);
[[nodiscard]] Score withoutTrack(const Score& score, std::size_t index);
/// Puts the track at `from` before or after the others, so that it is the one at `to`.
[[nodiscard]] Score withTrackMoved(const Score& score, std::size_t from, std::size_t to);

/// Sets the tempo from `tick` on, up to the next change.
[[nodiscard]] Score withTempo(const Score& score, Tick tick, double bpm);
[[nodiscard]] Score withMeter(const Score& score, Tick tick, Meter meter);
[[nodiscard]] Score withKey(const Score& score, Tick tick, Key key);
[[nodiscard]] Score withTitle(const Score& score, std::string title);

/// The score without its grace notes: what is left is counted, learned from and compared.
[[nodiscard]] Score withoutGraceNotes(const Score& score);

/// Gives every note of the score a fresh id, 1 upwards in track order: what readers end with.
[[nodiscard]] Score withFreshNoteIds(Score score);

} // namespace cantilena
