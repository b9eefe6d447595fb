#include "core/compose/MelodyFigures.h"
#include "tests/core/model/MadeUpTunes.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace cantilena;
using namespace cantilena::test;

namespace {

bool near(double a, double b) {
    return std::abs(a - b) < 1e-9;
}

std::vector<Note> quartersOf(const std::vector<int>& pitches) {
    std::vector<Sound> sounds;
    for (const int pitch : pitches) {
        sounds.push_back({pitch, 1.0});
    }
    return line(sounds);
}

} // namespace

/// Tunes short enough to count by hand.
class MelodyFiguresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void notesOutsideTheBestScaleCount_data() {
        QTest::addColumn<QList<int>>("pitches");
        QTest::addColumn<double>("share");
        QTest::newRow("C major") << QList<int>{60, 62, 64, 65, 67, 69, 71, 72} << 1.0;
        QTest::newRow("A minor") << QList<int>{57, 59, 60, 62, 64, 65, 67, 69} << 1.0;
        QTest::newRow("F sharp major") << QList<int>{66, 68, 70, 71, 73, 75, 77, 78} << 1.0;
        QTest::newRow("a raised seventh")
            << QList<int>{57, 59, 60, 62, 64, 65, 68, 69, 60, 62} << 0.9;
        QTest::newRow("chromatic")
            << QList<int>{60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71} << 7.0 / 12.0;
    }
    void notesOutsideTheBestScaleCount() {
        QFETCH(QList<int>, pitches);
        QFETCH(double, share);
        QVERIFY(near(scaleConsistency(quartersOf({pitches.begin(), pitches.end()})), share));
    }

    void entropyOfPitchClasses() {
        QVERIFY(near(pitchClassEntropy(quartersOf({60, 72, 48})), 0.0));
        QVERIFY(near(pitchClassEntropy(quartersOf({60, 62, 60, 62})), 1.0));
        QVERIFY(near(pitchClassEntropy(quartersOf({60, 62, 64, 65})), 2.0));
        QVERIFY(near(pitchClassEntropy(quartersOf({60, 60, 62, 64})), 1.5));
    }

    void rangeStepsAndRepeats() {
        const std::vector<Note> notes = quartersOf({60, 60, 67, 65, 65});
        QCOMPARE(pitchRange(notes), 7);
        QVERIFY(near(repeatedNoteShare(notes), 0.5));
        QVERIFY(near(meanInterval(notes), (0 + 7 + 2 + 0) / 4.0));
        const std::vector<Note> one = quartersOf({60});
        QCOMPARE(pitchRange(one), 0);
        QCOMPARE(repeatedNoteShare(one), 0.0);
        QCOMPARE(meanInterval(one), 0.0);
    }

    void rhythmsOverlapByWhatTheyShare() {
        const std::array<Sound, 4> even = {{{60, 1.0}, {60, 1.0}, {60, 0.5}, {60, 0.5}}};
        const std::array<Sound, 4> dotted = {{{60, 1.5}, {60, 0.5}, {60, 1.0}, {60, 1.0}}};
        const std::array<Sound, 1> whole = {{{60, 4.0}}};
        const auto a = lengthHistogram(line(even));
        const auto b = lengthHistogram(line(dotted));
        QVERIFY(near(overlap(a, a), 1.0));
        QVERIFY(near(overlap(a, b), 0.75));
        QVERIFY(near(overlap(b, a), 0.75));
        QVERIFY(near(overlap(a, lengthHistogram(line(whole))), 0.0));
    }

    void barsThatComeBack() {
        // A B A B C A, in 2/4: two back 2 of 4, four back: A(5)-.. none but C against A.
        const Score tune =
            melodyOf(quartersOf({60, 62, 64, 65, 60, 62, 64, 65, 67, 69, 60, 62}), {}, {2, 4});
        QVERIFY(near(repeatedBarShare(tune, 1), 0.0));
        QVERIFY(near(repeatedBarShare(tune, 2), 2.0 / 4.0));
        QVERIFY(near(repeatedBarShare(tune, 4), 0.0));
        QVERIFY(near(repeatedBarShare(tune, 5), 1.0));
        QVERIFY(near(repeatedBarShare(tune, 8), 0.0));
    }

    /// Other lengths on the same pitches are no repeat, a silent bar is none, and a pickup takes no
    /// part.
    void barsAreTheSameNoteForNote() {
        const std::array<Sound, 5> lengths = {
            {{60, 1.0}, {62, 1.0}, {60, 1.5}, {62, 0.5}, {60, 2.0}}};
        QVERIFY(near(repeatedBarShare(melodyOf(line(lengths), {}, {2, 4}), 1), 0.0));
        const std::array<Sound, 4> silence = {{{60, 2.0}, {0, 2.0}, {60, 2.0}, {60, 2.0}}};
        QVERIFY(near(repeatedBarShare(melodyOf(line(silence), {}, {2, 4}), 1), 0.5));
        QVERIFY(near(repeatedBarShare(melodyOf(line(silence), {}, {2, 4}), 2), 0.5));
        const std::array<Sound, 3> pickup = {{{60, 1.0}, {60, 2.0}, {60, 2.0}}};
        QVERIFY(near(repeatedBarShare(melodyOf(line(pickup), {}, {2, 4}, kQuarter), 1), 1.0));
    }

    void endings_data() {
        QTest::addColumn<QString>("meter");
        QTest::addColumn<double>("onset");
        QTest::addColumn<bool>("strong");
        QTest::newRow("4/4 one") << "4/4" << 4.0 << true;
        QTest::newRow("4/4 two") << "4/4" << 5.0 << false;
        QTest::newRow("4/4 three") << "4/4" << 6.0 << true;
        QTest::newRow("4/4 between") << "4/4" << 4.5 << false;
        QTest::newRow("3/4 one") << "3/4" << 3.0 << true;
        QTest::newRow("3/4 three") << "3/4" << 5.0 << false;
        QTest::newRow("6/8 one") << "6/8" << 3.0 << true;
        QTest::newRow("6/8 second beat") << "6/8" << 4.5 << false;
        QTest::newRow("12/8 third beat") << "12/8" << 9.0 << true;
    }
    void endings() {
        QFETCH(QString, meter);
        QFETCH(double, onset);
        QFETCH(bool, strong);
        const QStringList parts = meter.split('/');
        const std::array<Sound, 2> sounds = {{{62, onset}, {60, 1.0}}};
        const Score tune = melodyOf(line(sounds), {}, Meter{parts[0].toInt(), parts[1].toInt()});
        QCOMPARE(endsOnStrongBeat(tune), strong);
        QVERIFY(endsOnTonic(tune.tracks.front()->notes, *Key::fromName("C")));
        QVERIFY(!endsOnTonic(tune.tracks.front()->notes, *Key::fromName("D")));
    }

    /// The interval of a mean of many values is about that of the normal distribution.
    void theBootstrapIsAsWideAsItShouldBe() {
        Random random(1);
        std::vector<double> values;
        for (int i = 0; i < 400; ++i) {
            values.push_back(5.0 + 2.0 * random.normal());
        }
        const ConfidentMean interval = bootstrapped(values, 7);
        QVERIFY(interval.contains(interval.mean));
        QVERIFY(std::abs(interval.high - interval.low - 2 * 1.96 * 2.0 / 20.0) < 0.05);
        QCOMPARE(interval.distance(interval.mean), 0.0);
        QVERIFY(near(interval.distance(interval.high + 1.0), 1.0));
        QVERIFY(near(interval.distance(interval.low - 1.0), 1.0));
        const std::array<double, 1> one = {3.0};
        QCOMPARE(bootstrapped(one, 1).low, 3.0);
        QCOMPARE(bootstrapped(one, 1).high, 3.0);
    }
};

QTEST_GUILESS_MAIN(MelodyFiguresTest)
#include "MelodyFiguresTest.moc"
