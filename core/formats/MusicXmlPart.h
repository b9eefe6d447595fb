#pragma once

#include "core/base/Result.h"
#include "core/formats/WrittenPiece.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pugi {
class xml_node;
}

namespace cantilena {

/// What the list of parts says of one of them.
struct MusicXmlPartHead {
    std::string name;
    int program = 0;
    /// 0 to 15.
    std::optional<int> channel;
    Mix mix;
    /// Instruments of percussion by their id: the MIDI key that sounds.
    std::map<std::string, int, std::less<>> percussionKeys;
};

/// What the readers of all parts add to.
struct MusicXmlReading {
    WrittenPiece piece;
    std::vector<std::string> remarks;
    std::size_t cueNotes = 0;
    std::size_t notesOutOfRange = 0;
    /// The parts that key signatures, metres and endings are taken from: the first that have any.
    std::optional<std::size_t> keyPart;
    std::optional<std::size_t> meterPart;
    std::optional<std::size_t> endingPart;
    int endingBrackets = 0;
    bool tracksAreParts = false;

    /// That bar of the piece, made when it is new.
    WrittenBar& bar(std::size_t index);
};

/// Reads one part, measure by measure in order.
class MusicXmlPartReader {
public:
    /// `part` counts the parts of the file from 0. `reading` outlives the reader.
    MusicXmlPartReader(MusicXmlReading& reading, std::size_t part, MusicXmlPartHead head);

    /// Reads the children of `measure`. The message of a failure says what is wrong there, but
    /// names neither file nor place.
    Result<void> readMeasure(const pugi::xml_node& measure, std::size_t bar);

    /// The part, when all its measures have been read.
    WrittenPart finished();

private:
    /// A voice on one staff.
    struct Line {
        std::string voice;
        int staff = 1;
        std::size_t pitched = 0;
        std::size_t unpitched = 0;
        /// Grace notes of bar `gracesBar` that wait for the note at `gracesOffset`.
        std::vector<std::size_t> graces = {};
        int gracePlace = 0;
        std::size_t gracesBar = 0;
        Tick gracesOffset = {};
    };
    /// Where a voice stands in this measure.
    struct VoicePlace {
        std::size_t bar = 0;
        double end = 0.0;
        int staff = 1;
        /// Seen on two staves at once.
        bool isTwoVoices = false;
    };
    struct Transposition {
        int semitones = 0;
        /// On the line of fifths.
        int fifths = 0;
    };
    struct Loudness {
        std::size_t bar;
        Tick offset;
        int velocity;
    };

    void readAttributes(const pugi::xml_node& attributes);
    void readKey(const pugi::xml_node& key);
    void readTime(const pugi::xml_node& time);
    void readTranspose(const pugi::xml_node& transpose);
    void readNote(const pugi::xml_node& note);
    void placeGrace(const pugi::xml_node& note);
    void placeNote(const pugi::xml_node& note, double onset, double duration);
    void readSyllables(const pugi::xml_node& note, Tick offset, std::size_t line);
    void readHarmony(const pugi::xml_node& harmony);
    void readDirection(const pugi::xml_node& direction);
    void readSound(const pugi::xml_node& sound, Tick offset);
    void readBarline(const pugi::xml_node& barline);
    void readEnding(const pugi::xml_node& ending);
    void finishBar();

    void moveBy(double ticks);
    [[nodiscard]] double inTicks(const pugi::xml_node& node, const char* child) const;
    [[nodiscard]] Tick offsetOf(const pugi::xml_node& node) const;
    /// How far off its place a note is played.
    [[nodiscard]] Tick offBy(const pugi::xml_node& note, const char* attribute) const;
    [[nodiscard]] std::optional<Pitch> pitchOf(const pugi::xml_node& note, int staff) const;
    [[nodiscard]] Transposition transpositionAt(int staff) const;
    std::size_t lineOf(const pugi::xml_node& note);
    [[nodiscard]] std::vector<std::size_t> linesInOrder();
    void applyLoudness();
    WrittenBar& bar() { return m_reading.bar(m_bar); }
    WrittenMusic& music();

    MusicXmlReading& m_reading;
    std::size_t m_index;
    MusicXmlPartHead m_head;
    WrittenPart m_part;

    std::size_t m_bar = 0;
    /// Ticks since the measure began. Divisions need not divide our resolution, so places are kept
    /// unrounded: every place rounds once.
    double m_at = 0.0;
    double m_furthest = 0.0;
    double m_lastOnset = 0.0;
    double m_ticksPerDivision = 0.0;
    bool m_isUnmetered = false;
    bool m_isPercussion = false;
    bool m_wentTooFarBack = false;
    /// By staff; 0 for all.
    std::map<int, Transposition> m_transpositions;
    std::vector<Line> m_lines;
    std::map<std::pair<std::string, int>, std::size_t> m_lineNumbers;
    std::map<std::string, VoicePlace> m_voices;
    std::vector<Loudness> m_loudness;
    int m_openBracket = 0;
    std::vector<int> m_openPasses;
    bool m_bracketEnds = false;
    bool m_nextOpensRepeat = false;
};

} // namespace cantilena
