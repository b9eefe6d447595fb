#include <QTest>

#include "core/formats/AbcReader.h"
#include "tests/core/formats/KernFixture.h"

using namespace cantilena;

/// One tune, written by hand in both notations, is one score. Debian has no program that reads
/// **kern, so this is what judges our reader in the tests.
class KernAbcTest : public QObject {
    Q_OBJECT

private:
    static Score comparable(Score score) {
        for (auto& shared : score.tracks) {
            Track track = *shared;
            track.name.clear();
            track.program = 0;
            for (Note& note : track.notes) {
                note.id = {};
            }
            shared = std::make_shared<const Track>(std::move(track));
        }
        score.nextNoteId = {};
        score.markers.clear();
        return score;
    }

private Q_SLOTS:
    void hearsWhatTheAbcReaderHears_data() {
        QTest::addColumn<QString>("abc");
        QTest::addColumn<QString>("kern");
        const auto row = [](const char* name, const char* abc, const char* kern) {
            QTest::newRow(name) << QString(abc) << QString(kern);
        };
        row("a song with pickup, key and repeat",
            "T:Song\nM:3/4\nL:1/8\nQ:1/4=96\nK:G\n|:D2|G2A2B2|c4B2|A3GF2|G4:|",
            "!!!OTL:$Song / **kern / *M3/4 / *MM96 / *k[f#] / *G: / =!|: / 4d / =1 / 4g / 4a / 4b "
            "/ "
            "=2 / 2cc / 4b / =3 / 4.a / 8g / 4f# / =4 / 2g / =:|! / *-");
        row("endings and a list of sections", "M:4/4\nL:1/4\nK:C\n|:C4|D4|1E4:|2F4|]G4|]",
            "**kern / *M4/4 / *k[] / *C: / *>[A,A1,A,A2,B] / *>A / =1 / 1c / =2 / 1d / *>A1 / =3 / "
            "1e / *>A2 / =4:|! / 1f / *>B / =5|| / 1g / == / *-");
        row("ties, also across bars and into chords", "M:2/4\nL:1/8\nK:C\nC2D2-|D2[EG]2-|[EG]2C2|]",
            "**kern / *M2/4 / *k[] / *C: / 4c / [4d / =2 / 4d] / [4e$[4g / =3 / 4e]$4g] / 4c / == "
            "/ "
            "*-");
        row("tuplets",
            "M:4/4\nL:1/8\nK:C\n(3CDE (5:2:5CDEFG (3:2:2C2D E2|(7:4:7C/D/E/F/G/A/B/ z2 (3c2d2e2|]",
            "**kern / *M4/4 / *k[] / *C: / 12c / 12d / 12e / 20c / 20d / 20e / 20f / 20g / 6c / "
            "12d / "
            "4e / =2 / 28c / 28d / 28e / 28f / 28g / 28a / 28b / 4r / 6cc / 6dd / 6ee / == / *-");
        row("dotted rhythms and accidentals", "M:6/8\nL:1/8\nK:Ador\nA3/2B/c =f^d_e|A,3 a'3|]",
            "**kern / *M6/8 / *k[f#] / *A:dor / 8.a / 16b / 8cc / 8ff / 8dd# / 8ee- / =2 / 4.A / "
            "4.aaa / == / *-");
        row("two voices", "M:4/4\nL:1/4\nK:F\nV:1\nF2 GA|B4|]\nV:2\nF,4|(3F,G,A, B,2 z|]",
            "**kern **kern / *M4/4 *M4/4 / *k[b-] *k[b-] / *F: *F: / 1F 2f / . 4g / . 4a / =2 =2 / "
            "6F 1b- / 6G . / 6A . / 2B- . / == == / *- *-");
        row("an overlay and a split", "M:4/4\nL:1/4\nK:C\nc2 d2 & E3 F|G4|]",
            "**kern / *M4/4 / *k[] / *C: / *^ / 2.e 2cc / . 2dd / 4f . / *v *v / =2 / 1g / == / "
            "*-");
        row("transposition", "M:4/4\nL:1/4\nK:Bb\nBcde|f4|]",
            "**kern / *M4/4 / *Trd1c2 / *k[] / *C: / 4cc / 4dd / 4ee / 4ff / =2 / 1gg / == / *-");
        row("changes of metre, key and tempo",
            "M:4/4\nL:1/4\nQ:1/4=100\nK:C\nCDEF|[M:3/4][K:Em][Q:1/4=60]GAB|c3|]",
            "**kern / *M4/4 / *MM100 / *k[] / *C: / 4c / 4d / 4e / 4f / =2 / *M3/4 / *k[f#] / *e: "
            "/ "
            "*MM60 / 4g / 4a / 4b / =3 / 2.cc / == / *-");
        row("words for each pass",
            "M:2/4\nL:1/4\nK:C\n|:CD|EF:|\nw:one two three four\nw:un deux trois quatre",
            "**kern **text **text / *M2/4 * * / *k[] * * / *C: * * / =1!|: = = / 4c one un / "
            "4d two deux / =2 = = / 4e three trois / 4f four quatre / =:|! = = / *- *- *-");
        row("chord symbols", "M:4/4\nL:1/2\nK:C\n\"C\"C\"Am7\"A|\"G7/B\"G2|]",
            "**kern **mxhm / *M4/4 * / *k[] * / *C: * / 2c C$major / 2a A$minor-seventh / =2 = / "
            "1g G$dominant/B / == = / *- *-");
        row("breves and no metre", "M:none\nL:1/1\nK:C\nC2|D4|z2|E|]",
            "**kern / *MX / *k[] / *C: / 0c / = / 00d / = / 0r / = / 1e / == / *-");
    }
    void hearsWhatTheAbcReaderHears() {
        QFETCH(QString, abc);
        QFETCH(QString, kern);
        const auto book = readAbc("X:1\n" + abc.toStdString() + "\n", "tune.abc");
        const auto file = readKern(fixture::humdrum(kern), "tune.krn");
        QVERIFY(book && book->front().score && file && file->front().score);
        const Score expected = comparable(*book->front().score);
        const Score score = comparable(*file->front().score);
        QVERIFY(expected.noteCount() >= 3);
        QCOMPARE(fixture::tracksOf(score), fixture::tracksOf(expected));
        QCOMPARE(score.meters, expected.meters);
        QCOMPARE(score.keys, expected.keys);
        QCOMPARE(score.pickup, expected.pickup);
        QVERIFY(score == expected);
    }
};

QTEST_GUILESS_MAIN(KernAbcTest)
#include "KernAbcTest.moc"
