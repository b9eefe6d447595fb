#include "core/score/Key.h"

#include <QTest>

#include <algorithm>
#include <set>
#include <string>

using namespace cantilena;

namespace {

void addEveryKey() {
    QTest::addColumn<int>("fifths");
    QTest::addColumn<int>("mode");
    for (const Mode mode : kModes) {
        for (int fifths = -7; fifths <= 7; ++fifths) {
            QTest::addRow("%d %s", fifths, std::string(modeName(mode)).c_str())
                << fifths << static_cast<int>(mode);
        }
    }
}

} // namespace

class KeyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySignatureComesBack_data() { addEveryKey(); }
    void everySignatureComesBack() {
        QFETCH(int, fifths);
        QFETCH(int, mode);
        const Key key = Key::fromSignature(fifths, static_cast<Mode>(mode));
        QCOMPARE(key.fifths(), fifths);
        const auto read = Key::fromName(key.name());
        QVERIFY2(read.has_value(), key.name().c_str());
        QVERIFY(*read == key);
    }

    void everyScaleIsSpelledWithSevenLetters_data() { addEveryKey(); }
    void everyScaleIsSpelledWithSevenLetters() {
        QFETCH(int, fifths);
        QFETCH(int, mode);
        const Key key = Key::fromSignature(fifths, static_cast<Mode>(mode));
        std::set<char> letters;
        int accidentals = 0;
        for (int number = 60; number < 72; ++number) {
            if (key.contains(Pitch{number})) {
                const PitchSpelling spelling = spelled(Pitch{number}, key);
                QCOMPARE(spelling.pitchClass(), Pitch{number}.pitchClass());
                letters.insert(spelling.letter);
                accidentals += spelling.accidental;
            }
        }
        QCOMPARE(letters.size(), std::size_t{7});
        QCOMPARE(accidentals, fifths);
    }

    void everyModeHasTheMajorScaleOfItsSignature_data() { addEveryKey(); }
    void everyModeHasTheMajorScaleOfItsSignature() {
        QFETCH(int, fifths);
        QFETCH(int, mode);
        const Key key = Key::fromSignature(fifths, static_cast<Mode>(mode));
        const Key major = Key::fromSignature(fifths, Mode::Major);
        for (int number = 0; number < 12; ++number) {
            QCOMPARE(key.contains(Pitch{number}), major.contains(Pitch{number}));
        }
        QVERIFY(key.contains(Pitch{60 + key.tonic.pitchClass()}));
    }

    void everyPitchReadsBackFromItsName_data() { addEveryKey(); }
    void everyPitchReadsBackFromItsName() {
        QFETCH(int, fifths);
        QFETCH(int, mode);
        const Key key = Key::fromSignature(fifths, static_cast<Mode>(mode));
        for (int number = 2; number <= 125; ++number) {
            const std::string name = pitchName(Pitch{number}, key);
            const auto pitch = pitchFromName(name);
            QVERIFY2(pitch.has_value(), name.c_str());
            QCOMPARE(pitch->number, number);
        }
    }

    void spellsAsWritersDo_data() {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("name");
        QTest::newRow("F major") << 70 << "F major"
                                 << "Bb4";
        QTest::newRow("B major") << 70 << "B major"
                                 << "A#4";
        QTest::newRow("leading note of A minor") << 68 << "A minor"
                                                 << "G#4";
        QTest::newRow("leading note of D minor") << 61 << "D minor"
                                                 << "C#4";
        QTest::newRow("leading note of C minor") << 71 << "C minor"
                                                 << "B4";
        QTest::newRow("fourth raised in C") << 66 << "C major"
                                            << "F#4";
        QTest::newRow("seventh lowered in C") << 70 << "C major"
                                              << "Bb4";
        QTest::newRow("C flat in G flat") << 71 << "Gb major"
                                          << "Cb5";
        QTest::newRow("B sharp in C sharp") << 60 << "C# major"
                                            << "B#3";
        QTest::newRow("sixth of D dorian") << 71 << "D dorian"
                                           << "B4";
    }
    void spellsAsWritersDo() {
        QFETCH(int, number);
        QFETCH(QString, key);
        QFETCH(QString, name);
        const auto read = Key::fromName(key.toStdString());
        QVERIFY(read.has_value());
        QCOMPARE(QString::fromStdString(pitchName(Pitch{number}, *read)), name);
    }

    void readsNamesAsTyped_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("name");
        QTest::newRow("a letter") << "C"
                                  << "C major";
        QTest::newRow("a flat") << "Bb"
                                << "Bb major";
        QTest::newRow("m") << "Am"
                           << "A minor";
        QTest::newRow("sharp m") << "F#m"
                                 << "F# minor";
        QTest::newRow("maj") << "Dmaj"
                             << "D major";
        QTest::newRow("min") << "d min"
                             << "D minor";
        QTest::newRow("capitals") << "G Dorian"
                                  << "G dorian";
        QTest::newRow("old name") << "A aeolian"
                                  << "A minor";
        QTest::newRow("other old name") << "C Ionian"
                                        << "C major";
        QTest::newRow("many blanks") << "E   phrygian"
                                     << "E phrygian";
    }
    void readsNamesAsTyped() {
        QFETCH(QString, typed);
        QFETCH(QString, name);
        const auto key = Key::fromName(typed.toStdString());
        QVERIFY(key.has_value());
        QCOMPARE(QString::fromStdString(key->name()), name);
    }

    void refusesWhatIsNoKey_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"", "H", "major", "C blues", "C majorx", "#", "4", "Cbbb"}) {
            QTest::addRow("'%s'", name) << QString(name);
        }
    }
    void refusesWhatIsNoKey() {
        QFETCH(QString, name);
        QVERIFY(!Key::fromName(name.toStdString()).has_value());
    }

    void everyModeNameReadsBack() {
        for (const Mode mode : kModes) {
            QVERIFY(modeFromName(modeName(mode)) == mode);
            QCOMPARE(std::ranges::count(Key{{'C', 0}, mode}.scale(), true), 7);
        }
        QVERIFY(!modeFromName("").has_value());
        QVERIFY(!modeFromName("majo").has_value());
    }
};

QTEST_GUILESS_MAIN(KeyTest)
#include "KeyTest.moc"
