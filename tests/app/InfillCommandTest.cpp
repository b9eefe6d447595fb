#include "tests/support/Program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace cantilena::test;

namespace {

/// A note as onset, duration, pitch and velocity.
using Sound = std::array<int, 4>;

Sound soundOf(const QJsonValue& note) {
    const QJsonObject json = note.toObject();
    return {json["onset"].toInt(), json["duration"].toInt(), json["pitch"].toInt(),
            json["velocity"].toInt()};
}

} // namespace

/// `infill` with the model that ships, on a tune of two bars' metre written as a file.
class InfillCommandTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    /// Eight bars of four quarters, with a second voice beneath.
    QString m_tune;

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    [[nodiscard]] std::vector<std::vector<Sound>> tracksOf(const QString& file) const {
        const QString json = path("read.json");
        const Outcome outcome = program({"convert", file, json});
        std::vector<std::vector<Sound>> tracks;
        QFile read(json);
        if (outcome.status != 0 || !read.open(QIODevice::ReadOnly)) {
            return tracks;
        }
        const QJsonArray list = QJsonDocument::fromJson(read.readAll())["tracks"].toArray();
        for (const QJsonValue& track : list) {
            tracks.emplace_back();
            const QJsonArray notes = track.toObject()["notes"].toArray();
            for (const QJsonValue& note : notes) {
                tracks.back().push_back(soundOf(note));
            }
        }
        return tracks;
    }

    [[nodiscard]] Outcome infill(const QStringList& more) const {
        return program(QStringList{"infill", "--in", m_tune, "--rng", "7", "--json"} + more);
    }

private Q_SLOTS:
    void initTestCase() {
        m_tune = path("tune.abc");
        QFile file(m_tune);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("X:1\nT:Two voices\nM:4/4\nL:1/4\nK:C\n"
                   "V:1\nCDEF|GAGE|FEDC|DEFD|CDEF|GAGE|FEDB,|C4|]\n"
                   "V:2\nC,4|C,4|F,4|G,4|C,4|C,4|G,4|C,4|]\n");
        file.close();
        QCOMPARE(tracksOf(m_tune).size(), std::size_t{2});
    }

    void onlyTheBarsAskedForChange() {
        const QString folder = path("out");
        const Outcome outcome =
            infill({"--from", "3", "--to", "4", "--candidates", "3", "--out", folder});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QCOMPARE(QDir(folder).entryList(QDir::Files).size(), 3);
        const auto was = tracksOf(m_tune);
        const int quarter = 6720;
        const auto isFilled = [&](const Sound& note) {
            return note[0] >= 8 * quarter && note[0] < 16 * quarter;
        };
        const QJsonArray candidates = outcome.json()["candidates"].toArray();
        QCOMPARE(candidates.size(), 3);
        for (const QJsonValue& value : candidates) {
            const QJsonObject candidate = value.toObject();
            for (const char* key :
                 {"file", "rng", "bits_per_note", "longest_copy_notes", "notes"}) {
                QVERIFY2(candidate.contains(key), key);
            }
            const auto is = tracksOf(candidate["file"].toString());
            QCOMPARE(is.size(), was.size());
            QCOMPARE(is[1], was[1]);
            std::vector<Sound> kept = was[0];
            std::vector<Sound> around = is[0];
            std::vector<Sound> filled;
            std::copy_if(is[0].begin(), is[0].end(), std::back_inserter(filled), isFilled);
            std::erase_if(kept, isFilled);
            std::erase_if(around, isFilled);
            QCOMPARE(around, kept);
            // Both bars are written, and nothing reaches out of them.
            const auto bar = [&](const Sound& note) { return note[0] / (4 * quarter) + 1; };
            QCOMPARE(bar(filled.front()), 3);
            QCOMPARE(bar(filled.back()), 4);
            QVERIFY(filled.back()[0] + filled.back()[1] <= 16 * quarter);
            QCOMPARE(static_cast<std::size_t>(candidate["notes"].toArray().size()), filled.size());
        }
    }

    void aCandidatesNumberMakesItAgain() {
        const QJsonObject second = infill({"--from", "5", "--to", "6", "--candidates", "2"})
                                       .json()["candidates"]
                                       .toArray()[1]
                                       .toObject();
        const QString rng = QString::number(second["rng"].toInteger());
        const Outcome alone = program({"infill", "--in", m_tune, "--json", "--from", "5", "--to",
                                       "6", "--candidates", "1", "--rng", rng});
        QCOMPARE(alone.json()["candidates"].toArray()[0].toObject(), second);
    }

    void whatIsToBeKeptIsKept_data() {
        QTest::addColumn<QString>("keep");
        QTest::newRow("rhythm") << "rhythm";
        QTest::newRow("pitch") << "pitch";
        QTest::newRow("contour") << "contour";
        QTest::newRow("notes") << "notes=8,10";
    }
    void whatIsToBeKeptIsKept() {
        QFETCH(QString, keep);
        const Outcome outcome = infill({"--from", "3", "--to", "4", "--keep", keep});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        std::vector<Sound> was = tracksOf(m_tune)[0];
        was = {was.begin() + 8, was.begin() + 16};
        const QJsonArray candidates = outcome.json()["candidates"].toArray();
        for (const QJsonValue& candidate : candidates) {
            std::vector<Sound> is;
            const QJsonArray notes = candidate.toObject()["notes"].toArray();
            for (const QJsonValue& note : notes) {
                is.push_back(soundOf(note));
            }
            if (keep.startsWith("notes")) {
                QVERIFY(std::find(is.begin(), is.end(), was[0]) != is.end());
                QVERIFY(std::find(is.begin(), is.end(), was[2]) != is.end());
                continue;
            }
            QCOMPARE(is.size(), was.size());
            for (std::size_t i = 0; i < is.size(); ++i) {
                QVERIFY(keep != "rhythm" || (is[i][0] == was[i][0] && is[i][1] == was[i][1]));
                QVERIFY(keep != "pitch" || is[i][2] == was[i][2]);
                QVERIFY(keep != "contour" || i == 0 ||
                        (is[i][2] > is[i - 1][2]) == (was[i][2] > was[i - 1][2]));
            }
        }
    }

    void whatCannotBeDoneIsSaid_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("says");
        QTest::newRow("bars behind the end")
            << QStringList{"--from", "8", "--to", "20"} << 1 << "bars 1 to 8";
        QTest::newRow("backwards") << QStringList{"--from", "4", "--to", "3"} << 1 << "bars 4 to 3";
        QTest::newRow("no such track")
            << QStringList{"--from", "1", "--to", "1", "--track", "3"} << 1 << "no track 3";
        QTest::newRow("no such note")
            << QStringList{"--from", "1", "--to", "1", "--keep", "notes=99"} << 1 << "no note 99";
        QTest::newRow("nothing to keep by that name")
            << QStringList{"--from", "1", "--to", "1", "--keep", "mood"} << 2 << "mood";
        QTest::newRow("no bars") << QStringList{"--from", "1"} << 2 << "--to";
    }
    void whatCannotBeDoneIsSaid() {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        QFETCH(QString, says);
        const Outcome outcome = infill(arguments);
        QCOMPARE(outcome.status, status);
        QVERIFY2(outcome.err.contains(says.toUtf8()), outcome.err.constData());
        QVERIFY(outcome.out.isEmpty());
    }
};

QTEST_GUILESS_MAIN(InfillCommandTest)
#include "InfillCommandTest.moc"
