#include <QTest>

#include "JudgeFixture.h"
#include "WrittenFixture.h"
#include "core/formats/Mxl.h"
#include "core/formats/PageTimes.h"
#include "core/formats/ScoreFile.h"

#include <QDirIterator>
#include <QDomDocument>
#include <QFile>

using namespace cantilena;
using namespace written;

namespace {

constexpr Tick kEighth = kQuarter / 2;

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

/// Notes of equal length, one after another.
Score lineOf(const QList<int>& pitches, Tick length, Key key = {}, Meter meter = {4, 4}) {
    std::vector<Note> notes;
    for (const int pitch : pitches) {
        notes.push_back(note(length * static_cast<int>(notes.size()), length, pitch));
    }
    return scoreOf(notes, key, meter);
}

/// What the page shows of one note: "F#4 eighth. (sharp) 3:2 ~", with a "~" before and after where
/// it is tied and a "+" where it belongs to the chord before.
QString noteShown(const QDomElement& note) {
    const auto text = [](const QDomElement& element, const char* name) {
        return element.firstChildElement(name).text();
    };
    const QDomElement pitch = note.firstChildElement("pitch");
    const int alter = text(pitch, "alter").toInt();
    QString shown = pitch.isNull() ? (note.firstChildElement("rest").isNull() ? "drum" : "rest")
                                   : text(pitch, "step") +
                                         QString(alter < 0 ? 'b' : '#').repeated(std::abs(alter)) +
                                         text(pitch, "octave");
    shown += ' ' + text(note, "type");
    for (QDomElement dot = note.firstChildElement("dot"); !dot.isNull();
         dot = dot.nextSiblingElement("dot")) {
        shown += '.';
    }
    if (const QString accidental = text(note, "accidental"); !accidental.isEmpty()) {
        shown += " (" + accidental + ')';
    }
    if (const QDomElement ratio = note.firstChildElement("time-modification"); !ratio.isNull()) {
        shown += ' ' + text(ratio, "actual-notes") + ':' + text(ratio, "normal-notes");
    }
    for (QDomElement tie = note.firstChildElement("tie"); !tie.isNull();
         tie = tie.nextSiblingElement("tie")) {
        shown = tie.attribute("type") == "stop" ? '~' + shown : shown + '~';
    }
    return note.firstChildElement("chord").isNull() ? shown : '+' + shown;
}

/// Each measure of the first part: its notes, "<" for backup and ">" for forward.
QString shown(const Score& score) {
    QDomDocument document;
    document.setContent(QByteArray::fromStdString(musicXmlFromScore(score)));
    QStringList measures;
    const QDomElement part = document.documentElement().firstChildElement("part");
    for (QDomElement measure = part.firstChildElement("measure"); !measure.isNull();
         measure = measure.nextSiblingElement("measure")) {
        QStringList notes;
        for (QDomElement child = measure.firstChildElement(); !child.isNull();
             child = child.nextSiblingElement()) {
            if (child.tagName() == "note") {
                notes.append(noteShown(child));
            } else if (child.tagName() == "backup" || child.tagName() == "forward") {
                notes.append(child.tagName() == "backup" ? "<" : ">");
            }
        }
        measures.append(notes.join(", "));
    }
    return measures.join(" | ");
}

/// The beams of each note of the first part, by level: "begin/begin end/end".
QString beamsShown(const Score& score) {
    QDomDocument document;
    document.setContent(QByteArray::fromStdString(musicXmlFromScore(score)));
    QStringList notes;
    const QDomNodeList all = document.elementsByTagName("note");
    for (int index = 0; index < all.size(); ++index) {
        QStringList beams;
        for (QDomElement beam = all.at(index).firstChildElement("beam"); !beam.isNull();
             beam = beam.nextSiblingElement("beam")) {
            beams.append(beam.text());
        }
        notes.append(beams.isEmpty() ? "-" : beams.join('/'));
    }
    return notes.join(' ');
}

} // namespace

class MusicXmlWriterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesADocumentThatOthersKnow() {
        Score score = lineOf({62, 66}, kQuarter * 2, {{'D', 0}, Mode::Major});
        score.title = "Black & white";
        score.composer = "Anon.";
        score.tempos = {{{}, 90.0}};
        QFile expected(QString(CANTILENA_SOURCE_FOLDER) + "/tests/data/formats/two-notes.musicxml");
        QVERIFY(expected.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromStdString(musicXmlFromScore(score)),
                 QString::fromUtf8(expected.readAll()));
    }

    void spellsByTheKeyAndShowsWhatTheSignatureDoesNot_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QList<int>>("pitches");
        QTest::addColumn<QString>("page");
        QTest::newRow("in the key") << "Bb" << QList<int>{70, 75} << "Bb4 half, Eb5 half";
        QTest::newRow("sharp once a bar")
            << "C" << QList<int>{66, 66, 65, 66}
            << "F#4 half (sharp), F#4 half | F4 half, F#4 half (sharp)";
        QTest::newRow("natural") << "D" << QList<int>{65, 66}
                                 << "F4 half (natural), F#4 half (sharp)";
        QTest::newRow("flat key") << "Ebm" << QList<int>{71, 74} << "Cb5 half, D5 half (natural)";
        QTest::newRow("leading note")
            << "G#m" << QList<int>{67, 68} << "F##4 half (double-sharp), G#4 half";
    }
    void spellsByTheKeyAndShowsWhatTheSignatureDoesNot() {
        QFETCH(QString, key);
        QFETCH(QList<int>, pitches);
        QFETCH(QString, page);
        QCOMPARE(shown(lineOf(pitches, kQuarter * 2, *Key::fromName(key.toStdString()))), page);
    }

    void tiesWhatOneValueDoesNotLast_data() {
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("eighths");
        QTest::addColumn<QString>("page");
        QTest::newRow("dotted") << 0 << 3 << "C4 quarter., rest eighth, rest half";
        QTest::newRow("five eighths") << 0 << 5 << "C4 half~, ~C4 eighth, rest quarter.";
        QTest::newRow("off the beat")
            << 1 << 2 << "rest eighth, C4 quarter, rest eighth, rest half";
        QTest::newRow("over the middle")
            << 1 << 4 << "rest eighth, C4 quarter.~, ~C4 eighth, rest quarter.";
        QTest::newRow("over the bar line")
            << 6 << 4 << "rest half., C4 quarter~ | ~C4 quarter, rest half.";
        QTest::newRow("three bars")
            << 4 << 16 << "rest half, C4 half~ | ~C4 whole~ | ~C4 half, rest half";
    }
    void tiesWhatOneValueDoesNotLast() {
        QFETCH(int, begin);
        QFETCH(int, eighths);
        QFETCH(QString, page);
        QCOMPARE(shown(scoreOf({note(kEighth * begin, kEighth * eighths, 60)})), page);
    }

    void showsTheBeatsOfCompoundMetres() {
        QCOMPARE(shown(scoreOf({note({}, kEighth * 4, 60), note(kEighth * 4, kEighth * 2, 62),
                                note(kEighth * 6, kEighth * 6, 64)},
                               {}, {6, 8})),
                 QString("C4 quarter.~, ~C4 eighth, D4 quarter | E4 half."));
    }

    void writesTuplets_data() {
        QTest::addColumn<QList<int>>("lengths");
        QTest::addColumn<QString>("page");
        const int quarter = static_cast<int>(kQuarter.value);
        const QString third = "C4 eighth 3:2";
        QTest::newRow("triplet") << QList<int>(3, quarter / 3)
                                 << third + ", " + third + ", " + third + ", rest half.";
        QTest::newRow("quintuplet")
            << QList<int>(5, quarter / 5) << QString("C4 16th 5:4, ").repeated(5) + "rest half.";
        QTest::newRow("septuplet")
            << QList<int>(7, quarter / 7) << QString("C4 16th 7:4, ").repeated(7) + "rest half.";
        QTest::newRow("swing") << QList<int>{quarter * 2 / 3, quarter / 3}
                               << "C4 quarter 3:2, C4 eighth 3:2, rest half.";
        QTest::newRow("quarters in a half")
            << QList<int>(3, quarter * 2 / 3)
            << "C4 quarter 3:2, C4 quarter 3:2, C4 quarter 3:2, rest half";
        QTest::newRow("into a long note")
            << QList<int>{quarter / 3, quarter * 8 / 3}
            << "C4 eighth 3:2, C4 quarter 3:2~, ~C4 half, rest quarter";
    }
    void writesTuplets() {
        QFETCH(QList<int>, lengths);
        QFETCH(QString, page);
        std::vector<Note> notes;
        Tick now;
        for (const int length : lengths) {
            notes.push_back(note(now, {length}, 60));
            now += Tick{length};
        }
        QCOMPARE(shown(scoreOf(notes)), page);
    }

    void joinsNotesByBeams_data() {
        QTest::addColumn<QString>("meter");
        QTest::addColumn<int>("sixteenths");
        QTest::addColumn<int>("count");
        QTest::addColumn<QString>("beams");
        QTest::newRow("eighths") << "4/4" << 2 << 4 << "begin end begin end -";
        QTest::newRow("in threes") << "6/8" << 2 << 6 << "begin continue end begin continue end";
        QTest::newRow("in halves") << "2/2" << 2 << 4 << "begin continue continue end -";
        QTest::newRow("sixteenths")
            << "2/4" << 1 << 4 << "begin/begin continue/continue continue/continue end/end -";
        QTest::newRow("quarters") << "4/4" << 4 << 4 << "- - - -";
    }
    void joinsNotesByBeams() {
        QFETCH(QString, meter);
        QFETCH(int, sixteenths);
        QFETCH(int, count);
        QFETCH(QString, beams);
        const QStringList numbers = meter.split('/');
        QCOMPARE(beamsShown(lineOf(QList<int>(count, 60), kQuarter / 4 * sixteenths, {},
                                   {numbers[0].toInt(), numbers[1].toInt()})),
                 beams);
    }

    void hooksTheShortNoteOfADottedPair() {
        const Tick sixteenth = kQuarter / 4;
        QCOMPARE(
            beamsShown(scoreOf({note({}, sixteenth * 3, 60), note(sixteenth * 3, sixteenth, 62)},
                               {}, {2, 4})),
            QString("begin end/backward hook -"));
    }

    void writesNotesTogetherAsChordsAndOthersAsVoices() {
        const Score score = scoreOf({note({}, kQuarter * 2, 60), note({}, kQuarter * 2, 64),
                                     note({}, kWhole, 48), note(kQuarter * 2, kQuarter * 2, 62)});
        QCOMPARE(shown(score), QString("C4 half, +E4 half, D4 half, <, C3 whole"));
        QCOMPARE(readBack(musicXmlFromScore(score))->tracks.size(), std::size_t{1});
    }

    void putsMoreThanFourVoicesOnSeveralStaves() {
        std::vector<Note> notes;
        for (int voice = 0; voice < 5; ++voice) {
            notes.push_back(note({}, kQuarter * (voice + 1), 60 + voice));
        }
        const QString text = QString::fromStdString(musicXmlFromScore(scoreOf(notes)));
        QVERIFY(text.contains("<staves>2</staves>"));
        QVERIFY(text.contains("<staff>2</staff>"));
    }

    void showsPlayedMusicAsAPageWouldAndKeepsHowItWasPlayed() {
        Score score = scoreOf({note({100}, {6500}, 60), note({6650}, {6900}, 62)});
        QCOMPARE(shown(score), QString("C4 quarter, D4 quarter, rest half"));
        QCOMPARE(difference(score, *readBack(musicXmlFromScore(score))), QString());
    }

    void findsTheStepThatABeatWasPlayedIn_data() {
        QTest::addColumn<QList<int>>("onsets");
        QTest::addColumn<QList<int>>("written");
        QTest::newRow("as written") << QList<int>{0, 420, 2240} << QList<int>{0, 420, 2240};
        QTest::newRow("sixteenths")
            << QList<int>{11, 1700, 3400, 5000} << QList<int>{0, 1680, 3360, 5040};
        QTest::newRow("triplets") << QList<int>{31, 2200, 4500} << QList<int>{0, 2240, 4480};
        QTest::newRow("nearly the next beat") << QList<int>{31, 6600} << QList<int>{0, 6720};
    }
    void findsTheStepThatABeatWasPlayedIn() {
        QFETCH(QList<int>, onsets);
        QFETCH(QList<int>, written);
        std::vector<Note> notes;
        for (const int onset : onsets) {
            notes.push_back(note({onset}, kWhole - Tick{onset}, 60));
        }
        const auto bars = emptyBars(scoreOf(notes), kWhole * 2);
        QList<int> found;
        for (const Note& each : notesOnPage(notes, bars)) {
            found.append(static_cast<int>(each.onset.value));
            QVERIFY(each.duration > Tick{});
        }
        QCOMPARE(found, written);
    }

    void keepsALengthForNotesTooShortForAPage() {
        const Score score = scoreOf({note({}, {1}, 60), note({1}, {2}, 61), note({6719}, {1}, 62)});
        QCOMPARE(difference(score, *readBack(musicXmlFromScore(score))), QString());
    }

    void keepsWordsUnderTheirNotes() {
        Score score = lineOf({60, 62, 64, 65}, kQuarter);
        Track track = *score.tracks[0];
        track.lyrics = {
            {{}, "Hal-"}, {kQuarter, "le-"}, {kQuarter * 2, "lu & ja"}, {kQuarter * 3, "-"}};
        score.tracks = {std::make_shared<const Track>(track)};
        const std::string text = musicXmlFromScore(score);
        QCOMPARE(readBack(text)->tracks[0]->lyrics, track.lyrics);
        for (const char* syllabic : {"begin", "middle", "end", "single"}) {
            QVERIFY(text.find(">" + std::string(syllabic) + "</syllabic>") != std::string::npos);
        }
    }

    void keepsAnyTextOfAChordSymbol() {
        Score score = lineOf({60}, kWhole);
        int tick = 0;
        for (const char* name :
             {"C", "N.C.", "Bbmaj7/D", "V7", "Eb(add9)", "Gsus4", "Am7b5", "?"}) {
            score.chords.push_back({{tick++}, name});
        }
        QCOMPARE(difference(score, *readBack(musicXmlFromScore(score))), QString());
    }

    void writesDrumsWithoutPitch() {
        Score score = lineOf({36, 38, 42, 81}, kQuarter);
        Track track = *score.tracks[0];
        track.channel = kDrumChannel;
        score.tracks.push_back(std::make_shared<const Track>(track));
        const auto back = readBack(musicXmlFromScore(score));
        QCOMPARE(difference(score, *back), QString());
        QCOMPARE(back->tracks[1]->channel, kDrumChannel);
        QVERIFY(musicXmlFromScore(score).find("<midi-unpitched>37</midi-unpitched>") !=
                std::string::npos);
    }

    void survivesTextThatIsNoXml() {
        Score score = lineOf({60}, kWhole);
        score.title = "Caf\xE9 <\x01&>";
        Track track = *score.tracks[0];
        track.name = "\"Flute\" \x02]]>";
        score.tracks = {std::make_shared<const Track>(track)};
        const auto back = readBack(musicXmlFromScore(score));
        QCOMPARE(back->title, "Caf\xC3\xA9 <&>");
        QCOMPARE(back->tracks[0]->name, "\"Flute\" ]]>");
    }

    void keepsChangesInsideBars() {
        Score score = lineOf({60, 62, 64, 65, 67, 69, 71, 72}, kQuarter * 2);
        score.keys.push_back({kQuarter * 3, {{'G', 0}, Mode::Dorian}});
        score.meters.push_back({kQuarter * 5, {3, 4}});
        score.meters.push_back({kQuarter * 12, {3, 4}});
        score.tempos = {{{}, 90.0}, {{777}, 160.00042666780001}, {kQuarter * 9, 5.0}};
        QCOMPARE(difference(score, *readBack(musicXmlFromScore(score))), QString());
    }

    void anEmptyScoreIsADocument() {
        const auto back = readBack(musicXmlFromScore(Score{}));
        QVERIFY(back.has_value());
        QCOMPARE(back->noteCount(), std::size_t{0});
    }

    void packsTheSameBytesEachTime() {
        const Score score = randomScore(7);
        const auto packed = mxlBytes(score);
        QVERIFY(packed.ok());
        QCOMPARE(*packed, *mxlBytes(score));
        const auto tunes = readMxl(*packed, "packed.mxl");
        QVERIFY(tunes.ok());
        QCOMPARE(difference(score, *tunes->front().score), QString());
    }

    void everyRandomScoreReadsBackEqual() {
        for (unsigned seed = 0; seed < 300; ++seed) {
            const Score score = randomScore(seed);
            const auto back = readBack(musicXmlFromScore(score));
            QVERIFY2(back.has_value(), qPrintable(QString("seed %1").arg(seed)));
            const QString lost = difference(score, *back);
            QVERIFY2(lost.isEmpty(), qPrintable(QString("seed %1: %2").arg(seed).arg(lost)));
        }
    }

    void everyRandomSongReadsBackEqual() {
        for (unsigned seed = 0; seed < 200; ++seed) {
            const Score score = randomSong(seed);
            const auto back = readBack(musicXmlFromScore(score));
            QVERIFY2(back.has_value(), qPrintable(QString("seed %1").arg(seed)));
            const QString lost = difference(score, *back);
            QVERIFY2(lost.isEmpty(), qPrintable(QString("seed %1: %2").arg(seed).arg(lost)));
        }
    }

    void everyCorpusReadsBackEqual_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<int>("stride");
        QTest::newRow("nottingham") << "nottingham" << judge::stride(5);
        QTest::newRow("openhymnal") << "openhymnal" << judge::stride(10);
        QTest::newRow("openewld") << "openewld" << judge::stride(10);
        QTest::newRow("cre") << "cre" << judge::stride(10);
    }
    void everyCorpusReadsBackEqual() {
        QFETCH(QString, folder);
        QFETCH(int, stride);
        QDirIterator walk(QString(CANTILENA_DATA_FOLDER) + '/' + folder,
                          {"*.abc", "*.mid", "*.mxl", "*.krn"}, QDir::Files,
                          QDirIterator::Subdirectories);
        QStringList files;
        while (walk.hasNext()) {
            files.append(walk.next());
        }
        if (files.isEmpty()) {
            QSKIP("the folder is not there");
        }
        files.sort();
        QStringList differences;
        for (qsizetype index = 0; index < files.size(); index += stride) {
            const auto tunes = readScoreFile(files[index].toStdString());
            QVERIFY2(tunes.ok(), qPrintable(files[index]));
            for (const TuneReading& tune : *tunes) {
                const auto back = readBack(musicXmlFromScore(*tune.score));
                QVERIFY2(back.has_value(), tune.name.c_str());
                if (const QString lost = difference(*tune.score, *back); !lost.isEmpty()) {
                    differences.append(QString::fromStdString(tune.name) + ": " + lost);
                }
            }
        }
        QVERIFY2(differences.isEmpty(), qPrintable(differences.join('\n')));
    }
};

QTEST_GUILESS_MAIN(MusicXmlWriterTest)
#include "MusicXmlWriterTest.moc"
