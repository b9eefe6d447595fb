#pragma once

#include "core/formats/MusicXmlPage.h"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace pugi {
class xml_node;
}

namespace cantilena {

/// Writes the measures of one part.
class MusicXmlPartWriter {
public:
    /// All outlive the writer. Tempi, chord symbols and markers are written in the first part,
    /// number 0.
    MusicXmlPartWriter(const Score& score, const MusicXmlPage& page, std::size_t number);

    void write(pugi::xml_node& part);

private:
    /// Something of the score that is written where it happens.
    struct Sign {
        enum class Kind { Key, Meter, Tempo, Marker, Chord };
        Tick tick;
        Kind kind = Kind::Key;
        std::size_t index = 0;
    };
    using Layer = std::vector<ValuedPiece>;
    using Beams = std::vector<std::string>;

    void writeMeasure(pugi::xml_node& part, std::size_t bar, int number);
    void writeFirstAttributes(pugi::xml_node& measure, const NotatedBar& bar);
    void writeClefs(pugi::xml_node& attributes);
    /// Keys and metres, in one element, of those signs that stand at `tick`.
    void writeKeyAndMeter(pugi::xml_node& attributes, Tick tick);
    void writeSignsBefore(pugi::xml_node& measure, TickRange range);
    void writeSign(pugi::xml_node& measure, const Sign& sign, Tick now);
    void writeMove(pugi::xml_node& measure, const char* name, Tick length);

    void writeLayer(pugi::xml_node& measure, std::size_t bar, std::size_t layer);
    void writeRest(pugi::xml_node& measure, const ValuedPiece& value, std::size_t voice,
                   bool fillsBar);
    void writeNote(pugi::xml_node& measure, const ValuedPiece& value, std::size_t head,
                   std::size_t voice, const Beams& beams);
    /// Grace notes, `tick` being where they stand.
    void writeGraces(pugi::xml_node& measure,
                     const std::vector<std::vector<NotatedPiece::Head>>& chords, Tick tick,
                     std::size_t voice);
    /// Loudness, and how far the note is played off its place on the page.
    void writePlaying(pugi::xml_node& note, const ValuedPiece& value, std::size_t head);
    /// The name of the accidental that must stand before the note; empty for none.
    std::string writePitch(pugi::xml_node& note, Pitch pitch, Tick tick, bool isContinued);
    void writeVoice(pugi::xml_node& note, std::size_t voice);
    void writeStaff(pugi::xml_node& note, std::size_t voice);
    void writeWords(pugi::xml_node& note, Tick onset);
    [[nodiscard]] long long divisions(Tick length) const { return length / m_page.division; }

    const Score& m_score;
    const MusicXmlPage& m_page;
    const MusicXmlPagePart& m_part;
    std::size_t m_number;
    std::vector<Sign> m_signs;
    std::size_t m_nextSign = 0;
    int m_velocity;
    std::multimap<Tick, std::string> m_words;
    bool m_wordGoesOn = false;
    /// Alterations in force in this bar by letter and octave, where not those of the key.
    std::map<std::pair<char, int>, int> m_accidentals;
};

/// Names an instrument of a part, one for each drum; `drum` is -1 where there are none.
[[nodiscard]] std::string musicXmlInstrumentId(std::size_t part, int drum);

/// The velocity that most notes of the track have.
[[nodiscard]] int commonVelocity(const Track& track);

/// How the notes of a layer are joined by beams: of each value the state of each beam, "begin",
/// "continue", "end", "forward hook" or "backward hook".
[[nodiscard]] std::vector<std::vector<std::string>> beamsOf(const NotatedBar& bar,
                                                            const std::vector<ValuedPiece>& layer);

} // namespace cantilena
