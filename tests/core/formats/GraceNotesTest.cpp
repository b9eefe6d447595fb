#include <QTest>

#include "core/formats/AbcReader.h"
#include "core/formats/AbcWriter.h"
#include "core/formats/GraceNotes.h"
#include "core/formats/KernReader.h"
#include "core/formats/MusicXmlReader.h"
#include "core/formats/MusicXmlWriter.h"
#include "core/formats/ScoreJson.h"
#include "core/formats/SmfReader.h"
#include "core/formats/SmfWriter.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

using namespace cantilena;

namespace {

Score abcScore(const QString& music) {
    const std::string text = "X:1\nT:Test\nM:4/4\nL:1/8\nK:C\n" + music.toStdString() + "\n";
    const auto tunes = readAbc(text, "test.abc");
    return tunes && tunes->front().score ? *tunes->front().score : Score{};
}

/// "onset:pitch+length" of each note, in 32nds; a "q" before grace notes.
QString notesOf(const Track& track) {
    QStringList notes;
    const auto number = [](Tick tick) { return QString::number(8 * inQuarters(tick), 'g', 4); };
    for (const Note& note : track.notes) {
        notes.append(QString(note.isGrace ? "q%1:%2+%3" : "%1:%2+%3")
                         .arg(number(note.onset))
                         .arg(note.pitch.number)
                         .arg(number(note.duration)));
    }
    return notes.join(' ');
}

QString notesOf(const Score& score) {
    QStringList tracks;
    for (const auto& track : score.tracks) {
        tracks.append(notesOf(*track));
    }
    return tracks.join(" | ");
}

} // namespace

