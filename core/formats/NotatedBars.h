#pragma once

#include "core/formats/GraceNotes.h"
#include "core/score/Score.h"

#include <cstddef>
#include <vector>

namespace cantilena {

// What a writer of notation puts down: a track cut into bars, its notes into pieces that bar lines
// part, and overlapping notes into layers.

/// The time as it is written down: one that lies within 1/480 of a quarter, the tick of most MIDI
/// files, from a 64th note or a triplet of 32nds is meant to be there. All others stay.
[[nodiscard]] Tick writtenTime(Tick tick);

/// A note, chord or rest of one layer; no longer than its bar.
struct NotatedPiece {
    TickRange range;
    struct Head {
        Pitch pitch;
        int velocity = kDefaultVelocity;
        /// Goes on in the next piece of its layer.
        bool isTied = false;
        /// Its place among the notes of the track.
        std::size_t note = 0;
    };
    /// From the lowest to the highest; none for a rest.
    std::vector<Head> heads;
    /// Carries on a note that began earlier.
    bool isContinued = false;
    /// Grace notes, and chords of them, that are written before it.
    std::vector<std::vector<Head>> graces = {};

    [[nodiscard]] bool isRest() const { return heads.empty(); }
};

struct NotatedBar {
    TickRange range;
    Meter meter;
    /// Each fills the bar from its beginning, with rests where nothing sounds; the first to its
    /// end, the others as far as they have notes. Never empty.
    std::vector<std::vector<NotatedPiece>> layers;
    /// The voice of each layer, 0 for the first: a note goes on in the next bar in the same voice,
    /// even where that has fewer layers.
    std::vector<std::size_t> voices = {0};
    /// Grace notes that are written behind its first layer.
    std::vector<std::vector<NotatedPiece::Head>> gracesAfter = {};
};

/// The bars of a score from its pickup on, until `end` is reached, without music.
[[nodiscard]] std::vector<NotatedBar> emptyBars(const Score& score, Tick end);

/// The bars filled with a track, at written times. Notes that begin and end together are a chord;
/// others that overlap lie in different layers, the highest first where they begin together. Pieces
/// of the first layer are also cut at the ticks of `cuts` (sorted), where something else must be
/// written. `graces` are the track's grace notes, at written times too.
[[nodiscard]] std::vector<NotatedBar> notatedBars(const Track& track, std::vector<NotatedBar> bars,
                                                  std::vector<Tick> cuts,
                                                  const std::vector<GraceRun>& graces);

} // namespace cantilena
