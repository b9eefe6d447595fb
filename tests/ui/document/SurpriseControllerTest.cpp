#include "ui/document/SurpriseController.h"
#include "core/score/Edits.h"
#include "tests/support/StudioBench.h"

#include <QSignalSpy>
#include <QTest>

#include <array>

using namespace cantilena;
using namespace cantilena::test;

class SurpriseControllerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsNothingUntilItIsWanted() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        SurpriseController surprise(document);
        surprise.setModel(bench.model);
        QVERIFY(!surprise.isReading());
        QVERIFY(surprise.notes().empty());
        surprise.setWanted(true);
        QTRY_COMPARE(surprise.notes().size(), 4U);
        QCOMPARE(surprise.modelName(), QString("Scale"));
        QVERIFY(surprise.meanBits() > 0.0);
        surprise.setWanted(false);
        QVERIFY(surprise.notes().empty());
    }

    void followsEditsAndKnowsWhichNotesHaveChanged() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        SurpriseController surprise(document);
        surprise.setModel(bench.model);
        surprise.setWanted(true);
        QTRY_COMPARE(surprise.notes().size(), 4U);
        const Note first = document.track().notes.front();
        QVERIFY(surprise.surpriseOf(first) != nullptr);
        bench.model->gate().pause();
        document.apply(withNotesMoved(*document.score(), 0, std::array{first.id}, {}, 1), "move");
        const Note moved = document.track().notes.front();
        QVERIFY(surprise.surpriseOf(moved) == nullptr);
        QVERIFY(surprise.surpriseOf(document.track().notes.back()) != nullptr);
        bench.model->gate().resume();
        QTRY_VERIFY(surprise.surpriseOf(moved) != nullptr);
        // C sharp lies outside what the model likes, C does not.
        QVERIFY(surprise.surpriseOf(moved)->pitchBits > 10.0);
    }

    void whatIsStaleIsNeverShown() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        SurpriseController surprise(document);
        surprise.setModel(bench.model);
        bench.model->gate().pause();
        surprise.setWanted(true);
        const NoteId first = document.track().notes.front().id;
        document.apply(withoutNotes(*document.score(), 0, std::array{first}), "delete");
        bench.model->gate().resume();
        QSignalSpy changed(&surprise, &SurpriseController::changed);
        QTRY_VERIFY(!surprise.isReading());
        QCOMPARE(surprise.notes().size(), 3U);
    }

    void withoutAModelWhatWasReadIsForgotten() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        SurpriseController surprise(document);
        surprise.setModel(bench.model);
        const long holders = document.score().use_count();
        surprise.setWanted(true);
        waitForRelease(document.score(), holders);
        surprise.setModel(nullptr);
        QTRY_VERIFY(!surprise.isReading());
        QVERIFY(surprise.notes().empty());
        QCOMPARE(surprise.reason(), QString("there is no model"));
    }

    void saysWhyThereIsNothing() {
        StudioBench bench;
        ScoreDocument document;
        SurpriseController surprise(document);
        surprise.setWanted(true);
        QCOMPARE(surprise.reason(), QString("there is no model"));
        surprise.setModel(bench.model);
        QTRY_COMPARE(surprise.reason(), QString("there are no notes in this track"));
        Score drums = sketch();
        Track track = *drums.tracks[0];
        track.channel = kDrumChannel;
        document.reset(withTrack(drums, 0, track));
        QTRY_COMPARE(surprise.reason(), QString("drums have no melody"));
    }
};

QTEST_GUILESS_MAIN(SurpriseControllerTest)
#include "SurpriseControllerTest.moc"
