#pragma once

#include "core/formats/ScoreFile.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QStringList>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <vector>

/// MuseScore 3 as a judge of MusicXML.
namespace musescore {

using namespace cantilena;

/// A note by what MuseScore's MIDI files know of it: times in 480ths of a quarter.
struct Heard {
    qint64 onset = 0;
    int pitch = 0;
    qint64 length = 0;

    friend auto operator<=>(const Heard&, const Heard&) = default;
};

inline std::vector<Heard> heardOf(const Score& score) {
    std::vector<Heard> notes;
    const auto rounded = [](Tick tick) { return snapped(tick, kQuarter / 480) / (kQuarter / 480); };
    for (const auto& track : score.tracks) {
        for (const Note& note : track->notes) {
            if (note.isGrace) {
                continue;
            }
            const qint64 onset = rounded(note.onset);
            notes.push_back({onset, note.pitch.number, rounded(note.end()) - onset});
        }
    }
    std::sort(notes.begin(), notes.end());
    return notes;
}

/// "D5 at 3.5, 0.25 long".
inline QString inWords(const Heard& note) {
    return QString("%1 at %2, %3 long")
        .arg(QString::fromStdString(pitchName(Pitch{note.pitch})))
        .arg(static_cast<double>(note.onset) / 480.0)
        .arg(static_cast<double>(note.length) / 480.0);
}

/// MuseScore takes the time of grace notes from the notes around them; farther it never goes.
constexpr qint64 kNearGrace = 480;

/// A grace note and how far others make way for it.
struct Grace {
    qint64 onset = 0;
    int pitch = 0;
};

inline std::vector<Grace> gracesOf(const Score& score) {
    std::vector<Grace> graces;
    for (const auto& track : score.tracks) {
        for (const Note& note : track->notes) {
            if (note.isGrace) {
                graces.push_back({note.onset / (kQuarter / 480), note.pitch.number});
            }
        }
    }
    return graces;
}

/// Notes of one side that the other has not: same pitch, onset within a tick, length within a tick
/// of ours or of ours without the tick that MuseScore takes off each note. Next to a grace note,
/// and of the grace notes themselves, the pitch alone counts.
inline QStringList unmatched(const std::vector<Heard>& ours, std::vector<Heard> theirs,
                             const std::vector<Grace>& graces = {}) {
    QStringList words;
    const auto take = [&](const auto& fits) {
        const auto partner = std::find_if(theirs.begin(), theirs.end(), fits);
        const bool isThere = partner != theirs.end();
        if (isThere) {
            theirs.erase(partner);
        }
        return isThere;
    };
    std::vector<Heard> left;
    for (const Heard& note : ours) {
        const bool isFound = take([&](const Heard& other) {
            return other.pitch == note.pitch && std::abs(other.onset - note.onset) <= 1 &&
                   other.length <= note.length + 1 && other.length >= note.length - 2;
        });
        if (!isFound) {
            left.push_back(note);
        }
    }
    for (const Heard& note : left) {
        const bool makesWay = std::any_of(graces.begin(), graces.end(), [&](const Grace& grace) {
            return grace.onset > note.onset - kNearGrace &&
                   grace.onset < note.onset + note.length + kNearGrace;
        });
        const bool isFound = makesWay && take([&](const Heard& other) {
                                 return other.pitch == note.pitch &&
                                        std::abs(other.onset - note.onset) <= kNearGrace;
                             });
        if (!isFound) {
            words.append("we " + inWords(note));
        }
    }
    for (const Grace& grace : graces) {
        const bool isFound = take([&](const Heard& other) {
            return other.pitch == grace.pitch && std::abs(other.onset - grace.onset) <= kNearGrace;
        });
        if (!isFound) {
            words.append("we grace " + inWords({grace.onset, grace.pitch, 0}));
        }
    }
    for (const Heard& note : theirs) {
        words.append("they " + inWords(note));
    }
    return words;
}

/// What two scores differ in; empty when they sound alike.
inline QString difference(const Score& ours, const Score& theirs) {
    const QStringList words = unmatched(heardOf(ours), heardOf(theirs), gracesOf(ours));
    return words.isEmpty() ? QString()
                           : QString("%1 notes: ").arg(words.size()) + words.mid(0, 4).join("; ");
}

/// Conversions that MuseScore does in one run, as it is slow to start.
class Conversions {
public:
    Conversions() {
        QDir(m_folder.path()).mkpath("home/run");
        QFile::setPermissions(path("home/run"),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    static bool isInstalled() { return !QStandardPaths::findExecutable("mscore3").isEmpty(); }

    /// A path in a folder that goes when this goes.
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    /// `from` and `to` are such paths or others; endings say what they are.
    void add(const QString& from, const QString& to) {
        m_jobs.append(QJsonObject{{"in", from}, {"out", to}});
    }

    /// MuseScore stops at a file that it cannot read; it goes on with the next in a new run. Those
    /// conversions leave no file.
    void run() {
        constexpr qsizetype kAtOnce = 12;
        for (qsizetype first = 0; first < m_jobs.size();) {
            const qsizetype count = std::min(kAtOnce, m_jobs.size() - first);
            const qsizetype done = doneOf(m_jobs.mid(first, count));
            first += done < count ? done + 1 : count;
        }
    }

private:
    /// How many of the jobs succeed before the first that does not.
    qsizetype doneOf(const QList<QJsonObject>& jobs) {
        QFile file(path("jobs.json"));
        if (!file.open(QIODevice::WriteOnly)) {
            return 0;
        }
        QJsonArray array;
        for (const QJsonObject& job : jobs) {
            array.append(job);
        }
        file.write(QJsonDocument(array).toJson());
        file.close();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("HOME", path("home"));
        environment.insert("XDG_RUNTIME_DIR", path("home/run"));
        environment.insert("QT_QPA_PLATFORM", "offscreen");
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start("mscore3", {"-j", path("jobs.json")});
        if (!process.waitForFinished(240'000)) {
            process.kill();
            process.waitForFinished();
        }
        return process.readAll().count("... success!");
    }

    QTemporaryDir m_folder;
    QList<QJsonObject> m_jobs;
};

} // namespace musescore
