#pragma once

#include "core/score/Score.h"

#include <QDir>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QStandardPaths>
#include <QStringList>

#include <algorithm>
#include <vector>

/// Notes as another program sees them, to hold our readers and writers against.
namespace judge {

struct Heard {
    /// In 480ths of a quarter.
    qint64 onset = 0;
    int pitch = 0;

    friend auto operator<=>(const Heard&, const Heard&) = default;
};

/// Runs a program to its end; nothing when it is missing or fails.
inline std::optional<QByteArray> outputOf(const QString& program, const QStringList& arguments,
                                          const QString& folder = {}) {
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(program, arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit) {
        return std::nullopt;
    }
    return process.readAllStandardOutput();
}

inline bool isInstalled(const QString& program) {
    return !QStandardPaths::findExecutable(program).isEmpty();
}

/// The notes that midicsv finds in a file; `late` is how many ticks the file's author delays each
/// onset by (abc2midi: 1).
inline std::vector<Heard> notesByMidicsv(const QString& path, int late) {
    std::vector<Heard> notes;
    const auto output = outputOf("midicsv", {path});
    qint64 division = 480;
    for (const QByteArray& line : output.value_or(QByteArray()).split('\n')) {
        const QList<QByteArray> fields = line.split(',');
        if (fields.size() > 5 && fields[2].trimmed() == "Header") {
            division = fields[5].trimmed().toLongLong();
        } else if (fields.size() > 5 && fields[2].trimmed() == "Note_on_c" &&
                   fields[5].trimmed().toInt() > 0) {
            const qint64 tick = fields[1].trimmed().toLongLong() - late;
            notes.push_back(
                {(tick * 960 + division) / (2 * division), fields[4].trimmed().toInt()});
        }
    }
    std::sort(notes.begin(), notes.end());
    return notes;
}

/// All notes of a score but grace notes, whose times are nobody's.
inline std::vector<Heard> notesOf(const cantilena::Score& score) {
    std::vector<Heard> notes;
    for (const auto& track : score.tracks) {
        for (const cantilena::Note& note : track->notes) {
            if (!note.isGrace) {
                notes.push_back({(note.onset.value + 7) / 14, note.pitch.number});
            }
        }
    }
    std::sort(notes.begin(), notes.end());
    return notes;
}

/// The pitches of all notes of a score, the lowest first.
inline std::vector<int> pitchesOf(const cantilena::Score& score) {
    std::vector<int> pitches;
    for (const auto& track : score.tracks) {
        for (const cantilena::Note& note : track->notes) {
            pitches.push_back(note.pitch.number);
        }
    }
    std::sort(pitches.begin(), pitches.end());
    return pitches;
}

inline std::vector<int> pitchesOf(const std::vector<Heard>& notes) {
    std::vector<int> pitches;
    for (const Heard& note : notes) {
        pitches.push_back(note.pitch);
    }
    std::sort(pitches.begin(), pitches.end());
    return pitches;
}

/// How many notes of `a` have no partner of the same pitch in `b` within `tolerance`, each partner
/// serving once.
inline int unmatched(const std::vector<Heard>& a, const std::vector<Heard>& b, qint64 tolerance) {
    QMap<int, std::vector<qint64>> byPitch;
    for (const Heard& note : b) {
        byPitch[note.pitch].push_back(note.onset);
    }
    int count = 0;
    for (const Heard& note : a) {
        auto& onsets = byPitch[note.pitch];
        const auto near = std::find_if(onsets.begin(), onsets.end(), [&](qint64 onset) {
            return std::abs(onset - note.onset) <= tolerance;
        });
        if (near == onsets.end()) {
            ++count;
        } else {
            onsets.erase(near);
        }
    }
    return count;
}

/// Every n-th of a corpus suffices for a quick check; CANTILENA_JUDGE=all asks for all.
inline int stride(int sampled) {
    return qEnvironmentVariable("CANTILENA_JUDGE") == "all" ? 1 : sampled;
}

} // namespace judge
