#include "ui/document/NextNoteController.h"
#include "core/score/Edits.h"
#include "tests/support/StudioBench.h"

#include <QSignalSpy>
#include <QTest>

using namespace cantilena;
using namespace cantilena::test;

class NextNoteControllerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsTheLikeliestNotesAtAPlace() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        NextNoteController next(document);
        next.setModel(bench.model);
        QVERIFY(next.notes().empty());
        next.setPlace(kWhole);
        QTRY_COMPARE(next.notes().size(), std::size_t{kNextNotes});
        QCOMPARE(next.at(), kWhole);
        // The eight notes of the scale are all as likely; the lowest come first.
        QCOMPARE(next.notes().front().pitch, Pitch{60});
        QCOMPARE(next.notes().front().duration, kQuarter);
        QVERIFY(next.notes().front().pitchShare > 0.12 && next.notes().front().pitchShare < 0.125);
        next.setPlace(std::nullopt);
        QVERIFY(next.notes().empty());
    }

    void takingOneIsOneStep() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        const Score before = *document.score();
        NextNoteController next(document);
        next.setModel(bench.model);
        next.setPlace(kWhole);
        QTRY_VERIFY(!next.notes().empty());
        const auto taken = next.take(1);
        QVERIFY(taken.has_value());
        QCOMPARE(taken->pitch, Pitch{62});
        QCOMPARE(document.undoStack().count(), 1);
        const Note& written = document.track().notes.back();
        QCOMPARE(written.onset, kWhole);
        QCOMPARE(written.duration, kQuarter);
        QCOMPARE(written.velocity, kDefaultVelocity);
        QVERIFY(!next.take(0).has_value());
        document.undoStack().undo();
        QVERIFY(*document.score() == before);
    }

    void thereIsNothingToTakeBeyondTheLast() {
        StudioBench bench;
        ScoreDocument document;
        NextNoteController next(document);
        next.setModel(bench.model);
        next.setPlace(Tick{});
        QTRY_VERIFY(!next.notes().empty());
        QVERIFY(!next.take(kNextNotes).has_value());
        QCOMPARE(document.undoStack().count(), 0);
    }

    void withoutAModelWhatWasReadIsForgotten() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        NextNoteController next(document);
        next.setModel(bench.model);
        QSignalSpy changed(&next, &NextNoteController::changed);
        const long holders = document.score().use_count();
        next.setPlace(kWhole);
        waitForRelease(document.score(), holders);
        next.setModel(nullptr);
        QCoreApplication::processEvents();
        QCOMPARE(changed.size(), 1);
        QVERIFY(next.notes().empty());
        QCOMPARE(next.reason(), QString("there is no model"));
    }

    void saysWhyThereIsNothing() {
        ScoreDocument document;
        NextNoteController next(document);
        next.setPlace(Tick{});
        QCOMPARE(next.reason(), QString("there is no model"));
    }
};

QTEST_GUILESS_MAIN(NextNoteControllerTest)
#include "NextNoteControllerTest.moc"
