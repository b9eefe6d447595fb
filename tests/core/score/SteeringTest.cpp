#include <QTest>

#include "core/base/Random.h"
#include "core/score/Steering.h"
#include "core/score/Timeline.h"

#include <array>

using namespace cantilena;

namespace {

constexpr SteeredRange kLow{{48}, {59}};
constexpr SteeredRange kHigh{{60}, {72}};

TickRange bars(int first, int last) {
    return {kWhole * (first - 1), kWhole * last};
}

/// What is asked for of a kind in each quarter of eight bars.
std::vector<std::optional<SteeringWish>> sampled(const Steering& steering, SteeringKind kind) {
    std::vector<std::optional<SteeringWish>> wishes;
    for (Tick tick; tick < kWhole * 8; tick += kQuarter) {
        std::optional<SteeringWish> wish;
        for (const SteeringSpan& span : steering) {
            if (span.kind() == kind && span.time.contains(tick)) {
                wish = span.wish;
            }
        }
        wishes.push_back(wish);
    }
    return wishes;
}

} // namespace

class SteeringTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textsMeanWishes_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("reads");
        QTest::newRow("range") << 0 << "C4-C5"
                               << "C4-C5";
        QTest::newRow("upside down, spaced") << 0 << " Bb4 - e3 "
                                             << "E3-A#4";
        QTest::newRow("in words") << 0 << "C4 to C5"
                                  << "C4-C5";
        QTest::newRow("numbers") << 0 << "60-72"
                                 << "C4-C5";
        QTest::newRow("deep") << 0 << "C-1-C0"
                              << "C-1-C0";
        QTest::newRow("key in force") << 1 << "key"
                                      << "key";
        QTest::newRow("another key") << 1 << "D dorian"
                                     << "D dorian";
        QTest::newRow("notes") << 1 << "C, D  E G A"
                               << "C D E G A";
        QTest::newRow("strong beats") << 2 << "strong beats"
                                      << "strong beats";
        QTest::newRow("all notes") << 2 << "all notes"
                                   << "every note";
        QTest::newRow("density") << 3 << "8"
                                 << "8";
        QTest::newRow("density with a comma") << 3 << "2,5"
                                              << "2.5";
    }
    void textsMeanWishes() {
        QFETCH(int, kind);
        QFETCH(QString, text);
        QFETCH(QString, reads);
        const auto wish = steeringFromText(static_cast<SteeringKind>(kind), text.toStdString());
        QVERIFY(wish);
        QCOMPARE(static_cast<int>(wish->index()), kind);
        QCOMPARE(QString::fromStdString(steeringText(*wish)), reads);
        QCOMPARE(steeringFromText(static_cast<SteeringKind>(kind), steeringText(*wish)), wish);
    }

    void whatMeansNothingIsRefused_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("text");
        QTest::newRow("half a range") << 0 << "C4-";
        QTest::newRow("one pitch") << 0 << "C4";
        QTest::newRow("above the keyboard") << 0 << "C4-C12";
        QTest::newRow("no scale") << 1 << "C D H";
        QTest::newRow("empty scale") << 1 << " ";
        QTest::newRow("some notes") << 2 << "some";
        QTest::newRow("no notes") << 3 << "0";
        QTest::newRow("too many") << 3 << "65";
        QTest::newRow("endless") << 3 << "inf";
        QTest::newRow("nothing") << 3 << "";
        QTest::newRow("no number") << 3 << "8x";
    }
    void whatMeansNothingIsRefused() {
        QFETCH(int, kind);
        QFETCH(QString, text);
        QVERIFY(!steeringFromText(static_cast<SteeringKind>(kind), text.toStdString()));
    }

    void aKindIsKnownByItsName() {
        for (std::size_t i = 0; i < kSteeringKinds; ++i) {
            const auto kind = static_cast<SteeringKind>(i);
            QCOMPARE(steeringKindFromName(steeringKindName(kind)), kind);
        }
        QVERIFY(!steeringKindFromName("mood"));
    }

    void paintGoesOverPaintOfItsKindOnly() {
        Steering steering = painted({}, bars(1, 4), kLow);
        steering = painted(steering, bars(2, 2), SteeredDensity{8.0});
        steering = painted(steering, bars(2, 3), kHigh);
        QCOMPARE(steering.size(), 4u);
        QCOMPARE(steering[0], (SteeringSpan{bars(1, 1), kLow}));
        QCOMPARE(steering[1], (SteeringSpan{bars(2, 3), kHigh}));
        QCOMPARE(steering[2], (SteeringSpan{bars(4, 4), kLow}));
        QCOMPARE(steering[3], (SteeringSpan{bars(2, 2), SteeredDensity{8.0}}));
        QCOMPARE(*wishAt<SteeredRange>(steering, kWhole), kHigh);
        QVERIFY(wishAt<SteeredRange>(steering, kWhole * 4) == nullptr);
        QVERIFY(wishAt<SteeredScale>(steering, kWhole) == nullptr);
    }

    void strokesThatTouchBecomeOne() {
        Steering steering = painted({}, bars(1, 1), kLow);
        steering = painted(steering, bars(3, 3), kLow);
        steering = painted(steering, bars(2, 2), kLow);
        QCOMPARE(steering, (Steering{{bars(1, 3), kLow}}));
        QCOMPARE(painted(steering, bars(2, 2), kLow), steering);
        QCOMPARE(painted(steering, {kWhole, kWhole}, kHigh), steering);
    }

    void erasingCutsWhatGoesBeyond() {
        const Steering steering = painted({}, bars(1, 4), ChordToneNotes::Every);
        const Steering cut = erased(steering, bars(2, 3), SteeringKind::ChordTones);
        QCOMPARE(cut.size(), 2u);
        QCOMPARE(cut[0].time, bars(1, 1));
        QCOMPARE(cut[1].time, bars(4, 4));
        QCOMPARE(erased(steering, bars(1, 4), SteeringKind::Range), steering);
        QVERIFY(erased(steering, bars(1, 8), SteeringKind::ChordTones).empty());
    }

    /// Whatever is painted in whatever order: what a moment asks for is what was painted there
    /// last, and the row stays in order.
    void theLastStrokeRules() {
        Random random(5);
        const std::array<SteeringWish, 4> wishes = {kLow, kHigh, SteeredDensity{4.0},
                                                    SteeredScale{}};
        for (int round = 0; round < 200; ++round) {
            Steering steering;
            std::array<std::vector<std::optional<SteeringWish>>, kSteeringKinds> expected;
            expected.fill(std::vector<std::optional<SteeringWish>>(32));
            for (int stroke = 0; stroke < 12; ++stroke) {
                const std::size_t first = random.below(32);
                const std::size_t last = std::min<std::size_t>(31, first + random.below(9));
                const TickRange time{kQuarter * static_cast<std::int64_t>(first),
                                     kQuarter * static_cast<std::int64_t>(last + 1)};
                const SteeringWish wish = wishes[random.below(wishes.size())];
                const bool erases = random.below(4) == 0;
                const auto kind = static_cast<SteeringKind>(wish.index());
                steering = erases ? erased(steering, time, kind) : painted(steering, time, wish);
                for (std::size_t i = first; i <= last; ++i) {
                    expected[wish.index()][i] = erases ? std::nullopt : std::optional(wish);
                }
            }
            for (std::size_t kind = 0; kind < kSteeringKinds; ++kind) {
                QCOMPARE(sampled(steering, static_cast<SteeringKind>(kind)), expected[kind]);
            }
            for (std::size_t i = 1; i < steering.size(); ++i) {
                const SteeringSpan& a = steering[i - 1];
                const SteeringSpan& b = steering[i];
                QVERIFY(a.kind() < b.kind() ||
                        (a.kind() == b.kind() && a.time.end <= b.time.begin));
                QVERIFY(a.wish != b.wish || a.time.end < b.time.begin);
            }
        }
    }

    void aScoreIsPaintedWithinItsTime() {
        const Score score = withSteering(newScore(), {Tick{-kQuarter.value}, kWhole}, kLow);
        QCOMPARE(score.steering.front().time, (TickRange{{}, kWhole}));
        QVERIFY(score != newScore());
        QVERIFY(withoutSteering(score, bars(1, 1), SteeringKind::Range) == newScore());
        QVERIFY(withSteering(newScore(), {kWhole, kWhole}, kLow) == newScore());
    }
};

QTEST_GUILESS_MAIN(SteeringTest)
#include "SteeringTest.moc"
