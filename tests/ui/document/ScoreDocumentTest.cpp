#include "ui/document/ScoreDocument.h"
#include "core/base/Random.h"
#include "core/score/Edits.h"

#include <QSignalSpy>
#include <QTest>

using namespace cantilena;

namespace {

const Note kNote{{}, quarters(1), quarters(1), {60}, 80};

NoteId addNote(ScoreDocument& document) {
    EditWithNotes edit =
        withNotes(*document.score(), document.currentTrack(), std::span(&kNote, 1));
    const NoteId id = edit.notes.front();
    document.apply(std::move(edit.score), "Add a note");
    return id;
}

} // namespace

class ScoreDocumentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void beginsWithOneEmptyTrack() {
        const ScoreDocument document;
        QCOMPARE(document.score()->tracks.size(), 1u);
        QVERIFY(document.track().notes.empty());
        QVERIFY(!document.isModified());
    }

    void applyIsOneStepAndOneSignal() {
        ScoreDocument document;
        const Score before = *document.score();
        QSignalSpy changed(&document, &ScoreDocument::scoreChanged);
        QSignalSpy modified(&document, &ScoreDocument::modifiedChanged);
        addNote(document);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].value<std::shared_ptr<const Score>>(), document.score());
        QCOMPARE(modified.size(), 1);
        QVERIFY(document.isModified());
        QCOMPARE(document.undoStack().undoText(), "Add a note");
        const Score after = *document.score();
        document.undoStack().undo();
        QVERIFY(*document.score() == before);
        QVERIFY(!document.isModified());
        document.undoStack().redo();
        QVERIFY(*document.score() == after);
    }

    void applyingTheSameScoreDoesNothing() {
        ScoreDocument document;
        QSignalSpy changed(&document, &ScoreDocument::scoreChanged);
        document.apply(Score(*document.score()), "Nothing");
        QCOMPARE(changed.size(), 0);
        QCOMPARE(document.undoStack().count(), 0);
    }

    void stepsOfOneDragMerge() {
        ScoreDocument document;
        const NoteId id = addNote(document);
        const Score before = *document.score();
        const int key = document.newMergeKey();
        for (int i = 1; i <= 10; ++i) {
            document.apply(withNotesMoved(before, 0, std::span(&id, 1), quarters(i), i), "Move",
                           key);
        }
        QCOMPARE(document.undoStack().count(), 2);
        QCOMPARE(document.track().notes[0].onset, quarters(11));
        document.undoStack().undo();
        QVERIFY(*document.score() == before);
    }

    void anotherDragIsAnotherStep() {
        ScoreDocument document;
        const NoteId id = addNote(document);
        for (int i = 0; i < 3; ++i) {
            document.apply(withNotesMoved(*document.score(), 0, std::span(&id, 1), quarters(1), 0),
                           "Move", document.newMergeKey());
        }
        QCOMPARE(document.undoStack().count(), 4);
    }

    void stepsWithoutKeyNeverMerge() {
        ScoreDocument document;
        addNote(document);
        addNote(document);
        QCOMPARE(document.undoStack().count(), 2);
    }

    void aDragBackToItsStartVanishes() {
        ScoreDocument document;
        const NoteId id = addNote(document);
        document.setSaved();
        document.undoStack().resetClean();
        const Score before = *document.score();
        const int key = document.newMergeKey();
        document.apply(withNotesMoved(before, 0, std::span(&id, 1), quarters(4), 0), "Move", key);
        document.apply(before, "Move", key);
        QCOMPARE(document.undoStack().count(), 1);
        QVERIFY(*document.score() == before);
    }

    void savingCleansAndUndoPastItModifies() {
        ScoreDocument document;
        addNote(document);
        document.setSaved();
        QVERIFY(!document.isModified());
        document.undoStack().undo();
        QVERIFY(document.isModified());
        document.undoStack().redo();
        QVERIFY(!document.isModified());
    }

    void undoDropsSelectedNotesThatAreGone() {
        ScoreDocument document;
        const NoteId first = addNote(document);
        const NoteId second = addNote(document);
        document.setSelection({second, first});
        QCOMPARE(document.selection(), (std::vector{first, second}));
        QSignalSpy changed(&document, &ScoreDocument::selectionChanged);
        document.undoStack().undo();
        QCOMPARE(document.selection(), std::vector{first});
        QCOMPARE(changed.size(), 1);
        QVERIFY(document.isSelected(first));
        QVERIFY(!document.isSelected(second));
    }

    void selectionTakesOnlyNotesOfTheTrack() {
        ScoreDocument document;
        const NoteId id = addNote(document);
        document.setSelection({id, id, NoteId{999}});
        QCOMPARE(document.selection(), std::vector{id});
        QSignalSpy changed(&document, &ScoreDocument::selectionChanged);
        document.setSelection({id});
        QCOMPARE(changed.size(), 0);
    }

    void applyCanSelectWhatItMade() {
        ScoreDocument document;
        EditWithNotes edit = withNotes(*document.score(), 0, std::span(&kNote, 1));
        document.apply(edit.score, "Add", 0, edit.notes);
        QCOMPARE(document.selection(), edit.notes);
    }

    void anotherTrackHasNoSelection() {
        ScoreDocument document;
        document.setSelection({addNote(document)});
        document.apply(withTrackAdded(*document.score(), Track{}), "Add a track");
        QSignalSpy current(&document, &ScoreDocument::currentTrackChanged);
        document.setCurrentTrack(1);
        QCOMPARE(current.size(), 1);
        QVERIFY(document.selection().empty());
        document.setCurrentTrack(99);
        QCOMPARE(document.currentTrack(), 1u);
        QCOMPARE(current.size(), 1);
    }

    void undoOfATrackMovesToOneThatExists() {
        ScoreDocument document;
        document.apply(withTrackAdded(*document.score(), Track{}), "Add a track");
        document.setCurrentTrack(1);
        QSignalSpy current(&document, &ScoreDocument::currentTrackChanged);
        document.undoStack().undo();
        QCOMPARE(document.currentTrack(), 0u);
        QCOMPARE(current.size(), 1);
    }

    void resetForgetsEverything() {
        ScoreDocument document;
        document.setSelection({addNote(document)});
        QSignalSpy replaced(&document, &ScoreDocument::scoreReplaced);
        document.reset(withTitle(newScore(), "Opened"));
        QCOMPARE(replaced.size(), 1);
        QCOMPARE(document.score()->title, std::string("Opened"));
        QCOMPARE(document.undoStack().count(), 0);
        QVERIFY(document.selection().empty());
        QVERIFY(!document.isModified());
    }

    void aScoreWithoutTracksGetsOne() {
        ScoreDocument document;
        document.reset(Score{});
        QCOMPARE(document.score()->tracks.size(), 1u);
        document.apply(Score{}, "Empty");
        QCOMPARE(document.score()->tracks.size(), 1u);
    }

    void randomEditsUndoToEquality() {
        ScoreDocument document;
        Random random(42);
        std::vector<Score> history{*document.score()};
        for (int i = 0; i < 2000; ++i) {
            const auto position = static_cast<std::size_t>(document.undoStack().index());
            if (random.below(3) == 0) {
                random.below(2) == 0 ? document.undoStack().undo() : document.undoStack().redo();
            } else {
                document.apply(randomlyEdited(*document.score(), random), "Edit");
                if (static_cast<std::size_t>(document.undoStack().index()) > position) {
                    history.resize(position + 1);
                    history.push_back(*document.score());
                }
            }
            QVERIFY(*document.score() ==
                    history[static_cast<std::size_t>(document.undoStack().index())]);
        }
        document.undoStack().setIndex(0);
        QVERIFY(*document.score() == history.front());
    }