/// Grace notes: when they are heard, and that they come back from every page.
class GraceNotesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void soundsGraceNotesBeforeTheirNote_data() {
        QTest::addColumn<QString>("music");
        QTest::addColumn<QString>("notes");
        const auto row = [](const char* name, const char* music, const char* notes) {
            QTest::newRow(name) << QString(music) << QString(notes);
        };
        row("one", "c{d}e", "0:72+4 q3:74+1 4:76+4");
        row("several", "c2{de}f2", "0:72+8 q6:74+1 q7:76+1 8:77+8");
        row("no more than half of the time before", "c{defg}a",
            "0:72+4 q2:74+0.5 q2.5:76+0.5 "
            "q3:77+0.5 q3.5:79+0.5 4:81+4");
        row("a chord", "c{[eg]f}e", "0:72+4 q2:76+1 q2:79+1 q3:77+1 4:76+4");
        row("struck with the first note of all", "{gab}c", "0:72+4 q0:79+1 q0:81+2 q0:83+3");
        row("before a rest", "c{d}z e", "0:72+4 q3:74+1 8:76+4");
        row("after a rest", "c z{d}e", "0:72+4 q7:74+1 8:76+4");
        row("behind the last note", "c2{de}", "0:72+8 q6:74+1 q7:76+1");
        row("at the end of a bar", "c8{d}|e8", "0:72+32 q31:74+1 32:76+32");
        row("behind a repeated section", "|:c8{d}:|e8",
            "0:72+32 q31:74+1 32:72+32 q63:74+1 64:76+32");
        row("before a repeated section", "c8|:{d}e8:|",
            "0:72+32 q31:74+1 32:76+32 q63:74+1 64:76+32");
        row("before an overlay", "c4{d}e4&{f}g8", "0:72+16 q0:77+1 0:79+32 q15:74+1 16:76+16");
        row("with accidentals", "c{^f_b}f", "0:72+4 q2:78+1 q3:82+1 4:78+4");
        row("inside broken rhythm", "c>{d}e c{d}>e",
            "0:72+6 q5:74+1 6:76+2 8:72+6 q13:74+1 14:76+2");
        row("inside a triplet", "(3c{d}ef g",
            "0:72+2.667 q1.667:74+1 2.667:76+2.667 5.333:77+2.667 8:79+4");
        row("inside a tie", "c2-{d}c2", "0:72+16 q7:74+1");
        row("nothing inside", "c{}d{/}e", "0:72+4 4:74+4 8:76+4");
        row("not closed", "c{de", "0:72+4");
    }
    void soundsGraceNotesBeforeTheirNote() {
        QFETCH(QString, music);
        QFETCH(QString, notes);
        QCOMPARE(notesOf(abcScore(music)), notes);
    }

    void comesBackFromThePage_data() { soundsGraceNotesBeforeTheirNote_data(); }
    void comesBackFromThePage() {
        QFETCH(QString, music);
        const Score score = abcScore(music);
        const auto fromAbc = readAbc(abcFromScore(score), "written.abc");
        QVERIFY(fromAbc && fromAbc->front().score);
        QCOMPARE(notesOf(*fromAbc->front().score), notesOf(score));
        const auto fromXml = readMusicXml(musicXmlFromScore(score), "written.musicxml");
        QVERIFY(fromXml && fromXml->front().score);
        QCOMPARE(notesOf(*fromXml->front().score), notesOf(score));
    }

    void readsThoseOfKern_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("notes");
        const auto row = [](const char* name, const char* text, const char* notes) {
            QTest::newRow(name) << QString(text).replace(" / ", "\n").replace(';', '\t')
                                << QString(notes);
        };
        row("one after the other", "**kern / 4c / 8ddq / eeQ / 4d / *-",
            "0:60+8 q6:74+1 q7:76+1 8:62+8");
        row("a chord", "**kern / 4c / 8ddq 8ffq / 4d / *-", "0:60+8 q7:74+1 q7:77+1 8:62+8");
        row("beside a held note", "**kern;**kern / 2C;4c / .;ddq / .;4d / *-;*-",
            "0:60+8 q7:74+1 8:62+8 | 0:48+16");
        row("transposed", "**kern / *Trd1c2 / 4c / ddq / 4d / *-", "0:58+8 q7:72+1 8:60+8");
        row("behind the last note", "**kern / 4c / ddq / *-", "0:60+8 q7:74+1");
        row("at the end of a repeated section",
            "**kern / *M1/4 / =!|: / 4c / ddq / =:|! / 4e / == / *-",
            "0:60+8 q7:74+1 8:60+8 q15:74+1 16:64+8");
    }
    void readsThoseOfKern() {
        QFETCH(QString, text);
        QFETCH(QString, notes);
        const auto tunes = readKern(text.toStdString(), "song.krn");
        QVERIFY(tunes && tunes->front().score);
        QCOMPARE(notesOf(*tunes->front().score), notes);
        QVERIFY(tunes->front().remarks.empty());
    }

    /// Attacks and releases that a page does not show are told beside the notes.
    void staysBeforeANotePlayedLate() {
        Score score = abcScore("c2{d}e2");
        Track track = *score.tracks.front();
        track.notes.back().onset += Tick{100};
        track.notes[1].onset += Tick{100};
        score.tracks.front() = std::make_shared<const Track>(track);
        const auto back = readMusicXml(musicXmlFromScore(score), "written.musicxml");
        QVERIFY(back && back->front().score);
        QCOMPARE(notesOf(*back->front().score), notesOf(score));
    }

    void keepsTheirLoudness() {
        Score score = abcScore("c2{d}e2");
        Track track = *score.tracks.front();
        track.notes[1].velocity = 33;
        score.tracks.front() = std::make_shared<const Track>(track);
        const auto back = readMusicXml(musicXmlFromScore(score), "written.musicxml");
        QVERIFY(back && back->front().score);
        QCOMPARE(back->front().score->tracks.front()->notes[1].velocity, 33);
    }

    void areMarkedInJson() {
        const std::string json = scoreJson(abcScore("c{d}e"));
        const QJsonArray notes =
            QJsonDocument::fromJson(QByteArray::fromStdString(json))["tracks"][0]["notes"]
                .toArray();
        QCOMPARE(notes.size(), 3);
        QVERIFY(!notes[0].toObject().contains("grace"));
        QVERIFY(notes[1].toObject().value("grace").toBool());
    }

    void areShortNotesInMidi() {
        const auto back = readSmf(smfBytes(abcScore("c{d}e")), "written.mid");
        QVERIFY(back && back->front().score);
        QCOMPARE(notesOf(*back->front().score), QString("0:72+4 3:74+1 4:76+4"));
    }
};

QTEST_GUILESS_MAIN(GraceNotesTest)
#include "GraceNotesTest.moc"
