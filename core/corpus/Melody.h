#pragma once

#include "core/score/Score.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace cantilena {

/// The finest time that a melody keeps: 24 steps a quarter, so that 32nds and triplets of
/// sixteenths are exact.
inline constexpr Tick kMelodyGrid = kQuarter / 24;

/// A silence shorter than this is how a note is played, not a rest: it belongs to the note.
inline constexpr Tick kShortestRest = kMelodyGrid * 3;

/// Why a line of a score is taken for its melody, surest first.
enum class MelodyChoice {
    /// Nothing else has notes.
    OnlyTrack,
    /// Its name says so: melody, vocal, lead, soprano, ...
    NamedTrack,
    /// The first pitched voice.
    FirstVoice,
    /// No voice lasts through the piece: the highest notes of all of them together.
    Skyline,
};

/// Which track of a score holds its melody.
struct MelodyTrack {
    /// Index into `Score::tracks`; with `Skyline`, of the track that gives most of its notes.
    std::size_t track = 0;
    MelodyChoice choice = MelodyChoice::OnlyTrack;
    /// The choice in words, for example `the track named "Vocal", of 3`.
    std::string reason;
};

/// The track that melody extraction picks; nothing when the score has no pitched note. Percussion
/// (channel 10) is never picked.
[[nodiscard]] std::optional<MelodyTrack> melodyTrack(const Score& score);

/// A melody taken out of a score.
struct MelodyLine {
    /// One track, no two notes at once, everything on `kMelodyGrid`; titles, metres, keys, tempi
    /// and pickup are the score's.
    std::shared_ptr<const Score> melody;
    MelodyTrack source;
    /// Notes left out because a higher one of the same line sounds at the same time.
    std::size_t droppedNotes = 0;
    /// Notes whose onset or end was moved to reach the grid by more than a 96th of a quarter.
    std::size_t quantisedNotes = 0;
    /// The farthest that an onset or an end was moved.
    Tick largestMove;
};

/// The melody of a score; nothing when it has no pitched note.
[[nodiscard]] std::optional<MelodyLine> extractMelody(const Score& score);

} // namespace cantilena
