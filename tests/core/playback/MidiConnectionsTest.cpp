#include "tests/core/playback/MidiRig.h"

#include <QtTest/QtTest>

using namespace cantilena;
using namespace cantilena::test;

namespace {

std::shared_ptr<const Track> onPort(const std::string& port, int channel, std::vector<Note> notes) {
    Track track = *trackOf(std::move(notes), 7, channel);
    track.midiPort = port;
    return std::make_shared<Track>(track);
}

/// One track on each port, the third on the synth.
Score threeTracks() {
    return scoreOf({onPort("Piano", 2, {noteAt(1, 0, 1, 60)}),
                    onPort("Strings", 5, {noteAt(2, 0, 1, 67)}), trackOf({noteAt(3, 0, 1, 72)})});
}

} // namespace

class MidiConnectionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachTrackIsPlayedOnItsPortAndChannel() {
        MidiRig rig(threeTracks());
        QTRY_VERIFY(rig.isReady());
        rig.engine.play();
        rig.run(400);
        QTRY_COMPARE(rig.midi.sent("Piano", 0x90), std::vector<MidiMessage>({{{0x92, 60, 80}, 3}}));
        QTRY_COMPARE(rig.midi.sent("Strings", 0x90),
                     std::vector<MidiMessage>({{{0x95, 67, 80}, 3}}));
        const std::vector<MidiMessage> programs = rig.midi.sent("Piano", 0xC0);
        QVERIFY(!programs.empty());
        for (const MidiMessage& program : programs) {
            QCOMPARE(program, (MidiMessage{{0xC2, 7, 0}, 2}));
        }
        const std::vector<Call> heard = rig.synth->only({Call::Kind::On});
        QCOMPARE(heard.size(), std::size_t(1));
        QCOMPARE(heard[0].number, 72);
    }

    void aPortThatIsNotThereIsPlayedByTheSynthUntilItComes() {
        MidiRig rig(scoreOf({onPort("Organ", 0, {noteAt(1, 0, 1, 60), noteAt(2, 2, 1, 62)})}));
        QTRY_VERIFY(rig.isReady());
        QCOMPARE(rig.engine.health().midiNotice,
                 std::string("The MIDI port Organ is not there: the studio's own sound plays its "
                             "tracks meanwhile."));
        rig.engine.play();
        rig.run(600);
        QCOMPARE(rig.synth->only({Call::Kind::On}).size(), std::size_t(1));
        rig.midi.setOutputs({"Organ"});
        rig.time->pass(std::chrono::seconds(3));
        QTRY_VERIFY(rig.isReady() && rig.engine.midiOutputs().front() == "Organ");
        QCOMPARE(rig.engine.health().midiNotice, std::string());
        rig.run(700);
        QTRY_COMPARE(rig.midi.sent("Organ", 0x90), std::vector<MidiMessage>({{{0x90, 62, 80}, 3}}));
        QCOMPARE(rig.synth->only({Call::Kind::On}).size(), std::size_t(1));
    }

    void aPortThatIsSlowToOpenKeepsNobodyWaiting() {
        MidiRig rig(scoreOf({onPort("Organ", 0, {noteAt(1, 0, 1, 60), noteAt(2, 2, 1, 62)})}));
        rig.midi.setOutputs({"Organ"});
        auto slow = rig.midi.holdOpening();
        rig.time->pass(std::chrono::seconds(3));
        QTRY_VERIFY(rig.engine.health().midiOpening);
        rig.engine.play();
        rig.run(600);
        QCOMPARE(rig.synth->only({Call::Kind::On}).size(), std::size_t(1));
        slow.unlock();
        QTRY_VERIFY(rig.isReady());
        rig.run(700);
        QTRY_COMPARE(rig.midi.sent("Organ", 0x90), std::vector<MidiMessage>({{{0x90, 62, 80}, 3}}));
        QCOMPARE(rig.synth->only({Call::Kind::On}).size(), std::size_t(1));
    }

    void aPortThatGoesLeavesNoNoteBehind() {
        MidiRig rig(scoreOf({onPort("Piano", 0, {noteAt(1, 0, 8, 60)})}));
        QTRY_VERIFY(rig.isReady());
        rig.engine.play();
        rig.run(100);
        QTRY_COMPARE(rig.midi.sent("Piano", 0x90).size(), std::size_t(1));
        rig.midi.setOutputs({"Strings"});
        rig.time->pass(std::chrono::seconds(3));
        QTRY_VERIFY((rig.look(), !rig.engine.health().midiNotice.empty()));
        QTRY_COMPARE(rig.midi.sent("Piano", 0x80).size(), std::size_t(1));
        rig.run(100);
        rig.engine.stop();
        rig.run(10);
        QCOMPARE(rig.synth->keysDown(), 0);
    }

    void panicReachesEveryPort() {
        MidiRig rig(threeTracks());
        QTRY_VERIFY(rig.isReady());
        rig.engine.play();
        rig.run(100);
        for (const char* port : {"Piano", "Strings"}) {
            QTRY_COMPARE(rig.midi.sent(port, 0x90).size(), std::size_t(1));
        }
        rig.engine.panic();
        rig.run(50);
        for (const char* port : {"Piano", "Strings"}) {
            QTRY_COMPARE(rig.midi.sent(port, 0x80).size(), std::size_t(1));
            int allSoundOff = 0;
            for (const MidiMessage& message : rig.midi.sent(port, 0xB0)) {
                allSoundOff += message.bytes[1] == 120 ? 1 : 0;
            }
            QCOMPARE(allSoundOff, 16);
        }
        QCOMPARE(rig.synth->keysDown(), 0);
    }

    void theClockGoesOnlyWhereItIsWanted() {
        MidiRig rig(threeTracks());
        rig.engine.setMidiOutput("Strings", {true, 0.0});
        QTRY_VERIFY(rig.isReady());
        rig.run(1);
        rig.engine.play();
        rig.run(600);
        // A quarter is half a second.
        QTRY_VERIFY(rig.midi.sent("Strings", 0xF8).size() >= 24);
        QCOMPARE(rig.midi.sent("Strings", 0xFA).size(), std::size_t(1));
        QVERIFY(rig.midi.sent("Piano", 0xF8).empty());
        rig.engine.pause();
        rig.run(50);
        QTRY_COMPARE(rig.midi.sent("Strings", 0xFC).size(), std::size_t(1));
        rig.engine.seek(quarters(2));
        rig.engine.play();
        rig.run(50);
        QTRY_COMPARE(rig.midi.sent("Strings", 0xFB).size(), std::size_t(1));
        QCOMPARE(rig.midi.sent("Strings", 0xF2), std::vector<MidiMessage>({{{0xF2, 8, 0}, 3}}));
    }

    void aLatencyOffsetMakesAPortLater() {
        MidiRig rig(threeTracks());
        rig.engine.setMidiOutput("Piano", {false, 0.2});
        QTRY_VERIFY(rig.isReady());
        rig.engine.play();
        // The device holds 16 ms; the port waits 200 ms more.
        rig.run(100);
        QTRY_COMPARE(rig.midi.sent("Strings", 0x90).size(), std::size_t(1));
        QVERIFY(rig.midi.sent("Piano", 0x90).empty());
        rig.run(200);
        QTRY_COMPARE(rig.midi.sent("Piano", 0x90).size(), std::size_t(1));
    }

    void twoTracksOnOneChannelOfAPortShareItsKeys() {
        MidiRig rig(scoreOf({onPort("Piano", 0, {noteAt(1, 0, 2, 60)}),
                             onPort("Piano", 0, {noteAt(2, 0.5, 0.5, 60, 90)})}));
        QTRY_VERIFY(rig.isReady());
        rig.engine.play();
        rig.run(1500);
        std::vector<std::pair<int, int>> notes;
        QTRY_COMPARE(rig.midi.sent("Piano", 0x80).size(), std::size_t(2));
        for (const MidiMessage& message : rig.midi.sent("Piano")) {
            if (message.isNoteOn() || message.isNoteOff()) {
                notes.emplace_back(message.kind(), message.bytes[2]);
            }
        }
        const std::vector<std::pair<int, int>> expected = {
            {0x90, 80}, {0x80, 64}, {0x90, 90}, {0x80, 64}};
        QCOMPARE(notes, expected);
    }

    void onlyChosenInputsAreListenedTo() {
        MidiRig rig(threeTracks());
        rig.midi.setInputs({"Keys", "Pads"});
        rig.time->pass(std::chrono::seconds(3));
        QTRY_VERIFY((rig.look(), rig.midi.listensTo("Pads")));
        QVERIFY(rig.midi.listensTo("Keys"));
        rig.engine.setMidiInputs(std::set<std::string>{"Pads"});
        rig.look();
        QTRY_VERIFY(!rig.midi.listensTo("Keys"));
        QVERIFY(rig.midi.listensTo("Pads"));
    }
};

QTEST_GUILESS_MAIN(MidiConnectionsTest)
#include "MidiConnectionsTest.moc"
