#include "JudgeFixture.h"
#include "core/formats/ScoreFile.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace cantilena;

namespace {

const QString kData = CANTILENA_DATA_FOLDER;
const QString kSamples = CANTILENA_SAMPLES_FOLDER;

/// abc2midi strums chords by up to eight times 10 ticks.
constexpr qint64 kStrum = 80;

/// Where we differ from abc2midi on purpose, and why.
const QMap<QString, QString>& explained() {
    static const QMap<QString, QString> reasons = [] {
        QMap<QString, QString> map;
        // ABC 2.1 (4.8): a repeat without a start goes back to the latest double bar or end of a
        // repeat. abc2midi goes back further.
        for (const char* tune :
             {"jigs.abc#1",      "jigs.abc#2",      "jigs.abc#81",     "jigs.abc#83",
              "jigs.abc#130",    "jigs.abc#256",    "jigs.abc#326",    "morris.abc#16",
              "playford.abc#5",  "reelsa-c.abc#18", "reelsa-c.abc#81", "reelsd-g.abc#8",
              "reelsh-l.abc#35", "reelsh-l.abc#70", "reelsr-t.abc#47", "reelsr-t.abc#65",
              "reelsu-z.abc#33", "waltzes.abc#19",  "waltzes.abc#30",  "xmas.abc#10"}) {
            map[tune] = "a repeat without a start";
        }
        map["reelsh-l.abc#53"] = "a tie leads into both endings";
        map["jigs.abc#153"] = "a chord is not closed";
        map["I_Bind_Unto_Myself_Today-St_Patricks_Breastplate.abc"] =
            "the second ending is for verses 2 to 9, which are played out, in all voices";
        map["JesuJoyOfMansDesiring.abc"] = "abc2midi accepts no '_' in the name of a voice";
        return map;
    }();
    return reasons;
}

/// abc2midi leaves out grace notes that stand before a bar line, as here.
const QString kEndsInGraceNotes = "Lift_High_The_Cross-Crucifier.abc";

/// The book without what abc2midi performs and the page does not say: swing by R:, rolls, trills.
QByteArray withoutPerformance(QByteArray book) {
    QString text = QString::fromLatin1(book);
    text.replace(QRegularExpression("^R:.*$", QRegularExpression::MultilineOption), "R:");
    text.remove('~');
    text.remove("!trill!");
    return text.toLatin1();
}

/// Where abc2midi wrote that tune.
QString judgedFile(const QDir& folder, const std::string& tune) {
    const QString name = QString::fromStdString(tune);
    const qsizetype hash = name.lastIndexOf('#');
    if (hash >= 0) {
        return folder.filePath("book" + name.mid(hash + 1) + ".mid");
    }
    const QStringList files = folder.entryList({"book*.mid"});
    return files.isEmpty() ? QString() : folder.filePath(files.first());
}

/// A sentence about every tune of the book that abc2midi hears otherwise.
QStringList disputesOver(const QString& path) {
    QStringList disputes;
    QTemporaryDir scratch;
    QFile source(path);
    QFile copy(scratch.filePath("book.abc"));
    if (!source.open(QIODevice::ReadOnly) || !copy.open(QIODevice::WriteOnly)) {
        return {path + " cannot be read"};
    }
    copy.write(withoutPerformance(source.readAll()));
    copy.close();
    const QStringList options = {"book.abc", "-NGUI", "-NFNP", "-NFER", "-silent"};
    judge::outputOf("abc2midi", options, scratch.path());
    QMap<QString, std::vector<int>> pitches;
    for (const QString& file : QDir(scratch.path()).entryList({"book*.mid"})) {
        const QString midi = scratch.filePath(file);
        pitches[midi] = judge::pitchesOf(judge::notesByMidicsv(midi, 1));
    }
    // Grace notes take their time from others, so times are compared without them.
    judge::outputOf("abc2midi", options + QStringList{"-NGRA"}, scratch.path());
    const auto tunes = readScoreFile(path.toStdString());
    if (!tunes) {
        return {QString::fromStdString(tunes.error().message)};
    }
    for (const TuneReading& tune : *tunes) {
        if (!tune.score) {
            disputes.append(QString::fromStdString(tune.score.error().message));
            continue;
        }
        const auto ours = judge::notesOf(*tune.score);
        const QString midi = judgedFile(scratch.path(), tune.name);
        const auto theirs = judge::notesByMidicsv(midi, 1);
        const int lost = judge::unmatched(theirs, ours, kStrum);
        const int added = judge::unmatched(ours, theirs, kStrum);
        const QString name = QString::fromStdString(tune.name);
        const bool isExplained = explained().contains(name);
        if ((lost > 0 || added > 0) != isExplained) {
            disputes.append(QString("%1: %2 notes lost, %3 added").arg(name).arg(lost).arg(added));
        }
        const bool isComparable = !isExplained && name != kEndsInGraceNotes;
        if (isComparable && judge::pitchesOf(*tune.score) != pitches[midi]) {
            disputes.append(QString("%1: its grace notes are others").arg(name));
        }
    }
    return disputes;
}

} // namespace

class AbcJudgeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!judge::isInstalled("abc2midi") || !judge::isInstalled("midicsv")) {
            QSKIP("abc2midi (Debian abcmidi) and midicsv are not installed");
        }
    }

    void hearsTuneBooksAsAbc2midiDoes_data() {
        QTest::addColumn<QString>("path");
        const QDir folder(kData + "/nottingham");
        const QStringList books = folder.entryList({"*.abc"}, QDir::Files, QDir::Name);
        for (qsizetype index = 0; index < books.size(); ++index) {
            QTest::newRow(qPrintable(books[index])) << folder.filePath(books[index]);
        }
        if (books.isEmpty()) {
            QSKIP("the folder nottingham is not there");
        }
    }
    void hearsTuneBooksAsAbc2midiDoes() {
        QFETCH(QString, path);
        const QStringList disputes = disputesOver(path);
        QVERIFY2(disputes.isEmpty(), qPrintable(disputes.join('\n')));
    }

    void hearsHymnsAsAbc2midiDoes() {
        const QDir folder(kData + "/openhymnal");
        const QStringList hymns = folder.entryList({"*.abc"}, QDir::Files, QDir::Name);
        if (hymns.isEmpty()) {
            QSKIP("the folder openhymnal is not there");
        }
        QStringList disputes;
        for (qsizetype index = 0; index < hymns.size(); ++index) {
            disputes += disputesOver(folder.filePath(hymns[index]));
        }
        QVERIFY2(disputes.isEmpty(), qPrintable(disputes.join('\n')));
    }

    void agreesWithTheDumpsOfAbc2midi_data() {
        QTest::addColumn<QString>("book");
        QTest::addColumn<QString>("tune");
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QString>("melodyChannels");
        QTest::addColumn<int>("lost");
        QTest::addColumn<int>("added");
        const auto row = [](const char* dump, const char* book, const char* tune,
                            const char* channels, int lost, int added) {
            QTest::newRow(dump) << QString("%1.abc").arg(book) << QString(tune)
                                << QString("abc2midi_%1.txt").arg(dump) << QString(channels) << lost
                                << added;
        };
        row("araber", "araber", "", "1", 0, 0);
        // Accidentals right behind the tonic, "C^f^c^a": abc2midi does not see them.
        row("baym_rebin", "baym_rebin", "", "1 10", 157, 157);
        row("boys", "boys", "", "1 10", 0, 0);
        // A %%MIDI drum directive.
        row("coleraine", "coleraine", "", "1 10", 192, 0);
        // Six grace notes, whose time others give.
        row("daramud", "daramud", "", "1", 6, 0);
        row("demo", "demo", "#1", "1", 0, 0);
        row("demo_4", "demo", "#4", "1 2 3 4", 0, 0);
        row("demo_5", "demo", "#5", "1", 0, 0);
        row("demo_11", "demo", "#11", "1 2 3 4", 0, 0);
        // On channels 2 and 3 abc2midi plays the chord symbols.
        row("demo_12", "demo", "#12", "1 10", 0, 0);
        // Trills, played out.
        row("dergasn", "dergasn", "", "1", 34, 0);
        row("detune", "detune", "#1", "1", 0, 0);
        row("detune_2", "detune", "#2", "1 2 3", 0, 0);
        // Nothing but %%MIDI drum directives.
        row("drums", "drums", "", "10", 48, 0);
        row("pmar_demo_5", "demo", "#5", "1", 0, 0);
        // A transposing directive in part D: abc2midi carries it into the parts played after it.
        row("pmar_partdemo", "partdemo", "", "1 5", 28, 28);
        // Pitches of temperaments, rounded to semitones.
        row("temperament", "temperament", "#1", "1 2 3 4 5 6 7 8 9", 1, 1);
        row("temperament_2", "temperament", "#2", "1 2 3 4 5 6 7 8 9", 22, 22);
    }
    void agreesWithTheDumpsOfAbc2midi() {
        QFETCH(QString, book);
        QFETCH(QString, tune);
        QFETCH(QString, dump);
        QFETCH(QString, melodyChannels);
        QFETCH(int, lost);
        QFETCH(int, added);
        QFile file(kSamples + "/abcmidi/tests/golden/" + dump);
        const auto tunes = readScoreFile((kSamples + "/abcmidi/samples/" + book).toStdString());
        if (!file.open(QIODevice::ReadOnly) || !tunes) {
            QSKIP("the folder abcmidi is not there");
        }
        const auto wanted = std::find_if(tunes->begin(), tunes->end(), [&](const auto& reading) {
            return tune.isEmpty() || reading.name == (book + tune).toStdString();
        });
        QVERIFY(wanted != tunes->end() && wanted->score.ok());
        static const QRegularExpression noteOn(
            R"(Time=(\d+)\s+Note on, chan=(\d+) pitch=(\d+) vol=(\d+))");
        std::vector<judge::Heard> theirs;
        const QString text = QString::fromLatin1(file.readAll());
        for (auto it = noteOn.globalMatch(text); it.hasNext();) {
            const auto match = it.next();
            if (melodyChannels.split(' ').contains(match.captured(2)) && match.captured(4) != "0") {
                theirs.push_back({match.captured(1).toLongLong() - 1, match.captured(3).toInt()});
            }
        }
        const auto ours = judge::notesOf(*wanted->score);
        QCOMPARE(judge::unmatched(ours, theirs, kStrum), added);
        QCOMPARE(judge::unmatched(theirs, ours, kStrum), lost);
    }
};

QTEST_GUILESS_MAIN(AbcJudgeTest)
#include "AbcJudgeTest.moc"
