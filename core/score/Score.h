#pragma once

#include "core/score/Key.h"
#include "core/score/Meter.h"
#include "core/score/Steering.h"
#include "core/score/Tempo.h"
#include "core/score/Track.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace cantilena {

/// A chord symbol such as "Am7" from a point in time onwards.
struct ChordSymbol {
    Tick tick;
    std::string name;

    friend bool operator==(const ChordSymbol&, const ChordSymbol&) = default;
};

/// A named point in time.
struct Marker {
    Tick tick;
    std::string name;

    friend bool operator==(const Marker&, const Marker&) = default;
};

/// A piece of music: a value that is copied, compared and kept. Tracks are shared between copies.
struct Score {
    std::string title;
    std::string composer;
    /// Where the music comes from, in words.
    std::string origin;
    std::vector<std::shared_ptr<const Track>> tracks;
    /// Each of these is sorted by tick, at most one entry a tick.
    std::vector<TempoChange> tempos;
    std::vector<MeterChange> meters;
    std::vector<KeyChange> keys;
    std::vector<ChordSymbol> chords;
    std::vector<Marker> markers;
    /// What models keep to, painted over time.
    Steering steering;
    /// Length of the opening incomplete bar; 0 for none.
    Tick pickup;
    /// The id that the next new note takes.
    NoteId nextNoteId{1};

    friend bool operator==(const Score& a, const Score& b);

    [[nodiscard]] TempoMap tempoMap() const { return TempoMap(tempos); }
    [[nodiscard]] MeterMap meterMap() const { return MeterMap(meters, pickup); }
    /// The key in force; C major where none is written.
    [[nodiscard]] Key keyAt(Tick tick) const;
    /// The chord symbol in force; null before the first.
    [[nodiscard]] const ChordSymbol* chordAt(Tick tick) const;
    /// Where the last note ends.
    [[nodiscard]] Tick end() const;
    [[nodiscard]] std::size_t noteCount() const;
};

/// The note with that id in that track; null when there is none.
[[nodiscard]] const Note* findNote(const Track& track, NoteId id);

/// A score of one empty track in 4/4 at 100 beats a minute, to begin with.
[[nodiscard]] Score newScore();

} // namespace cantilena
