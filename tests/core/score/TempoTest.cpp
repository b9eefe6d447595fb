// moc 6.4 cannot read <compare> as the first header.
#include <QTest>

#include "core/score/Tempo.h"

#include <cmath>
#include <vector>

using namespace cantilena;

class TempoTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void beginsAtAHundredAndTwenty() {
        const TempoMap map;
        QCOMPARE(map.bpmAt(Tick{}), kDefaultTempo);
        QCOMPARE(map.secondsAt(kQuarter), 0.5);
        QVERIFY(map.tickAt(2.0) == kWhole);
    }

    void addsUpItsStretches() {
        const TempoMap map({{Tick{}, 60.0}, {kWhole, 120.0}, {kWhole * 2, 240.0}});
        QCOMPARE(map.secondsAt(kWhole), 4.0);
        QCOMPARE(map.secondsAt(kWhole * 2), 6.0);
        QCOMPARE(map.secondsAt(kWhole * 3), 7.0);
        QCOMPARE(map.bpmAt(kWhole - Tick{1}), 60.0);
        QCOMPARE(map.bpmAt(kWhole), 120.0);
        QCOMPARE(map.bpmAt(kWhole * 100), 240.0);
    }

    void aLateFirstChangeLeavesTheBeginningAtTheDefault() {
        const TempoMap map({{kWhole, 60.0}});
        QCOMPARE(map.secondsAt(kWhole), 2.0);
        QCOMPARE(map.secondsAt(kWhole * 2), 6.0);
    }

    void keepsToTheTempiThatExist_data() {
        QTest::addColumn<double>("asked");
        QTest::addColumn<double>("given");
        QTest::newRow("none") << 0.0 << kSlowestTempo;
        QTest::newRow("negative") << -10.0 << kSlowestTempo;
        QTest::newRow("endless") << HUGE_VAL << kFastestTempo;
        QTest::newRow("not a number") << std::nan("") << kSlowestTempo;
    }
    void keepsToTheTempiThatExist() {
        QFETCH(double, asked);
        QFETCH(double, given);
        const TempoMap map({{Tick{}, asked}});
        QCOMPARE(map.bpmAt(Tick{}), given);
    }

    void theLastOfTwoChangesAtOnceHolds() {
        const TempoMap map({{Tick{}, 60.0}, {kWhole, 90.0}, {kWhole, 240.0}});
        QCOMPARE(map.bpmAt(kWhole), 240.0);
        QCOMPARE(map.secondsAt(kWhole * 2), 5.0);
    }

    void everyTickComesBackFromItsTime() {
        const TempoMap map(
            {{Tick{}, 100.0}, {Tick{5'000}, 33.3}, {Tick{12'345}, 999.0}, {kWhole * 50, 5.0}});
        for (Tick tick; tick < kWhole * 60; tick += Tick{977}) {
            QVERIFY(map.tickAt(map.secondsAt(tick)) == tick);
        }
        const Tick far = kLongestScore;
        QVERIFY(map.tickAt(map.secondsAt(far)) == far);
    }

    void timeNeverRunsBackwards() {
        const TempoMap map({{Tick{}, 100.0}, {Tick{5'000}, 700.0}, {Tick{5'001}, 6.0}});
        double before = -1.0;
        for (Tick tick; tick < Tick{6'000}; tick += Tick{1}) {
            const double seconds = map.secondsAt(tick);
            QVERIFY(seconds > before);
            before = seconds;
        }
    }
};

QTEST_GUILESS_MAIN(TempoTest)
#include "TempoTest.moc"
