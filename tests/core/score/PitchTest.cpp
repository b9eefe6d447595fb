#include "core/score/Pitch.h"

#include <QTest>

using namespace cantilena;

class PitchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hasNameClassAndOctave_data() {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("pitchClass");
        QTest::newRow("lowest") << 0 << "C-1" << 0;
        QTest::newRow("lowest B") << 11 << "B-1" << 11;
        QTest::newRow("piano's lowest") << 21 << "A0" << 9;
        QTest::newRow("middle C") << 60 << "C4" << 0;
        QTest::newRow("tuning A") << 69 << "A4" << 9;
        QTest::newRow("a black key") << 66 << "F#4" << 6;
        QTest::newRow("highest") << 127 << "G9" << 7;
    }
    void hasNameClassAndOctave() {
        QFETCH(int, number);
        QFETCH(QString, name);
        QFETCH(int, pitchClass);
        const Pitch pitch{number};
        QCOMPARE(QString::fromStdString(pitchName(pitch)), name);
        QCOMPARE(pitch.pitchClass(), pitchClass);
    }

    void everyNameReadsBack() {
        for (int number = 0; number <= 127; ++number) {
            const auto pitch = pitchFromName(pitchName(Pitch{number}));
            QVERIFY(pitch.has_value());
            QCOMPARE(pitch->number, number);
            QCOMPARE(pitchFromName(std::to_string(number))->number, number);
        }
    }

    void readsOtherSpellings_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("number");
        QTest::newRow("flat") << "Bb3" << 58;
        QTest::newRow("small letter") << "f#5" << 78;
        QTest::newRow("small b is a letter first") << "b4" << 71;
        QTest::newRow("b flat in small letters") << "bb4" << 70;
        QTest::newRow("B sharp lies in the octave above") << "B#3" << 60;
        QTest::newRow("C flat lies in the octave below") << "Cb4" << 59;
        QTest::newRow("double sharp") << "F##4" << 67;
        QTest::newRow("music signs") << QString::fromUtf8("E♭4") << 63;
    }
    void readsOtherSpellings() {
        QFETCH(QString, name);
        QFETCH(int, number);
        const auto pitch = pitchFromName(name.toStdString());
        QVERIFY(pitch.has_value());
        QCOMPARE(pitch->number, number);
    }

    void refusesWhatIsNoPitch_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"", "C", "4", "H4", "C4x", "C#b", "-1", "128", "G#9", "Cb-1",
                                 "C99", "###4", "C4 ", " C4", "C--1", "99999999999"}) {
            QTest::addRow("'%s'", name) << QString(name);
        }
    }
    void refusesWhatIsNoPitch() {
        QFETCH(QString, name);
        if (name == "4") {
            QCOMPARE(pitchFromName("4")->number, 4);
            return;
        }
        QVERIFY(!pitchFromName(name.toStdString()).has_value());
    }

    void knowsTheBlackKeys() {
        int black = 0;
        for (int number = 0; number < 12; ++number) {
            black += Pitch{number}.isBlackKey() ? 1 : 0;
        }
        QCOMPARE(black, 5);
        QVERIFY(Pitch{61}.isBlackKey());
        QVERIFY(!Pitch{64}.isBlackKey());
    }

    void knowsTheKeyboardsEnds() {
        QVERIFY(kLowestPitch.isValid());
        QVERIFY(kHighestPitch.isValid());
        QVERIFY(!kLowestPitch.transposed(-1).isValid());
        QVERIFY(!kHighestPitch.transposed(1).isValid());
        QCOMPARE(Pitch{-1}.pitchClass(), 11);
        QCOMPARE(Pitch{-1}.octave(), -2);
    }

    void aSpellingHasItsPlaceOnTheLineOfFifths_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("fifths");
        QTest::addColumn<int>("pitchClass");
        QTest::newRow("Fb") << "Fb" << -8 << 4;
        QTest::newRow("Bb") << "Bb" << -2 << 10;
        QTest::newRow("F") << "F" << -1 << 5;
        QTest::newRow("C") << "C" << 0 << 0;
        QTest::newRow("B") << "B" << 5 << 11;
        QTest::newRow("F#") << "F#" << 6 << 6;
        QTest::newRow("B#") << "B#" << 12 << 0;
        QTest::newRow("Cbb") << "Cbb" << -14 << 10;
    }
    void aSpellingHasItsPlaceOnTheLineOfFifths() {
        QFETCH(QString, name);
        QFETCH(int, fifths);
        QFETCH(int, pitchClass);
        const auto spelling = PitchSpelling::fromName(name.toStdString());
        QVERIFY(spelling.has_value());
        QCOMPARE(spelling->fifths(), fifths);
        QCOMPARE(spelling->pitchClass(), pitchClass);
        QCOMPARE(QString::fromStdString(spelling->name()), name);
        QVERIFY(PitchSpelling::fromFifths(fifths) == *spelling);
    }

    void refusesWhatIsNoSpelling_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"", "H", "#", "C###", "Cn", "C4", "cis"}) {
            QTest::addRow("'%s'", name) << QString(name);
        }
    }
    void refusesWhatIsNoSpelling() {
        QFETCH(QString, name);
        QVERIFY(!PitchSpelling::fromName(name.toStdString()).has_value());
    }
};

QTEST_GUILESS_MAIN(PitchTest)
#include "PitchTest.moc"
