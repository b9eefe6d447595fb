#include <QTest>

#include "core/score/Edits.h"
#include "core/score/Timeline.h"

using namespace cantilena;

class TimelineTest : public QObject {
    Q_OBJECT

    static Score example() {
        Score score = newScore();
        score = withTempo(score, kWhole, 140.0);
        score = withMeter(score, kWhole, {3, 4});
        score = withKey(score, kWhole, *Key::fromName("D dorian"));
        return withMarker(score, kWhole, "B");
    }

private Q_SLOTS:
    void markersStaySortedAndOneATick() {
        Score score = withMarker(example(), Tick{}, "A");
        score = withMarker(score, kWhole, "Bridge");
        QCOMPARE(score.markers.size(), 2u);
        QCOMPARE(score.markers[0].name, "A");
        QCOMPARE(score.markers[1].name, "Bridge");
        QCOMPARE(withMarker(score, kWhole, "").markers.size(), 1u);
        QCOMPARE(withMarker(score, Tick{-5}, "C").markers[0].tick, Tick{});
    }

    void chordsStaySortedAndOneATick() {
        Score score = withChord(example(), kWhole, "Am7");
        score = withChord(score, Tick{-5}, "C");
        score = withChord(score, kWhole, "F#dim");
        QCOMPARE(score.chords, (std::vector<ChordSymbol>{{Tick{}, "C"}, {kWhole, "F#dim"}}));
        QCOMPARE(withChord(score, kWhole, "").chords.size(), 1u);
        QCOMPARE(withoutChord(score, Tick{}).chords.front().name, "F#dim");
        QVERIFY(withoutChord(score, kQuarter) == score);
    }

    void aChordHoldsUntilTheNext() {
        const Score score = withChord(withChord(example(), kQuarter, "C"), kWhole, "G7/B");
        QVERIFY(score.chordAt(Tick{}) == nullptr);
        QCOMPARE(score.chordAt(kQuarter)->name, "C");
        QCOMPARE(score.chordAt(kWhole - Tick{1})->name, "C");
        QCOMPARE(score.chordAt(kWhole * 9)->name, "G7/B");
    }

    void aMovedChordReplacesWhatStandsThere() {
        const Score score = withChord(withChord(example(), kQuarter, "C"), kWhole, "G");
        const Score moved = withChordMoved(score, kQuarter, kWhole);
        QCOMPARE(moved.chords, (std::vector<ChordSymbol>{{kWhole, "C"}}));
        QVERIFY(withChordMoved(withChordMoved(score, kWhole, kWhole * 3), kWhole * 3, kWhole) ==
                score);
    }

    void whatIsTakenAwayIsGone() {
        const Score score = example();
        QCOMPARE(withoutTempo(score, kWhole).tempos.size(), 1u);
        QCOMPARE(withoutMeter(score, kWhole).meters.size(), 1u);
        QCOMPARE(withoutKey(score, kWhole).keys.size(), 1u);
        QVERIFY(withoutMarker(score, kWhole).markers.empty());
    }

    void whereNothingStandsNothingChanges() {
        const Score score = example();
        const Tick nowhere = kQuarter;
        QVERIFY(withoutTempo(score, nowhere) == score);
        QVERIFY(withoutMarker(score, nowhere) == score);
        QVERIFY(withKeyMoved(score, nowhere, kWhole) == score);
        QVERIFY(withMeterMoved(score, kWhole, kWhole) == score);
    }

    void movingThereAndBackIsNothing() {
        const Score score = example();
        const Tick there = kWhole * 3;
        QVERIFY(withTempoMoved(withTempoMoved(score, kWhole, there), there, kWhole) == score);
        QVERIFY(withMeterMoved(withMeterMoved(score, kWhole, there), there, kWhole) == score);
        QVERIFY(withKeyMoved(withKeyMoved(score, kWhole, there), there, kWhole) == score);
        QVERIFY(withMarkerMoved(withMarkerMoved(score, kWhole, there), there, kWhole) == score);
    }

    void aMoveReplacesWhatStandsThereAndStopsAtZero() {
        const Score score = withTempoMoved(example(), kWhole, -kWhole);
        QCOMPARE(score.tempos.size(), 1u);
        QCOMPARE(score.tempos[0], (TempoChange{Tick{}, 140.0}));
    }
};

QTEST_GUILESS_MAIN(TimelineTest)
#include "TimelineTest.moc"
