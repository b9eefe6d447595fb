#include "core/playback/PlaybackEngine.h"
#include "core/score/Edits.h"
#include "tests/core/playback/FakeSound.h"
#include "tests/core/playback/HandTime.h"
#include "tests/core/playback/ScoreOf.h"

#include <QtTest/QtTest>

#include <future>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// An engine over a hand-pulled device and a recording synth.
struct Rig {
    explicit Rig(const Score& score = scoreOf({trackOf({noteAt(1, 0, 4, 60)}, 5)})) {
        engine.open({}, {});
        engine.finishOpening();
        engine.setScore(std::make_shared<Score>(score));
    }

    std::shared_ptr<HandTime> time = std::make_shared<HandTime>();
    std::atomic<bool> fontFails{false};
    RecordingSynth* synth = nullptr;
    HandOutput* output = nullptr;
    PlaybackParts parts{
        [this](const SynthSettings& settings) -> Result<std::unique_ptr<Synth>> {
            if (fontFails) {
                return Error{ErrorCode::Malformed, settings.soundFont.string() + ": no font"};
            }
            auto made = std::make_unique<RecordingSynth>();
            synth = made.get();
            return std::unique_ptr<Synth>(std::move(made));
        },
        [this](const AudioOutputSettings& settings) -> Result<std::unique_ptr<AudioOutput>> {
            auto made = std::make_unique<HandOutput>(settings.sampleRate);
            output = made.get();
            return std::unique_ptr<AudioOutput>(std::move(made));
        },
        {},
        time};
    PlaybackEngine engine{parts};
};

Error failure(const char* sentence) {
    return {ErrorCode::Unavailable, sentence};
}

} // namespace

class PlaybackEngineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTransportAnswersAtOnceAndThenAsTheSoundGoes() {
        Rig rig;
        QVERIFY(!rig.engine.isPlaying());
        rig.engine.seek(quarters(1));
        QCOMPARE(rig.engine.playhead(), quarters(1));
        rig.engine.play();
        QVERIFY(rig.engine.isPlaying());
        rig.output->pull(24'000);
        QVERIFY(rig.engine.isPlaying());
        QCOMPARE(rig.engine.playhead(), quarters(2));
        rig.engine.pause();
        QVERIFY(!rig.engine.isPlaying());
        rig.output->pull(256);
        QVERIFY(!rig.engine.isPlaying());
        QCOMPARE(rig.engine.playhead(), quarters(2));
        rig.engine.stop();
        rig.output->pull(256);
        QCOMPARE(rig.engine.playhead(), quarters(1));
    }

    void seekIsKeptWithinTheScore() {
        Rig rig;
        rig.engine.seek(-quarters(3));
        QCOMPARE(rig.engine.playhead(), Tick{});
        rig.engine.seek(kLongestScore * 2);
        QCOMPARE(rig.engine.playhead(), kLongestScore);
    }

