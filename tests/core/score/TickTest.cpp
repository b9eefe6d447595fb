// moc 6.4 cannot read <compare> as the first header.
#include <QTest>

#include "core/score/Tick.h"

using namespace cantilena;

class TickTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCommonDivisionIsExact_data() {
        QTest::addColumn<int>("parts");
        for (const int parts : {2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 28, 32, 48}) {
            QTest::addRow("%d", parts) << parts;
        }
    }
    void everyCommonDivisionIsExact() {
        QFETCH(int, parts);
        QVERIFY(quarters(1, parts) * parts == kQuarter);
    }

    void aSixtyFourthTripletIsExact() { QVERIFY(kWhole / 64 * 2 / 3 * 3 == kWhole / 64 * 2); }

    void snapsToTheNearest_data() {
        QTest::addColumn<qint64>("tick");
        QTest::addColumn<qint64>("nearest");
        QTest::addColumn<qint64>("down");
        QTest::newRow("on the grid") << qint64{20} << qint64{20} << qint64{20};
        QTest::newRow("below half") << qint64{24} << qint64{20} << qint64{20};
        QTest::newRow("half goes up") << qint64{25} << qint64{30} << qint64{20};
        QTest::newRow("above half") << qint64{29} << qint64{30} << qint64{20};
        QTest::newRow("zero") << qint64{0} << qint64{0} << qint64{0};
        QTest::newRow("negative near") << qint64{-4} << qint64{0} << qint64{-10};
        QTest::newRow("negative half goes up") << qint64{-5} << qint64{0} << qint64{-10};
        QTest::newRow("negative far") << qint64{-6} << qint64{-10} << qint64{-10};
        QTest::newRow("negative on the grid") << qint64{-20} << qint64{-20} << qint64{-20};
    }
    void snapsToTheNearest() {
        QFETCH(qint64, tick);
        QFETCH(qint64, nearest);
        QFETCH(qint64, down);
        QCOMPARE(qint64{snapped(Tick{tick}, Tick{10}).value}, nearest);
        QCOMPARE(qint64{snappedDown(Tick{tick}, Tick{10}).value}, down);
    }

    void anOddGridHasNoHalf() {
        QVERIFY(snapped(Tick{1}, Tick{3}) == Tick{0});
        QVERIFY(snapped(Tick{2}, Tick{3}) == Tick{3});
    }

    void theLongestScoreSnapsWithoutOverflow() {
        QVERIFY(snapped(kLongestScore, kQuarter) == kLongestScore);
        QVERIFY(snappedDown(kLongestScore - Tick{1}, kWhole) == kLongestScore - kWhole);
    }

    void countsInQuarters() {
        QCOMPARE(inQuarters(quarters(3, 2)), 1.5);
        QCOMPARE(inQuarters(-kQuarter), -1.0);
        QCOMPARE(kWhole / kQuarter, std::int64_t{4});
        QVERIFY(kWhole % quarters(3) == kQuarter);
    }

    void aRangeHoldsItsBeginningAndNotItsEnd() {
        const TickRange range{Tick{10}, Tick{20}};
        QVERIFY(range.contains(Tick{10}));
        QVERIFY(range.contains(Tick{19}));
        QVERIFY(!range.contains(Tick{20}));
        QVERIFY(!range.contains(Tick{9}));
        QVERIFY(range.length() == Tick{10});
        QVERIFY(!range.isEmpty());
        QVERIFY((TickRange{Tick{20}, Tick{20}}).isEmpty());
        QVERIFY((TickRange{Tick{20}, Tick{10}}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TickTest)
#include "TickTest.moc"
