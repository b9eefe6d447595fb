// moc 6.4 cannot read <compare> as the first header.
#include <QTest>

#include "core/score/Meter.h"

using namespace cantilena;

namespace {

const Tick kEighth = kQuarter / 2;

} // namespace

class MeterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hasBarAndBeat_data() {
        QTest::addColumn<int>("numerator");
        QTest::addColumn<int>("denominator");
        QTest::addColumn<double>("bar");
        QTest::addColumn<double>("beat");
        QTest::newRow("4/4") << 4 << 4 << 4.0 << 1.0;
        QTest::newRow("2/2") << 2 << 2 << 4.0 << 2.0;
        QTest::newRow("3/4") << 3 << 4 << 3.0 << 1.0;
        QTest::newRow("6/4") << 6 << 4 << 6.0 << 1.0;
        QTest::newRow("3/8") << 3 << 8 << 1.5 << 0.5;
        QTest::newRow("6/8") << 6 << 8 << 3.0 << 1.5;
        QTest::newRow("9/8") << 9 << 8 << 4.5 << 1.5;
        QTest::newRow("7/8") << 7 << 8 << 3.5 << 0.5;
        QTest::newRow("12/16") << 12 << 16 << 3.0 << 0.75;
        QTest::newRow("1/64") << 1 << 64 << 0.0625 << 0.0625;
    }
    void hasBarAndBeat() {
        QFETCH(int, numerator);
        QFETCH(int, denominator);
        QFETCH(double, bar);
        QFETCH(double, beat);
        const Meter meter{numerator, denominator};
        QVERIFY(meter.isValid());
        QCOMPARE(inQuarters(meter.barLength()), bar);
        QCOMPARE(inQuarters(meter.beatLength()), beat);
        QCOMPARE(QString::fromStdString(meter.name()), QString(QTest::currentDataTag()));
    }

    void refusesWhatIsNoMeter_data() {
        QTest::addColumn<int>("numerator");
        QTest::addColumn<int>("denominator");
        QTest::newRow("no beats") << 0 << 4;
        QTest::newRow("negative") << -3 << 4;
        QTest::newRow("no note") << 4 << 0;
        QTest::newRow("thirds") << 4 << 3;
        QTest::newRow("too fine") << 4 << 128;
        QTest::newRow("too long") << 129 << 4;
        QTest::newRow("negative note") << 4 << -4;
    }
    void refusesWhatIsNoMeter() {
        QFETCH(int, numerator);
        QFETCH(int, denominator);
        QVERIFY(!(Meter{numerator, denominator}.isValid()));
        // What is no metre never reaches the bars.
        const MeterMap map({{Tick{}, {numerator, denominator}}});
        QVERIFY((map.meterAt(Tick{}) == Meter{4, 4}));
    }

    void countsBarsFromOne() {
        const MeterMap map;
        QCOMPARE(map.at(Tick{}).bar, 1);
        QCOMPARE(map.at(Tick{}).beat, 1);
        QCOMPARE(map.at(kWhole - Tick{1}).bar, 1);
        QCOMPARE(map.at(kWhole - Tick{1}).beat, 4);
        QCOMPARE(map.at(kWhole).bar, 2);
        QVERIFY(map.barStart(3) == kWhole * 2);
        QVERIFY((map.barAround(kWhole * 2 + Tick{5}) == TickRange{kWhole * 2, kWhole * 3}));
    }

    void saysWhereInTheBeat() {
        const MeterMap map({{Tick{}, {6, 8}}});
        const BarPosition position = map.at(kEighth * 10);
        QCOMPARE(position.bar, 2);
        QCOMPARE(position.beat, 2);
        QVERIFY(position.offset == kEighth);
        QVERIFY(position.inBar == kEighth * 4);
        QVERIFY((position.meter == Meter{6, 8}));
    }

    void aPickupIsBarZero() {
        const MeterMap map({{Tick{}, {3, 4}}}, kQuarter);
        QCOMPARE(map.at(Tick{}).bar, 0);
        QCOMPARE(map.at(Tick{}).beat, 3);
        QVERIFY(map.at(Tick{}).inBar == kQuarter * 2);
        QVERIFY(map.at(kEighth).offset == kEighth);
        QCOMPARE(map.at(kQuarter).bar, 1);
        QVERIFY(map.at(kQuarter).inBar == Tick{});
        QVERIFY(map.barStart(0) == Tick{});
        QVERIFY(map.barStart(-3) == Tick{});
        QVERIFY(map.barStart(1) == kQuarter);
        QVERIFY(map.barStart(2) == kQuarter * 4);
        QVERIFY((map.barAround(kEighth) == TickRange{Tick{}, kQuarter}));
        QVERIFY((map.barAround(kQuarter) == TickRange{kQuarter, kQuarter * 4}));
    }

    void aPickupAsLongAsABarStillCounts() {
        const MeterMap map({{Tick{}, {2, 4}}}, kQuarter * 3);
        QCOMPARE(map.at(Tick{}).bar, 0);
        QCOMPARE(map.at(Tick{}).beat, 2);
        QCOMPARE(map.at(kQuarter).beat, 1);
        QCOMPARE(map.at(kQuarter * 3).bar, 1);
    }

    void countsAnewFromAChange() {
        const MeterMap map({{Tick{}, {4, 4}}, {kWhole * 2, {3, 4}}});
        QCOMPARE(map.at(kWhole * 2).bar, 3);
        QCOMPARE(map.at(kWhole * 2 + kQuarter * 3).bar, 4);
        QVERIFY(map.barStart(3) == kWhole * 2);
        QVERIFY(map.barStart(4) == kWhole * 2 + kQuarter * 3);
        QVERIFY((map.meterAt(kWhole * 2 - Tick{1}) == Meter{4, 4}));
        QVERIFY((map.meterAt(kWhole * 2) == Meter{3, 4}));
    }

    void aChangeInsideABarCutsItShort() {
        const MeterMap map({{Tick{}, {4, 4}}, {kWhole + kQuarter * 2, {3, 4}}});
        QCOMPARE(map.at(kWhole + kQuarter).bar, 2);
        QCOMPARE(map.at(kWhole + kQuarter * 2).bar, 3);
        QCOMPARE(map.at(kWhole + kQuarter * 2).beat, 1);
        QVERIFY((map.barAround(kWhole) == TickRange{kWhole, kWhole + kQuarter * 2}));
        QVERIFY(map.barStart(3) == kWhole + kQuarter * 2);
    }

    void aChangeWithinThePickupHoldsFromTheFirstBar() {
        const MeterMap map({{Tick{}, {4, 4}}, {kEighth, {3, 4}}}, kQuarter);
        QVERIFY((map.meterAt(kQuarter) == Meter{3, 4}));
        QVERIFY(map.barStart(2) == kQuarter * 4);
    }

    void timeBeforeThePieceIsItsBeginning() {
        const MeterMap map;
        const BarPosition position = map.at(-kQuarter);
        QCOMPARE(position.bar, 1);
        QCOMPARE(position.beat, 1);
        QVERIFY(position.inBar == Tick{});
        QVERIFY((map.barAround(-kQuarter) == TickRange{Tick{}, kWhole}));
    }

    void barsLieEndToEnd() {
        const MeterMap map({{Tick{}, {5, 8}},
                            {kQuarter * 7, {2, 4}},
                            {kQuarter * 7 + kEighth, {7, 8}},
                            {kQuarter * 30, {4, 4}}},
                           kEighth);
        for (int bar = 0; bar < 30; ++bar) {
            const TickRange range = map.barAround(map.barStart(bar));
            QVERIFY(range.begin == map.barStart(bar));
            QVERIFY(range.end == map.barStart(bar + 1));
            QVERIFY(!range.isEmpty());
            QCOMPARE(map.at(range.begin).bar, bar);
            QCOMPARE(map.at(range.end - Tick{1}).bar, bar);
        }
    }
};

QTEST_GUILESS_MAIN(MeterTest)
#include "MeterTest.moc"
