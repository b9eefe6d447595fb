#include "JudgeFixture.h"
#include "core/formats/ScoreFile.h"
#include "core/formats/SmfReader.h"
#include "core/formats/SmfWriter.h"

#include <QTemporaryDir>
#include <QTest>

using namespace cantilena;

namespace {

const QString kFolder = CANTILENA_DATA_FOLDER "/cre";

QStringList files() {
    return QDir(kFolder).entryList({"*.mid"}, QDir::Files, QDir::Name);
}

/// The notes that mido finds in files, in 480ths of a quarter.
const char* const kMidoScript = R"(
import sys, mido
for path in sys.argv[1:]:
    file = mido.MidiFile(path)
    for track in file.tracks:
        now = 0
        for message in track:
            now += message.time
            if message.type == 'note_on' and message.velocity > 0:
                print((now * 960 + file.ticks_per_beat) // (2 * file.ticks_per_beat), message.note)
)";

} // namespace

class MidiCorpusTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (files().isEmpty()) {
            QSKIP("the folder cre is not there");
        }
    }

    void whatIsReadIsWrittenAndReadAgain() {
        for (const QString& file : files()) {
            const auto first = readFirstScore((kFolder + '/' + file).toStdString());
            QVERIFY2(first.ok(), qPrintable(file));
            QVERIFY(first->noteCount() > 0);
            const auto second = readSmf(smfBytes(*first), "written.mid");
            QVERIFY2(second.ok() && second->front().score.ok(), qPrintable(file));
            QVERIFY2(*second->front().score == *first, qPrintable(file));
        }
    }

    void midicsvHearsTheSame() {
        if (!judge::isInstalled("midicsv")) {
            QSKIP("midicsv is not installed");
        }
        QTemporaryDir scratch;
        const QString written = scratch.filePath("written.mid");
        const QStringList all = files();
        for (qsizetype index = 0; index < all.size(); index += judge::stride(20)) {
            const QString path = kFolder + '/' + all[index];
            const auto score = readFirstScore(path.toStdString());
            QVERIFY2(score.ok(), qPrintable(path));
            const auto ours = judge::notesOf(*score);
            QVERIFY2(ours == judge::notesByMidicsv(path, 0), qPrintable(path));
            QVERIFY(writeScoreFile(*score, written.toStdString()).ok());
            QVERIFY2(ours == judge::notesByMidicsv(written, 0), qPrintable(path));
        }
    }

    void midoHearsTheSame() {
        const QString python = "/usr/bin/python3";
        const auto version = judge::outputOf(python, {"-c", "import mido; print('mido')"});
        if (version.value_or(QByteArray()).trimmed() != "mido") {
            QSKIP("mido (Debian python3-mido) is not installed");
        }
        QTemporaryDir scratch;
        const QStringList all = files();
        QStringList paths;
        std::vector<judge::Heard> ours;
        for (qsizetype index = 0; index < all.size(); index += judge::stride(100)) {
            const auto score = readFirstScore((kFolder + '/' + all[index]).toStdString());
            QVERIFY2(score.ok(), qPrintable(all[index]));
            paths.append(scratch.filePath(QString("%1.mid").arg(index)));
            QVERIFY(writeScoreFile(*score, paths.last().toStdString()).ok());
            const auto notes = judge::notesOf(*score);
            ours.insert(ours.end(), notes.begin(), notes.end());
        }
        std::vector<judge::Heard> theirs;
        const auto output = judge::outputOf(python, QStringList{"-c", kMidoScript} + paths);
        for (const QByteArray& line : output.value_or(QByteArray()).split('\n')) {
            const QList<QByteArray> fields = line.split(' ');
            if (fields.size() == 2) {
                theirs.push_back({fields[0].toLongLong(), fields[1].toInt()});
            }
        }
        std::sort(ours.begin(), ours.end());
        std::sort(theirs.begin(), theirs.end());
        QVERIFY(!ours.empty());
        QVERIFY(ours == theirs);
    }
};

QTEST_GUILESS_MAIN(MidiCorpusTest)
#include "MidiCorpusTest.moc"
