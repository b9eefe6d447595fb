#include "core/base/Random.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

using namespace cantilena;

class RandomTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesThePublishedSequence_data() {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<QList<quint64>>("expected");
        // Worked out apart from this code, after prng.di.unimi.it.
        QTest::newRow("0") << quint64{0}
                           << QList<quint64>{0x99EC5F36CB75F2B4U, 0xBF6E1F784956452AU,
                                             0x1A5F849D4933E6E0U, 0x6AA594F1262D2D2CU};
        QTest::newRow("42") << quint64{42}
                            << QList<quint64>{0x15780B2E0C2EC716U, 0x6104D9866D113A7EU,
                                              0xAE17533239E499A1U, 0xECB8AD4703B360A1U};
    }
    void givesThePublishedSequence() {
        QFETCH(quint64, seed);
        QFETCH(QList<quint64>, expected);
        Random random(seed);
        for (const quint64 value : expected) {
            QCOMPARE(quint64{random()}, value);
        }
    }

    void uniformStaysBelowOne() {
        Random random(3);
        double sum = 0.0;
        for (int i = 0; i < 100'000; ++i) {
            const double value = random.uniform();
            QVERIFY(value >= 0.0 && value < 1.0);
            sum += value;
        }
        QVERIFY(std::abs(sum / 100'000 - 0.5) < 0.01);
    }

    void belowGivesEachNumberAboutEquallyOften() {
        Random random(5);
        std::array<int, 7> counts{};
        for (int i = 0; i < 70'000; ++i) {
            ++counts.at(random.below(7));
        }
        for (const int count : counts) {
            QVERIFY2(std::abs(count - 10'000) < 500, qPrintable(QString::number(count)));
        }
        QCOMPARE(random.below(1), std::uint64_t{0});
    }

    void normalHasMeanZeroAndVarianceOne() {
        Random random(7);
        double sum = 0.0;
        double squares = 0.0;
        constexpr int kDraws = 100'000;
        for (int i = 0; i < kDraws; ++i) {
            const double value = random.normal();
            QVERIFY(std::isfinite(value));
            sum += value;
            squares += value * value;
        }
        QVERIFY(std::abs(sum / kDraws) < 0.02);
        QVERIFY(std::abs(squares / kDraws - 1.0) < 0.02);
    }

    void shufflesTheSameWayEachTime() {
        std::vector<int> first(50);
        std::iota(first.begin(), first.end(), 0);
        std::vector<int> second = first;
        std::shuffle(first.begin(), first.end(), Random(9));
        std::shuffle(second.begin(), second.end(), Random(9));
        QVERIFY(first == second);
    }

    void streamsDifferFromEachOtherAndFromTheirSeed() {
        std::set<std::uint64_t> seeds = {1};
        for (std::uint64_t index = 0; index < 1000; ++index) {
            QVERIFY(seeds.insert(streamSeed(1, index)).second);
        }
        QCOMPARE(streamSeed(1, 4), streamSeed(1, 4));
        QVERIFY(streamSeed(1, 4) != streamSeed(2, 4));
    }
};

QTEST_GUILESS_MAIN(RandomTest)
#include "RandomTest.moc"
