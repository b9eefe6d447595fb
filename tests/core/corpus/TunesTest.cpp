#include "core/base/File.h"
#include "core/corpus/Corpus.h"
#include "core/formats/ScoreFile.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

using namespace cantilena;
namespace fs = std::filesystem;

namespace {

const fs::path kFolder = fs::path(CANTILENA_SOURCE_FOLDER) / "resources" / "tunes";

/// Pitches and onsets in 24ths of a quarter from the first note: what two readers must agree on.
std::vector<std::pair<std::int64_t, int>> outline(const Score& score) {
    std::vector<std::pair<std::int64_t, int>> notes;
    for (const auto& track : score.tracks) {
        for (const Note& note : track->notes) {
            const Tick since = note.onset - track->notes.front().onset;
            notes.emplace_back(snapped(since, kQuarter / 24) / (kQuarter / 24), note.pitch.number);
        }
    }
    return notes;
}

} // namespace

/// Holds the project's own transcriptions to what their README says.
class TunesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        for (const auto& entry : fs::directory_iterator(kFolder)) {
            if (entry.path().extension() == ".abc") {
                m_files.push_back(entry.path());
            }
        }
        std::sort(m_files.begin(), m_files.end());
        QVERIFY(m_files.size() >= 24);
    }

    void everyTuneReads_data() { addEveryFile(); }
    void everyTuneReads() {
        QFETCH(QString, path);
        const fs::path file = path.toStdString();
        const auto readings = readScoreFile(file);
        QVERIFY2(readings.ok(), readings ? "" : readings.error().message.c_str());
        QCOMPARE(readings->size(), std::size_t{1});
        const TuneReading& reading = readings->front();
        for (const std::string& remark : reading.remarks) {
            QFAIL(remark.c_str());
        }
        QVERIFY2(reading.score.ok(), reading.score ? "" : reading.score.error().message.c_str());
        const Score& score = *reading.score;
        QVERIFY(!score.title.empty());
        QVERIFY(!score.composer.empty());
        QVERIFY(!score.origin.empty());
        QVERIFY(!score.meters.empty());
        QVERIFY(!score.keys.empty());
        QVERIFY(!score.tempos.empty());
        QVERIFY(score.noteCount() >= 16);
    }

    void everyTuneSaysWhyItIsFree_data() { addEveryFile(); }
    void everyTuneSaysWhyItIsFree() {
        QFETCH(QString, path);
        const fs::path file = path.toStdString();
        const auto text = readFile(file);
        QVERIFY(text.ok());
        for (const char* field : {"\nT:", "\nC:", "\nO:", "\nN:", "\nM:", "\nQ:", "\nK:"}) {
            QVERIFY2(text->find(field) != std::string::npos, field);
        }
        const auto readme = readFile(kFolder / "README.md");
        const std::size_t begin = text->find("\nT:") + 3;
        const std::string title = text->substr(begin, text->find('\n', begin) - begin);
        QVERIFY2(readme->find("| " + title + " |") != std::string::npos, title.c_str());
    }

    void everyTuneIsOneLineOfNotes_data() { addEveryFile(); }
    void everyTuneIsOneLineOfNotes() {
        QFETCH(QString, path);
        const fs::path file = path.toStdString();
        const auto score = readFirstScore(file);
        QVERIFY(score.ok());
        QCOMPARE(score->tracks.size(), std::size_t{1});
        Tick end;
        for (const Note& note : score->tracks.front()->notes) {
            QVERIFY(note.onset >= end);
            end = note.end();
        }
        QVERIFY(judged(*score, "tune").verdict == Verdict::Taken);
    }

    void everyTuneFillsItsBars_data() { addEveryFile(); }
    void everyTuneFillsItsBars() {
        QFETCH(QString, path);
        const fs::path file = path.toStdString();
        const auto score = readFirstScore(file);
        const MeterMap meters = score->meterMap();
        // Each bar line is crossed by no note but a tied one; few tunes tie.
        int crossing = 0;
        for (const Note& note : score->tracks.front()->notes) {
            crossing += meters.barAround(note.onset).end < note.end() ? 1 : 0;
        }
        QVERIFY2(crossing <= 2, qPrintable(QString("%1 notes cross a bar line").arg(crossing)));
        const Tick first = score->tracks.front()->notes.front().onset;
        QVERIFY(score->pickup < meters.meterAt(first).barLength());
    }

    void abc2midiAgrees_data() { addEveryFile(); }
    void abc2midiAgrees() {
        QFETCH(QString, path);
        const fs::path file = path.toStdString();
        const QString judge = QStandardPaths::findExecutable("abc2midi");
        if (judge.isEmpty()) {
            QSKIP("abc2midi is not installed");
        }
        const QTemporaryDir folder;
        const QString midi = folder.filePath("tune.mid");
        QProcess process;
        process.start(judge, {path, "-o", midi});
        QVERIFY(process.waitForFinished());
        const QString said = process.readAllStandardOutput() + process.readAllStandardError();
        QVERIFY2(!said.contains("Warning") && !said.contains("Error"), qPrintable(said));
        const auto theirs = readFirstScore(midi.toStdString());
        QVERIFY2(theirs.ok(), theirs ? "" : theirs.error().message.c_str());
        QVERIFY(outline(*theirs) == outline(*readFirstScore(file)));
    }

    void theCollectionIsVaried() {
        const auto corpus = scanCorpus(std::array{kFolder});
        QVERIFY(corpus.ok());
        QCOMPARE(corpus->tunes.size(), m_files.size());
        std::set<std::string> meters;
        std::set<Mode> modes;
        std::set<std::string> titles;
        std::set<std::size_t> groups;
        bool hasPickup = false;
        bool hasTriplet = false;
        for (const CorpusTune& tune : corpus->tunes) {
            meters.insert(tune.meter->name());
            modes.insert(tune.key.mode);
            titles.insert(tune.title);
            groups.insert(tune.duplicateGroup);
            hasPickup = hasPickup || tune.melody->pickup > Tick{};
            for (const Note& note : tune.melody->tracks.front()->notes) {
                hasTriplet = hasTriplet || note.duration == kQuarter / 3;
            }
        }
        for (const char* meter : {"4/4", "3/4", "2/4", "6/8", "9/8", "3/8", "5/4"}) {
            QVERIFY2(meters.contains(meter), meter);
        }
        for (const Mode mode : {Mode::Major, Mode::Minor, Mode::Dorian, Mode::Mixolydian}) {
            QVERIFY(modes.contains(mode));
        }
        QVERIFY(hasPickup);
        QVERIFY(hasTriplet);
        QCOMPARE(titles.size(), m_files.size());
        QCOMPARE(groups.size(), m_files.size());
    }

private:
    void addEveryFile() const {
        QTest::addColumn<QString>("path");
        for (const fs::path& file : m_files) {
            QTest::newRow(file.stem().c_str()) << QString::fromStdString(file.string());
        }
    }

    std::vector<fs::path> m_files;
};

QTEST_GUILESS_MAIN(TunesTest)
#include "TunesTest.moc"
