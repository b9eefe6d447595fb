#include "tests/core/playback/MidiRig.h"
#include "tests/support/StudioDriver.h"
#include "ui/document/SoundController.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QImage>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QToolButton>
#include <QTreeWidget>

#include <optional>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// A window over a hand-pulled device, with MIDI by hand.
struct SoundBench {
    SoundBench()
        : rig(scoreOf({trackOf({})})) {
        parts = bench.parts();
        parts.engine = &rig.engine;
        parts.soundFonts = [this] { return fonts; };
        parts.audioDrivers = [] { return std::vector<std::string>{"alsa", "jack"}; };
        parts.audioDevices = [](const std::string& driver) {
            return driver == "alsa" ? std::vector<std::string>{"hw:0", "hw:1"}
                                    : std::vector<std::string>();
        };
        parts.exportSound = [this](const Score&, const std::filesystem::path& path,
                                   const SoundExportSettings& settings, std::stop_token,
                                   const ProgressSink&) -> Result<RenderOutcome> {
            exported = settings;
            exportedTo = path;
            return RenderOutcome{};
        };
    }

    StudioBench bench;
    MidiRig rig;
    StudioParts parts;
    std::vector<std::filesystem::path> fonts{"/fonts/first.sf2", "/fonts/second.sf2"};
    std::optional<SoundExportSettings> exported;
    std::filesystem::path exportedTo;
};

/// Lets the device ask for sound and the window look at what comes of it.
void run(SoundBench& bench, int milliseconds) {
    for (int done = 0; done < milliseconds; done += 20) {
        bench.rig.run(20);
        QTest::qWait(0);
    }
}

const Track& trackOf(StudioDriver& studio, std::size_t index = 0) {
    return *studio.window.document().score()->tracks[index];
}

} // namespace

class SoundDeskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsPlayedIsRecordedAsOneStep() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        QTRY_VERIFY(bench.rig.midi.listensTo("Keys"));
        run(bench, 40);
        const auto before = studio.window.document().score();
        studio.trigger("actionRecord");
        QVERIFY(studio.action("actionRecord")->isChecked());
        run(bench, 200);
        for (const int key : {60, 64, 67}) {
            bench.rig.midi.play("Keys", keyDown(key, key));
            run(bench, 200);
            bench.rig.midi.play("Keys", keyUp(key));
            run(bench, 40);
        }
        QTRY_COMPARE(trackOf(studio).notes.size(), std::size_t(3));
        studio.trigger("actionRecord");
        QVERIFY(!studio.action("actionRecord")->isChecked());
        QCOMPARE(trackOf(studio).notes[1].velocity, 64);
        QCOMPARE(studio.window.document().undoStack().count(), 1);
        studio.trigger("actionUndo");
        QVERIFY(*studio.window.document().score() == *before);
    }

    /// Replacing, it must not take away what another track has.
    void aRecordingKeepsToItsTrackAndEndsWithIt() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        ScoreDocument& document = studio.window.document();
        Track other;
        other.name = "Other";
        document.apply(withTrackAdded(sketch(), std::move(other)), "tracks");
        document.setCurrentTrack(1);
        QTRY_VERIFY(bench.rig.midi.listensTo("Keys"));
        studio.action("actionRecordReplace")->setChecked(true);
        studio.trigger("actionRecord");
        const auto strike = [&bench] {
            bench.rig.midi.play("Keys", keyDown(72));
            run(bench, 200);
            bench.rig.midi.play("Keys", keyUp(72));
            run(bench, 40);
        };
        // What is counted in goes first.
        QTRY_VERIFY((run(bench, 200), studio.window.playback().playhead() > Tick{}));
        strike();
        QTRY_COMPARE(trackOf(studio, 1).notes.size(), std::size_t(1));
        document.apply(withTrackMoved(*document.score(), 1, 0), "move track");
        strike();
        QTRY_COMPARE(trackOf(studio, 0).notes.size(), std::size_t(2));
        QVERIFY(trackOf(studio, 1).notes == sketch().tracks[0]->notes);
        document.apply(withoutTrack(*document.score(), 0), "remove track");
        QVERIFY(!studio.action("actionRecord")->isChecked());
        strike();
        QVERIFY(trackOf(studio, 0).notes == sketch().tracks[0]->notes);
    }

    void recordingWaitsForTheFirstNoteOnRequest() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        QTRY_VERIFY(bench.rig.midi.listensTo("Keys"));
        studio.action("actionRecordWait")->setChecked(true);
        studio.trigger("actionRecord");
        run(bench, 200);
        QVERIFY(!studio.window.playback().isPlaying());
        bench.rig.midi.play("Keys", keyDown(60));
        run(bench, 100);
        QVERIFY(studio.window.playback().isPlaying());
        QTRY_COMPARE(trackOf(studio).notes.size(), std::size_t(1));
        QCOMPARE(trackOf(studio).notes[0].onset, Tick{});
        studio.trigger("actionStop");
        QVERIFY(!studio.action("actionRecord")->isChecked());
    }

    void recordedNotesGoToTheGridOnRequest() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        QTRY_VERIFY(bench.rig.midi.listensTo("Keys"));
        studio.roll().setSnap({quarters(1), false});
        studio.action("actionRecordQuantize")->setChecked(true);
        studio.trigger("actionRecord");
        run(bench, 700);
        bench.rig.midi.play("Keys", keyDown(60));
        run(bench, 100);
        bench.rig.midi.play("Keys", keyUp(60));
        run(bench, 100);
        studio.trigger("actionRecord");
        QCOMPARE(trackOf(studio).notes.size(), std::size_t(1));
        QCOMPARE(trackOf(studio).notes[0].onset % quarters(1), Tick{});
    }

    void stepsAreEnteredChordByChord() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        QTRY_VERIFY(bench.rig.midi.listensTo("Keys"));
        studio.roll().setSnap({quarters(1, 2), false});
        studio.action("actionStepEntry")->setChecked(true);
        for (const std::vector<int>& chord : {std::vector<int>{60, 64}, {67}}) {
            for (const int key : chord) {
                bench.rig.midi.play("Keys", keyDown(key));
            }
            for (const int key : chord) {
                bench.rig.midi.play("Keys", keyUp(key));
            }
            const std::size_t wanted = trackOf(studio).notes.size() + chord.size();
            QTRY_VERIFY((bench.rig.run(5), trackOf(studio).notes.size() == wanted));
        }
        studio.trigger("actionStepRest");
        QCOMPARE(trackOf(studio).notes[2].onset, quarters(1, 2));
        QCOMPARE(trackOf(studio).notes[2].duration, quarters(1, 2));
        QCOMPARE(studio.window.playback().playhead(), quarters(3, 2));
        QCOMPARE(studio.window.document().undoStack().count(), 2);
    }

    void stepsAreTypedOnLetters() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        studio.roll().setSnap({quarters(1, 2), false});
        studio.action("actionStepEntry")->setChecked(true);
        QWidget* canvas = studio.canvas();
        canvas->setFocus();
        // A chord of A, D and G, C E G; then, an octave higher and louder, the black key W, C
        // sharp.
        for (const Qt::Key key : {Qt::Key_A, Qt::Key_D, Qt::Key_G}) {
            QTest::keyPress(canvas, key);
        }
        for (const Qt::Key key : {Qt::Key_A, Qt::Key_D, Qt::Key_G}) {
            QTest::keyRelease(canvas, key);
        }
        QTest::keyClick(canvas, Qt::Key_X);
        QTest::keyClick(canvas, Qt::Key_V);
        QTest::keyClick(canvas, Qt::Key_W);
        const std::vector<Note>& notes = trackOf(studio).notes;
        QCOMPARE(notes.size(), std::size_t(4));
        QCOMPARE(notes[0].pitch, Pitch{60});
        QCOMPARE(notes[2].pitch, Pitch{67});
        QCOMPARE(notes[2].onset, Tick{});
        QCOMPARE(notes[3].pitch, Pitch{73});
        QCOMPARE(notes[3].onset, quarters(1, 2));
        QCOMPARE(notes[3].velocity, 96);
        QCOMPARE(studio.window.document().undoStack().count(), 2);
        bench.rig.run(50);
        QVERIFY(!bench.rig.synth->only({Call::Kind::On}).empty());
        QCOMPARE(bench.rig.synth->keysDown(), 0);
    }

    void backspaceTakesAStepBack() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        studio.roll().setSnap({quarters(1, 2), false});
        studio.action("actionStepEntry")->setChecked(true);
        studio.canvas()->setFocus();
        QTest::keyClick(studio.canvas(), Qt::Key_A);
        QTest::keyClick(studio.canvas(), Qt::Key_S);
        QCOMPARE(studio.window.playback().playhead(), quarters(1));
        QTest::keyClick(studio.canvas(), Qt::Key_Backspace);
        QCOMPARE(trackOf(studio).notes.size(), std::size_t(1));
        QCOMPARE(studio.window.playback().playhead(), quarters(1, 2));
        studio.trigger("actionStepBack");
        QVERIFY(trackOf(studio).notes.empty());
        QCOMPARE(studio.window.playback().playhead(), Tick{});
        studio.trigger("actionStepBack");
        QCOMPARE(studio.window.playback().playhead(), Tick{});
    }

    /// While stepping, letters reach no tool; afterwards, and in fields of text, they are
    /// themselves.
    void lettersAreAPianoOnlyWhileStepping() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        QAction* tool = nullptr;
        for (QAction* action : studio.window.findChildren<QAction*>()) {
            tool = action->shortcut() == QKeySequence(Qt::Key_D) ? action : tool;
        }
        QAction* step = studio.action("actionStepEntry");
        QSignalSpy triggered(tool == nullptr ? step : tool, &QAction::triggered);
        step->setChecked(true);
        studio.canvas()->setFocus();
        QTest::keyClick(studio.canvas(), Qt::Key_D);
        QCOMPARE(trackOf(studio).notes.size(), std::size_t(1));
        QCOMPARE(triggered.count(), 0);
        QLineEdit field(&studio.window);
        field.show();
        field.setFocus();
        QTest::keyClick(&field, Qt::Key_D);
        QCOMPARE(field.text(), QString("d"));
        QCOMPARE(trackOf(studio).notes.size(), std::size_t(1));
        step->setChecked(false);
        studio.canvas()->setFocus();
        QTest::keyClick(studio.canvas(), Qt::Key_A);
        QCOMPARE(trackOf(studio).notes.size(), std::size_t(1));
    }

    void keysThatArriveLightUp() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        QTRY_VERIFY(bench.rig.midi.listensTo("Keys"));
        auto* keyboard = studio.find<QWidget>("pianoRollKeyboard");
        const auto picture = [keyboard] { return keyboard->grab().toImage(); };
        run(bench, 40);
        const QImage dark = picture();
        bench.rig.midi.play("Keys", keyDown(60));
        QTRY_VERIFY((bench.rig.run(5), picture() != dark));
        bench.rig.midi.play("Keys", keyUp(60));
        QTRY_VERIFY((bench.rig.run(5), picture() == dark));
    }

    void theMixerMovesTheMixOneStepADrag() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        studio.trigger("actionShowMixer");
        auto* volume = studio.find<QSlider>("mixer1Volume");
        volume->setSliderDown(true);
        for (const int value : {90, 80, 70}) {
            volume->setSliderPosition(value);
            volume->setValue(value);
        }
        volume->setSliderDown(false);
        QCOMPARE(trackOf(studio).mix.volume, 70);
        QCOMPARE(studio.window.document().undoStack().count(), 1);
        studio.find<QSlider>("mixer1Pan")->setValue(10);
        studio.find<QSlider>("mixer1Reverb")->setValue(99);
        studio.find<QSlider>("mixer1Chorus")->setValue(50);
        studio.find<QToolButton>("mixer1Mute")->click();
        studio.find<QToolButton>("mixer1Solo")->click();
        const Mix mix = trackOf(studio).mix;
        QCOMPARE(mix, (Mix{70, 10, 99, 50, true, true}));
        QCOMPARE(studio.window.document().undoStack().count(), 6);
    }

    void aTrackIsLedToAPortAndAChannel() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        studio.trigger("actionShowMixer");
        auto* port = studio.find<QComboBox>("mixer1Port");
        QTRY_COMPARE(port->count(), 3);
        port->setCurrentIndex(port->findData("Strings"));
        Q_EMIT port->activated(port->currentIndex());
        studio.find<QSpinBox>("mixer1Channel")->setValue(4);
        QCOMPARE(trackOf(studio).midiPort, std::string("Strings"));
        QCOMPARE(trackOf(studio).channel, 3);
        bench.rig.midi.setOutputs({});
        bench.rig.time->pass(std::chrono::seconds(3));
        QTRY_VERIFY(port->currentText().contains("not there"));
        QTRY_VERIFY(studio.text("messageSentence").contains("Strings"));
    }

    void metronomeAndSpeedReachTheEngine() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        studio.action("actionMetronome")->setChecked(true);
        studio.find<QDoubleSpinBox>("speedField")->setValue(200.0);
        studio.trigger("actionPlay");
        run(bench, 400);
        // 100 quarters a minute, twice as fast: 0.3 s each, clicks at 0 and at 0.3 s.
        QCOMPARE(bench.rig.synth->only({Call::Kind::On}).size(), std::size_t(2));
        studio.trigger("actionWrittenSpeed");
        QCOMPARE(studio.find<QDoubleSpinBox>("speedField")->value(), 100.0);
    }

    void theSelectionIsPlayedOnce() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        studio.drawSeed();
        const auto& notes = trackOf(studio).notes;
        studio.window.document().setSelection({notes[1].id, notes[2].id});
        studio.trigger("actionPlaySelection");
        QCOMPARE(studio.window.playback().playhead(), quarters(1));
        run(bench, 1300);
        QVERIFY(!studio.window.playback().isPlaying());
    }

    void theDialogChoosesDeviceFontAndPorts() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        QTRY_VERIFY(bench.rig.midi.listensTo("Keys"));
        studio.trigger("actionSound");
        auto* driver = studio.find<QComboBox>("driverField");
        driver->setCurrentIndex(driver->findData("alsa"));
        Q_EMIT driver->activated(driver->currentIndex());
        QCOMPARE(studio.window.sound().output().driver, std::string("alsa"));
        auto* device = studio.find<QComboBox>("deviceField");
        QCOMPARE(device->count(), 2);
        device->setCurrentIndex(1);
        Q_EMIT device->activated(1);
        QCOMPARE(studio.window.sound().output().device, std::string("hw:1"));
        auto* list = studio.find<QListWidget>("soundFontList");
        Q_EMIT list->itemActivated(list->item(1));
        QCOMPARE(studio.window.sound().font(), std::filesystem::path("/fonts/second.sf2"));
        auto* outputs = studio.find<QTreeWidget>("midiOutputList");
        QTRY_COMPARE(outputs->topLevelItemCount(), 2);
        studio.find<QCheckBox>("clock1")->setChecked(true);
        studio.find<QDoubleSpinBox>("offset1")->setValue(-12.0);
        QCOMPARE(bench.rig.engine.midiOutput("Strings"), (MidiOutputSettings{true, -0.012}));
        studio.find<QListWidget>("midiInputList")->item(0)->setCheckState(Qt::Unchecked);
        QTRY_VERIFY(!bench.rig.midi.listensTo("Keys"));

        // All of it is there again the next time.
        StudioDriver later(bench.parts);
        QCOMPARE(later.window.sound().output().device, std::string("hw:1"));
        QCOMPARE(later.window.sound().font(), std::filesystem::path("/fonts/second.sf2"));
        QCOMPARE(later.window.sound().mutedInputs().size(), std::size_t(1));
        later.trigger("actionSound");
        later.find<QPushButton>("soundDefaultsButton")->click();
        QCOMPARE(later.window.sound().output().driver, std::string());
        QCOMPARE(later.window.sound().font(), std::filesystem::path("/fonts/first.sf2"));
    }

    void anExportIsAskedForInFull() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        studio.drawSeed();
        studio.window.playback().setLoop(TickRange{{}, quarters(4)});
        studio.trigger("actionExportSound");
        const auto choose = [&](const char* name, const QVariant& value) {
            auto* field = studio.find<QComboBox>(name);
            field->setCurrentIndex(field->findData(value));
        };
        choose("exportFormat", ".flac");
        choose("exportRate", 96'000);
        choose("exportBits", 24);
        choose("exportEnding", int(RenderEnding::Wrap));
        studio.find<QComboBox>("exportRange")->setCurrentIndex(1);
        studio.find<QCheckBox>("exportDither")->setChecked(false);
        studio.find<QCheckBox>("exportNormalize")->setChecked(true);
        studio.find<QDoubleSpinBox>("exportPeak")->setValue(-3.0);
        studio.find<QCheckBox>("exportStems")->setChecked(true);
        studio.nextPath = bench.bench.path("song.flac");
        studio.find<QPushButton>("exportGo")->click();
        QTRY_VERIFY(bench.exported.has_value());
        QCOMPARE(bench.exportedTo, bench.bench.path("song.flac"));
        QCOMPARE(bench.exported->render.sampleRate, 96'000.0);
        QCOMPARE(bench.exported->bits, 24);
        QCOMPARE(bench.exported->render.range, std::optional(TickRange{{}, quarters(4)}));
        QCOMPARE(bench.exported->render.ending, RenderEnding::Wrap);
        QCOMPARE(bench.exported->dithering, Dithering::Off);
        QCOMPARE(bench.exported->peakDecibels, std::optional(-3.0));
        QCOMPARE(bench.exported->parts, ExportParts::Stems);
    }

    void floatingPointIsNotOfferedForFlac() {
        SoundBench bench;
        StudioDriver studio(bench.parts);
        studio.drawSeed();
        studio.trigger("actionExportSound");
        auto* bits = studio.find<QComboBox>("exportBits");
        bits->setCurrentIndex(bits->findData(32));
        auto* format = studio.find<QComboBox>("exportFormat");
        format->setCurrentIndex(format->findData(".flac"));
        QCOMPARE(bits->currentData().toInt(), 24);
        format->setCurrentIndex(format->findData(".ogg"));
        QVERIFY(!bits->isEnabled());
    }
};

QTEST_MAIN(SoundDeskTest)
#include "SoundDeskTest.moc"
