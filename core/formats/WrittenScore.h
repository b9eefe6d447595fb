#pragma once

#include "core/base/Result.h"
#include "core/formats/Repeats.h"
#include "core/score/Score.h"

#include <string>
#include <utility>
#include <vector>

namespace cantilena {

// A piece as its page says it, before repeats are played out: what the readers of notation (ABC,
// **kern, MusicXML) make first. All ticks are on the page's timeline, on which everything stands
// once.

struct VoiceNote {
    Tick onset;
    Tick end;
    int pitch = 60;
    int velocity = kDefaultVelocity;
    /// Tied to a note of the same pitch that begins where this one ends.
    bool isTied = false;
    /// 0 for an ordinary note. A grace note's place among those before one note, from 1: it stands
    /// before what begins at `end`, and is played in the stretch of the page that holds `onset`.
    int gracePlace = 0;
};

struct WrittenLyric {
    Tick tick;
    /// 0 for the first verse.
    int verse = 0;
    std::string text;
};

/// One line of music. Every list is in order of ticks, except the notes.
struct WrittenVoice {
    std::string name;
    int program = 0;
    int channel = 0;
    Mix mix;
    std::vector<VoiceNote> notes;
    std::vector<WrittenLyric> lyrics;
    std::vector<ChordSymbol> chords;
    std::vector<Marker> markers;
    std::vector<TempoChange> tempos;
    std::vector<MeterChange> meters;
    std::vector<KeyChange> keys;
    /// Where bars end and the next begin; the beginning and the end of the voice need not be there.
    std::vector<Tick> barlines;
    /// Where music may be cut inside a bar, sorted: at repeats, double bars, parts.
    std::vector<Tick> seams;
    /// In which order the page is played.
    std::vector<PlayedSpan> spans;
};

struct WrittenScore {
    std::string title;
    std::string composer;
    std::string origin;
    /// The first voice says where bars lie. Tempi, metres, keys, chord symbols and markers of all
    /// voices count; at one tick those of the earlier voice.
    std::vector<WrittenVoice> voices;
};

/// Sets a change at a tick; a later one at the same tick replaces it, one before the last is not
/// taken.
template <typename Change>
void addChange(std::vector<Change>& changes, Change change) {
    if (!changes.empty() && changes.back().tick == change.tick) {
        changes.back() = std::move(change);
    } else if (changes.empty() || changes.back().tick < change.tick) {
        changes.push_back(std::move(change));
    }
}

/// What sounds: repeats played out, ties joined, notes in order with fresh ids; the first
/// incomplete bar becomes the pickup; where a whole bar begins off the count of bars, the metre is
/// written again, so that bars count from there. In pass n the n-th verse is sung where there is
/// one. Fails, without naming a file, when the music played out is too long or has too many notes.
Result<Score> played(WrittenScore written);

} // namespace cantilena
