#include "core/playback/Recording.h"
#include "core/base/Random.h"
#include "tests/core/playback/MidiRig.h"

#include <QtTest/QtTest>

using namespace cantilena;
using namespace cantilena::test;

namespace {

constexpr double kSecondsOfQuarter = 0.5;
/// As `HandOutput` says: a person hears, and plays to, what was rendered so much earlier.
constexpr int kLatencyMilliseconds = 16;
/// Half a millisecond, which is as fine as the test moves time, and a rounding.
constexpr Tick kRounding{8};

Tick ticksOf(double milliseconds) {
    return Tick{std::llround(milliseconds / 1000.0 / kSecondsOfQuarter * 6720.0)};
}

PlayedEvent played(const MidiMessage& message, double quarter, std::uint32_t pass = 0,
                   bool playing = true) {
    return {message, Tick{std::llround(quarter * 6720.0)}, pass, playing};
}

Recording recordingOf(std::vector<PlayedEvent> events, double end = 4.0) {
    Recording recording;
    recording.end = Tick{std::llround(end * 6720.0)};
    recording.events = std::move(events);
    return recording;
}

const Score kEmpty = scoreOf({trackOf({})});

std::vector<Note> notesOf(const Score& score) {
    return score.tracks[0]->notes;
}

/// A rig that listens.
struct Stage : MidiRig {
    explicit Stage(const Score& score = scoreOf({trackOf({noteAt(99, 0, 400, 30)}, 4, 1)}))
        : MidiRig(score) {
        (void)QTest::qWaitFor([this] { return (void)engine.health(), midi.listensTo("Keys"); });
        engine.setInputTrack(0);
        run(20);
    }
    /// Long enough to be behind the latency of the device.
    std::vector<PlayedEvent> heard() {
        run(5);
        return engine.takePlayed();
    }
};

} // namespace

class RecordingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsPlayedIsStampedWithWhatIsHeard() {
        Stage stage;
        stage.engine.play();
        stage.run(700);
        stage.midi.play("Keys", keyDown(64));
        stage.run(300);
        stage.midi.play("Keys", keyUp(64));
        const std::vector<PlayedEvent> events = stage.heard();
        QCOMPARE(events.size(), std::size_t(2));
        QVERIFY(events[0].playing);
        for (const auto& [event, milliseconds] : {std::pair(events[0], 700), {events[1], 1000}}) {
            const Tick off = event.tick - ticksOf(milliseconds - kLatencyMilliseconds);
            QVERIFY2(off >= -kRounding && off <= kRounding, qPrintable(QString::number(off.value)));
        }
    }

    void theKeyboardsOwnDelayIsTakenOff() {
        Stage stage;
        stage.engine.setInputDelay(0.1);
        stage.engine.play();
        stage.run(700);
        stage.midi.play("Keys", keyDown(64));
        const Tick off = stage.heard()[0].tick - ticksOf(700 - kLatencyMilliseconds - 100);
        QVERIFY(off >= -kRounding && off <= kRounding);
    }

    void stampsFollowTempoAndSpeed() {
        Score score = scoreOf({trackOf({noteAt(99, 0, 400, 30)})});
        // From the second quarter on twice as fast.
        score.tempos = {{{}, 120.0}, {quarters(1), 240.0}};
        Stage stage(score);
        stage.engine.setSpeed(0.5);
        stage.engine.play();
        // A second for the first quarter, then half a second for each.
        stage.run(1750 + kLatencyMilliseconds);
        stage.midi.play("Keys", keyDown(64));
        const Tick off = stage.heard()[0].tick - quarters(5, 2);
        QVERIFY2(off >= -kRounding * 2 && off <= kRounding * 2,
                 qPrintable(QString::number(off.value)));
    }

    void stampsGoRoundWithTheLoop() {
        Stage stage;
        stage.engine.setLoop(TickRange{quarters(1), quarters(2)});
        stage.engine.seek(quarters(1));
        stage.engine.play();
        stage.run(1250 + kLatencyMilliseconds);
        stage.midi.play("Keys", keyDown(64));
        const PlayedEvent event = stage.heard()[0];
        QCOMPARE(event.pass, 2U);
        const Tick off = event.tick - quarters(3, 2);
        QVERIFY(off >= -kRounding && off <= kRounding);
    }

    void whatIsPlayedSoundsAsTheTrack() {
        Stage stage;
        stage.midi.play("Keys", keyDown(64, 77));
        stage.midi.play("Keys", controller(64, 127));
        stage.run(1);
        stage.midi.play("Keys", keyUp(64));
        stage.run(1);
        std::vector<Call> notes = stage.synth->notes();
        QCOMPARE(notes.size(), std::size_t(2));
        QCOMPARE(notes[0].channel, 1);
        QCOMPARE(notes[0].value, 77);
        QCOMPARE(stage.synth->only({Call::Kind::Program}).back().number, 4);
        QCOMPARE(stage.synth->only({Call::Kind::Control}).back().number, 64);
        stage.engine.setInputTrack(std::nullopt);
        stage.run(1);
        // The pedal does not stay down on a track that nobody plays any more.
        QCOMPARE(stage.synth->only({Call::Kind::Control}).back().value, 0);
        stage.midi.play("Keys", keyDown(64));
        stage.run(1);
        QCOMPARE(stage.synth->notes().size(), std::size_t(2));
    }

    void aKeyEndsOnTheTrackItBeganOn() {
        Stage stage(scoreOf({trackOf({}, 1, 0), trackOf({}, 2, 0)}));
        stage.midi.play("Keys", keyDown(64));
        stage.run(1);
        stage.engine.setInputTrack(1);
        stage.run(1);
        stage.midi.play("Keys", keyUp(64));
        stage.run(1);
        QCOMPARE(stage.synth->keysDown(), 0);
    }

    void playingWaitsForTheFirstNote() {
        Stage stage;
        stage.engine.seek(quarters(2));
        PlayOptions options;
        options.onFirstNote = true;
        stage.engine.play(options);
        stage.run(500);
        QVERIFY(stage.engine.isWaiting());
        QVERIFY(!stage.engine.isPlaying());
        QCOMPARE(stage.engine.playhead(), quarters(2));
        stage.midi.play("Keys", keyDown(64));
        const std::vector<PlayedEvent> events = stage.heard();
        QVERIFY(stage.engine.isPlaying());
        QVERIFY(!stage.engine.isWaiting());
        QCOMPARE(events[0].tick, quarters(2));
        QVERIFY(events[0].playing);
    }

    void stoppingEndsTheWait() {
        Stage stage;
        PlayOptions options;
        options.onFirstNote = true;
        stage.engine.play(options);
        stage.run(10);
        stage.engine.stop();
        stage.run(10);
        QVERIFY(!stage.engine.isWaiting());
        stage.midi.play("Keys", keyDown(64));
        stage.run(10);
        QVERIFY(!stage.engine.isPlaying());
    }

    void keysBecomeNotes() {
        const Recording recording =
            recordingOf({played(keyDown(60, 33), 0.5), played(keyDown(64, 99), 1.0),
                         played(keyUp(60), 1.25), played(keyUp(64), 2.0)});
        const EditWithNotes edit = withRecording(kEmpty, 0, recording, {});
        const std::vector<Note> notes = notesOf(edit.score);
        QCOMPARE(notes.size(), std::size_t(2));
        QCOMPARE(notes[0].onset, quarters(1, 2));
        QCOMPARE(notes[0].end(), quarters(5, 4));
        QCOMPARE(notes[0].velocity, 33);
        QCOMPARE(notes[1].pitch.number, 64);
        QCOMPARE(edit.notes.size(), std::size_t(2));
    }

    void aKeyThatIsStillDownEndsAtThePlayhead() {
        const auto edit =
            withRecording(kEmpty, 0, recordingOf({played(keyDown(60), 1.0)}, 3.0), {});
        QCOMPARE(notesOf(edit.score)[0].end(), quarters(3));
    }

    void aKeyHeldOverTheSeamEndsThere() {
        Recording recording =
            recordingOf({played(keyDown(60), 3.5, 0), played(keyUp(60), 0.5, 1)}, 1.0);
        recording.pass = 1;
        recording.loop = TickRange{{}, quarters(4)};
        const auto edit = withRecording(kEmpty, 0, recording, {});
        QCOMPARE(notesOf(edit.score)[0].end(), quarters(4));
    }

    void aKeyStruckTwiceEndsItsFirstNote() {
        const auto edit =
            withRecording(kEmpty, 0,
                          recordingOf({played(keyDown(60), 0.0), played(keyDown(60), 1.0),
                                       played(keyUp(60), 2.0)}),
                          {});
        QCOMPARE(notesOf(edit.score).size(), std::size_t(2));
        QCOMPARE(notesOf(edit.score)[0].end(), quarters(1));
    }

    void theCountInIsNotRecordedButAnEarlyFirstNoteIs() {
        Recording recording = recordingOf({played(keyDown(50), 2.0), played(keyUp(50), 3.0),
                                           played(keyDown(60), 3.95), played(keyUp(60), 5.0),
                                           played(keyDown(70), 1.0, 0, false)},
                                          8.0);
        recording.begin = quarters(4);
        const auto edit = withRecording(kEmpty, 0, recording, {});
        QCOMPARE(notesOf(edit.score).size(), std::size_t(1));
        QCOMPARE(notesOf(edit.score)[0].onset, quarters(4));
        QCOMPARE(notesOf(edit.score)[0].pitch.number, 60);
    }

    void thePedalAndTheWheelBecomeControllers() {
        const auto edit = withRecording(
            kEmpty, 0,
            recordingOf({played(controller(64, 127), 0.5), played({{0xE0, 0, 96}, 3}, 1.0),
                         played(controller(64, 0), 2.0), played(controller(123, 0), 3.0)}),
            {});
        const std::vector<ControllerEvent> expected = {{quarters(1, 2), 64, 127},
                                                       {quarters(1), kPitchBendController, 12288},
                                                       {quarters(2), 64, 0}};
        QCOMPARE(edit.score.tracks[0]->controllers, expected);
    }

    void overdubbingKeepsWhatIsThereAndReplacingMakesRoom() {
        const Score score =
            scoreOf({trackOf({noteAt(1, 0, 1, 50), noteAt(2, 2, 1, 52), noteAt(3, 6, 1, 54)})});
        const Recording recording =
            recordingOf({played(keyDown(60), 1.0), played(keyUp(60), 2.0)}, 4.0);
        QCOMPARE(notesOf(withRecording(score, 0, recording, {}).score).size(), std::size_t(4));
        const auto replaced =
            withRecording(score, 0, recording, {RecordMode::Replace, std::nullopt});
        QCOMPARE(notesOf(replaced.score).size(), std::size_t(2));
        QCOMPARE(notesOf(replaced.score)[0].pitch.number, 60);
        QCOMPARE(notesOf(replaced.score)[1].pitch.number, 54);
    }

    void replacingInALoopKeepsTheLastPass() {
        Recording recording = recordingOf({played(keyDown(60), 1.0, 0), played(keyUp(60), 2.0, 0),
                                           played(keyDown(62), 1.0, 1), played(keyUp(62), 2.0, 1)},
                                          0.5);
        recording.pass = 2;
        recording.loop = TickRange{{}, quarters(4)};
        const auto edit = withRecording(scoreOf({trackOf({noteAt(1, 3, 1, 50)})}), 0, recording,
                                        {RecordMode::Replace, std::nullopt});
        QCOMPARE(notesOf(edit.score).size(), std::size_t(1));
        QCOMPARE(notesOf(edit.score)[0].pitch.number, 62);
    }

    void onRequestNotesGoToTheGrid_data() {
        QTest::addColumn<double>("onset");
        QTest::addColumn<double>("end");
        QTest::addColumn<double>("snappedOnset");
        QTest::addColumn<double>("snappedEnd");
        QTest::newRow("early") << 0.93 << 1.9 << 1.0 << 2.0;
        QTest::newRow("late") << 1.05 << 2.07 << 1.0 << 2.0;
        QTest::newRow("short") << 1.05 << 1.1 << 1.0 << 1.25;
        QTest::newRow("just before the loop begins anew") << 3.95 << 3.99 << 0.0 << 0.25;
    }
    void onRequestNotesGoToTheGrid() {
        QFETCH(double, onset);
        QFETCH(double, end);
        QFETCH(double, snappedOnset);
        QFETCH(double, snappedEnd);
        Recording recording = recordingOf({played(keyDown(60), onset), played(keyUp(60), end)});
        recording.loop = TickRange{{}, quarters(4)};
        RecordSettings settings;
        settings.grid = quarters(1, 4);
        const auto note = notesOf(withRecording(kEmpty, 0, recording, settings).score)[0];
        QCOMPARE(inQuarters(note.onset), snappedOnset);
        QCOMPARE(inQuarters(note.end()), snappedEnd);
    }

    void nothingPlayedChangesNothing() {
        const Score score = scoreOf({trackOf({noteAt(1, 0, 1, 50)})});
        QVERIFY(withRecording(score, 0, recordingOf({}, 0.0), {}).score == score);
    }

    /// Whatever the transport does meanwhile: every key that goes down becomes one note, at the
    /// place that was heard, and no key hangs.
    void randomSessionsLoseNoNote() {
        constexpr int kSessions = 2'000;
        constexpr int kKeys = 12;
        Stage stage(scoreOf({trackOf({}, 1, 0), trackOf({}, 2, 1)}));
        int recorded = 0;
        for (int session = 0; session < kSessions; ++session) {
            Random random(static_cast<std::uint64_t>(session) + 1);
            stage.engine.setLoop(random.below(2) == 0
                                     ? std::nullopt
                                     : std::optional(TickRange{quarters(1), quarters(2)}));
            stage.engine.setSpeed(0.5 + static_cast<double>(random.below(4)) / 2.0);
            stage.engine.seek(quarters(1));
            PlayOptions options;
            options.onFirstNote = random.below(3) == 0;
            stage.engine.play(options);
            // What was played last is no longer heard.
            stage.run(kLatencyMilliseconds + 2);
            (void)stage.engine.takePlayed();
            Recording recording;
            recording.begin = quarters(1);
            recording.loop = TickRange{quarters(1), quarters(2)};
            std::set<int> down;
            for (int i = 0; i < kKeys; ++i) {
                const int key = 40 + i;
                stage.midi.play("Keys", keyDown(key, 1 + i));
                down.insert(key);
                stage.run(1 + static_cast<int>(random.below(30)));
                if (random.below(4) == 0) {
                    stage.engine.setInputTrack(random.below(2));
                }
                if (random.below(3) != 0) {
                    const int up = *down.begin();
                    stage.midi.play("Keys", keyUp(up));
                    down.erase(up);
                }
            }
            for (const int key : down) {
                stage.midi.play("Keys", keyUp(key));
            }
            stage.run(kLatencyMilliseconds + 2);
            recording.events = stage.engine.takePlayed();
            recording.end = stage.engine.playhead();
            recording.pass = recording.events.back().pass;
            QCOMPARE(recording.events.size(), std::size_t(2 * kKeys));
            Tick before = recording.events.front().tick;
            std::uint32_t pass = 0;
            for (const PlayedEvent& event : recording.events) {
                QVERIFY(event.playing);
                QVERIFY2(event.pass > pass || (event.pass == pass && event.tick >= before),
                         qPrintable(QString("session %1").arg(session)));
                before = event.tick;
                pass = event.pass;
            }
            const auto edit = withRecording(kEmpty, 0, recording, {});
            QCOMPARE(edit.notes.size(), std::size_t(kKeys));
            for (const Note& note : notesOf(edit.score)) {
                QVERIFY(note.duration > Tick{} && note.onset >= quarters(1));
            }
            recorded += kKeys;
            stage.engine.stop();
            stage.run(1);
            QVERIFY2(stage.synth->keysDown() == 0,
                     qPrintable(QString("session %1: a key hangs").arg(session)));
        }
        QCOMPARE(recorded, kSessions * kKeys);
    }
};

QTEST_GUILESS_MAIN(RecordingTest)
#include "RecordingTest.moc"
