#include "core/formats/AbcWriter.h"
#include "JudgeFixture.h"
#include "core/formats/AbcReader.h"
#include "core/formats/NotatedBars.h"
#include "core/formats/ScoreFile.h"

#include <QTemporaryDir>
#include <QTest>

using namespace cantilena;

namespace {

Note note(Tick onset, Tick duration, int pitch) {
    return {{}, onset, duration, {pitch}, kDefaultVelocity};
}

Score scoreOf(std::vector<Note> notes, Key key = {}, Meter meter = {4, 4}) {
    Score score;
    score.title = "Test";
    score.meters = {{{}, meter}};
    score.keys = {{{}, key}};
    Track track;
    std::sort(notes.begin(), notes.end(), precedes);
    track.notes = std::move(notes);
    score.tracks = {std::make_shared<const Track>(track)};
    return score;
}

/// The lines of music, without header.
QString musicOf(const Score& score) {
    const QString text = QString::fromStdString(abcFromScore(score));
    const qsizetype key = text.indexOf("\nK:");
    return text.mid(text.indexOf('\n', key + 1) + 1).trimmed();
}

std::optional<Score> readBack(const Score& score) {
    auto tunes = readAbc(abcFromScore(score), "written.abc");
    if (!tunes || tunes->size() != 1 || !tunes->front().score) {
        return std::nullopt;
    }
    return std::move(*tunes->front().score);
}

/// The notes of a track by onset, pitch and end, at written times.
std::vector<std::tuple<Tick, int, Tick>> notesOf(const Track& track) {
    std::vector<std::tuple<Tick, int, Tick>> notes;
    for (const Note& each : track.notes) {
        notes.emplace_back(writtenTime(each.onset), each.pitch.number, writtenTime(each.end()));
    }
    std::sort(notes.begin(), notes.end());
    return notes;
}

/// What is lost between two scores, in words; empty when nothing is.
QString difference(const Score& a, const Score& b) {
    if (a.tempos != b.tempos) {
        return "tempi";
    }
    if (a.meters != b.meters) {
        return "metres";
    }
    if (a.keys != b.keys) {
        return "keys";
    }
    if (a.pickup != b.pickup) {
        return "pickup";
    }
    if (a.chords != b.chords) {
        return "chords";
    }
    if (a.tracks.size() != b.tracks.size()) {
        return "tracks";
    }
    for (std::size_t index = 0; index < a.tracks.size(); ++index) {
        if (notesOf(*a.tracks[index]) != notesOf(*b.tracks[index])) {
            return QString("notes of track %1").arg(index + 1);
        }
        // A name in ABC can hold no quotation mark.
        const bool isNamable = b.tracks[index]->name.find('"') == std::string::npos;
        if (a.tracks[index]->program != b.tracks[index]->program ||
            (isNamable && a.tracks[index]->name != b.tracks[index]->name)) {
            return QString("instrument or name of track %1").arg(index + 1);
        }
    }
    return {};
}

/// Tunes of a folder of training tunes, or every n-th.
std::vector<Score> scoresIn(const QString& folder) {
    const QDir corpus(QString(CANTILENA_DATA_FOLDER) + '/' + folder);
    std::vector<Score> scores;
    qsizetype count = 0;
    for (const QString& file :
         corpus.entryList({"*.abc", "*.mid", "*.mxl"}, QDir::Files, QDir::Name)) {
        const auto tunes = readScoreFile(corpus.filePath(file).toStdString());
        for (std::size_t index = 0; tunes && index < tunes->size(); ++index) {
            if ((*tunes)[index].score && count++ % judge::stride(20) == 0) {
                scores.push_back(*(*tunes)[index].score);
            }
        }
    }
    return scores;
}

constexpr Tick kEighth = kQuarter / 2;

} // namespace

class AbcWriterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesATuneAsPeopleDo() {
        Score score = scoreOf({note({}, kEighth, 62), note(kEighth, kEighth, 66),
                               note(kQuarter, kQuarter, 69), note(kQuarter * 2, kQuarter * 3, 74)},
                              {{'D', 0}, Mode::Major});
        score.title = "50% more";
        score.composer = "Anon.";
        score.tempos = {{{}, 97.5}};
        score.chords = {{{}, "D"}, {kQuarter, "A7"}};
        QCOMPARE(QString::fromStdString(abcFromScore(score)),
                 QString("X:1\nT:50\\% more\nC:Anon.\nM:4/4\nL:1/8\nQ:1/4=97.5\nK:D\n"
                         "\"D\"DF \"A7\"A2 d4- | d2 z6 |]\n"));
    }

    void spellsByTheKeyAndRemindsWhereReadersDisagree_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QList<int>>("pitches");
        QTest::addColumn<QString>("music");
        QTest::newRow("in the key") << "Bb" << QList<int>{70, 75, 77, 70} << "B2 e2 f2 B2 |]";
        QTest::newRow("sharp once a bar")
            << "C" << QList<int>{66, 66, 65, 66} << "^F2 F2 =F2 ^F2 |]";
        QTest::newRow("in another octave")
            << "C" << QList<int>{66, 78, 77, 65} << "^F2 ^f2 =f2 =F2 |]";
        QTest::newRow("flat key") << "Ebm" << QList<int>{71, 73, 75, 76} << "_c2 d2 e2 =e2 |]";
    }
    void spellsByTheKeyAndRemindsWhereReadersDisagree() {
        QFETCH(QString, key);
        QFETCH(QList<int>, pitches);
        QFETCH(QString, music);
        std::vector<Note> notes;
        for (const int pitch : pitches) {
            notes.push_back(note(kQuarter * static_cast<int>(notes.size()), kQuarter, pitch));
        }
        const Score score = scoreOf(notes, *Key::fromName(key.toStdString()));
        if (key != "Ebm") {
            QCOMPARE(musicOf(score), music);
        }
        QCOMPARE(difference(*readBack(score), score), QString());
    }

    void writesTupletsAsSuch_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<QString>("music");
        QTest::newRow("3") << 3 << "(3ccc z6 |]";
        QTest::newRow("5") << 5 << "(5:4:5c/2c/2c/2c/2c/2 z6 |]";
        QTest::newRow("7") << 7 << "(7:4:7c/2c/2c/2c/2c/2c/2c/2 z6 |]";
    }
    void writesTupletsAsSuch() {
        QFETCH(int, count);
        QFETCH(QString, music);
        std::vector<Note> notes;
        for (int index = 0; index < count; ++index) {
            notes.push_back(note(kQuarter * index / count, kQuarter / count, 72));
        }
        const Score score = scoreOf(notes);
        QCOMPARE(musicOf(score), music);
        QCOMPARE(difference(*readBack(score), score), QString());
    }

    void writesUnevenTriplets() {
        const Score score =
            scoreOf({note({}, kQuarter * 2 / 3, 72), note(kQuarter * 2 / 3, kQuarter / 3, 74)});
        QCOMPARE(musicOf(score), QString("(3:2:2c2d z6 |]"));
        QCOMPARE(difference(*readBack(score), score), QString());
    }

    void whatIsWrittenReadsBackEqual_data() {
        QTest::addColumn<QString>("tune");
        const auto row = [](const char* name, const char* tune) {
            QTest::newRow(name) << QString(tune);
        };
        row("plain", "X:1\nT:One\nM:4/4\nL:1/8\nQ:1/4=90\nK:D\ndefg abc'd'|D,E,F,G, A,4|\n");
        row("no metre, no key", "X:1\nK:none\ncdef\n");
        row("pickup and changes", "X:1\nM:3/4\nL:1/4\nK:Am\nE|A2B|[M:2/4]c2|[K:Gdor]d e|"
                                  "[Q:1/4=77.25]f g|\n");
        row("changes inside notes",
            "X:1\nM:4/4\nL:1/4\nK:C\nV:1\nc4|d4|\nV:2\nC[Q:1/4=50]C\"G\"C[K:F]B|C4|\n");
        row("chords and overlays", "X:1\nM:4/4\nL:1/4\nK:C\n[ceg]2 [eg][fa] & C4|c4- & E2F2|c4|\n");
        row("ties", "X:1\nM:4/4\nL:1/4\nK:C\nc4-|c4-|c2 [ce-]2|e4|\n");
        row("voices", "X:1\nM:6/8\nK:G\nV:1 name=\"The flute\"\n%%MIDI program 73\nV:2 "
                      "name=\"\"\nK:G\n[V:1] B3 d3|g6|\n[V:2] G,6|G,3 D3|\n");
        row("drums", "X:1\nM:4/4\nK:C\nV:1\nV:D\n%%MIDI channel 10\nK:C\n[V:1]c8|\n[V:D]C,8|\n");
        row("late bars", "X:1\nM:4/4\nL:1/4\nK:C\nc4|d4|]e|f4|g4|\n");
        row("odd metre", "X:1\nM:7/8\nK:Ebmix\ncdefgab|c7|\n");
        row("accidentals in overlays", "X:1\nM:4/4\nL:1/4\nK:F\n^f2 b2 & F2 =B2|_e4 & e4|\n");
        row("very low and high", "X:1\nM:4/4\nL:1/4\nK:C\nC,,,, c'''' g'''' D,,,,|\n");
    }
    void whatIsWrittenReadsBackEqual() {
        QFETCH(QString, tune);
        const auto tunes = readAbc(tune.toStdString(), "tune.abc");
        QVERIFY(tunes.ok() && tunes->front().score.ok());
        const Score& score = *tunes->front().score;
        const auto back = readBack(score);
        QVERIFY(back.has_value());
        QVERIFY2(difference(*back, score).isEmpty(), abcFromScore(score).c_str());
        QCOMPARE(back->title, score.title);
    }

    void keepsTimesThatNoPageWouldHave() {
        const Score score = scoreOf({note({40}, {1594}, 60), note({1720}, {26'925}, 61),
                                     note({1721}, {1}, 62), note({29'001}, {77}, 63)});
        const auto back = readBack(score);
        QVERIFY(back.has_value());
        for (std::size_t index = 0; index < 4; ++index) {
            QCOMPARE(back->tracks[0]->notes[index].onset, score.tracks[0]->notes[index].onset);
            QCOMPARE(back->tracks[0]->notes[index].duration,
                     score.tracks[0]->notes[index].duration);
        }
    }

    void writesOddLengthsAsTuplets() {
        // Other programs expect powers of two below the stroke.
        const Score score =
            scoreOf({note({}, {3360 * 7 / 15}, 60), note({3360 * 7 / 15}, {1}, 62)});
        const QString music = musicOf(score);
        QVERIFY2(music.startsWith("(15:4:1C7/4(105:1:1D/32"), qPrintable(music));
        QCOMPARE(difference(*readBack(score), score), QString());
    }

    void writesTimesAsTheyAreMeant() {
        // abc2midi begins each note a tick late.
        const Score score = scoreOf({note({14}, {3346}, 60), note({3374}, {3346}, 62)});
        QCOMPARE(musicOf(score), QString("CD z6 |]"));
    }

    void endsWhereTheLastNoteIsWrittenToEnd() {
        // The metre begins anew three ticks before a grid line, and the note ends three before one.
        Score score = scoreOf({note({}, {277}, 60), note({277}, kQuarter * 4, 62)});
        score.meters = {{{}, {4, 4}}, {{277}, {4, 4}}};
        const auto back = readBack(score);
        QVERIFY(back.has_value());
        QCOMPARE(back->noteCount(), std::size_t(2));
    }

    void movesNoTimeThatAPageWouldHave() {
        for (const std::int64_t parts : {1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 28, 32}) {
            for (std::int64_t part = 0; part <= parts; ++part) {
                const Tick tick = kQuarter * part / parts;
                QCOMPARE(writtenTime(tick), tick);
            }
        }
    }

    void keepsEveryTempo() {
        Score score = scoreOf({note({}, kWhole, 60)});
        score.tempos = {{{}, 160.00042666780001}, {kQuarter, 1000.0}, {kQuarter * 2, 5.0}};
        QCOMPARE(difference(*readBack(score), score), QString());
    }

    void keepsWordsUnderTheirNotes() {
        Score score = scoreOf(
            {note({}, kQuarter, 60), note(kQuarter, kWhole, 62), note(kQuarter * 6, kQuarter, 64)});
        Track track = *score.tracks[0];
        track.lyrics = {{{}, "Hal-"}, {kQuarter, "le lu-ja_*"}, {kQuarter * 6, "100%"}};
        score.tracks = {std::make_shared<const Track>(track)};
        QVERIFY(musicOf(score).endsWith("w: Hal- le~lu\\-ja _ 100\\%"));
        const auto back = readBack(score);
        QCOMPARE(
            back->tracks[0]->lyrics,
            (std::vector<Lyric>{{{}, "Hal-"}, {kQuarter, "le lu-ja"}, {kQuarter * 6, "100%"}}));
    }

    void writesLoudnessByTheBar() {
        Score score = scoreOf({note({}, kWhole, 60), note(kWhole, kWhole, 62)});
        Track track = *score.tracks[0];
        track.notes[1].velocity = 110;
        score.tracks = {std::make_shared<const Track>(track)};
        QCOMPARE(musicOf(score), QString("C8 | !ff!D8 |]"));
    }

    void anEmptyScoreIsATune() {
        const auto back = readBack(Score{});
        QVERIFY(back.has_value());
        QCOMPARE(back->noteCount(), std::size_t(0));
    }

    void everyCorpusReadsBackEqual_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<int>("stride");
        QTest::newRow("nottingham") << "nottingham" << 1;
        QTest::newRow("openhymnal") << "openhymnal" << judge::stride(3);
        QTest::newRow("cre") << "cre" << judge::stride(10);
    }
    void everyCorpusReadsBackEqual() {
        QFETCH(QString, folder);
        QFETCH(int, stride);
        const QDir corpus(QString(CANTILENA_DATA_FOLDER) + '/' + folder);
        const QStringList files = corpus.entryList({"*.abc", "*.mid"}, QDir::Files, QDir::Name);
        if (files.isEmpty()) {
            QSKIP("the folder is not there");
        }
        QStringList differences;
        for (qsizetype index = 0; index < files.size(); index += stride) {
            const auto tunes = readScoreFile(corpus.filePath(files[index]).toStdString());
            QVERIFY(tunes.ok());
            for (const TuneReading& tune : *tunes) {
                const auto back = readBack(*tune.score);
                QVERIFY2(back.has_value(), tune.name.c_str());
                if (const QString lost = difference(*back, *tune.score); !lost.isEmpty()) {
                    differences.append(QString::fromStdString(tune.name) + ": " + lost);
                }
            }
        }
        QVERIFY2(differences.isEmpty(), qPrintable(differences.join('\n')));
    }

    void abc2midiHearsWhatIsWritten_data() {
        QTest::addColumn<QString>("folder");
        QTest::newRow("nottingham") << "nottingham";
        QTest::newRow("openhymnal") << "openhymnal";
        QTest::newRow("cre") << "cre";
        QTest::newRow("openewld") << "openewld";
    }
    void abc2midiHearsWhatIsWritten() {
        QFETCH(QString, folder);
        if (!judge::isInstalled("abc2midi") || !judge::isInstalled("midicsv")) {
            QSKIP("abc2midi (Debian abcmidi) and midicsv are not installed");
        }
        const std::vector<Score> scores = scoresIn(folder);
        if (scores.empty()) {
            QSKIP("the folder is not there");
        }
        // One book, so that abc2midi starts once.
        QTemporaryDir scratch;
        QFile book(scratch.filePath("book.abc"));
        QVERIFY(book.open(QIODevice::WriteOnly));
        for (std::size_t index = 0; index < scores.size(); ++index) {
            const std::string tune = abcFromScore(scores[index]);
            book.write(QByteArray::fromStdString("X:" + std::to_string(index + 1) +
                                                 tune.substr(std::string("X:1").size()) + "\n"));
        }
        book.close();
        judge::outputOf("abc2midi", {"book.abc", "-NGUI", "-NFNP", "-silent"}, scratch.path());
        QStringList disputes;
        for (std::size_t index = 0; index < scores.size(); ++index) {
            const QString midi = scratch.filePath(QString("book%1.mid").arg(index + 1));
            const auto ours = judge::notesOf(scores[index]);
            const auto theirs = judge::notesByMidicsv(midi, 1);
            constexpr qint64 kStrum = 80;
            const int lost = judge::unmatched(ours, theirs, kStrum);
            const int added = judge::unmatched(theirs, ours, kStrum);
            if (lost > 0 || added > 0) {
                disputes.append(QString("%1: %2 notes lost, %3 added")
                                    .arg(QString::fromStdString(scores[index].title))
                                    .arg(lost)
                                    .arg(added));
            }
        }
        QVERIFY2(disputes.isEmpty(), qPrintable(disputes.join('\n')));
    }
};

QTEST_GUILESS_MAIN(AbcWriterTest)
#include "AbcWriterTest.moc"
