#include "core/score/Score.h"

#include <QTest>

#include <memory>

using namespace cantilena;

namespace {

Score scoreOf(std::vector<Note> notes) {
    Score score = newScore();
    auto track = std::make_shared<Track>(*score.tracks.front());
    track->notes = std::move(notes);
    score.tracks.front() = std::move(track);
    return score;
}

} // namespace

class ScoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewScoreIsReadyToWriteIn() {
        const Score score = newScore();
        QCOMPARE(score.tracks.size(), std::size_t{1});
        QCOMPARE(score.noteCount(), std::size_t{0});
        QVERIFY(score.end() == Tick{});
        QCOMPARE(score.tempoMap().bpmAt(Tick{}), 100.0);
        QVERIFY((score.meterMap().meterAt(Tick{}) == Meter{4, 4}));
        QCOMPARE(score.keyAt(Tick{}).name(), std::string("C major"));
    }

    void notesComeByTimeThenPitchThenId() {
        const Note early{NoteId{9}, Tick{0}, kQuarter, Pitch{90}};
        const Note low{NoteId{8}, kQuarter, kQuarter, Pitch{50}};
        const Note high{NoteId{1}, kQuarter, kQuarter, Pitch{51}};
        const Note twin{NoteId{2}, kQuarter, kQuarter, Pitch{51}};
        QVERIFY(precedes(early, low));
        QVERIFY(precedes(low, high));
        QVERIFY(precedes(high, twin));
        QVERIFY(!precedes(twin, high));
        QVERIFY(!precedes(early, early));
    }

    void endsWithTheNoteThatSoundsLast() {
        const Score score = scoreOf(
            {{NoteId{1}, Tick{}, kWhole * 3, Pitch{60}}, {NoteId{2}, kWhole, kQuarter, Pitch{62}}});
        QVERIFY(score.end() == kWhole * 3);
        QCOMPARE(score.noteCount(), std::size_t{2});
    }

    void theKeyInForceIsTheLastOne() {
        Score score = newScore();
        score.keys = {{kWhole, *Key::fromName("D major")}, {kWhole * 2, *Key::fromName("Gm")}};
        QCOMPARE(score.keyAt(Tick{}).name(), std::string("C major"));
        QCOMPARE(score.keyAt(kWhole).name(), std::string("D major"));
        QCOMPARE(score.keyAt(kWhole * 2 - Tick{1}).name(), std::string("D major"));
        QCOMPARE(score.keyAt(kWhole * 9).name(), std::string("G minor"));
    }

    void equalMeansEqualNotesNotTheSameTracks() {
        const Note note{NoteId{1}, Tick{}, kQuarter, Pitch{60}};
        const Score score = scoreOf({note});
        QVERIFY(score == Score(score));
        QVERIFY(score == scoreOf({note}));
        Note other = note;
        other.velocity = 1;
        QVERIFY(!(score == scoreOf({other})));
    }

    void everyFieldCounts_data() {
        QTest::addColumn<int>("field");
        for (int field = 0; field < 12; ++field) {
            QTest::addRow("%d", field) << field;
        }
    }
    void everyFieldCounts() {
        QFETCH(int, field);
        const Score score = newScore();
        Score other = score;
        switch (field) {
        case 0: other.title = "x"; break;
        case 1: other.composer = "x"; break;
        case 2: other.origin = "x"; break;
        case 3: other.tracks.push_back(other.tracks.front()); break;
        case 4: other.tempos.clear(); break;
        case 5: other.meters.clear(); break;
        case 6: other.keys.clear(); break;
        case 7: other.chords.push_back({Tick{}, "Am"}); break;
        case 8: other.markers.push_back({Tick{}, "A"}); break;
        case 9: other.pickup = kQuarter; break;
        case 10: other.nextNoteId = NoteId{99}; break;
        case 11: other.steering.push_back({{{}, kQuarter}, SteeredScale{}}); break;
        }
        QVERIFY(!(score == other));
    }

    void findsANoteByItsId() {
        const Score score = scoreOf(
            {{NoteId{4}, Tick{}, kQuarter, Pitch{60}}, {NoteId{3}, kQuarter, kQuarter, Pitch{62}}});
        const Track& track = *score.tracks.front();
        QCOMPARE(findNote(track, NoteId{3})->pitch.number, 62);
        QVERIFY(findNote(track, NoteId{5}) == nullptr);
    }
};

QTEST_GUILESS_MAIN(ScoreTest)
#include "ScoreTest.moc"
