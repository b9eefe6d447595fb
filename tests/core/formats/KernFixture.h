#pragma once

#include "core/formats/KernReader.h"

#include <QString>
#include <QStringList>

#include <algorithm>
#include <string>

// Humdrum for tests: lines are parted by '/', fields by spaces.

namespace fixture {

using namespace cantilena;

/// A file from such lines; '$' stands for the spaces inside a field.
inline std::string humdrum(const QString& shorthand) {
    QString text;
    for (const QString& line : shorthand.split(" / ")) {
        const QStringList fields = line.trimmed().split(' ', Qt::SkipEmptyParts);
        text += fields.join('\t') + '\n';
    }
    text.replace('$', ' ');
    return text.toStdString();
}

/// A song of one spine in 4/4.
inline std::string song(const QString& music) {
    return humdrum("**kern / *M4/4 / " + music + " / *-");
}

inline std::vector<TuneReading> tunesOf(const std::string& text) {
    auto tunes = readKern(text, "song.krn");
    return tunes ? std::move(*tunes) : std::vector<TuneReading>{};
}

inline Score scoreOf(const std::string& text) {
    const auto tunes = tunesOf(text);
    return !tunes.empty() && tunes[0].score ? *tunes[0].score : Score{};
}

/// "onset:pitch" of each note (grace notes: "q" and the pitch) in quarters, with "+length" where it
/// is no quarter.
inline QString notesOf(const Track& track) {
    QStringList notes;
    const auto number = [](Tick tick) { return QString::number(inQuarters(tick), 'g', 6); };
    for (const Note& note : track.notes) {
        if (note.isGrace) {
            notes.append('q' + QString::number(note.pitch.number));
            continue;
        }
        notes.append(number(note.onset) + ':' + QString::number(note.pitch.number) +
                     (note.duration == kQuarter ? QString() : '+' + number(note.duration)));
    }
    return notes.join(' ');
}

/// Notes of all tracks, from the first on.
inline QString tracksOf(const Score& score) {
    QStringList tracks;
    for (const auto& track : score.tracks) {
        tracks.append(notesOf(*track));
    }
    return tracks.join(" | ");
}

inline QString pitchesOf(const Score& score) {
    QStringList pitches;
    for (const Note& note : score.tracks.empty() ? std::vector<Note>{} : score.tracks[0]->notes) {
        pitches.append(QString::number(note.pitch.number));
    }
    return pitches.join(' ');
}

inline QString remarksOf(const TuneReading& reading) {
    QStringList remarks;
    for (const std::string& remark : reading.remarks) {
        remarks.append(QString::fromStdString(remark));
    }
    return remarks.join("; ");
}

} // namespace fixture
