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

    /// The sketch in each of four bars.
    static Score fourBars() {
        const Score one = sketch();
        std::vector<Note> notes;
        for (int bar = 0; bar < 4; ++bar) {
            for (Note note : one.tracks[0]->notes) {
                note.onset += kWhole * bar;
                notes.push_back(note);
            }
        }
        return withNotes(newScore(), 0, notes).score;
    }
    /// Asks for fillings of the two middle bars.
    static void fillAndWait(GenerateController& generate, const StudioBench& bench) {
        GenerateSettings settings = twoBars();
        settings.task = ComposeTask::Fill;
        generate.generate(bench.model, settings, {kWhole, kWhole * 3});
        QTRY_COMPARE(generate.candidates().size(), 4U);
        QTRY_VERIFY(!generate.isRunning());
    }
    /// Where two scores' first tracks differ, ids aside.
    static QString difference(const Score& first, const Score& second) {
        return QString::fromStdString(
            differenceOf(first.tracks[0]->notes, second.tracks[0]->notes));
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

    /// Whatever happened in the range since, a filling that is kept is all that sounds there, and
    /// what is heard is what is kept.
    void aFillingKeptLaterIsAllThatSoundsThere_data() {
        QTest::addColumn<QString>("meanwhile");
        QTest::newRow("another was kept") << "keep";
        QTest::newRow("a note was drawn") << "edit";
        QTest::newRow("another was kept and undone") << "undo";
    }
    void aFillingKeptLaterIsAllThatSoundsThere() {
        QFETCH(QString, meanwhile);
        StudioBench bench;
        ScoreDocument document;
        document.reset(fourBars());
        GenerateController generate(document);
        fillAndWait(generate, bench);
        const Score expected = generate.scoreWith(*generate.candidate(3));
        if (meanwhile == QStringLiteral("edit")) {
            Note drawn;
            drawn.onset = kWhole + kQuarter;
            drawn.duration = kWhole;
            drawn.pitch = {48};
            document.apply(withNotes(*document.score(), 0, std::array{drawn}).score, "draw");
        } else {
            generate.accept(1);
        }
        if (meanwhile == QStringLiteral("undo")) {
            document.undoStack().undo();
        }
        QVERIFY(difference(*document.score(), expected) != QString());
        QCOMPARE(difference(generate.scoreWith(*generate.candidate(3)), expected), QString());
        generate.accept(3);
        QCOMPARE(difference(*document.score(), expected), QString());
    }

    /// The melody is selected above a bass in the same track: only the melody gives way.
    void whatIsNotSelectedStays() {
        StudioBench bench;
        ScoreDocument document;
        std::vector<Note> bass;
        for (int bar = 0; bar < 4; ++bar) {
            Note note;
            note.onset = kWhole * bar;
            note.duration = kWhole;
            note.pitch = {36};
            bass.push_back(note);
        }
        const Score tune = fourBars();
        const EditWithNotes withBass = withNotes(tune, 0, bass);
        document.reset(withBass.score);
        std::vector<NoteId> melody;
        for (const Note& note : tune.tracks[0]->notes) {
            if (kWhole <= note.onset && note.onset < kWhole * 3) {
                melody.push_back(note.id);
            }
        }
        document.setSelection(melody);
        QVERIFY(document.selectedRange() == (TickRange{kWhole, kWhole * 3}));
        GenerateController generate(document);
        fillAndWait(generate, bench);
        generate.accept(1);
        for (const NoteId id : withBass.notes) {
            QVERIFY(findNote(document.track(), id) != nullptr);
        }
        for (const NoteId id : melody) {
            QVERIFY(findNote(document.track(), id) == nullptr);
        }
    }

    /// Another track stands in its place by now: that one is left alone.
    void candidatesGoToTheTrackThatTheyWereMadeFor() {
        StudioBench bench;
        ScoreDocument document;
        Track bass;
        bass.name = "Bass";
        bass.channel = 1;
        bass.notes = sketch().tracks[0]->notes;
        document.reset(withTrackAdded(fourBars(), bass));
        GenerateController generate(document);
        fillAndWait(generate, bench);
        document.apply(withTrackMoved(*document.score(), 0, 1), "move");
        QVERIFY(!generate.isStale());
        QCOMPARE(generate.track(), std::optional<std::size_t>(1));
        const auto other = document.score()->tracks[0];
        generate.accept(1);
        QVERIFY(*document.score()->tracks[0] == *other);
        QVERIFY(*document.score()->tracks[1] != *fourBars().tracks[0]);
        document.apply(withoutTrack(*document.score(), 1), "remove");
        QVERIFY(generate.isStale());
        const auto before = document.score();
        QSignalSpy failed(&generate, &GenerateController::failed);
        generate.accept(2);
        QCOMPARE(failed.size(), 1);
        QCOMPARE(document.score(), before);
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
