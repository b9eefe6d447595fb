#include "ui/document/GenerateController.h"
#include "tests/support/StudioBench.h"
#include "ui/document/AuditionController.h"

#include <QSignalSpy>
#include <QTest>

using namespace cantilena;
using namespace cantilena::test;

class GenerateControllerTest : public QObject {
    Q_OBJECT

    static GenerateSettings twoBars() {
        GenerateSettings settings;
        settings.bars = 2;
        settings.candidates = 4;
        settings.rng = 7;
        return settings;
    }

    static void generateAndWait(GenerateController& generate,
                                const std::shared_ptr<const MelodyModel>& model) {
        generate.generate(model, twoBars());
        QTRY_VERIFY(!generate.isRunning());
    }

private Q_SLOTS:
    void candidatesFillTheBarsAfterTheSeed() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        const auto before = document.score();
        GenerateController generate(document);
        QSignalSpy made(&generate, &GenerateController::candidateMade);
        generateAndWait(generate, bench.model);
        QCOMPARE(generate.candidates().size(), 4U);
        QCOMPARE(made.size(), 4);
        for (const Candidate& candidate : generate.candidates()) {
            QCOMPARE(candidate.range.begin.value, kWhole.value);
            QCOMPARE(candidate.range.end.value, (kWhole * 3).value);
            QVERIFY(!candidate.notes.empty());
        }
        QCOMPARE(document.score(), before);
    }

    void acceptingIsOneStepThatUndoTakesBack() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        const Score before = *document.score();
        GenerateController generate(document);
        generateAndWait(generate, bench.model);
        generate.accept(2);
        QCOMPARE(document.undoStack().count(), 1);
        QCOMPARE(document.score()->noteCount(),
                 before.noteCount() + generate.candidate(2)->notes.size());
        document.undoStack().undo();
        QVERIFY(*document.score() == before);
    }

    void theSameSeedGivesTheSameCandidates() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        GenerateController first(document);
        GenerateController second(document);
        generateAndWait(first, bench.model);
        generateAndWait(second, bench.model);
        for (int number = 1; number <= 4; ++number) {
            QVERIFY(first.candidate(number)->notes == second.candidate(number)->notes);
        }
    }

    void candidatesGoStaleWithWhatTheyContinueAndWithThatAlone() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        GenerateController generate(document);
        generateAndWait(generate, bench.model);
        QVERIFY(!generate.isStale());
        document.apply(withTempo(*document.score(), {}, 90.0), "tempo");
        QVERIFY(!generate.isStale());
        Track renamed = document.track();
        renamed.program = 73;
        document.apply(withTrack(*document.score(), 0, renamed), "flute");
        QVERIFY(!generate.isStale());
        const NoteId first = document.track().notes.front().id;
        document.apply(withNotesMoved(*document.score(), 0, std::array{first}, {}, 1), "move");
        QVERIFY(generate.isStale());
        document.undoStack().undo();
        QVERIFY(!generate.isStale());
    }

    void cancellingKeepsTheStudioReady() {
        StudioBench bench;
        bench.model->gate().pause();
        ScoreDocument document;
        document.reset(sketch());
        GenerateController generate(document);
        generate.generate(bench.model, twoBars());
        generate.cancel();
        bench.model->gate().resume();
        QTRY_VERIFY(!generate.isRunning());
        QVERIFY(generate.candidates().size() < 4U);
        generateAndWait(generate, bench.model);
        QCOMPARE(generate.candidates().size(), 4U);
    }

    /// Neither in the same document nor, worse, in the next one.
    void whatIsClearedAwayDoesNotArriveLater() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        GenerateController generate(document);
        connect(&document, &ScoreDocument::scoreReplaced, &generate, &GenerateController::clear);
        QSignalSpy made(&generate, &GenerateController::candidateMade);
        const long holders = bench.model.use_count();
        generate.generate(bench.model, twoBars());
        waitForRelease(bench.model, holders);
        document.reset(newScore());
        QTRY_VERIFY(!generate.isRunning());
        QCOMPARE(made.size(), 0);
        QVERIFY(generate.candidates().empty());
    }

    void auditionPlaysTheLastBarAndTheCandidateAndLeavesTheDocumentAlone() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        const auto before = document.score();
        GenerateController generate(document);
        PlaybackController playback(document, bench.engine);
        AuditionController audition(document, generate, playback);
        QSignalSpy current(&audition, &AuditionController::currentChanged);
        generateAndWait(generate, bench.model);
        audition.audition(3);
        QCOMPARE(audition.current(), 3);
        QVERIFY(playback.isAuditioning());
        QVERIFY(playback.isPlaying());
        QCOMPARE(document.score(), before);
        QVERIFY(AuditionController::heardRange(*before, generate.candidate(3)->range) ==
                (TickRange{Tick{}, kWhole * 3}));
        audition.end();
        QCOMPARE(audition.current(), 0);
        QVERIFY(!playback.isPlaying());
        QCOMPARE(current.size(), 2);
    }

    void keepingEndsTheAuditionAndAccepts() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        GenerateController generate(document);
        PlaybackController playback(document, bench.engine);
        AuditionController audition(document, generate, playback);
        generateAndWait(generate, bench.model);
        audition.audition(1);
        audition.keep();
        QVERIFY(!playback.isAuditioning());
        QCOMPARE(document.undoStack().count(), 1);
        QVERIFY(document.score()->noteCount() > 4U);
    }

    void anAuditionOutlivesAMuteAndEndsWithAnEdit() {
        StudioBench bench;
        ScoreDocument document;
        document.reset(sketch());
        GenerateController generate(document);
        PlaybackController playback(document, bench.engine);
        AuditionController audition(document, generate, playback);
        generateAndWait(generate, bench.model);
        audition.audition(1);
        Track muted = document.track();
        muted.mix.muted = true;
        document.apply(withTrack(*document.score(), 0, muted), "mute");
        QCOMPARE(audition.current(), 1);
        const NoteId first = document.track().notes.front().id;
        document.apply(withoutNotes(*document.score(), 0, std::array{first}), "delete");
        QCOMPARE(audition.current(), 0);
    }
};

QTEST_GUILESS_MAIN(GenerateControllerTest)
#include "GenerateControllerTest.moc"
