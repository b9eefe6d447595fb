#include "core/formats/MusicXmlFields.h"
#include "core/formats/MusicXmlPartWriter.h"
#include "core/formats/TextEncoding.h"

#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>

// What MusicXmlPartWriter writes of notes and rests. The order of elements is that of the schema.

namespace cantilena {

namespace {

void addText(pugi::xml_node& node, const char* name, std::string_view text) {
    node.append_child(name).text().set(std::string(text).c_str());
}
void addNumber(pugi::xml_node& node, const char* name, long long number) {
    node.append_child(name).text().set(number);
}

/// Sharps (positive) or flats that a key signature gives a letter.
int alterationInKey(char letter, int fifths) {
    constexpr std::string_view kOrder = "FCGDAEB";
    const auto place = static_cast<int>(kOrder.find(letter));
    if (fifths >= 0) {
        return (fifths + 6 - place) / 7;
    }
    return -((-fifths + place) / 7);
}

const char* accidentalName(int alteration) {
    static constexpr std::array kNames = {"flat-flat", "flat", "natural", "sharp", "double-sharp"};
    return kNames[static_cast<std::size_t>(std::clamp(alteration, -2, 2) + 2)];
}

/// Where a drum stands in the five lines, by custom: its MIDI key, letter and octave.
struct DrumPlace {
    int key;
    char step;
    int octave;
};
constexpr std::array kDrumPlaces = {
    DrumPlace{35, 'F', 4}, DrumPlace{36, 'F', 4}, DrumPlace{37, 'C', 5}, DrumPlace{41, 'G', 4},
    DrumPlace{42, 'G', 5}, DrumPlace{43, 'A', 4}, DrumPlace{44, 'D', 4}, DrumPlace{45, 'B', 4},
    DrumPlace{46, 'G', 5}, DrumPlace{47, 'D', 5}, DrumPlace{48, 'E', 5}, DrumPlace{49, 'A', 5},
    DrumPlace{50, 'E', 5}, DrumPlace{51, 'F', 5}, DrumPlace{52, 'A', 5}, DrumPlace{53, 'F', 5},
    DrumPlace{55, 'A', 5}, DrumPlace{57, 'A', 5}, DrumPlace{59, 'F', 5}};

void addUnpitched(pugi::xml_node& note, Pitch pitch) {
    const auto place = std::find_if(kDrumPlaces.begin(), kDrumPlaces.end(),
                                    [&](const DrumPlace& p) { return p.key == pitch.number; });
    const bool isKnown = place != kDrumPlaces.end();
    pugi::xml_node unpitched = note.append_child("unpitched");
    addText(unpitched, "display-step", std::string(1, isKnown ? place->step : 'C'));
    addNumber(unpitched, "display-octave", isKnown ? place->octave : 5);
}

/// Type and dots, what stands between accidental and staff left out.
void addType(pugi::xml_node& note, const NoteValue& value) {
    addText(note, "type", typeOfQuarters(inQuarters(value.plain)));
    for (int dot = 0; dot < value.dots; ++dot) {
        note.append_child("dot");
    }
}

void addRatio(pugi::xml_node& note, TupletRatio ratio) {
    if (ratio != TupletRatio{}) {
        pugi::xml_node modification = note.append_child("time-modification");
        addNumber(modification, "actual-notes", ratio.actual);
        addNumber(modification, "normal-notes", ratio.normal);
    }
}

struct Ties {
    bool before = false;
    bool onward = false;
};

void addNotations(pugi::xml_node& note, const ValuedPiece& value, Ties ties, bool isFirstHead) {
    const bool tuplet = isFirstHead && (value.opensTuplet || value.closesTuplet);
    if (!ties.before && !ties.onward && !tuplet) {
        return;
    }
    pugi::xml_node notations = note.append_child("notations");
    const auto add = [&](const char* name, const char* type) {
        notations.append_child(name).append_attribute("type").set_value(type);
    };
    if (ties.before) {
        add("tied", "stop");
    }
    if (ties.onward) {
        add("tied", "start");
    }
    if (tuplet && value.opensTuplet) {
        add("tuplet", "start");
    }
    if (tuplet && value.closesTuplet) {
        add("tuplet", "stop");
    }
}

} // namespace

void MusicXmlPartWriter::writeLayer(pugi::xml_node& measure, std::size_t bar, std::size_t layer) {
    const Layer& values = m_part.values[bar][layer];
    const std::size_t voice = m_part.bars[bar].voices[layer];
    const std::vector<Beams> beams = beamsOf(m_part.bars[bar], values);
    for (std::size_t index = 0; index < values.size(); ++index) {
        const ValuedPiece& value = values[index];
        if (layer == 0) {
            writeSignsBefore(measure, value.range);
        }
        if (value.beginsPiece()) {
            writeGraces(measure, value.piece->graces, value.range.begin, voice);
        }
        if (value.piece->isRest()) {
            writeRest(measure, value, voice, value.piece->range == m_part.bars[bar].range);
            continue;
        }
        for (std::size_t head = 0; head < value.piece->heads.size(); ++head) {
            writeNote(measure, value, head, voice, beams[index]);
        }
    }
    if (layer == 0) {
        const NotatedBar& notated = m_part.bars[bar];
        writeGraces(measure, notated.gracesAfter, notated.range.end, voice);
    }
}

void MusicXmlPartWriter::writeGraces(pugi::xml_node& measure,
                                     const std::vector<std::vector<NotatedPiece::Head>>& chords,
                                     Tick tick, std::size_t voice) {
    for (const std::vector<NotatedPiece::Head>& chord : chords) {
        for (std::size_t head = 0; head < chord.size(); ++head) {
            pugi::xml_node note = measure.append_child("note");
            if (chord[head].velocity != m_velocity) {
                note.append_attribute("dynamics")
                    .set_value(decimalText(chord[head].velocity / 0.9, 2).c_str());
            }
            note.append_child("grace").append_attribute("slash").set_value(
                chords.size() == 1 ? "yes" : "no");
            if (head > 0) {
                note.append_child("chord");
            }
            std::string accidental;
            if (m_part.isPercussion()) {
                addUnpitched(note, chord[head].pitch);
                note.append_child("instrument")
                    .append_attribute("id")
                    .set_value(musicXmlInstrumentId(m_number, chord[head].pitch.number).c_str());
            } else {
                accidental = writePitch(note, chord[head].pitch, tick, false);
            }
            writeVoice(note, voice);
            addText(note, "type", chords.size() == 1 ? "eighth" : "16th");
            if (!accidental.empty()) {
                addText(note, "accidental", accidental);
            }
            writeStaff(note, voice);
        }
    }
}

void MusicXmlPartWriter::writeRest(pugi::xml_node& measure, const ValuedPiece& value,
                                   std::size_t voice, bool fillsBar) {
    const bool isTuplet = value.ratio != TupletRatio{};
    if (voice > 0 && !isTuplet) {
        pugi::xml_node forward = measure.append_child("forward");
        addNumber(forward, "duration", divisions(value.range.length()));
        return;
    }
    pugi::xml_node note = measure.append_child("note");
    if (voice > 0) {
        note.append_attribute("print-object").set_value("no");
    }
    pugi::xml_node rest = note.append_child("rest");
    addNumber(note, "duration", divisions(value.range.length()));
    writeVoice(note, voice);
    if (fillsBar && !isTuplet) {
        rest.append_attribute("measure").set_value("yes");
    } else if (value.value) {
        addType(note, *value.value);
    }
    addRatio(note, value.ratio);
    writeStaff(note, voice);
    addNotations(note, value, {}, true);
}

void MusicXmlPartWriter::writeNote(pugi::xml_node& measure, const ValuedPiece& value,
                                   std::size_t head, std::size_t voice, const Beams& beams) {
    const NotatedPiece::Head& sounding = value.piece->heads[head];
    const Ties ties{!value.beginsPiece() || value.piece->isContinued,
                    !value.endsPiece() || sounding.isTied};
    pugi::xml_node note = measure.append_child("note");
    writePlaying(note, value, head);
    if (head > 0) {
        note.append_child("chord");
    }
    std::string accidental;
    if (m_part.isPercussion()) {
        addUnpitched(note, sounding.pitch);
    } else {
        accidental = writePitch(note, sounding.pitch, value.range.begin, ties.before);
    }
    addNumber(note, "duration", divisions(value.range.length()));
    if (ties.before) {
        note.append_child("tie").append_attribute("type").set_value("stop");
    }
    if (ties.onward) {
        note.append_child("tie").append_attribute("type").set_value("start");
    }
    if (m_part.isPercussion()) {
        note.append_child("instrument")
            .append_attribute("id")
            .set_value(musicXmlInstrumentId(m_number, sounding.pitch.number).c_str());
    }
    writeVoice(note, voice);
    if (value.value) {
        addType(note, *value.value);
    }
    if (!accidental.empty()) {
        addText(note, "accidental", accidental);
    }
    addRatio(note, value.ratio);
    writeStaff(note, voice);
    for (std::size_t level = 0; head == 0 && level < beams.size(); ++level) {
        pugi::xml_node beam = note.append_child("beam");
        beam.append_attribute("number").set_value(static_cast<long long>(level + 1));
        beam.text().set(beams[level].c_str());
    }
    addNotations(note, value, ties, head == 0);
    if (!ties.before) {
        writeWords(note, m_part.track->notes[sounding.note].onset);
    }
}

void MusicXmlPartWriter::writePlaying(pugi::xml_node& note, const ValuedPiece& value,
                                      std::size_t head) {
    const NotatedPiece::Head& sounding = value.piece->heads[head];
    const Note& played = m_part.track->notes[sounding.note];
    if (value.beginsPiece() && !value.piece->isContinued) {
        if (played.velocity != m_velocity) {
            note.append_attribute("dynamics")
                .set_value(decimalText(played.velocity / 0.9, 2).c_str());
        }
        if (played.onset != value.range.begin) {
            note.append_attribute("attack").set_value(divisions(played.onset - value.range.begin));
        }
    }
    if (value.endsPiece() && !sounding.isTied && played.end() != value.range.end) {
        note.append_attribute("release").set_value(divisions(played.end() - value.range.end));
    }
}

std::string MusicXmlPartWriter::writePitch(pugi::xml_node& note, Pitch pitch, Tick tick,
                                           bool isContinued) {
    const Key key = m_score.keyAt(tick);
    const PitchSpelling spelling = spelled(pitch, key);
    const int octave = pitch.transposed(-spelling.accidental).octave();
    pugi::xml_node node = note.append_child("pitch");
    addText(node, "step", std::string(1, spelling.letter));
    if (spelling.accidental != 0) {
        addNumber(node, "alter", spelling.accidental);
    }
    addNumber(node, "octave", octave);
    const auto place = std::pair(spelling.letter, octave);
    const auto known = m_accidentals.find(place);
    const int inForce = known != m_accidentals.end()
                            ? known->second
                            : alterationInKey(spelling.letter, key.fifths());
    if (inForce == spelling.accidental || isContinued) {
        return {};
    }
    m_accidentals[place] = spelling.accidental;
    return accidentalName(spelling.accidental);
}

void MusicXmlPartWriter::writeVoice(pugi::xml_node& note, std::size_t voice) {
    addNumber(note, "voice", static_cast<long long>(voice + 1));
}

void MusicXmlPartWriter::writeStaff(pugi::xml_node& note, std::size_t voice) {
    if (m_part.staves() > 1) {
        addNumber(note, "staff", static_cast<long long>(voice / 4 + 1));
    }
}

void MusicXmlPartWriter::writeWords(pugi::xml_node& note, Tick onset) {
    for (int verse = 1;; ++verse) {
        const auto found = m_words.find(onset);
        if (found == m_words.end()) {
            return;
        }
        std::string text = tidied(toUtf8(found->second));
        m_words.erase(found);
        const bool goesOn = text.size() > 1 && text.ends_with('-');
        if (goesOn) {
            text.pop_back();
        }
        pugi::xml_node lyric = note.append_child("lyric");
        lyric.append_attribute("number").set_value(verse);
        addText(lyric, "syllabic",
                m_wordGoesOn ? (goesOn ? "middle" : "end") : (goesOn ? "begin" : "single"));
        addText(lyric, "text", text);
        m_wordGoesOn = goesOn;
    }
}

} // namespace cantilena
