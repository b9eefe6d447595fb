#include "core/score/Shapes.h"

#include <QTest>

#include <algorithm>
#include <array>

using namespace cantilena;

namespace {

Note note(std::int64_t onset, std::int64_t length, int pitch, int velocity = 80) {
    return {{}, quarters(onset), quarters(length), {pitch}, velocity};
}

struct Piece {
    Score score;
    std::vector<NoteId> ids;
};

Piece pieceOf(const std::vector<Note>& notes) {
    EditWithNotes edit = withNotes(newScore(), 0, notes);
    return {std::move(edit.score), std::move(edit.notes)};
}

/// (onset, length, pitch) in quarters, of every note.
std::vector<std::array<double, 3>> shapeOf(const Score& score) {
    std::vector<std::array<double, 3>> shape;
    for (const Note& n : score.tracks[0]->notes) {
        shape.push_back({inQuarters(n.onset), inQuarters(n.duration), double(n.pitch.number)});
    }
    return shape;
}

using Shape = std::vector<std::array<double, 3>>;

std::vector<int> pitchesOf(const Score& score) {
    std::vector<int> pitches;
    for (const Note& n : score.tracks[0]->notes) {
        pitches.push_back(n.pitch.number);
    }
    return pitches;
}

} // namespace

class ShapesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesEachNoteItsVelocity() {
        const Piece piece = pieceOf({note(0, 1, 60), note(1, 1, 62)});
        const std::vector<NoteVelocity> wanted = {{piece.ids[1], 300}, {NoteId{99}, 5}};
        const Score next = withVelocities(piece.score, 0, wanted);
        QCOMPARE(next.tracks[0]->notes[0].velocity, 80);
        QCOMPARE(next.tracks[0]->notes[1].velocity, 127);
        QVERIFY(withVelocities(piece.score, 0, {}) == piece.score);
    }

    void splitsWhatSoundsThere() {
        const Piece piece = pieceOf({note(0, 4, 60), note(0, 1, 64), note(2, 1, 67)});
        const EditWithNotes edit = withNotesSplit(piece.score, 0, piece.ids, quarters(1));
        QCOMPARE(shapeOf(edit.score), (Shape{{0, 1, 60}, {0, 1, 64}, {1, 3, 60}, {2, 1, 67}}));
        QCOMPARE(edit.notes.size(), 2u);
        QCOMPARE(edit.notes[0], piece.ids[0]);
    }

    void splittingAtAnEdgeChangesNothing() {
        const Piece piece = pieceOf({note(0, 4, 60)});
        for (const int at : {0, 4, 9}) {
            QVERIFY(withNotesSplit(piece.score, 0, piece.ids, quarters(at)).score == piece.score);
        }
    }

    void gluesTheNotesOfOnePitch() {
        const Piece piece =
            pieceOf({note(0, 1, 60, 70), note(1, 1, 60, 90), note(4, 2, 60), note(1, 1, 64)});
        const EditWithNotes edit = withNotesGlued(piece.score, 0, piece.ids);
        QCOMPARE(shapeOf(edit.score), (Shape{{0, 6, 60}, {1, 1, 64}}));
        QCOMPARE(edit.score.tracks[0]->notes[0].velocity, 70);
        QCOMPARE(edit.notes.size(), 2u);
        QCOMPARE(edit.notes[0], piece.ids[0]);
    }

    void gluedNotesReachTheLastEnd() {
        const Piece piece = pieceOf({note(0, 8, 60), note(1, 1, 60)});
        QCOMPARE(shapeOf(withNotesGlued(piece.score, 0, piece.ids).score), (Shape{{0, 8, 60}}));
    }

    void findsTheNextNoteOfAPitch() {
        const Piece piece = pieceOf({note(0, 1, 60), note(1, 1, 62), note(2, 1, 60)});
        const Track& track = *piece.score.tracks[0];
        QCOMPARE(nextOfPitch(track, track.notes[0]), &track.notes[2]);
        QVERIFY(nextOfPitch(track, track.notes[2]) == nullptr);
    }

    void legatoClosesGapsAndOverlaps() {
        const Piece piece =
            pieceOf({note(0, 1, 60), note(2, 4, 64), note(2, 1, 67), note(5, 1, 60)});
        const Score next = withLegato(piece.score, 0, piece.ids);
        QCOMPARE(shapeOf(next), (Shape{{0, 2, 60}, {2, 3, 64}, {2, 3, 67}, {5, 1, 60}}));
        QVERIFY(withLegato(next, 0, piece.ids) == next);
    }

    void reversedTwiceIsTheSame() {
        const Piece piece = pieceOf({note(1, 1, 60), note(2, 3, 64), note(7, 1, 67)});
        const Score next = withNotesReversed(piece.score, 0, piece.ids);
        QCOMPARE(shapeOf(next), (Shape{{1, 1, 67}, {4, 3, 64}, {7, 1, 60}}));
        QVERIFY(withNotesReversed(next, 0, piece.ids) == piece.score);
    }

    void invertedTwiceIsTheSame() {
        const Piece piece = pieceOf({note(0, 1, 60), note(1, 1, 64), note(2, 1, 67)});
        const Score next = withNotesInverted(piece.score, 0, piece.ids);
        QCOMPARE(pitchesOf(next), (std::vector{67, 63, 60}));
        QVERIFY(withNotesInverted(next, 0, piece.ids) == piece.score);
    }

    void stretchesAboutTheFirstOnset() {
        const Piece piece = pieceOf({note(2, 1, 60), note(3, 1, 64)});
        QCOMPARE(shapeOf(withNotesStretched(piece.score, 0, piece.ids, 2, 1)),
                 (Shape{{2, 2, 60}, {4, 2, 64}}));
        QCOMPARE(shapeOf(withNotesStretched(piece.score, 0, piece.ids, 1, 2)),
                 (Shape{{2, 0.5, 60}, {2.5, 0.5, 64}}));
    }

    void stretchingNeverMakesNothing() {
        const Piece piece = pieceOf({note(2, 1, 60)});
        const Score next = withNotesStretched(piece.score, 0, piece.ids, 1, 1'000'000);
        QCOMPARE(next.tracks[0]->notes[0].duration, Tick{1});
    }

    void humanizesByItsSeed() {
        const Piece piece = pieceOf({note(0, 1, 60), note(1, 1, 64), note(2, 1, 67, 127)});
        const Looseness loose{quarters(1, 16), 12};
        const Score next = withNotesHumanized(piece.score, 0, piece.ids, loose, 5);
        QVERIFY(!(next == piece.score));
        QVERIFY(next == withNotesHumanized(piece.score, 0, piece.ids, loose, 5));
        QVERIFY(!(next == withNotesHumanized(piece.score, 0, piece.ids, loose, 6)));
        for (const Note& n : next.tracks[0]->notes) {
            const Note& before = *findNote(*piece.score.tracks[0], n.id);
            QVERIFY(n.onset >= Tick{} && n.velocity <= 127);
            QVERIFY(std::abs((n.onset - before.onset).value) <= loose.timing.value);
            QVERIFY(std::abs(n.velocity - before.velocity) <= loose.velocity);
            QCOMPARE(n.duration, before.duration);
        }
    }

    void noLoosenessChangesNothing() {
        const Piece piece = pieceOf({note(0, 1, 60), note(1, 1, 64)});
        QVERIFY(withNotesHumanized(piece.score, 0, piece.ids, {Tick{}, 0}, 5) == piece.score);
    }

    void pitchesGoToTheKey() {
        // C sharp and F sharp in C major; F sharp is as near to G, but the lower one is taken.
        const Piece piece = pieceOf({note(0, 1, 61), note(1, 1, 66), note(2, 1, 64)});
        QCOMPARE(pitchesOf(withNotesInKey(piece.score, 0, piece.ids)), (std::vector{60, 65, 64}));
        const Score inD = withKey(piece.score, quarters(1), *Key::fromName("D major"));
        QCOMPARE(pitchesOf(withNotesInKey(inD, 0, piece.ids)), (std::vector{60, 66, 64}));
    }

    void degreesFollowTheScale() {
        const Piece piece = pieceOf({note(0, 1, 60), note(1, 1, 64), note(2, 1, 61)});
        QCOMPARE(pitchesOf(withNotesMovedByDegrees(piece.score, 0, piece.ids, 2)),
                 (std::vector{64, 67, 65}));
        QCOMPARE(pitchesOf(withNotesMovedByDegrees(piece.score, 0, piece.ids, -1)),
                 (std::vector{59, 62, 60}));
        QVERIFY(withNotesMovedByDegrees(piece.score, 0, piece.ids, 0) == piece.score);
    }

    void degreesAreClampedAsABlock() {
        const Piece piece = pieceOf({note(0, 1, 124), note(1, 1, 112)});
        const Score next = withNotesMovedByDegrees(piece.score, 0, piece.ids, 5);
        QCOMPARE(pitchesOf(next), (std::vector{127, 115}));
    }

    void overlapsOfOnePitchAreCut() {
        const Piece piece =
            pieceOf({note(0, 4, 60), note(2, 1, 60), note(2, 5, 60), note(1, 4, 64)});
        QCOMPARE(shapeOf(withoutOverlaps(piece.score, 0, piece.ids)),
                 (Shape{{0, 2, 60}, {1, 4, 64}, {2, 5, 60}}));
    }

    void theGridPullsAsStronglyAsAsked() {
        Note late = note(1, 1, 60);
        late.onset += quarters(1, 10);
        const Piece piece = pieceOf({late});
        GridPull pull{quarters(1), 1.0};
        QCOMPARE(withNotesDrawnToGrid(piece.score, 0, piece.ids, pull).tracks[0]->notes[0].onset,
                 quarters(1));
        pull.strength = 0.5;
        QCOMPARE(withNotesDrawnToGrid(piece.score, 0, piece.ids, pull).tracks[0]->notes[0].onset,
                 quarters(1) + quarters(1, 20));
        pull.strength = 0.0;
        QVERIFY(withNotesDrawnToGrid(piece.score, 0, piece.ids, pull) == piece.score);
    }

    void swingDelaysEverySecondPoint() {
        const Piece piece = pieceOf({note(0, 1, 60), note(1, 1, 62), note(2, 1, 64)});
        GridPull pull{quarters(1), 1.0};
        pull.swing = 1.0 / 3.0;
        const Score next = withNotesDrawnToGrid(piece.score, 0, piece.ids, pull);
        QCOMPARE(next.tracks[0]->notes[0].onset, Tick{});
        QCOMPARE(next.tracks[0]->notes[1].onset, quarters(4, 3));
        QCOMPARE(next.tracks[0]->notes[2].onset, quarters(2));
    }

    void lengthsAreDrawnApartFromStarts() {
        Note odd = note(1, 1, 60);
        odd.onset += Tick{100};
        odd.duration += Tick{200};
        const Piece piece = pieceOf({odd});
        GridPull pull{quarters(1), 1.0};
        pull.starts = false;
        pull.lengths = true;
        const Note after =
            withNotesDrawnToGrid(piece.score, 0, piece.ids, pull).tracks[0]->notes[0];
        QCOMPARE(after.onset, odd.onset);
        QCOMPARE(after.duration, quarters(1));
    }

    void arpeggiosRiseOrFall() {
        const Piece piece = pieceOf({note(0, 4, 60), note(0, 4, 64), note(0, 4, 67)});
        QCOMPARE(shapeOf(withArpeggio(piece.score, 0, piece.ids, Arpeggio::Up, quarters(1))),
                 (Shape{{0, 4, 60}, {1, 3, 64}, {2, 2, 67}}));
        QCOMPARE(shapeOf(withArpeggio(piece.score, 0, piece.ids, Arpeggio::Down, quarters(1))),
                 (Shape{{0, 4, 67}, {1, 3, 64}, {2, 2, 60}}));
    }

    void aRampRunsFromTheFirstOnsetToTheLast() {
        const Piece piece =
            pieceOf({note(0, 1, 60), note(1, 1, 62), note(1, 1, 65), note(4, 1, 64)});
        const Score next = withVelocityRamp(piece.score, 0, piece.ids, 40, 80);
        std::vector<int> velocities;
        for (const Note& n : next.tracks[0]->notes) {
            velocities.push_back(n.velocity);
        }
        QCOMPARE(velocities, (std::vector{40, 50, 50, 80}));
        const std::vector one = {piece.ids[0]};
        QCOMPARE(withVelocityRamp(piece.score, 0, one, 300, 0).tracks[0]->notes[0].velocity, 127);
    }

    void articulationSharesTheWayToTheNextOnset() {
        const Piece piece = pieceOf({note(0, 1, 60), note(2, 9, 62), note(4, 1, 64)});
        QCOMPARE(shapeOf(withArticulation(piece.score, 0, piece.ids, 0.5)),
                 (Shape{{0, 1, 60}, {2, 1, 62}, {4, 1, 64}}));
        QCOMPARE(shapeOf(withArticulation(piece.score, 0, piece.ids, 1.5)),
                 (Shape{{0, 3, 60}, {2, 3, 62}, {4, 1, 64}}));
    }

    void fittingKeepsProportions_data() {
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("end");
        QTest::addColumn<Shape>("shape");
        QTest::newRow("longer") << 2 << 10 << Shape{{2, 2, 60}, {4, 4, 62}, {8, 2, 64}};
        QTest::newRow("shorter") << 2 << 4 << Shape{{2, 0.5, 60}, {2.5, 1, 62}, {3.5, 0.5, 64}};
        QTest::newRow("from the start")
            << 0 << 6 << Shape{{0, 1.5, 60}, {1.5, 3, 62}, {4.5, 1.5, 64}};
        QTest::newRow("to nothing: nothing") << 4 << 4 << Shape{{2, 1, 60}, {3, 2, 62}, {5, 1, 64}};
    }
    void fittingKeepsProportions() {
        QFETCH(int, begin);
        QFETCH(int, end);
        QFETCH(Shape, shape);
        const Piece piece = pieceOf({note(2, 1, 60), note(3, 2, 62), note(5, 1, 64)});
        const Score next = withNotesFitted(piece.score, 0, piece.ids, {quarters(2), quarters(6)},
                                           {quarters(begin), quarters(end)});
        QCOMPARE(shapeOf(next), shape);
    }

    void fittingNeverLeavesTheScore() {
        const Piece piece = pieceOf({note(2, 1, 60), note(3, 2, 62)});
        const Score next = withNotesFitted(piece.score, 0, piece.ids, {quarters(2), quarters(5)},
                                           {quarters(-10), quarters(5)});
        for (const Note& n : next.tracks[0]->notes) {
            QVERIFY(n.onset >= Tick{} && n.duration > Tick{});
        }
    }

    void theGridBeginsWithEachBar() {
        Piece piece = pieceOf({note(0, 1, 60)});
        piece.score.pickup = quarters(1, 2);
        piece.score = withNotesMoved(piece.score, 0, piece.ids, quarters(6, 10), 0);
        const GridPull pull{quarters(1), 1.0, 0.0, true, false};
        QCOMPARE(withNotesDrawnToGrid(piece.score, 0, piece.ids, pull).tracks[0]->notes[0].onset,
                 quarters(1, 2));
        QCOMPARE(withNotesQuantized(piece.score, 0, piece.ids, quarters(1), Quantize::Starts)
                     .tracks[0]
                     ->notes[0]
                     .onset,
                 quarters(1, 2));
    }

    void withoutNotesNothingChanges() {
        const Piece piece = pieceOf({note(0, 4, 60)});
        const std::vector<NoteId> none;
        const std::vector<NoteId> unknown = {NoteId{77}};
        for (const auto& ids : {none, unknown}) {
            QVERIFY(withLegato(piece.score, 0, ids) == piece.score);
            QVERIFY(withNotesReversed(piece.score, 0, ids) == piece.score);
            QVERIFY(withNotesInverted(piece.score, 0, ids) == piece.score);
            QVERIFY(withNotesStretched(piece.score, 0, ids, 2, 1) == piece.score);
            QVERIFY(withNotesInKey(piece.score, 0, ids) == piece.score);
            QVERIFY(withNotesGlued(piece.score, 0, ids).score == piece.score);
            QVERIFY(withoutOverlaps(piece.score, 0, ids) == piece.score);
            QVERIFY(withNotesSplit(piece.score, 0, ids, quarters(2)).score == piece.score);
        }
    }
};

QTEST_GUILESS_MAIN(ShapesTest)
#include "ShapesTest.moc"
