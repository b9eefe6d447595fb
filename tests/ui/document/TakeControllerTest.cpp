#include "ui/document/TakeController.h"
#include "tests/support/SomeNetwork.h"
#include "tests/support/StudioBench.h"
#include "ui/document/ProjectController.h"

#include <QSignalSpy>
#include <QTest>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// A document with all that takes come from.
struct Desk {
    Desk() {
        document.reset(sketch());
        takes.setModel(model);
    }

    void generate() {
        GenerateSettings settings;
        settings.bars = 2;
        settings.candidates = 3;
        settings.rng = 7;
        controller.generate(model, settings);
        QTRY_VERIFY(!controller.isRunning());
    }
    [[nodiscard]] const Take& take(std::uint64_t id) const {
        return *placeOf(takes.tree(), {id}).take;
    }

    StudioBench bench;
    std::shared_ptr<const MelodyModel> model = someNetwork(3, "Folk");
    ScoreDocument document;
    GenerateController controller{document};
    PlaybackController playback{document, bench.engine};
    AuditionController audition{document, controller, playback};
    ProjectController project{document, playback};
    TakeController takes{document, controller, audition};
};

/// The sketch with a bass beneath it.
Score withTwoTracks() {
    Track bass;
    bass.name = "Bass";
    bass.channel = 1;
    Note note;
    note.duration = kWhole * 4;
    note.pitch = {36};
    bass.notes.push_back(note);
    return withTrackAdded(sketch(), bass);
}

} // namespace

class TakeControllerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCandidateIsNotedDown() {
        Desk desk;
        desk.generate();
        QCOMPARE(desk.takes.tree().sets.size(), std::size_t{1});
        QCOMPARE(desk.takes.tree().sets.front().takes.size(), std::size_t{3});
        QVERIFY(!desk.take(2).heard && !desk.take(2).kept);
        desk.audition.audition(2);
        QVERIFY(desk.take(2).heard && !desk.take(1).heard);
        desk.audition.keep();
        QVERIFY(desk.take(2).kept);
        // The next one descends from what was kept.
        desk.generate();
        QCOMPARE(desk.takes.tree().sets.back().parent, TakeId{2});
    }

    void takesAreSavedWithTheProject() {
        Desk desk;
        desk.document.setSaved();
        QVERIFY(!desk.document.isModified());
        QSignalSpy modified(&desk.document, &ScoreDocument::modifiedChanged);
        desk.generate();
        QVERIFY(desk.document.isModified());
        QCOMPARE(modified.size(), 1);
        QCOMPARE(desk.document.undoStack().count(), 0);
        desk.takes.setStarred({1}, true);
        desk.takes.setRemark({3}, QString::fromUtf8("lovely \u266a"));
        const TakeTree before = desk.takes.tree();
        const auto path = desk.bench.path("a.cantilena");
        QVERIFY(desk.project.saveAs(path).ok());
        QVERIFY(!desk.document.isModified());
        desk.project.startNew();
        QVERIFY(desk.takes.tree().isEmpty());
        QVERIFY(desk.project.openProject(path).ok());
        QVERIFY(desk.takes.tree() == before);
        QVERIFY(!desk.document.isModified());
    }

    void replaysSayWhetherTheSameComesOut() {
        Desk desk;
        desk.generate();
        QSignalSpy replayed(&desk.takes, &TakeController::replayed);
        desk.takes.replay({3});
        QTRY_COMPARE(replayed.size(), 1);
        QCOMPARE(replayed.front().at(1).toBool(), true);
        QVERIFY(replayed.front().at(2).toString().contains("to the last byte"));
        // The score may be another by now; the take's own is what counts.
        desk.document.apply(newScore(), "clear");
        desk.takes.replay({1});
        QTRY_COMPARE(replayed.size(), 2);
        QCOMPARE(replayed.back().at(1).toBool(), true);
    }

    void anotherDocumentIsToldOfNoReplay() {
        Desk desk;
        desk.generate();
        QSignalSpy replayed(&desk.takes, &TakeController::replayed);
        const long holders = desk.model.use_count();
        desk.takes.replay({1});
        waitForRelease(desk.model, holders);
        desk.document.reset(newScore());
        QTRY_VERIFY(!desk.takes.isReplaying());
        QCOMPARE(replayed.size(), 0);
    }

    void anotherModelIsNamed() {
        Desk desk;
        desk.generate();
        desk.takes.setModel(someNetwork(4, "Hymns"));
        QSignalSpy failed(&desk.takes, &TakeController::replayFailed);
        desk.takes.replay({1});
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed.front().front().toString().contains("Folk"));
    }

    void oneKeyGoesBetweenTheTwoCompared() {
        Desk desk;
        desk.generate();
        QVERIFY(!desk.takes.canCompare());
        desk.takes.setCompared(TakeController::Side::A, {1});
        desk.takes.setCompared(TakeController::Side::B, {3});
        const auto before = desk.document.score();
        desk.takes.hearOther();
        QCOMPARE(desk.audition.currentTake(), TakeId{1});
        QVERIFY(desk.playback.isAuditioning());
        desk.takes.hearOther();
        QCOMPARE(desk.audition.currentTake(), TakeId{3});
        desk.takes.hearOther();
        QCOMPARE(desk.audition.currentTake(), TakeId{1});
        QCOMPARE(desk.document.score(), before);
        desk.audition.end();
        QCOMPARE(desk.audition.currentTake(), TakeId{});
        QVERIFY(!desk.playback.isAuditioning());
    }

    void aTakeOfThePastIsKeptAsOneStep() {
        Desk desk;
        desk.generate();
        desk.generate();
        desk.audition.auditionTake({2});
        desk.audition.keep();
        QCOMPARE(desk.document.undoStack().count(), 1);
        QCOMPARE(desk.document.track().notes.size(), 4 + desk.take(2).notes.size());
        QVERIFY(desk.take(2).kept);
        desk.document.undoStack().undo();
        QVERIFY(*desk.document.score() == sketch());
    }

    /// The score has another track by now, and the take's own is the second.
    void aTakeGoesToTheTrackThatItWasMadeOn() {
        Desk desk;
        desk.generate();
        desk.document.apply(withTwoTracks(), "add");
        desk.document.apply(withTrackMoved(*desk.document.score(), 0, 1), "move");
        const auto other = desk.document.score()->tracks[0];
        desk.audition.auditionTake({2});
        desk.audition.keep();
        QVERIFY(*desk.document.score()->tracks[0] == *other);
        QCOMPARE(desk.document.score()->tracks[1]->notes.size(), 4 + desk.take(2).notes.size());
    }

    void aTakeWhoseTrackIsGoneIsRefused() {
        Desk desk;
        desk.generate();
        desk.document.apply(withoutTrack(withTwoTracks(), 0), "remove");
        const auto before = desk.document.score();
        QSignalSpy failed(&desk.audition, &AuditionController::failed);
        desk.audition.auditionTake({2});
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed.front().front().toString().contains("track"));
        QCOMPARE(desk.audition.currentTake(), TakeId{});
        desk.audition.keep();
        QCOMPARE(desk.document.score(), before);
    }

    void hearingATakeEndsWhenItsTrackIsRemoved() {
        Desk desk;
        desk.generate();
        desk.document.apply(withTwoTracks(), "add");
        desk.audition.auditionTake({2});
        QCOMPARE(desk.audition.currentTake(), TakeId{2});
        desk.document.apply(withoutTrack(*desk.document.score(), 0), "remove");
        QCOMPARE(desk.audition.currentTake(), TakeId{});
        QVERIFY(!desk.playback.isAuditioning());
    }

    void hearingACandidateEndsTheTakeAndTheOtherWayRound() {
        Desk desk;
        desk.generate();
        desk.audition.auditionTake({2});
        desk.audition.audition(1);
        QCOMPARE(desk.audition.currentTake(), TakeId{});
        QCOMPARE(desk.audition.current(), 1);
        desk.audition.auditionTake({2});
        QCOMPARE(desk.audition.current(), 0);
        QCOMPARE(desk.audition.currentTake(), TakeId{2});
    }
};

QTEST_GUILESS_MAIN(TakeControllerTest)
#include "TakeControllerTest.moc"
