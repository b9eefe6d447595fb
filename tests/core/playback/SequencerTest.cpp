#include "core/playback/Sequencer.h"
#include "core/score/Edits.h"
#include "tests/core/playback/FakeSound.h"
#include "tests/core/playback/ScoreOf.h"

#include <QtTest/QtTest>

using namespace cantilena;
using namespace cantilena::test;

namespace {

constexpr double kRate = 48'000.0;
/// At 120 quarters a minute.
constexpr std::int64_t kQuarterFrames = 24'000;

/// A sequencer that plays a score into a recording synth.
class Session {
public:
    explicit Session(const Score& score, std::optional<TickRange> loop = {}) {
        m_sequencer->setSynth(&synth);
        publish(score, loop);
    }
    void publish(const Score& score, std::optional<TickRange> loop = {}) {
        auto next = std::make_unique<PlaybackSnapshot>(makeSnapshot(score, m_snapshot.get()));
        next->loop = loop;
        m_sequencer->setSnapshot(next.get());
        m_snapshot = std::move(next);
    }
    void run(std::int64_t frames, int block = 256) {
        std::vector<float> left(static_cast<std::size_t>(block));
        std::vector<float> right(left.size());
        while (frames > 0) {
            const int now = static_cast<int>(std::min<std::int64_t>(frames, block));
            m_sequencer->render(left.data(), right.data(), now);
            frames -= now;
        }
    }
    Sequencer* operator->() { return m_sequencer.get(); }
    [[nodiscard]] PlaybackSnapshot& snapshot() { return *m_snapshot; }

    RecordingSynth synth;

private:
    std::unique_ptr<PlaybackSnapshot> m_snapshot;
    std::unique_ptr<Sequencer> m_sequencer = std::make_unique<Sequencer>(kRate);
};

Call on(std::int64_t frame, int key, int velocity = 80, int channel = 0) {
    return {frame, Call::Kind::On, channel, key, velocity};
}

Call off(std::int64_t frame, int key, int channel = 0) {
    return {frame, Call::Kind::Off, channel, key, 0};
}

QString shown(const std::vector<Call>& calls) {
    QStringList lines;
    for (const Call& call : calls) {
        lines.append(
            QString("%1 %2 ch%3 %4=%5")
                .arg(call.frame)
                .arg(QStringList{"on", "off", "cc", "program", "bend", "all off"}[int(call.kind)])
                .arg(call.channel)
                .arg(call.number)
                .arg(call.value));
    }
    return lines.join("; ");
}

void compare(const std::vector<Call>& actual, const std::vector<Call>& expected) {
    QCOMPARE(shown(actual), shown(expected));
}

} // namespace

class SequencerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void notesSoundAtTheirFrames_data() {
        QTest::addColumn<int>("block");
        for (const int block : {1, 64, 255, 256, 1024, 100'000}) {
            QTest::addRow("%d", block) << block;
        }
    }
    void notesSoundAtTheirFrames() {
        QFETCH(int, block);
        Session session(scoreOf({trackOf({noteAt(1, 0, 1, 60), noteAt(2, 1, 0.5, 64, 100)})}));
        session->play();
        session.run(2 * kQuarterFrames, block);
        compare(session.synth.notes(),
                {on(0, 60), off(kQuarterFrames, 60), on(kQuarterFrames, 64, 100), off(36'000, 64)});
    }

    void aTempoChangeIsIntegrated() {
        Score score = scoreOf({trackOf({noteAt(1, 3, 1, 60)})});
        score.tempos = {{{}, 120.0}, {quarters(1), 60.0}, {quarters(2), 240.0}};
        Session session(score);
        session->play();
        session.run(200'000);
        // Half a second, a whole one, a quarter of one.
        compare(session.synth.notes(), {on(84'000, 60), off(96'000, 60)});
    }

    void endsGoBeforeBeginningsAtOneTick() {
        Session session(scoreOf({trackOf({noteAt(1, 0, 1, 60), noteAt(2, 1, 1, 60)})}));
        session->play();
        session.run(3 * kQuarterFrames);
        compare(session.synth.notes(), {on(0, 60), off(kQuarterFrames, 60), on(kQuarterFrames, 60),
                                        off(2 * kQuarterFrames, 60)});
    }

    void overlappingNotesOfOnePitchEndWithTheLast() {
        Session session(scoreOf({trackOf({noteAt(1, 0, 2, 60), noteAt(2, 1, 2, 60)})}));
        session->play();
        session.run(4 * kQuarterFrames);
        compare(session.synth.notes(), {on(0, 60), off(kQuarterFrames, 60), on(kQuarterFrames, 60),
                                        off(3 * kQuarterFrames, 60)});
    }

    void notesThatMidiCannotExpressAreLeftOut() {
        Session session(scoreOf(
            {trackOf({noteAt(1, 0, 1, 128), noteAt(2, 0, 0, 60), noteAt(3, 0, 1, 61, 900)})}));
        session->play();
        session.run(100);
        compare(session.synth.notes(), {on(0, 61, 127)});
    }

    void aShorterNoteThanAFrameStillSounds() {
        Session session(scoreOf({trackOf({{NoteId{1}, Tick{0}, Tick{1}, Pitch{60}, 80}})}));
        session->setSpeed(4.0);
        session->play();
        session.run(1000);
        compare(session.synth.notes(), {on(0, 60), off(1, 60)});
    }

    void tracksSoundOnChannelsOfTheirOwn() {
        Session session(
            scoreOf({trackOf({noteAt(1, 0, 1, 60)}, 5, 0), trackOf({noteAt(2, 0, 1, 60)}, 7, 0),
                     trackOf({noteAt(3, 0, 1, 36)}, 0, kDrumChannel)}));
        session->play();
        session.run(10);
        compare(session.synth.notes(), {on(0, 60, 80, 0), on(0, 60, 80, 16), on(0, 36, 80, 41)});
        compare(session.synth.only({Call::Kind::Program}), {{0, Call::Kind::Program, 0, 5, 0},
                                                            {0, Call::Kind::Program, 16, 7, 0},
                                                            {0, Call::Kind::Program, 41, 0, 0}});
    }

    void moreTracksThanChannelsShareThemWithTheirOwnPrograms() {
        std::vector<std::shared_ptr<const Track>> tracks;
        for (int i = 0; i < kTrackGroups + 1; ++i) {
            tracks.push_back(trackOf({noteAt(std::uint64_t(i) + 1, i, 1, 60)}, i));
        }
        Session session(scoreOf(tracks));
        session.synth.calls.clear();
        session->play();
        session.run((kTrackGroups + 2) * kQuarterFrames);
        int program = -1;
        int sounded = 0;
        for (const Call& call : session.synth.calls) {
            if (call.channel == 0 && call.kind == Call::Kind::Program) {
                program = call.number;
            }
            if (call.channel == 0 && call.kind == Call::Kind::On) {
                QCOMPARE(program, sounded == 0 ? 0 : kTrackGroups);
                ++sounded;
            }
        }
        QCOMPARE(sounded, 2);
    }

    void muteAndSoloDecideWhatSounds_data() {
        QTest::addColumn<QString>("mutes");
        QTest::addColumn<QString>("solos");
        QTest::addColumn<QString>("sounding");
        QTest::newRow("neither") << ""
                                 << ""
                                 << "012";
        QTest::newRow("one muted") << "1"
                                   << ""
                                   << "02";
        QTest::newRow("one soloed") << ""
                                    << "1"
                                    << "1";
        QTest::newRow("two soloed") << ""
                                    << "02"
                                    << "02";
        QTest::newRow("mute beats solo") << "1"
                                         << "12"
                                         << "2";
    }
    void muteAndSoloDecideWhatSounds() {
        QFETCH(QString, mutes);
        QFETCH(QString, solos);
        QFETCH(QString, sounding);
        std::vector<std::shared_ptr<const Track>> tracks;
        for (int i = 0; i < 3; ++i) {
            Track track = *trackOf({noteAt(std::uint64_t(i) + 1, 0, 1, 60 + i)});
            track.mix.muted = mutes.contains(QString::number(i));
            track.mix.soloed = solos.contains(QString::number(i));
            tracks.push_back(std::make_shared<Track>(track));
        }
        Session session(scoreOf(tracks));
        session->play();
        session.run(10);
        QString heard;
        for (const Call& call : session.synth.notes()) {
            heard += QString::number(call.number - 60);
        }
        QCOMPARE(heard, sounding);
    }

    void theMixIsSentBeforeTheFirstNote() {
        Track track = *trackOf({noteAt(1, 0, 1, 60)}, 24);
        track.mix.volume = 90;
        track.mix.pan = 10;
        track.mix.reverb = 55;
        track.mix.chorus = 7;
        Session session(scoreOf({std::make_shared<Track>(track)}));
        session->play();
        session.run(10);
        compare(session.synth.calls, {{0, Call::Kind::Program, 0, 24, 0},
                                      {0, Call::Kind::Control, 0, 7, 90},
                                      {0, Call::Kind::Control, 0, 10, 10},
                                      {0, Call::Kind::Control, 0, 91, 55},
                                      {0, Call::Kind::Control, 0, 93, 7},
                                      on(0, 60)});
    }

    void pauseEndsNotesAndKeepsThePlace() {
        Session session(scoreOf({trackOf({noteAt(1, 0, 4, 60), noteAt(2, 2, 1, 62)})}));
        session->play();
        session.run(kQuarterFrames);
        session->pause();
        QCOMPARE(session->position(), quarters(1));
        session.run(1000);
        QCOMPARE(session->position(), quarters(1));
        QVERIFY(!session->isPlaying());
        session->play();
        session.run(kQuarterFrames + 10);
        compare(session.synth.notes(),
                {on(0, 60), off(kQuarterFrames, 60), on(2 * kQuarterFrames + 1000, 62)});
    }

    void stopReturnsToWherePlayBegan() {
        Session session(scoreOf({trackOf({noteAt(1, 0, 4, 60)})}));
        session->seek(quarters(1, 2));
        session->play();
        session.run(kQuarterFrames);
        session->stop();
        QCOMPARE(session->position(), quarters(1, 2));
        QCOMPARE(session.synth.keysDown(), 0);
    }

    void seekEndsNotesAndChasesControllers() {
        Track track = *trackOf({noteAt(1, 0, 8, 60)});
        track.controllers = {{quarters(0), 64, 127},
                             {quarters(1), 11, 80},
                             {quarters(1), kPitchBendController, 9000},
                             {quarters(2), 11, 90},
                             {quarters(6), 64, 0}};
        Session session(scoreOf({std::make_shared<Track>(track)}));
        session->play();
        session.run(100);
        session.synth.calls.clear();
        session->seek(quarters(4));
        compare(session.synth.calls, {off(100, 60),
                                      {100, Call::Kind::Control, 0, 11, 90},
                                      {100, Call::Kind::Bend, 0, 0, 9000}});
        session.synth.calls.clear();
        session->seek(quarters(0));
        // What is touched goes back to where it began; the pedal at 0 comes by itself.
        compare(session.synth.calls, {{100, Call::Kind::Control, 0, 11, 127},
                                      {100, Call::Kind::Control, 0, 64, 0},
                                      {100, Call::Kind::Bend, 0, 0, 8192}});
        session.synth.calls.clear();
        session.run(1);
        compare(session.synth.calls, {{100, Call::Kind::Control, 0, 64, 127}, on(100, 60)});
    }

    void pauseLiftsThePedal() {
        Track track = *trackOf({noteAt(1, 0, 8, 60)});
        track.controllers = {{quarters(0), 64, 127}};
        Session session(scoreOf({std::make_shared<Track>(track)}));
        session->play();
        session.run(100);
        session.synth.calls.clear();
        session->pause();
        compare(session.synth.calls, {off(100, 60), {100, Call::Kind::Control, 0, 64, 0}});
        session.synth.calls.clear();
        session->play();
        compare(session.synth.calls, {{100, Call::Kind::Control, 0, 64, 127}});
    }

    void aBankGoesBeforeItsProgramAndAParameterBeforeItsValue() {
        Track track = *trackOf({noteAt(1, 4, 1, 60)}, 3);
        track.controllers = {{quarters(0), 6, 12},
                             {quarters(0), 32, 2},
                             {quarters(0), 0, 1},
                             {quarters(0), 101, 0},
                             {quarters(0), 100, 0}};
        Session session(scoreOf({std::make_shared<Track>(track)}));
        session.synth.calls.clear();
        session->seek(quarters(2));
        compare(session.synth.calls, {{0, Call::Kind::Control, 0, 0, 1},
                                      {0, Call::Kind::Control, 0, 32, 2},
                                      {0, Call::Kind::Program, 0, 3, 0},
                                      {0, Call::Kind::Control, 0, 101, 0},
                                      {0, Call::Kind::Control, 0, 100, 0},
                                      {0, Call::Kind::Control, 0, 6, 12}});
    }

    void theLoopWrapsWithinABlockWithoutHungNotes_data() {
        QTest::addColumn<int>("block");
        for (const int block : {64, 256, 7919, 200'000}) {
            QTest::addRow("%d", block) << block;
        }
    }
    void theLoopWrapsWithinABlockWithoutHungNotes() {
        QFETCH(int, block);
        const Score score = scoreOf({trackOf({noteAt(1, 0, 1, 60), noteAt(2, 1.5, 2, 62)})});
        Session session(score, TickRange{{}, quarters(2)});
        session->play();
        session.run(4 * kQuarterFrames, block);
        compare(session.synth.notes(), {on(0, 60), off(24'000, 60), on(36'000, 62), off(48'000, 62),
                                        on(48'000, 60), off(72'000, 60), on(84'000, 62)});
    }

    void theLoopKeepsItsTimeOverAnHour() {
        // A third of a quarter at 133 a minute is no whole number of frames.
        Score score = scoreOf({trackOf({noteAt(1, 0, 0.1, 60)})});
        score.tempos = {{{}, 133.0}};
        Session session(score, TickRange{{}, quarters(1, 3)});
        session->play();
        const double seconds = 60.0 / 133.0 / 3.0;
        const int wraps = static_cast<int>(3600.0 / seconds);
        session.run(static_cast<std::int64_t>(wraps * seconds * kRate) + 10, 4096);
        const auto ons = session.synth.only({Call::Kind::On});
        QCOMPARE(ons.size(), std::size_t(wraps) + 1);
        QCOMPARE(ons.back().frame, std::llround(wraps * seconds * kRate));
    }

    void aLoopThatThePlayheadHasPassedDoesNotHoldIt() {
        const Score score = scoreOf({trackOf({noteAt(1, 3, 1, 60)})});
        Session session(score, TickRange{{}, quarters(1)});
        session->seek(quarters(2));
        session->play();
        session.run(2 * kQuarterFrames);
        QCOMPARE(session->position(), quarters(4));
    }

    void aLoopOfNoLengthIsRefused_data() {
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("end");
        QTest::newRow("empty") << 0 << 0;
        QTest::newRow("backwards") << 10 << 5;
        QTest::newRow("shorter than a block of the synth") << 0 << 8;
    }
    void aLoopOfNoLengthIsRefused() {
        QFETCH(int, begin);
        QFETCH(int, end);
        Session session(scoreOf({trackOf({noteAt(1, 0, 1, 60)})}),
                        TickRange{Tick{begin}, Tick{end}});
        session->play();
        session.run(kQuarterFrames);
        QCOMPARE(session->position(), quarters(1));
    }

    void aLoopDrawnWhilePlayingHolds() {
        const Score score = scoreOf({trackOf({noteAt(1, 0, 1, 60)})});
        Session session(score);
        session->play();
        session.run(kQuarterFrames);
        session.publish(score, TickRange{{}, quarters(2)});
        session.run(kQuarterFrames + 10);
        compare(session.synth.notes(), {on(0, 60), off(24'000, 60), on(48'000, 60)});
    }

    void editsWhilePlaying_data() {
        QTest::addColumn<QString>("edit");
        QTest::addColumn<QString>("heard");
        const QString first = "0 on ch0 60=80; ";
        QTest::newRow("none") << "" << first + "48000 off ch0 60=0";
        QTest::newRow("deleted") << "delete" << first + "12000 off ch0 60=0";
        QTest::newRow("other pitch") << "pitch" << first + "12000 off ch0 60=0";
        QTest::newRow("moved ahead")
            << "ahead" << first + "12000 off ch0 60=0; 24000 on ch0 60=80; 72000 off ch0 60=0";
        QTest::newRow("longer") << "longer" << first + "72000 off ch0 60=0";
        QTest::newRow("shorter, still ahead") << "shorter" << first + "18000 off ch0 60=0";
        QTest::newRow("cut before the playhead") << "cut" << first + "12000 off ch0 60=0";
        QTest::newRow("begins earlier than it did") << "earlier" << first + "48000 off ch0 60=0";
        QTest::newRow("muted") << "mute" << first + "12000 off ch0 60=0";
        QTest::newRow("other channel") << "channel" << first + "12000 off ch0 60=0";
        QTest::newRow("louder") << "louder" << first + "48000 off ch0 60=0";
        QTest::newRow("another added ahead")
            << "add" << first + "24000 on ch0 70=80; 36000 off ch0 70=0; 48000 off ch0 60=0";
        QTest::newRow("another added behind") << "behind" << first + "48000 off ch0 60=0";
    }
    void editsWhilePlaying() {
        QFETCH(QString, edit);
        QFETCH(QString, heard);
        Note note = noteAt(1, 0, 2, 60);
        Session session(scoreOf({trackOf({note})}));
        session->play();
        session.run(12'000);

        Track track = *trackOf({note});
        Note& changed = track.notes.front();
        if (edit == "delete") {
            track.notes.clear();
        } else if (edit == "pitch") {
            changed.pitch = Pitch{61};
        } else if (edit == "ahead") {
            changed.onset = quarters(1);
        } else if (edit == "longer") {
            changed.duration = quarters(3);
        } else if (edit == "shorter") {
            changed.duration = quarters(3, 4);
        } else if (edit == "cut") {
            changed.duration = quarters(1, 4);
        } else if (edit == "earlier") {
            changed.onset = quarters(1, 4);
            changed.duration = quarters(7, 4);
        } else if (edit == "mute") {
            track.mix.muted = true;
        } else if (edit == "channel") {
            track.channel = 3;
        } else if (edit == "louder") {
            changed.velocity = 120;
        } else if (edit == "add") {
            track.notes.push_back(noteAt(2, 1, 0.5, 70));
        } else if (edit == "behind") {
            track.notes.push_back(noteAt(2, 0.25, 0.5, 70));
        }
        session.publish(scoreOf({std::make_shared<Track>(track)}));
        session.run(80'000);
        QCOMPARE(shown(session.synth.notes()), heard);
    }

    void aTempoChangeWhilePlayingGoesOnFromWhereItIs() {
        Score score = scoreOf({trackOf({noteAt(1, 2, 1, 60)})});
        Session session(score);
        session->play();
        session.run(kQuarterFrames);
        score.tempos = {{{}, 60.0}};
        session.publish(score);
        QCOMPARE(session->position(), quarters(1));
        session.run(4 * kQuarterFrames + 1);
        compare(session.synth.notes(), {on(72'000, 60), off(120'000, 60)});
    }

    void speedScalesTheTempoWhilePlaying() {
        Session session(scoreOf({trackOf({noteAt(1, 2, 1, 60)})}));
        session->play();
        session.run(kQuarterFrames);
        session->setSpeed(2.0);
        session.run(kQuarterFrames + 1);
        compare(session.synth.notes(), {on(36'000, 60), off(48'000, 60)});
    }

    void speedIsKeptWithinItsBounds() {
        Session session(scoreOf({}));
        session->setSpeed(100.0);
        QCOMPARE(session->speed(), Sequencer::kFastest);
        session->setSpeed(0.0);
        QCOMPARE(session->speed(), Sequencer::kSlowest);
    }

    void previewsSoundWhetherPlayingOrNot() {
        Session session(scoreOf({trackOf({noteAt(1, 0, 1, 60)}, 11)}));
        session->startNote(0, 72, 99);
        session.run(100);
        session->endNote(0, 72);
        session->endNote(0, 72);
        session->endNote(3, 60);
        compare(session.synth.notes(), {on(0, 72, 99), off(100, 72)});
    }

    void aPreviewOutlivesSeekAndPauseButNotStop() {
        Session session(scoreOf({trackOf({noteAt(1, 0, 1, 60)})}));
        session->play();
        session->startNote(0, 72, 99);
        session->seek(quarters(3));
        session->pause();
        QCOMPARE(session.synth.keysDown(), 1);
        session->stop();
        QCOMPARE(session.synth.keysDown(), 0);
    }

    void aPreviewStartedTwiceEndsOnce() {
        Session session(scoreOf({trackOf({})}));
        session->startNote(0, 72, 99);
        session->startNote(0, 72, 99);
        session->endNote(0, 72);
        QCOMPARE(session.synth.keysDown(), 0);
        QCOMPARE(session->heldNotes(), std::size_t(0));
    }

    void panicIsSilenceAndPlayingGoesOn() {
        Session session(scoreOf({trackOf({noteAt(1, 0, 4, 60), noteAt(2, 1, 1, 62)}, 9)}));
        session->play();
        session.run(1000);
        session.synth.calls.clear();
        session->panic();
        const auto calls = session.synth.calls;
        QCOMPARE(calls.front(), off(1000, 60));
        QCOMPARE(calls[1].kind, Call::Kind::AllOff);
        QCOMPARE(session.synth.keysDown(), 0);
        // The channel is told its state anew.
        QCOMPARE(calls[2], (Call{1000, Call::Kind::Program, 0, 9, 0}));
        session.run(kQuarterFrames);
        QCOMPARE(session.synth.keysDown(), 1);
    }

    void moreNotesThanCanBeHeldEndTheOldest() {
        std::vector<std::shared_ptr<const Track>> tracks;
        std::uint64_t id = 0;
        for (int t = 0; t < 6; ++t) {
            std::vector<Note> notes;
            for (int key = 0; key < 100; ++key) {
                notes.push_back(noteAt(++id, 0, 1, key));
            }
            tracks.push_back(trackOf(notes));
        }
        Session session(scoreOf(tracks));
        session->play();
        session.run(10);
        QCOMPARE(session.synth.keysDown(), int(HeldNotes::kMost));
        session.run(kQuarterFrames);
        QCOMPARE(session.synth.keysDown(), 0);
        QCOMPARE(session.synth.only({Call::Kind::On}).size(), std::size_t(600));
        QCOMPARE(session.synth.only({Call::Kind::Off}).size(), std::size_t(600));
    }

    void playingStopsByItselfWhereItIsTold() {
        Session session(scoreOf({trackOf({noteAt(1, 0, 1, 60)})}));
        session.snapshot().stopAt = quarters(4);
        session->play();
        session.run(4 * kQuarterFrames - 1);
        QVERIFY(session->isPlaying());
        session.run(2);
        QVERIFY(!session->isPlaying());
        QCOMPARE(session->position(), Tick{});
    }

    void playingRollsOnWhenItBeganAfterTheEnd() {
        Session session(scoreOf({trackOf({noteAt(1, 0, 1, 60)})}));
        session.snapshot().stopAt = quarters(4);
        session->seek(quarters(4));
        session->play();
        session.run(2 * kQuarterFrames);
        QVERIFY(session->isPlaying());
        QCOMPARE(session->position(), quarters(6));
    }

    void playingASelectionEndsWithIt() {
        const Score score = scoreOf({trackOf({noteAt(1, 0, 4, 60)})});
        Session session(score, TickRange{{}, quarters(1)});
        session->play({}, quarters(2));
        session.run(4 * kQuarterFrames);
        compare(session.synth.notes(), {on(0, 60), off(48'000, 60)});
        QVERIFY(!session->isPlaying());
        // The loop holds again afterwards.
        session->play();
        session.run(kQuarterFrames + 10);
        QVERIFY(session->position() < quarters(1));
    }

    void theCountInClicksBeforeTimeZero() {
        Session session(scoreOf({trackOf({noteAt(1, 0, 1, 60)})}));
        session->play(kWhole);
        QCOMPARE(session->position(), -kWhole);
        session.run(4 * kQuarterFrames + 10);
        const int channel = 16 * kTrackGroups + kDrumChannel;
        std::vector<Call> expected;
        for (int beat = 0; beat < 4; ++beat) {
            expected.push_back(
                on(beat * kQuarterFrames, beat == 0 ? 76 : 77, beat == 0 ? 120 : 90, channel));
        }
        expected.push_back(on(4 * kQuarterFrames, 60));
        compare(session.synth.only({Call::Kind::On}), expected);
    }

    void pausingTheCountInGoesBackToTheStart() {
        Session session(scoreOf({trackOf({noteAt(1, 0, 1, 60)})}));
        session->seek(quarters(4));
        session->play(kWhole);
        session.run(100);
        session->pause();
        QCOMPARE(session->position(), quarters(4));
    }

    void theMetronomeFollowsTheMetre() {
        Score score = scoreOf({trackOf({})});
        score.meters = {{{}, {3, 4}}, {quarters(3), {6, 8}}};
        Session session(score);
        session->setMetronome(true);
        session->play();
        session.run(6 * kQuarterFrames - 10);
        std::vector<std::pair<std::int64_t, int>> clicks;
        for (const Call& call : session.synth.only({Call::Kind::On})) {
            clicks.emplace_back(call.frame, call.number);
        }
        const std::vector<std::pair<std::int64_t, int>> expected = {
            {0, 76}, {24'000, 77}, {48'000, 77}, {72'000, 76}, {108'000, 77}};
        QCOMPARE(clicks, expected);
    }

    void aClickIsNotDoubledByAnEdit() {
        const Score score = scoreOf({trackOf({})});
        Session session(score);
        session->setMetronome(true);
        session->play();
        for (int i = 0; i < 1000; ++i) {
            session.run(64);
            session.publish(score);
        }
        QCOMPARE(session.synth.only({Call::Kind::On}).size(), std::size_t(3));
    }

    void withoutASynthThereIsSilence() {
        Session session(scoreOf({trackOf({noteAt(1, 0, 1, 60)})}));
        session->setSynth(nullptr);
        session->play();
        std::vector<float> left(100, 1.0F);
        std::vector<float> right(100, 1.0F);
        session->render(left.data(), right.data(), 100);
        QCOMPARE(left, std::vector<float>(100, 0.0F));
        QCOMPARE(right, std::vector<float>(100, 0.0F));
    }
};

QTEST_GUILESS_MAIN(SequencerTest)
#include "SequencerTest.moc"
