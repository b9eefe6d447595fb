#include "core/formats/ScoreFile.h"
#include "SmfFixture.h"
#include "core/formats/ScoreJson.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace cantilena;

namespace {

void write(const QString& path, const std::string& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(bytes));
}

const std::string kAbc = "X:1\nT:A tune\nM:6/8\nL:1/8\nQ:3/8=80\nK:Bbmin\n%%MIDI program 73\n"
                         "c|d3 e3|f6|\n";

} // namespace

class ScoreFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void choosesTheReaderByTheEnding_data() {
        QTest::addColumn<QString>("name");
        const std::string midi =
            smf::file(0, 96, {smf::bytes({0, 0x90, 60, 100, 96, 0x80, 60, 0})});
        QTest::addColumn<QByteArray>("bytes");
        for (const char* name : {"a.mid", "b.MIDI", "c.kar", "d.rmi"}) {
            QTest::newRow(name) << QString(name) << QByteArray::fromStdString(midi);
        }
        QTest::newRow("abc") << "e.abc" << QByteArray("X:1\nK:C\nc\n");
        QTest::newRow("kern") << "f.krn" << QByteArray("**kern\n4c\n*-\n");
    }
    void choosesTheReaderByTheEnding() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QTemporaryDir folder;
        write(folder.filePath(name), bytes.toStdString());
        const auto score = readFirstScore(folder.filePath(name).toStdString());
        QVERIFY(score.ok());
        QCOMPARE(score->noteCount(), std::size_t(1));
        const auto tunes = readScoreBytes(bytes.toStdString(), name.toStdString());
        QVERIFY(tunes.ok());
        QVERIFY(*tunes->front().score == *score);
        QCOMPARE(tunes->front().name, name.toStdString());
    }

    void refusesUnknownEndings() {
        const auto tunes = readScoreBytes("", "song.mp3");
        QVERIFY(!tunes.ok());
        QCOMPARE(tunes.error().code, ErrorCode::Unsupported);
        QVERIFY(tunes.error().message.starts_with("song.mp3: no score format has this ending"));
        QVERIFY(!readScoreFile("nowhere/song.mp3").ok());
        QVERIFY(!readScoreFile("").ok());
        QVERIFY(!writeScoreFile(Score{}, "song.mp3").ok());
    }

    void namesAFileThatIsNotThere() {
        const auto score = readFirstScore("/nowhere/song.mid");
        QVERIFY(!score.ok());
        QCOMPARE(score.error().code, ErrorCode::NotFound);
        QVERIFY(score.error().message.starts_with("/nowhere/song.mid: "));
    }

    void listsEndingsThatItReadsAndWrites() {
        const auto& readable = readableExtensions();
        const auto& writable = writableExtensions();
        QVERIFY(std::count(readable.begin(), readable.end(), ".mid") == 1);
        QVERIFY(std::count(readable.begin(), readable.end(), ".abc") == 1);
        QVERIFY(std::count(readable.begin(), readable.end(), ".krn") == 1);
        QVERIFY(std::count(readable.begin(), readable.end(), ".json") == 0);
        QVERIFY(std::count(writable.begin(), writable.end(), ".json") == 1);
        QVERIFY(std::count(writable.begin(), writable.end(), ".musicxml") == 1);
        QVERIFY(std::count(writable.begin(), writable.end(), ".mxl") == 1);
        QVERIFY(std::count(writable.begin(), writable.end(), ".kar") == 0);
    }

    void writesWhatItReadsAsMidi() {
        QTemporaryDir folder;
        const auto tunes = readScoreBytes(kAbc, "tune.abc");
        QVERIFY(tunes.ok());
        const Score& score = *tunes->front().score;
        const std::string path = folder.filePath("tune.mid").toStdString();
        QVERIFY(writeScoreFile(score, path).ok());
        const auto back = readFirstScore(path);
        QVERIFY(back.ok());
        QCOMPARE(back->tracks.at(0)->notes, score.tracks.at(0)->notes);
        QCOMPARE(back->tempos, score.tempos);
        QCOMPARE(back->meters, score.meters);
        QCOMPARE(back->keys, score.keys);
    }

    void jsonHoldsExactlyWhatScriptsRelyOn() {
        const auto tunes = readScoreBytes(kAbc, "tune.abc");
        const QJsonObject root =
            QJsonDocument::fromJson(QByteArray::fromStdString(scoreJson(*tunes->front().score)))
                .object();
        QCOMPARE(root.keys(), QStringList({"keys", "meters", "pickup_ticks", "tempos",
                                           "ticks_per_quarter", "tracks"}));
        QCOMPARE(root["ticks_per_quarter"].toInt(), 6720);
        QCOMPARE(root["pickup_ticks"].toInt(), 3360);
        QCOMPARE(root["tempos"].toArray().at(0).toObject(),
                 QJsonObject({{"tick", 0}, {"bpm", 120.0}}));
        QCOMPARE(root["meters"].toArray().at(0).toObject(),
                 QJsonObject({{"tick", 0}, {"numerator", 6}, {"denominator", 8}}));
        QCOMPARE(root["keys"].toArray().at(0).toObject(),
                 QJsonObject({{"tick", 0}, {"tonic", "Bb"}, {"mode", "minor"}}));
        const QJsonObject track = root["tracks"].toArray().at(0).toObject();
        QCOMPARE(track.keys(), QStringList({"name", "notes", "program"}));
        QCOMPARE(track["program"].toInt(), 73);
        QCOMPARE(track["notes"].toArray().size(), 4);
        QCOMPARE(
            track["notes"].toArray().at(1).toObject(),
            QJsonObject({{"onset", 3360}, {"duration", 10080}, {"pitch", 73}, {"velocity", 80}}));
    }

    void jsonSpellsOutTheDefaults() {
        const QJsonObject root =
            QJsonDocument::fromJson(QByteArray::fromStdString(scoreJson(Score{}))).object();
        QCOMPARE(root["tempos"].toArray().at(0).toObject()["bpm"].toDouble(), 120.0);
        QCOMPARE(root["meters"].toArray().at(0).toObject()["numerator"].toInt(), 4);
        QVERIFY(root["keys"].toArray().isEmpty());
        QVERIFY(root["tracks"].toArray().isEmpty());
    }

    void jsonSurvivesTextThatIsNoUtf8() {
        Score score;
        Track track;
        track.name = "Caf\xE9";
        score.tracks = {std::make_shared<const Track>(track)};
        const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(scoreJson(score)));
        QCOMPARE(json.object()["tracks"].toArray().size(), 1);
    }
};

QTEST_GUILESS_MAIN(ScoreFileTest)
#include "ScoreFileTest.moc"
