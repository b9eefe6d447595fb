#include <QTest>

#include "core/base/Random.h"
#include "core/score/Shapes.h"
#include "core/score/Timeline.h"
#include "ui/document/ScoreDocument.h"

#include <vector>

using namespace cantilena;

namespace {

std::vector<NoteId> anyNotes(const Score& score, Random& random) {
    std::vector<NoteId> ids;
    for (const Note& note : score.tracks[0]->notes) {
        if (random.below(4) == 0) {
            ids.push_back(note.id);
        }
    }
    return ids;
}

Tick anyTick(Random& random) {
    return Tick{static_cast<std::int64_t>(random.below(200'000))};
}

Note anyNote(Random& random) {
    return {{},
            anyTick(random),
            Tick{1 + static_cast<std::int64_t>(random.below(9'000))},
            Pitch{static_cast<int>(random.below(128))},
            1 + static_cast<int>(random.below(127))};
}

Score edited(const Score& score, Random& random) {
    const std::vector<NoteId> ids = anyNotes(score, random);
    const Tick tick = anyTick(random);
    const Tick grid{60 + static_cast<std::int64_t>(random.below(6'000))};
    const int number = static_cast<int>(random.below(40)) - 20;
    const Note note = anyNote(random);
    // Notes come as fast as they go, so that there is always something to edit.
    switch (score.tracks[0]->notes.size() > 120 ? 19 : random.below(19)) {
    case 0:
    case 1:
    case 2: return withNotes(score, 0, std::span(&note, 1)).score;
    case 3: return withNotesMoved(score, 0, ids, grid * number, number);
    case 4: return withNotesResized(score, 0, ids, NoteEdge::End, grid * number, Tick{60});
    case 5: return withVelocitiesChanged(score, 0, ids, number);
    case 6: return withNotesSplit(score, 0, ids, tick).score;
    case 7: return withNotesGlued(score, 0, ids).score;
    case 8: return withNotesReversed(score, 0, ids);
    case 9: return withNotesInverted(score, 0, ids);
    case 10: return withNotesHumanized(score, 0, ids, {grid, 10}, random.below(9));
    case 11: return withNotesDrawnToGrid(score, 0, ids, {grid, 0.5, 0.2, true, true});
    case 12: return withTempo(score, tick, 60.0 + number);
    case 13: return withMarker(score, tick, "here");
    case 14: return withMeterMoved(withMeter(score, tick, {3, 4}), tick, tick + grid);
    case 15: return withNotesFitted(score, 0, ids, {tick, tick + grid}, {tick, tick + grid * 2});
    case 16: {
        Track track = *score.tracks[0];
        track.look = {static_cast<int>(random.below(8)), static_cast<int>(random.below(4))};
        return withTrack(score, 0, track);
    }
    case 17: return withSteering(score, {tick, tick + grid}, SteeredDensity{8.0});
    case 18: return withChordMoved(withChord(score, tick, "Am7"), tick, tick + grid);
    default: return withoutNotes(score, 0, ids);
    }
}

} // namespace

class RandomStepsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tenThousandEditsWithUndoAndRedoEndEqual() {
        constexpr int kEdits = 10'000;
        ScoreDocument document;
        const Score beginning = *document.score();
        QUndoStack& stack = document.undoStack();
        Random random(20'26);
        int edits = 0;
        while (edits < kEdits) {
            const std::uint64_t chance = random.below(10);
            if (chance == 0) {
                // Some steps back and as many forward lead to the same score.
                const Score now = *document.score();
                const int back = static_cast<int>(random.below(20));
                const int index = stack.index();
                stack.setIndex(std::max(index - back, 0));
                stack.setIndex(index);
                QVERIFY(*document.score() == now);
            } else if (chance == 1) {
                // What was taken back is overwritten by the next edit.
                stack.undo();
            } else {
                document.apply(edited(*document.score(), random), QStringLiteral("edit"));
                ++edits;
            }
        }
        const Score end = *document.score();
        QVERIFY(stack.count() > kEdits / 4);
        stack.setIndex(0);
        QVERIFY(*document.score() == beginning);
        stack.setIndex(stack.count());
        QVERIFY(*document.score() == end);
    }
};

QTEST_GUILESS_MAIN(RandomStepsTest)
#include "RandomStepsTest.moc"