private:
    static Score randomlyEdited(const Score& score, Random& random) {
        std::vector<NoteId> ids;
        for (const Note& note : score.tracks[0]->notes) {
            if (random.below(4) == 0) {
                ids.push_back(note.id);
            }
        }
        const auto number = [&](int below) {
            return static_cast<int>(random.below(static_cast<std::uint64_t>(below)));
        };
        switch (number(6)) {
        case 0:
        case 1: {
            const Note note{{},
                            quarters(number(64), 4),
                            quarters(1 + number(8), 4),
                            {40 + number(40)},
                            1 + number(127)};
            return withNotes(score, 0, std::span(&note, 1)).score;
        }
        case 2: return withNotesMoved(score, 0, ids, quarters(number(9) - 4, 4), number(7) - 3);
        case 3:
            return withNotesResized(score, 0, ids, NoteEdge::End, quarters(number(5) - 2, 4),
                                    quarters(1, 4));
        case 4: return withVelocitiesChanged(score, 0, ids, number(41) - 20);
        default:
            return number(4) == 0 ? withoutNotes(score, 0, ids)
                                  : withTempo(score, quarters(number(16)), 60.0 + number(90));
        }
    }
};

QTEST_GUILESS_MAIN(ScoreDocumentTest)
#include "ScoreDocumentTest.moc"
