#pragma once

#include "core/formats/MusicXmlReader.h"

#include <QString>
#include <QStringList>

#include <string>
#include <string_view>

// MusicXML for tests, one measure at a time.

namespace fixture {

using namespace cantilena;

/// A note of `quarters` quarters, with 4 divisions a quarter: `note("C5", 4)` is a quarter.
inline std::string note(std::string_view pitch, int divisions, std::string_view more = {}) {
    const std::string step(pitch.substr(0, 1));
    const std::string octave(pitch.substr(pitch.size() - 1));
    const std::string alter = pitch.size() == 3 ? (pitch[1] == '#' ? "1" : "-1") : "0";
    return "<note><pitch><step>" + step + "</step><alter>" + alter + "</alter><octave>" + octave +
           "</octave></pitch><duration>" + std::to_string(divisions) + "</duration>" +
           std::string(more) + "</note>";
}

/// A note that sounds together with the one before.
inline std::string chordNote(std::string_view pitch, int divisions) {
    std::string text = note(pitch, divisions);
    return text.insert(6, "<chord/>");
}

inline std::string rest(int divisions) {
    return "<note><rest/><duration>" + std::to_string(divisions) + "</duration></note>";
}

inline std::string measure(std::string_view content, std::string_view attributes = {}) {
    return "<measure number=\"1\" " + std::string(attributes) + ">" + std::string(content) +
           "</measure>";
}

/// What a first measure begins with.
inline std::string head(std::string_view key = "<fifths>0</fifths><mode>major</mode>",
                        int beats = 4, int beatType = 4) {
    return "<attributes><divisions>4</divisions><key>" + std::string(key) + "</key><time><beats>" +
           std::to_string(beats) + "</beats><beat-type>" + std::to_string(beatType) +
           "</beat-type></time></attributes>";
}

inline std::string part(std::string_view measures, std::string_view id = "P1") {
    return "<part id=\"" + std::string(id) + "\">" + std::string(measures) + "</part>";
}

/// A document around parts; `list` is the content of the part list.
inline std::string document(std::string_view parts, std::string_view list = {},
                            std::string_view before = {}) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><score-partwise version=\"4.0\">" +
           std::string(before) + "<part-list>" + std::string(list) + "</part-list>" +
           std::string(parts) + "</score-partwise>";
}

/// The only tune of a document that must be read.
inline TuneReading tuneOf(std::string_view xml) {
    auto tunes = readMusicXml(xml, "test.xml");
    if (!tunes) {
        return {"test.xml", tunes.error(), {}};
    }
    return std::move(tunes->front());
}

/// The score of a document; an empty one when it cannot be read.
inline Score scoreOf(std::string_view xml) {
    TuneReading tune = tuneOf(xml);
    return tune.score ? std::move(*tune.score) : Score{};
}

/// "0 C4 1, 1 D4 0.5": onset, pitch and length in quarters.
inline QString notesOf(const Track& track) {
    QStringList notes;
    for (const Note& note : track.notes) {
        notes.append(QString("%1 %2 %3")
                         .arg(inQuarters(note.onset))
                         .arg(QString::fromStdString(pitchName(note.pitch)))
                         .arg(inQuarters(note.duration)));
    }
    return notes.join(", ");
}

inline QString notesOf(const Score& score, std::size_t track = 0) {
    return track < score.tracks.size() ? notesOf(*score.tracks[track]) : QString("no such track");
}

/// The pitches of the first track, in order of sound.
inline QString pitchesOf(const Score& score) {
    QStringList pitches;
    for (const Note& note : score.tracks.at(0)->notes) {
        pitches.append(QString::fromStdString(pitchName(note.pitch)));
    }
    return pitches.join(' ');
}

} // namespace fixture