    void playingStopsAtTheEndOfTheLastBar() {
        Rig rig(scoreOf({trackOf({noteAt(1, 0, 1, 60)})}));
        rig.engine.play();
        rig.output->pull(4 * 24'000 - 1);
        QVERIFY(rig.engine.isPlaying());
        rig.output->pull(256);
        QVERIFY(!rig.engine.isPlaying());
        QCOMPARE(rig.engine.playhead(), Tick{});
    }

    void theLoopHolds() {
        Rig rig;
        rig.engine.setLoop(TickRange{{}, quarters(1)});
        rig.engine.play();
        rig.output->pull(24'000 * 3 + 12'000);
        QCOMPARE(rig.engine.playhead(), quarters(1, 2));
        QCOMPARE(rig.synth->only({Call::Kind::On}).size(), std::size_t(4));
        rig.engine.setLoop(std::nullopt);
        rig.output->pull(24'000);
        QCOMPARE(rig.engine.playhead(), quarters(3, 2));
    }

    void aLoopOfNoLengthSwitchesLoopingOff() {
        Rig rig;
        rig.engine.setLoop(TickRange{{}, quarters(1)});
        rig.engine.setLoop(TickRange{quarters(1), quarters(1)});
        rig.engine.play();
        rig.output->pull(48'000);
        QCOMPARE(rig.engine.playhead(), quarters(2));
    }

    void anEditIsHeardAtTheNextBlock() {
        Rig rig;
        rig.engine.play();
        rig.output->pull(1024);
        rig.engine.setScore(std::make_shared<Score>(scoreOf({trackOf({}, 5)})));
        rig.output->pull(256);
        QCOMPARE(rig.synth->notes().back(), (Call{1024, Call::Kind::Off, 0, 60, 0}));
    }

    void aPreviewSoundsWithTheTracksProgram() {
        Rig rig;
        rig.output->pull(256);
        rig.engine.startNote(0, Pitch{72}, 200);
        rig.output->pull(256);
        rig.engine.endNote(0, Pitch{72});
        rig.output->pull(256);
        const std::vector<Call> notes = rig.synth->notes();
        QCOMPARE(notes.size(), std::size_t(2));
        QCOMPARE(notes[0], (Call{256, Call::Kind::On, 0, 72, 127}));
        QCOMPARE(notes[1], (Call{512, Call::Kind::Off, 0, 72, 0}));
        QCOMPARE(rig.synth->only({Call::Kind::Program}).front().number, 5);
    }

    void previewsOfWhatIsNotThereAreIgnored() {
        Rig rig;
        rig.engine.startNote(9, Pitch{60}, 80);
        rig.engine.startNote(0, Pitch{200}, 80);
        rig.output->pull(256);
        QVERIFY(rig.synth->notes().empty());
    }

    void panicSilencesTheSynth() {
        Rig rig;
        rig.engine.play();
        rig.output->pull(256);
        rig.engine.panic();
        rig.output->pull(256);
        QCOMPARE(rig.synth->keysDown(), 0);
        QCOMPARE(rig.synth->only({Call::Kind::AllOff}).size(), std::size_t(1));
    }

    void healthNamesFontAndDevice() {
        Rig rig;
        const PlaybackHealth health = rig.engine.health();
        QVERIFY(health.audible);
        QCOMPARE(health.sentence, std::string("Recorded, Hand"));
        QCOMPARE(health.latencyMilliseconds, 16.0);
    }

    void peaksAreReadOnce() {
        Rig rig;
        rig.engine.play();
        rig.output->pull(256);
        const PlaybackHealth first = rig.engine.health();
        QVERIFY(first.peakLeft > 0.0F);
        QCOMPARE(first.peakLeft, first.peakRight);
        QCOMPARE(first.voices, 1);
        QCOMPARE(rig.engine.health().peakLeft, 0.0F);
    }

    void theWorstCallbackIsAShareOfItsPeriod() {
        Rig rig;
        rig.output->pull(256);
        QCOMPARE(rig.engine.health().worstCallbackShare, 0.0);
        rig.synth->whileRendering = [&] { rig.time->pass(std::chrono::milliseconds(4)); };
        rig.output->pull(480, 480);
        rig.synth->whileRendering = nullptr;
        rig.output->pull(480, 480);
        QVERIFY(std::abs(rig.engine.health().worstCallbackShare - 0.4) < 1e-9);
        QCOMPARE(rig.engine.health().worstCallbackShare, 0.0);
    }

    void aBufferThatComesTooLateIsCounted() {
        Rig rig;
        rig.output->pull(480, 480);
        const std::uint64_t before = rig.engine.health().missedBuffers;
        // The device holds 16 ms in store; a period more than that has gone by, but not twice.
        rig.time->pass(std::chrono::milliseconds(25));
        rig.output->pull(480, 480);
        QCOMPARE(rig.engine.health().missedBuffers, before);
        rig.time->pass(std::chrono::milliseconds(27));
        rig.output->pull(480, 480);
        QCOMPARE(rig.engine.health().missedBuffers, before + 1);
    }

    void beforeOpeningItSaysSo() {
        PlaybackEngine engine({});
        QVERIFY(!engine.health().audible);
        QVERIFY(!engine.health().sentence.empty());
        engine.setScore(std::make_shared<Score>(scoreOf({})));
        engine.play();
        QCOMPARE(engine.playhead(), Tick{});
    }

    void whyNothingIsHeardIsOneSentence_data() {
        QTest::addColumn<bool>("synth");
        QTest::addColumn<bool>("device");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no device") << true << false << "Nothing can be heard: no sound device.";
        QTest::newRow("no font") << false << true << "Nothing can be heard: No sound font.";
        QTest::newRow("neither") << false << false
                                 << "Nothing can be heard: no sound device; and No sound font.";
    }
    void whyNothingIsHeardIsOneSentence() {
        QFETCH(bool, synth);
        QFETCH(bool, device);
        QFETCH(QString, sentence);
        PlaybackParts parts;
        parts.makeSynth = [&](const SynthSettings&) -> Result<std::unique_ptr<Synth>> {
            if (!synth) {
                return failure("No sound font");
            }
            return std::unique_ptr<Synth>(std::make_unique<RecordingSynth>());
        };
        parts.makeOutput = [&](const AudioOutputSettings&) -> Result<std::unique_ptr<AudioOutput>> {
            if (!device) {
                return failure("no sound device");
            }
            return std::unique_ptr<AudioOutput>(std::make_unique<HandOutput>(48'000.0));
        };
        PlaybackEngine engine(parts);
        engine.open({}, {});
        engine.finishOpening();
        QVERIFY(!engine.health().audible);
        QCOMPARE(QString::fromStdString(engine.health().sentence), sentence);
    }

    void withoutADeviceThePlayheadMovesAsTimePasses() {
        const auto time = std::make_shared<HandTime>();
        PlaybackParts parts;
        parts.time = time;
        PlaybackEngine engine(parts);
        AudioOutputSettings settings;
        // A period is 5 ms, a quarter half a second.
        settings.periodFrames = 240;
        engine.open({}, settings);
        time->settle();
        engine.setScore(std::make_shared<Score>(scoreOf({trackOf({noteAt(1, 0, 100, 60)})})));
        engine.play();
        QCOMPARE(engine.playhead(), Tick{});
        time->passInSteps(std::chrono::milliseconds(500), std::chrono::milliseconds(5));
        QCOMPARE(engine.playhead(), quarters(1));
        time->passInSteps(std::chrono::milliseconds(1000), std::chrono::milliseconds(1));
        QCOMPARE(engine.playhead(), quarters(3));
        engine.pause();
        time->passInSteps(std::chrono::milliseconds(100), std::chrono::milliseconds(5));
        QVERIFY(!engine.isPlaying());
        QCOMPARE(engine.playhead(), quarters(3));
    }

    void aMachineThatSleptGoesOnInsteadOfCatchingUp() {
        const auto time = std::make_shared<HandTime>();
        PlaybackParts parts;
        parts.time = time;
        PlaybackEngine engine(parts);
        engine.open({}, {});
        time->settle();
        engine.setScore(std::make_shared<Score>(scoreOf({trackOf({noteAt(1, 0, 100, 60)})})));
        engine.play();
        time->pass(std::chrono::hours(8));
        time->settle();
        QVERIFY(engine.playhead() < quarters(1));
    }

    void openingDoesNotHoldUpTheCaller() {
        std::promise<void> released;
        PlaybackParts parts;
        parts.makeOutput = [&](const AudioOutputSettings&) -> Result<std::unique_ptr<AudioOutput>> {
            released.get_future().wait();
            return std::unique_ptr<AudioOutput>(std::make_unique<HandOutput>(48'000.0));
        };
        parts.makeSynth = [](const SynthSettings&) -> Result<std::unique_ptr<Synth>> {
            return std::unique_ptr<Synth>(std::make_unique<RecordingSynth>());
        };
        PlaybackEngine engine(parts);
        engine.open({}, {});
        const PlaybackHealth before = engine.health();
        QVERIFY(before.opening);
        QVERIFY(!before.audible);
        QCOMPARE(before.sentence, std::string("Sound is being opened."));
        released.set_value();
        QTRY_VERIFY(engine.health().audible);
        QVERIFY(!engine.health().opening);
    }

    void theLastOfSeveralOpeningsCounts() {
        std::vector<double> rates;
        PlaybackParts parts;
        parts.makeOutput =
            [&](const AudioOutputSettings& settings) -> Result<std::unique_ptr<AudioOutput>> {
            rates.push_back(settings.sampleRate);
            return std::unique_ptr<AudioOutput>(std::make_unique<HandOutput>(settings.sampleRate));
        };
        parts.makeSynth = [&](const SynthSettings& settings) -> Result<std::unique_ptr<Synth>> {
            // The synth plays at the rate of the output it goes with.
            if (settings.sampleRate != rates.back()) {
                return failure("another rate");
            }
            return std::unique_ptr<Synth>(std::make_unique<RecordingSynth>());
        };
        PlaybackEngine engine(parts);
        for (const double rate : {44'100.0, 48'000.0, 96'000.0}) {
            AudioOutputSettings settings;
            settings.sampleRate = rate;
            engine.open({}, settings);
        }
        engine.finishOpening();
        QCOMPARE(rates.back(), 96'000.0);
        QVERIFY(engine.health().audible);
    }

    void anotherFontTakesOverTheNotesThatSound() {
        Rig rig;
        rig.engine.play();
        rig.output->pull(1000);
        rig.engine.setSoundFont("other.sf2");
        rig.engine.finishOpening();
        rig.output->pull(256);
        QCOMPARE(rig.synth->only({Call::Kind::Program}).front().number, 5);
        QCOMPARE(rig.synth->notes(), std::vector<Call>({{0, Call::Kind::On, 0, 60, 80}}));
    }

    void aFontThatCannotBeLoadedLeavesTheFormerOne() {
        Rig rig;
        rig.fontFails = true;
        rig.engine.setSoundFont("broken.sf2");
        rig.engine.finishOpening();
        const PlaybackHealth health = rig.engine.health();
        QVERIFY(health.audible);
        QCOMPARE(health.notice, std::string("broken.sf2: no font; Recorded plays on"));
        rig.engine.play();
        rig.output->pull(256);
        QCOMPARE(rig.synth->keysDown(), 1);
    }

    void aDeviceThatDiesGivesWayToSilenceThatSaysSo() {
        Rig rig;
        rig.engine.play();
        rig.output->pull(24'000);
        QVERIFY(rig.engine.health().audible);
        // Nobody asks for sound any more; time passes.
        rig.time->pass(std::chrono::seconds(2));
        QVERIFY(!rig.engine.health().audible);
        QCOMPARE(rig.engine.health().sentence,
                 std::string("Nothing can be heard: Hand stopped asking for sound."));
        QVERIFY(rig.engine.isPlaying());
        const Tick before = rig.engine.playhead();
        rig.time->passInSteps(std::chrono::seconds(1), std::chrono::milliseconds(5));
        QVERIFY(rig.engine.playhead() > before);
        // And it comes back by itself.
        rig.time->pass(std::chrono::seconds(5));
        QVERIFY(rig.engine.health().opening);
        rig.engine.finishOpening();
        QVERIFY(rig.engine.health().audible);
    }

    void theCountInComesBeforeThePlayhead() {
        Rig rig;
        rig.engine.play({1, std::nullopt});
        QCOMPARE(rig.engine.playhead(), -kWhole);
        rig.output->pull(4 * 24'000);
        QCOMPARE(rig.engine.playhead(), Tick{});
    }

    void aSelectionIsPlayedOnce() {
        Rig rig;
        rig.engine.setLoop(TickRange{{}, quarters(1)});
        rig.engine.play({0, TickRange{quarters(1), quarters(3)}});
        QCOMPARE(rig.engine.playhead(), quarters(1));
        rig.output->pull(47'999);
        QVERIFY(rig.engine.isPlaying());
        rig.output->pull(256);
        QVERIFY(!rig.engine.isPlaying());
        QCOMPARE(rig.engine.playhead(), quarters(1));
    }

    void speedAndMetronomeReachTheSound() {
        Rig rig;
        rig.engine.setSpeed(2.0);
        rig.engine.setMetronome(true);
        rig.engine.play();
        rig.output->pull(24'000);
        QCOMPARE(rig.engine.playhead(), quarters(2));
        QCOMPARE(rig.synth->only({Call::Kind::On}).size(), std::size_t(3));
    }

    void withoutMidiThereAreNoPorts() {
        Rig rig;
        QVERIFY(rig.engine.midiOutputs().empty());
        QVERIFY(rig.engine.midiInputs().empty());
        QVERIFY(rig.engine.takePlayed().empty());
    }

    void anotherDeviceAtTheSameRateKeepsTheFont() {
        Rig rig;
        rig.engine.play();
        rig.output->pull(1000);
        RecordingSynth* const before = rig.synth;
        AudioOutputSettings settings;
        settings.driver = "other";
        rig.engine.setOutput(settings);
        rig.engine.finishOpening();
        QCOMPARE(rig.synth, before);
        QVERIFY(rig.engine.health().audible);
        rig.output->pull(256);
        QCOMPARE(rig.synth->keysDown(), 1);
    }

    void aBusyDeviceGivesWayToSilenceThatSaysWhy() {
        bool busy = false;
        PlaybackParts parts;
        parts.makeOutput = [&](const AudioOutputSettings&) -> Result<std::unique_ptr<AudioOutput>> {
            if (busy) {
                return failure("ALSA: the device is busy");
            }
            return std::unique_ptr<AudioOutput>(std::make_unique<HandOutput>(48'000.0));
        };
        parts.makeSynth = [](const SynthSettings&) -> Result<std::unique_ptr<Synth>> {
            return std::unique_ptr<Synth>(std::make_unique<RecordingSynth>());
        };
        PlaybackEngine engine(parts);
        engine.open({}, {});
        engine.finishOpening();
        QVERIFY(engine.health().audible);
        busy = true;
        engine.setOutput({});
        engine.finishOpening();
        QCOMPARE(engine.health().sentence,
                 std::string("Nothing can be heard: ALSA: the device is busy."));
        busy = false;
        engine.setOutput({});
        engine.finishOpening();
        QVERIFY(engine.health().audible);
    }

    void theTestToneNeedsNeitherFontNorScore() {
        Rig rig(scoreOf({}));
        rig.output->pull(256);
        rig.engine.playTestTone();
        const std::vector<float> sound = rig.output->pull(48'000);
        const float peak = *std::max_element(sound.begin(), sound.end());
        QVERIFY(peak > 0.15F && peak < 0.25F);
        // A4 crosses zero upwards 440 times a second.
        int crossings = 0;
        for (std::size_t i = 1; i < sound.size(); ++i) {
            crossings += sound[i - 1] <= 0.0F && sound[i] > 0.0F ? 1 : 0;
        }
        QVERIFY(std::abs(crossings - 440) <= 1);
        QCOMPARE(rig.output->pull(256).back(), 0.0F);
    }

    void reopeningAtAnotherRateGoesOnFromThePlayhead() {
        Rig rig;
        rig.engine.play();
        rig.output->pull(24'000);
        AudioOutputSettings settings;
        settings.sampleRate = 96'000.0;
        rig.engine.open({}, settings);
        rig.engine.finishOpening();
        // The silent output played on meanwhile.
        const Tick begin = rig.engine.playhead();
        QVERIFY(begin >= quarters(1));
        rig.output->pull(48'000);
        const Tick passed = rig.engine.playhead() - begin;
        QVERIFY(passed >= quarters(1) - Tick{1} && passed <= quarters(1) + Tick{1});
        QVERIFY(rig.engine.isPlaying());
    }
};

QTEST_GUILESS_MAIN(PlaybackEngineTest)
#include "PlaybackEngineTest.moc"
