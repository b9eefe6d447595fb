#pragma once

#include "core/formats/AbcFields.h"
#include "core/formats/AbcKey.h"
#include "core/formats/FineTick.h"
#include "core/formats/WrittenScore.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// A note name as ABC writes it.
struct AbcPitch {
    /// 'A' to 'G'.
    char letter = 'C';
    /// 0 for the octave of C, which begins at middle C.
    int octave = 0;
    /// In semitones; nothing where none is written.
    std::optional<int> accidental;
};

/// A note of a chord, or a note alone.
struct AbcSound {
    AbcPitch pitch;
    /// As a multiple of the plain note.
    AbcRatio length;
    bool isTied = false;
};

/// A bar line such as ":|" or "||" or "|::".
struct AbcBarline {
    /// Repeats that end and begin here, 1 for an ordinary one.
    int endsRepeat = 0;
    int beginsRepeat = 0;
    bool isDouble = false;
};

/// A voice of a tune while it is read: where it stands in time, which accidentals hold, and what
/// waits for the next note (a tuplet, a broken rhythm, a tie).
class AbcVoice {
public:
    explicit AbcVoice(std::string id);

    [[nodiscard]] const std::string& id() const { return m_id; }
    [[nodiscard]] WrittenVoice& written() { return m_written; }
    [[nodiscard]] bool hasMusic() const { return m_end > Tick{}; }
    /// How far the page of this voice reaches.
    [[nodiscard]] FineTick reached() const { return std::max(m_now, m_reached); }
    /// What the voice holds too much of, after which nothing more is taken; empty while all is
    /// well.
    [[nodiscard]] std::string_view fault() const { return m_fault; }

    // Settings, from here on.
    void setPlainLength(AbcRatio length);
    [[nodiscard]] AbcRatio plainLength() const { return m_plainLength; }
    void setMeter(const std::optional<Meter>& meter);
    void setKey(const AbcKeyField& field);
    void setTransposition(const AbcTransposition& transposition);
    /// Semitones from a %%MIDI transpose directive, besides what clef and key say.
    void setDirectiveTransposition(int semitones);
    void setTempo(double quartersAMinute);
    /// A name may be empty; without this call the voice is named by its id.
    void setName(std::string name);
    void setVelocity(int velocity) { m_velocity = velocity; }

    // Music, in the order of the page.

    /// A note or a chord; a chord lasts as long as its first note. `factor` multiplies all lengths.
    void play(const std::vector<AbcSound>& sounds, AbcRatio factor);
    /// Grace notes before what follows, each a note or a chord; their lengths say nothing.
    void grace(const std::vector<std::vector<AbcSound>>& chords);
    void rest(AbcRatio length);
    /// Rests for whole bars.
    void restBars(int count);
    /// Ties the last note or chord to the next.
    void tie();
    /// '>' and '<': the notes around it change lengths; `count` is how many signs stand there.
    enum class Broken { LongShort, ShortLong };
    void breakRhythm(Broken kind, int count);
    /// The next `count` notes take `factor` of their length.
    void beginTuplet(AbcRatio factor, int count);
    /// Factor of "(p:q:r"; q and r are 0 where they are left out.
    [[nodiscard]] AbcRatio tupletFactor(int p, int q) const;
    void barline(const AbcBarline& line);
    void beginEnding(std::vector<int> numbers);
    /// A sign such as a segno or a fine. Signs that music begins at stand where the bar begins, all
    /// others where it ends.
    void sign(RepeatMark::Kind kind);
    /// '&': goes back to the beginning of the bar, or of the long overlay.
    void overlay();
    void beginLongOverlay();
    void endLongOverlay();
    void chordSymbol(std::string name);
    /// P: inside the music.
    void beginPart(char label);
    /// Stays silent until then; nothing happens when the voice is already there.
    void waitUntil(FineTick time);

    // Words under the music.

    /// A line of music begins; the words that follow belong to it and to the lines it continues.
    void beginMusicLine();
    /// One verse (w:) under the last line of music.
    void addVerse(std::string_view words);

    /// The order in which the page is played; `partOrder` is from the header's P: field, "" for
    /// none.
    [[nodiscard]] std::vector<PlayedSpan> spans(const std::string& partOrder) const;
    /// The page of this voice, to be played in that order; nothing may follow.
    [[nodiscard]] WrittenVoice finished(std::vector<PlayedSpan> spans);

private:
    struct Element {
        FineTick begin;
        FineTick length;
        std::vector<std::size_t> notes;
        std::vector<FineTick> lengths;
        /// How far the voice had come before it.
        FineTick reachedBefore;
        Tick endBefore;
    };
    struct Part {
        char label = 0;
        Tick begin;
    };

    [[nodiscard]] int soundingPitch(const AbcPitch& pitch);
    [[nodiscard]] FineTick inContext(FineTick length) const;
    void advance(FineTick length);
    void addMark(RepeatMark mark);
    void placeSigns(Tick begin);
    void placeGraces();
    void endGraces();
    void reach();
    void rescaleLast(AbcRatio factor);
    void closeLayers();
    [[nodiscard]] Tick now() const { return m_now.rounded(); }
    [[nodiscard]] TickRange pageOfPart(std::size_t index) const;

    std::string m_id;
    bool m_isNamed = false;
    WrittenVoice m_written;
    std::vector<RepeatMark> m_marks;
    /// Signs of this bar that are not yet among the marks.
    std::vector<RepeatMark::Kind> m_signsOfBegin;
    std::vector<RepeatMark::Kind> m_signsOfEnd;
    std::vector<Part> m_parts;

    AbcRatio m_plainLength{1, 8};
    FineTick m_plain;
    std::optional<Meter> m_meter;
    AbcAccidentals m_key{};
    /// Accidentals written in this bar, in all octaves.
    std::array<std::optional<int>, 7> m_inBar;
    AbcTransposition m_transposition;
    int m_directiveTransposition = 0;
    int m_velocity = kDefaultVelocity;

    FineTick m_now;
    FineTick m_barBegin;
    /// The furthest that any layer of this bar, or of the long overlay, reaches.
    FineTick m_reached;
    std::optional<FineTick> m_longOverlay;
    bool m_isOverlay = false;
    Tick m_end;
    std::string_view m_fault;

    std::optional<Element> m_last;
    AbcRatio m_brokenNext{1, 1};
    AbcRatio m_tuplet{1, 1};
    int m_tupletLeft = 0;
    /// Pitches of the notes that the last element ties over, with their written names.
    struct TiedPitch {
        AbcPitch written;
        int sounding = 0;
    };
    std::vector<TiedPitch> m_tied;
    std::vector<TiedPitch> m_lastPitches;
    /// Among the written notes, the grace notes that wait for what they stand before.
    std::vector<std::size_t> m_graces;
    int m_gracePlace = 0;

    /// Where the notes and bar lines of the last line of music stand, for its words.
    struct Sung {
        Tick tick;
        bool isBarline = false;
    };
    std::vector<Sung> m_sung;
    int m_verse = 0;
};

} // namespace cantilena
