#include "core/formats/AbcWriter.h"
#include "core/formats/MusicXmlWriter.h"
#include "core/formats/NotatedBars.h"
#include "core/formats/ScoreFile.h"
#include "core/formats/SmfWriter.h"

#include <QDirIterator>
#include <QTest>

#include <cmath>
#include <map>

using namespace cantilena;

namespace {

/// A format that is written and read, and what it makes of times.
struct Form {
    const char* name;
    std::string (*write)(const Score& score);
    Tick (*time)(Tick tick);
    /// MIDI: grace notes are short notes, and of notes that overlap on one key the first to begin
    /// is the first to end.
    bool knowsKeysOnly = false;
};

Tick exactly(Tick tick) {
    return tick;
}

constexpr Form kForms[] = {
    {"mid", [](const Score& score) { return smfBytes(score); }, exactly, true},
    {"abc", abcFromScore, writtenTime},
    {"musicxml", musicXmlFromScore, exactly},
};

/// Onsets and ends of a track's notes by pitch, those of grace notes by that plus 128, at the
/// format's times.
std::map<int, std::vector<std::pair<Tick, Tick>>> notesOf(const Track& track, const Form& form) {
    std::map<int, std::vector<std::pair<Tick, Tick>>> notes;
    for (const Note& note : track.notes) {
        const int key = note.pitch.number + (note.isGrace && !form.knowsKeysOnly ? 128 : 0);
        notes[key].emplace_back(form.time(note.onset), form.time(note.end()));
    }
    for (auto& [pitch, ranges] : notes) {
        std::sort(ranges.begin(), ranges.end());
        if (form.knowsKeysOnly) {
            std::vector<Tick> ends;
            for (const auto& range : ranges) {
                ends.push_back(range.second);
            }
            std::sort(ends.begin(), ends.end());
            for (std::size_t index = 0; index < ends.size(); ++index) {
                ranges[index].second = ends[index];
            }
        }
    }
    return notes;
}

/// The changes that change something: some formats state again what is in force, some do not.
template <typename Change, typename Same>
std::vector<Change> news(std::vector<Change> changes, Same same) {
    changes.erase(std::unique(changes.begin(), changes.end(), same), changes.end());
    return changes;
}

bool sameKeys(const std::vector<KeyChange>& a, const std::vector<KeyChange>& b) {
    const auto same = [](const KeyChange& one, const KeyChange& other) {
        return one.key == other.key;
    };
    return news(a, same) == news(b, same);
}

/// The metres of a score without those that are stated again where a bar begins anyway.
std::vector<MeterChange> newMeters(const Score& score) {
    std::vector<MeterChange> changes;
    Tick origin;
    for (const MeterChange& change : score.meters) {
        const bool isNews = changes.empty() || changes.back().meter != change.meter ||
                            (change.tick - origin) % change.meter.barLength() != Tick{};
        if (isNews) {
            changes.push_back(change);
            origin = change.tick == Tick{} ? score.pickup : change.tick;
        }
    }
    return changes;
}

/// Formats count microseconds a quarter, or print a number of digits.
bool sameTempi(const std::vector<TempoChange>& a, const std::vector<TempoChange>& b) {
    const auto same = [](const TempoChange& one, const TempoChange& other) {
        return std::abs(one.bpm - other.bpm) < 1e-5 * one.bpm;
    };
    const auto newsA = news(a, same);
    const auto newsB = news(b, same);
    return std::equal(newsA.begin(), newsA.end(), newsB.begin(), newsB.end(),
                      [&](const TempoChange& one, const TempoChange& other) {
                          return one.tick == other.tick && same(one, other);
                      });
}

/// What is lost between two scores, in words; empty when nothing is.
QString difference(const Score& before, const Score& after, const Form& form) {
    if (!sameTempi(before.tempos, after.tempos)) {
        return "tempi";
    }
    Score counted = after;
    // MIDI files know no pickup.
    counted.pickup = before.pickup;
    if (newMeters(before) != newMeters(counted)) {
        return "metres";
    }
    if (!sameKeys(before.keys, after.keys)) {
        return "keys";
    }
    if (before.tracks.size() != after.tracks.size()) {
        return "tracks";
    }
    for (std::size_t index = 0; index < before.tracks.size(); ++index) {
        if (notesOf(*before.tracks[index], form) != notesOf(*after.tracks[index], form)) {
            return QString("notes of track %1").arg(index + 1);
        }
    }
    return {};
}

QString lossOf(const Score& score, const Form& form) {
    const auto back = readScoreBytes(form.write(score), std::string("written.") + form.name);
    if (!back) {
        return QString::fromStdString(back.error().message);
    }
    if (back->size() != 1 || !back->front().score) {
        return "is no tune when read again";
    }
    return difference(score, *back->front().score, form);
}

} // namespace

/// Every tune of the data folder, written in every format and read again.
class RoundTripTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTuneComesBack_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<int>("form");
        const QDir data(CANTILENA_DATA_FOLDER);
        const QStringList folders = data.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
        if (folders.isEmpty()) {
            QSKIP("the folder of training tunes is not here");
        }
        for (const QString& folder : folders) {
            for (std::size_t form = 0; form < std::size(kForms); ++form) {
                QTest::addRow("%s as %s", qPrintable(folder), kForms[form].name)
                    << data.filePath(folder) << static_cast<int>(form);
            }
        }
    }
    void everyTuneComesBack() {
        QFETCH(QString, folder);
        QFETCH(int, form);
        QStringList losses;
        int tunes = 0;
        QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const std::filesystem::path path = files.next().toStdString();
            const auto& known = readableExtensions();
            if (std::find(known.begin(), known.end(), path.extension()) == known.end()) {
                continue;
            }
            const auto readings = readScoreFile(path);
            QVERIFY2(readings.ok(), path.c_str());
            for (const TuneReading& tune : *readings) {
                if (!tune.score) {
                    continue;
                }
                ++tunes;
                if (const QString loss = lossOf(*tune.score, kForms[form]); !loss.isEmpty()) {
                    losses.append(QString::fromStdString(tune.name) + ": " + loss);
                }
            }
        }
        QVERIFY(tunes > 0);
        QVERIFY2(losses.isEmpty(), qPrintable(QString("%1 of %2\n").arg(losses.size()).arg(tunes) +
                                              losses.mid(0, 20).join('\n')));
    }
};

QTEST_GUILESS_MAIN(RoundTripTest)
#include "RoundTripTest.moc"
