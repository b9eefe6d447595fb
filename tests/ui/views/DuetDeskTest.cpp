#include "tests/core/playback/MidiRig.h"
#include "tests/support/StudioDriver.h"
#include "ui/document/DuetController.h"
#include "ui/views/RangeKeyboard.h"

#include <QSignalSpy>
#include <QSlider>
#include <QTest>

#include <array>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// A window over a hand-pulled device, with a keyboard by hand and a model.
class Studio {
public:
    Studio()
        : rig(scoreOf({trackOf({})}))
        , driver(partsOf(bench, rig)) {
        driver.window.models().use(bench.model, bench.path("scale.safetensors"));
        document().apply(withTempo(newScore(), {}, 240.0), "tempo");
        document().undoStack().clear();
        driver.trigger("actionDuetBars1");
    }

    [[nodiscard]] ScoreDocument& document() { return driver.window.document(); }
    [[nodiscard]] DuetController& duet() { return driver.window.duet(); }
    [[nodiscard]] const std::vector<Note>& notes() { return document().track().notes; }
    [[nodiscard]] std::vector<Note> notesOfBar(int bar) {
        std::vector<Note> some;
        for (const Note& note : notes()) {
            if (document().score()->meterMap().at(note.onset).bar == bar) {
                some.push_back(note);
            }
        }
        return some;
    }

    /// Time passes; while the model thinks it stands still.
    void run(int milliseconds) {
        for (int done = 0; done < milliseconds; done += 10) {
            rig.run(10);
            duet().look();
            if (duet().state() == DuetState::Thinking && !isThinkingLong) {
                QTRY_VERIFY(duet().state() != DuetState::Thinking);
            }
        }
    }
    /// At 240 beats a minute a bar of 4/4 takes a second.
    void runBars(double bars) { run(static_cast<int>(bars * 1000.0)); }
    void runUntil(DuetState state) {
        for (int i = 0; i < 500 && duet().state() != state; ++i) {
            run(10);
        }
        QCOMPARE(duet().state(), state);
    }
    void strike(int key, int milliseconds) {
        rig.midi.play("Keys", keyDown(key, 77));
        run(milliseconds);
        rig.midi.play("Keys", keyUp(key));
        run(50);
    }
    /// A track to play on, "Mine", between two that have a note in each of two bars.
    void addTracks() {
        Score score = newScore();
        for (const std::size_t place : {1, 2}) {
            Track track;
            track.name = place == 1 ? "Mine" : "Last";
            score = withTrackAdded(score, std::move(track));
        }
        Note note;
        note.duration = kWhole;
        note.pitch = Pitch{48};
        for (const std::size_t place : {0, 2}) {
            std::array notes = {note, note};
            notes[1].onset = kWhole;
            score = withNotes(score, place, notes).score;
        }
        document().apply(withTempo(score, {}, 240.0), "tracks");
        document().setCurrentTrack(1);
    }
    /// Of the track by that name; nothing for none.
    [[nodiscard]] std::vector<Note> notesOf(const std::string& name) {
        for (const auto& track : document().score()->tracks) {
            if (track->name == name) {
                return track->notes;
            }
        }
        return {};
    }
    void begin() {
        QTRY_VERIFY(rig.midi.listensTo("Keys"));
        driver.trigger("actionDuet");
        QVERIFY(driver.action("actionDuet")->isChecked());
    }

    StudioBench bench;
    MidiRig rig;
    StudioDriver driver;
    bool isThinkingLong = false;

private:
    static StudioParts partsOf(StudioBench& bench, MidiRig& rig) {
        StudioParts parts = bench.parts();
        parts.engine = &rig.engine;
        return parts;
    }
};

} // namespace

class DuetDeskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPhraseIsAnsweredInTheBarsThatFollow() {
        Studio studio;
        const Score before = *studio.document().score();
        studio.begin();
        QCOMPARE(studio.duet().state(), DuetState::Waiting);
        studio.runUntil(DuetState::Listening);
        studio.strike(60, 200);
        studio.strike(64, 200);
        studio.runUntil(DuetState::Answering);
        // It stands there before it is to be heard.
        QVERIFY(studio.driver.window.playback().playhead() < kWhole);
        QCOMPARE(studio.notesOfBar(1).size(), std::size_t(2));
        QCOMPARE(studio.notesOfBar(1)[0].velocity, 77);
        QVERIFY(!studio.notesOfBar(2).empty());
        QVERIFY(studio.notesOfBar(2).back().end() <= kWhole * 2);
        QTest::qWait(40);
        studio.rig.synth->calls.clear();
        studio.runBars(1.0);
        const auto heard = studio.rig.synth->only({Call::Kind::On});
        QVERIFY(!heard.empty());
        QCOMPARE(heard.front().number, studio.notesOfBar(2).front().pitch.number);
        // One step, and one take that can be made again.
        QCOMPARE(studio.document().undoStack().count(), 1);
        const TakeTree& takes = *studio.document().takes();
        QCOMPARE(takes.sets.size(), std::size_t(1));
        const Take& take = takes.sets[0].takes.at(0);
        QVERIFY(take.kept && take.heard);
        QCOMPARE(take.notes.size(), studio.notesOfBar(2).size());
        const auto replay = replayed(*studio.bench.model, takes, take.id, {});
        QVERIFY(replay.ok() && replay->isSame());
        studio.driver.trigger("actionDuet");
        QVERIFY(!studio.driver.window.playback().isPlaying());
        studio.document().undoStack().undo();
        QVERIFY(*studio.document().score() == before);
    }

    void itAnswersAsThePanelSays() {
        Studio studio;
        const auto slide = [&studio](const char* name, int to) {
            studio.driver.find<QSlider>(name)->setValue(to);
        };
        slide("adventureSlider", 130);
        slide("varietySlider", 60);
        slide("memorySlider", 20);
        slide("densitySlider", 5);
        studio.driver.find<RangeKeyboard>("rangeKeyboard")->setRange(Pitch{60}, Pitch{72});
        studio.begin();
        studio.runUntil(DuetState::Listening);
        studio.strike(60, 200);
        studio.runUntil(DuetState::Answering);
        const TakeSettings asked = studio.document().takes()->sets.at(0).settings;
        QCOMPARE(asked.temperature, 1.3);
        QCOMPARE(asked.topP, 0.6);
        QCOMPARE(asked.memory, 0.2);
        QCOMPARE(asked.density, 5.0);
        QCOMPARE(asked.lowest, Pitch{60});
        QCOMPARE(asked.highest, Pitch{72});
    }

    void thenItListensAgain() {
        Studio studio;
        studio.begin();
        for (const int turn : {1, 2}) {
            studio.runUntil(DuetState::Listening);
            studio.strike(60 + turn, 200);
            studio.runUntil(DuetState::Answering);
            QCOMPARE(studio.document().undoStack().count(), turn);
            QCOMPARE(studio.notesOfBar(turn * 2 - 1).at(0).pitch, Pitch{60 + turn});
            QVERIFY(!studio.notesOfBar(turn * 2).empty());
        }
        QCOMPARE(studio.document().takes()->sets.size(), std::size_t(2));
    }

    void silenceIsNotAnswered() {
        Studio studio;
        studio.begin();
        studio.runUntil(DuetState::Listening);
        studio.runUntil(DuetState::Waiting);
        studio.runUntil(DuetState::Listening);
        QCOMPARE(studio.duet().turn().phrase.begin, kWhole);
        QVERIFY(studio.notes().empty());
        QCOMPARE(studio.document().undoStack().count(), 0);
        QVERIFY(studio.driver.window.playback().isPlaying());
    }

    /// In the loop the next pass takes the place of the one before.
    void aLoopIsPlayedInAgainAndAgain() {
        Studio studio;
        studio.driver.window.playback().setLoop(TickRange{{}, kWhole * 2});
        studio.begin();
        for (const int key : {60, 62}) {
            studio.runUntil(DuetState::Listening);
            studio.strike(key, 300);
            studio.runUntil(DuetState::Answering);
            studio.runBars(0.5);
            QCOMPARE(studio.notesOfBar(1).size(), std::size_t(1));
            QCOMPARE(studio.notesOfBar(1)[0].pitch, Pitch{key});
        }
        QVERIFY(studio.notes().back().end() <= kWhole * 2);
        QCOMPARE(studio.document().undoStack().count(), 2);
    }

    void silenceInALoopIsWaitedThrough() {
        Studio studio;
        studio.driver.window.playback().setLoop(TickRange{{}, kWhole * 2});
        studio.begin();
        studio.runUntil(DuetState::Listening);
        studio.runUntil(DuetState::Waiting);
        studio.runUntil(DuetState::Listening);
        QCOMPARE(studio.duet().turn().phrase.begin, Tick{});
        QVERIFY(studio.driver.window.playback().playhead() < kQuarter);
        QVERIFY(studio.notes().empty());
    }

    void aLateAnswerIsDroppedAndSaid() {
        Studio studio;
        studio.begin();
        studio.runUntil(DuetState::Listening);
        studio.strike(60, 200);
        studio.isThinkingLong = true;
        studio.bench.model->gate().pause();
        QSignalSpy failed(&studio.duet(), &DuetController::failed);
        studio.runUntil(DuetState::Thinking);
        studio.runBars(0.5);
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("not ready in time"));
        studio.bench.model->gate().resume();
        QTest::qWait(0);
        QCOMPARE(studio.notes().size(), std::size_t(1));
        QVERIFY(studio.document().takes()->isEmpty());
        QVERIFY(studio.duet().isOn());
    }

    void lettersAreAKeyboardToo() {
        Studio studio;
        studio.begin();
        studio.runUntil(DuetState::Listening);
        studio.driver.canvas()->setFocus();
        QTest::keyPress(studio.driver.canvas(), Qt::Key_D);
        studio.run(200);
        QTest::keyRelease(studio.driver.canvas(), Qt::Key_D);
        studio.runUntil(DuetState::Answering);
        QCOMPARE(studio.notesOfBar(1).at(0).pitch, Pitch{64});
        studio.driver.trigger("actionDuet");
        QTest::keyClick(studio.driver.canvas(), Qt::Key_D);
        QCOMPARE(studio.notesOfBar(1).size(), std::size_t(1));
    }

    /// The answer keeps to the track it began on, and what was done meanwhile stays.
    void anEditMeanwhileStays() {
        Studio studio;
        studio.begin();
        studio.runUntil(DuetState::Listening);
        studio.strike(60, 200);
        studio.document().apply(withTitle(*studio.document().score(), "Two voices"), "title");
        studio.strike(62, 100);
        studio.runUntil(DuetState::Answering);
        QCOMPARE(studio.document().score()->title, std::string("Two voices"));
        QCOMPARE(studio.notesOfBar(1).size(), std::size_t(2));
        QVERIFY(!studio.notesOfBar(2).empty());
    }

    void theTrackIsFollowedWhereItGoes_data() {
        QTest::addColumn<bool>("removes");
        QTest::newRow("the one before it is removed") << true;
        QTest::newRow("it is moved up") << false;
    }
    void theTrackIsFollowedWhereItGoes() {
        QFETCH(bool, removes);
        Studio studio;
        studio.addTracks();
        studio.begin();
        studio.runUntil(DuetState::Listening);
        studio.strike(60, 200);
        const Score before = *studio.document().score();
        studio.document().apply(removes ? withoutTrack(before, 0) : withTrackMoved(before, 1, 0),
                                "tracks");
        studio.strike(62, 100);
        studio.runUntil(DuetState::Answering);
        QVERIFY(studio.notesOf("Mine").size() > 2);
        QCOMPARE(studio.notesOf("Last"), before.tracks[2]->notes);
        if (!removes) {
            QCOMPARE(studio.document().score()->tracks[1]->notes, before.tracks[0]->notes);
        }
    }

    void itEndsWithItsTrack() {
        Studio studio;
        studio.addTracks();
        QSignalSpy failed(&studio.duet(), &DuetController::failed);
        studio.begin();
        studio.runUntil(DuetState::Listening);
        studio.strike(60, 200);
        const Score before = *studio.document().score();
        studio.document().apply(withoutTrack(before, 1), "remove track");
        studio.runBars(1.0);
        QVERIFY(!studio.duet().isOn());
        QVERIFY(!studio.driver.action("actionDuet")->isChecked());
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("track is gone"));
        QVERIFY(*studio.document().score() == withoutTrack(before, 1));
    }

    void aNoteThatIsHeldEndsWithThePhrase() {
        Studio studio;
        studio.begin();
        studio.runUntil(DuetState::Listening);
        studio.rig.midi.play("Keys", keyDown(60));
        studio.runUntil(DuetState::Answering);
        studio.runBars(0.6);
        studio.rig.midi.play("Keys", keyUp(60));
        studio.run(100);
        QCOMPARE(studio.notesOfBar(1).size(), std::size_t(1));
        QVERIFY(studio.notesOfBar(1)[0].end() <= kWhole);
    }

    void whatCannotBeIsSaid() {
        Studio studio;
        QSignalSpy failed(&studio.duet(), &DuetController::failed);
        studio.driver.window.playback().setLoop(TickRange{{}, kWhole});
        studio.driver.trigger("actionDuet");
        QVERIFY(!studio.driver.action("actionDuet")->isChecked());
        QVERIFY(failed.takeFirst()[0].toString().contains("too short"));
        studio.driver.window.playback().setLoop({});
        studio.duet().setModel(nullptr);
        studio.driver.trigger("actionDuet");
        QVERIFY(failed.takeFirst()[0].toString().contains("no model"));
        QVERIFY(!studio.driver.window.playback().isPlaying());
    }

    void itEndsWithTheTransport_data() {
        QTest::addColumn<QByteArray>("by");
        QTest::newRow("stopped") << QByteArray("actionStop");
        QTest::newRow("paused") << QByteArray("actionPlay");
        QTest::newRow("recording") << QByteArray("actionRecord");
        QTest::newRow("generating") << QByteArray("actionGenerate");
    }
    void itEndsWithTheTransport() {
        QFETCH(QByteArray, by);
        Studio studio;
        studio.begin();
        studio.runUntil(DuetState::Listening);
        QTRY_VERIFY(studio.driver.action(by.constData())->isEnabled());
        studio.driver.trigger(by.constData());
        studio.rig.run(50);
        QTRY_VERIFY(!studio.duet().isOn());
        QVERIFY(!studio.driver.action("actionDuet")->isChecked());
    }
};

QTEST_MAIN(DuetDeskTest)
#include "DuetDeskTest.moc"
