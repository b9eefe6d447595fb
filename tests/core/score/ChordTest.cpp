#include <QTest>

#include "core/score/Chord.h"

using namespace cantilena;

namespace {

std::vector<int> numbersOf(const std::vector<Pitch>& pitches) {
    std::vector<int> numbers;
    for (const Pitch pitch : pitches) {
        numbers.push_back(pitch.number);
    }
    return numbers;
}

} // namespace

class ChordTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesBecomePitches_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("near");
        QTest::addColumn<std::vector<int>>("pitches");
        QTest::newRow("major") << "C" << 60 << std::vector{60, 64, 67};
        QTest::newRow("minor seventh") << "Am7" << 60 << std::vector{57, 60, 64, 67};
        QTest::newRow("flat root") << "Bb" << 60 << std::vector{58, 62, 65};
        QTest::newRow("sharp, diminished") << "F#dim" << 65 << std::vector{66, 69, 72};
        QTest::newRow("another way to write it") << "Gmin" << 67 << std::vector{67, 70, 74};
        QTest::newRow("over its third") << "C/E" << 60 << std::vector{52, 60, 64, 67};
        QTest::newRow("over its root") << "C/C" << 60 << std::vector{60, 64, 67};
        QTest::newRow("moved down from the top")
            << "Gmaj9" << 127 << std::vector{103, 107, 110, 114, 117};
        QTest::newRow("moved up from the foot") << "Bb/A" << 0 << std::vector{9, 10, 14, 17};
    }
    void namesBecomePitches() {
        QFETCH(QString, name);
        QFETCH(int, near);
        QFETCH(std::vector<int>, pitches);
        const auto chord = Chord::fromName(name.toStdString());
        QVERIFY(chord);
        QCOMPARE(numbersOf(chord->near({near})), pitches);
    }

    void namesAsReadersGiveThemAreKnown_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("as");
        QTest::newRow("major seventh") << "CMaj7"
                                       << "Cmaj7";
        QTest::newRow("half diminished") << QStringLiteral("B\u00f87") << "Bm7b5";
        QTest::newRow("diminished") << QStringLiteral("F#\u00b07") << "F#dim7";
        QTest::newRow("suspended seventh") << "G7sus"
                                           << "G7sus4";
        QTest::newRow("augmented seventh") << "E+7/B"
                                           << "Eaug7/B";
        QTest::newRow("minor seventh") << "Abmin7"
                                       << "Abm7";
        QTest::newRow("thirteenth") << "D13"
                                    << "D13";
    }
    void namesAsReadersGiveThemAreKnown() {
        QFETCH(QString, name);
        QFETCH(QString, as);
        const auto chord = Chord::fromName(name.toStdString());
        QVERIFY(chord);
        QCOMPARE(QString::fromStdString(chord->name()), as);
    }

    void theTonesAreThoseOfChordAndBass() {
        const auto tones = [](const char* name) {
            std::vector<int> classes;
            const std::array<bool, 12> is = Chord::fromName(name)->pitchClasses();
            for (int i = 0; i < 12; ++i) {
                if (is[static_cast<std::size_t>(i)]) {
                    classes.push_back(i);
                }
            }
            return classes;
        };
        QCOMPARE(tones("C"), (std::vector{0, 4, 7}));
        QCOMPARE(tones("Am7/D"), (std::vector{0, 2, 4, 7, 9}));
        QCOMPARE(tones("Bb13"), (std::vector{0, 2, 5, 7, 8, 10}));
    }

    void whatIsNoChordIsRefused_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"", "H", "Cx", "m7", "C/", "C/H", "Am77", "7"}) {
            QTest::addRow("'%s'", name) << name;
        }
    }
    void whatIsNoChordIsRefused() {
        QFETCH(QString, name);
        QVERIFY(!Chord::fromName(name.toStdString()));
    }

    void everyQualityReadsBackByItsName() {
        for (const ChordQuality& quality : chordQualities()) {
            const auto chord = Chord::fromName("Eb" + std::string(quality.symbol));
            QVERIFY(chord && chord->quality == &quality);
            QCOMPARE(chord->name(), "Eb" + std::string(quality.symbol));
            QCOMPARE(quality.intervals.front(), 0);
            QVERIFY(std::is_sorted(quality.intervals.begin(), quality.intervals.end()));
        }
    }

    void stackingStopsAtTheEndOfTheKeyboard() {
        QCOMPARE(numbersOf(stacked({120}, chordQualities()[2])), (std::vector{120, 124, 127}));
    }
};

QTEST_GUILESS_MAIN(ChordTest)
#include "ChordTest.moc"
