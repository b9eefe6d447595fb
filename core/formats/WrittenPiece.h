#pragma once

#include "core/score/Score.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cantilena {

// Notation as it stands on the page, before repeats are played out: what the readers of MusicXML
// and **kern build. Times are offsets from the start of their bar unless said otherwise.

/// A note head, not yet joined with those that it is tied to.
struct WrittenHead {
    Tick offset;
    /// Positive; 0 for a grace note.
    Tick duration;
    Pitch pitch;
    int velocity = kDefaultVelocity;
    /// Index into `WrittenPart::lines`.
    std::size_t line = 0;
    bool tiedFromBefore = false;
    bool tiedOnward = false;
    /// How far off its place on the page it is played: its beginning and its end.
    Tick attack;
    Tick release;
    /// 0 for an ordinary note; a grace note's place among those before the note at `offset`,
    /// from 1.
    int gracePlace = 0;
};

/// A syllable of one verse under a note.
struct WrittenSyllable {
    Tick offset;
    std::size_t line = 0;
    /// 1 for the first.
    int verse = 1;
    std::string text;
};

/// What one part writes in one bar, in the order of time.
struct WrittenMusic {
    std::vector<WrittenHead> notes;
    std::vector<WrittenSyllable> syllables;
};

/// A voice of a part; it becomes a track.
struct WrittenLine {
    std::string name;
    bool isPercussion = false;
};

/// A player's part.
struct WrittenPart {
    /// General MIDI program, 0 to 127.
    int program = 0;
    /// As the file wishes it, 0 to 15.
    std::optional<int> channel;
    Mix mix;
    std::vector<WrittenLine> lines;
    /// All lines make one track.
    bool isOneTrack = false;
    /// By bar of the piece; may end before it does.
    std::vector<WrittenMusic> music;
};

/// Where the music goes on after a bar, once.
enum class Jump { None, DaCapo, DalSegno };

/// A bar of the page, of all parts together.
struct WrittenBar {
    Tick length;
    /// No time signature rules here, so no bar is too short or too long.
    bool isUnmetered = false;

    bool opensRepeat = false;
    /// How often the section that ends here is played; 1 where nothing repeats.
    int plays = 1;
    /// Counts the brackets of alternative endings, 1 upwards; 0 outside of them.
    int endingBracket = 0;
    /// The passes in which that bracket is played, 1 upwards.
    std::vector<int> endingPasses;

    bool isSegno = false;
    bool isCoda = false;
    bool isToCoda = false;
    bool isFine = false;
    Jump jump = Jump::None;

    std::vector<MeterChange> meters;
    std::vector<KeyChange> keys;
    std::vector<TempoChange> tempos;
    std::vector<ChordSymbol> chords;
    std::vector<Marker> markers;
};

/// A whole piece on the page.
struct WrittenPiece {
    std::string title;
    std::string composer;
    std::string origin;
    std::vector<WrittenBar> bars;
    std::vector<WrittenPart> parts;
};

} // namespace cantilena
