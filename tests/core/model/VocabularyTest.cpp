#include "core/model/Vocabulary.h"

#include <QTest>

using namespace cantilena;

class VocabularyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyClassIsItsOwnNearest() {
        for (int i = 0; i < kDurationClasses; ++i) {
            QCOMPARE(durationClass(classDuration(i)), i);
        }
    }

    void otherLengthsTakeTheNearest_data() {
        QTest::addColumn<int>("ticks");
        QTest::addColumn<int>("units");
        QTest::newRow("shorter than all") << 1 << 1;
        QTest::newRow("longer than all") << 280 * 5000 << 384;
        QTest::newRow("a quarter") << 6720 << 24;
        QTest::newRow("a little long") << 6900 << 24;
        QTest::newRow("halfway goes down") << 280 * 5 << 4;
        QTest::newRow("a quintuplet eighth") << 2688 << 9;
        QTest::newRow("a triplet eighth") << 2240 << 8;
    }
    void otherLengthsTakeTheNearest() {
        QFETCH(int, ticks);
        QFETCH(int, units);
        QCOMPARE(kDurationUnits[static_cast<std::size_t>(durationClass(Tick{ticks}))], units);
    }

    void unitsRoundToTheNearest() {
        QCOMPARE(inUnits(kQuarter), std::int64_t{24});
        QCOMPARE(inUnits(kUnit + Tick{139}), std::int64_t{1});
        QCOMPARE(inUnits(kUnit + Tick{140}), std::int64_t{2});
    }

    void symbolsAreCountedFromTheTonic() {
        const Pitch tonic{62};
        QCOMPARE(pitchSymbol(tonic, tonic), kFurthestFromTonic);
        QCOMPARE(pitchSymbol({32}, tonic), 0);
        QCOMPARE(pitchSymbol({92}, tonic), kPitchesAroundTonic - 1);
        for (int symbol = 0; symbol < kPitchesAroundTonic; ++symbol) {
            QCOMPARE(pitchSymbol(symbolPitch(symbol, tonic), tonic), symbol);
        }
    }

    void wideIntervalsCountAsTheWidest() {
        QCOMPARE(intervalClass(0), kWidestInterval);
        QCOMPARE(intervalClass(-24), 0);
        QCOMPARE(intervalClass(-60), 0);
        QCOMPARE(intervalClass(24), kIntervals - 1);
        QCOMPARE(intervalClass(99), kIntervals - 1);
    }
};

QTEST_GUILESS_MAIN(VocabularyTest)
#include "VocabularyTest.moc"
