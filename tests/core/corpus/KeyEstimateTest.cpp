#include "core/corpus/KeyEstimate.h"
#include "Scores.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// Twinkle, twinkle, from that tonic.
std::vector<int> twinkle(int tonic) {
    std::vector<int> pitches;
    for (const int above : {0, 0, 7, 7, 9, 9, 7, 5, 5, 4, 4, 2, 2, 0}) {
        pitches.push_back(tonic + above);
    }
    return pitches;
}

/// A phrase that rises through the harmonic minor scale and falls to its tonic.
std::vector<int> minorPhrase(int tonic) {
    std::vector<int> pitches;
    for (const int above : {0, 2, 3, 7, 8, 7, 5, 3, 2, 11, 0, 3, 7, 0}) {
        pitches.push_back(tonic + above);
    }
    return pitches;
}

} // namespace

class KeyEstimateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsEveryTonic_data() {
        QTest::addColumn<int>("tonic");
        QTest::addColumn<bool>("minor");
        QTest::addColumn<QString>("name");
        const char* majors[] = {"C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};
        const char* minors[] = {"C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "Bb", "B"};
        for (int above = 0; above < 12; ++above) {
            QTest::addRow("%s major", majors[above])
                << 60 + above << false << QString("%1 major").arg(majors[above]);
            QTest::addRow("%s minor", minors[above])
                << 60 + above << true << QString("%1 minor").arg(minors[above]);
        }
    }
    void findsEveryTonic() {
        QFETCH(int, tonic);
        QFETCH(bool, minor);
        QFETCH(QString, name);
        const Track track = lineOf(minor ? minorPhrase(tonic) : twinkle(tonic));
        const auto estimate = estimateKey(track.notes);
        QVERIFY(estimate.has_value());
        QCOMPARE(QString::fromStdString(estimate->key.name()), name);
        QVERIFY(estimate->correlation > 0.7 && estimate->correlation <= 1.0);
        QVERIFY(estimate->margin > 0.0);
    }

    void theMarginDoesNotDependOnTheTonic() {
        const auto inC = estimateKey(lineOf(twinkle(60)).notes);
        const auto inA = estimateKey(lineOf(twinkle(69)).notes);
        QVERIFY(std::abs(inC->margin - inA->margin) < 1e-9);
        QVERIFY(std::abs(inC->correlation - inA->correlation) < 1e-9);
    }

    void aPlainFifthIsLessSureThanAMelody() {
        const auto fifth = estimateKey(lineOf({60, 67}).notes);
        const auto melody = estimateKey(lineOf(twinkle(60)).notes);
        QVERIFY(fifth->margin < melody->margin);
    }

    void longNotesWeighMore() {
        const Track onC = trackOf({{0, 4, 60}, {4, 1, 64}, {5, 1, 67}, {6, 1, 69}, {7, 4, 60}});
        const Track onA = trackOf({{0, 4, 69}, {4, 1, 64}, {5, 1, 67}, {6, 1, 60}, {7, 4, 69}});
        QCOMPARE(estimateKey(onC.notes)->key.name(), std::string("C major"));
        QCOMPARE(estimateKey(onA.notes)->key.name(), std::string("A minor"));
    }

    void countsInQuarters() {
        const auto durations =
            pitchClassDurations(trackOf({{0, 1.5, 60}, {2, 0.5, 72}, {3, 2, 71}}).notes);
        QCOMPARE(durations[0], 2.0);
        QCOMPARE(durations[11], 2.0);
        QCOMPARE(durations[5], 0.0);
    }

    void nothingCannotBeJudged() {
        QVERIFY(!estimateKey({}).has_value());
        std::vector<int> chromatic;
        for (int pitch = 60; pitch < 72; ++pitch) {
            chromatic.push_back(pitch);
        }
        QVERIFY(!estimateKey(lineOf(chromatic).notes).has_value());
    }
};

QTEST_GUILESS_MAIN(KeyEstimateTest)
#include "KeyEstimateTest.moc"
