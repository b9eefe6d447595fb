#pragma once

#include "core/score/Score.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cantilena {

/// From one note of a melody to the next: what remains when transposition and speed are taken away.
/// A run of notes is copied when all steps between them are those of some tune.
struct MelodyStep {
    /// In semitones, upwards.
    std::int8_t interval = 0;
    /// The next note's length as a fraction of this one's, in lowest terms. Lengths count in steps
    /// of `kMelodyGrid`; one beyond 65,535 of them counts as that.
    std::uint16_t numerator = 1;
    std::uint16_t denominator = 1;

    friend constexpr auto operator<=>(const MelodyStep&, const MelodyStep&) = default;

    /// All of it in the lowest 40 bits.
    [[nodiscard]] constexpr std::uint64_t packed() const {
        return (std::uint64_t{static_cast<std::uint8_t>(interval)} << 32) |
               (std::uint64_t{numerator} << 16) | denominator;
    }
};

/// The step from a note of that pitch and length to the next.
[[nodiscard]] MelodyStep stepBetween(Pitch from, Tick fromLength, Pitch to, Tick toLength);

/// The steps of a melody, one fewer than notes. Rests take no part, but a silence below
/// `kShortestRest` belongs to the note before it.
[[nodiscard]] std::vector<MelodyStep> stepsOf(std::span<const Note> melody);

/// A tune that runs may be copied from.
struct SourceTune {
    std::string name;
    std::string title;
    /// A score of one track, no two notes at once.
    std::shared_ptr<const Score> melody;
};

/// At a note of a melody: the longest run that ends there and stands in some source, too.
struct RunEnd {
    /// 0 when not even the step to this note is known.
    std::size_t notes = 0;
    /// Index of the source, and of the run's first note in it. Of several places the first.
    std::size_t tune = 0;
    std::size_t note = 0;
    /// Semitones by which the run stands above its source.
    int transposedBy = 0;
};

/// A run of notes that stands in a tune note for note.
struct CopiedRun {
    /// 0 when there is none.
    std::size_t notes = 0;
    /// Index of its first note in the melody asked about.
    std::size_t firstNote = 0;
    std::string tune;
    std::string title;
    /// Index of its first note in that tune, and the number of that note's bar.
    std::size_t tuneNote = 0;
    int tuneBar = 0;
    /// Semitones by which it stands above the tune.
    int transposedBy = 0;
};

/// How much of a melody stands in some corpus.
struct CopyReport {
    /// The first of the longest.
    CopiedRun longest;
    /// 0 to 1: notes within runs of at least `kTellingRun` notes.
    double shareCopied = 0.0;
};

/// Shorter runs are the common coin of a style.
inline constexpr std::size_t kTellingRun = 12;

/// Some notes of a melody, by index: from `begin` up to, not including, `end` (or its last note).
struct NoteRange {
    std::size_t begin = 0;
    std::size_t end = SIZE_MAX;
};

/// The first of the longest runs that hold a note of the range, its names and bar left open;
/// nothing when there is none. `ends` holds one for each note of the melody.
struct LongestRun {
    RunEnd end;
    std::size_t firstNote = 0;
};
[[nodiscard]] std::optional<LongestRun> longestRun(std::span<const RunEnd> ends,
                                                   NoteRange range = {});

/// Share of the notes in the range that lie within runs of at least `kTellingRun` notes.
[[nodiscard]] double shareCopied(std::span<const RunEnd> ends, NoteRange range = {});

} // namespace cantilena
