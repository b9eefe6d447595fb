#include "core/playback/OfflineRenderer.h"
#include "core/playback/PlaybackEngine.h"
#include "core/playback/SoftClip.h"
#include "tests/core/playback/FakeSound.h"
#include "tests/core/playback/ScoreOf.h"

#include <QtTest/QtTest>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// Three tracks, tempo changes, overlaps and controllers.
Score busyScore() {
    Track melody = *trackOf({noteAt(1, 0, 1.3, 60), noteAt(2, 1, 0.7, 60), noteAt(3, 2.01, 3, 67)});
    melody.controllers = {{quarters(1), 11, 90}, {quarters(2), kPitchBendController, 10'000}};
    Score score = scoreOf({std::make_shared<Track>(melody),
                           trackOf({noteAt(4, 0.33, 0.1, 40), noteAt(5, 3.7, 2, 45)}, 33),
                           trackOf({noteAt(6, 0, 0.25, 38), noteAt(7, 1, 0.25, 38)}, 0, 9)});
    score.tempos = {{{}, 133.0}, {quarters(2), 71.5}, {quarters(4), 180.0}};
    return score;
}

std::vector<float> leftSide(const std::vector<float>& interleaved) {
    std::vector<float> left;
    for (std::size_t i = 0; i < interleaved.size(); i += 2) {
        left.push_back(interleaved[i]);
    }
    return left;
}

} // namespace

class OfflineRendererTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eventsAndSoundDoNotDependOnTheBlocks_data() {
        QTest::addColumn<int>("block");
        for (const int block : {1, 63, 64, 1000, 65'536}) {
            QTest::addRow("%d", block) << block;
        }
    }
    void eventsAndSoundDoNotDependOnTheBlocks() {
        QFETCH(int, block);
        const Score score = busyScore();
        RecordingSynth expectedSynth;
        MemoryWriter expected;
        QVERIFY(renderOffline(score, {}, expectedSynth, expected, {}, {}).ok());
        RecordingSynth synth;
        MemoryWriter writer;
        RenderSettings settings;
        settings.blockFrames = block;
        const auto outcome = renderOffline(score, settings, synth, writer, {}, {});
        QVERIFY(outcome.ok());
        QVERIFY(synth.calls == expectedSynth.calls);
        QVERIFY(writer.samples == expected.samples);
        QCOMPARE(std::size_t(2 * outcome->frames), writer.samples.size());
    }

    void livePlayingEqualsRendering_data() { eventsAndSoundDoNotDependOnTheBlocks_data(); }
    void livePlayingEqualsRendering() {
        QFETCH(int, block);
        const Score score = busyScore();
        RecordingSynth offlineSynth;
        MemoryWriter offline;
        QVERIFY(renderOffline(score, {}, offlineSynth, offline, {}, {}).ok());

        RecordingSynth* liveSynth = nullptr;
        HandOutput* output = nullptr;
        PlaybackParts parts;
        parts.makeSynth = [&](const SynthSettings&) -> Result<std::unique_ptr<Synth>> {
            auto synth = std::make_unique<RecordingSynth>();
            liveSynth = synth.get();
            return std::unique_ptr<Synth>(std::move(synth));
        };
        parts.makeOutput =
            [&](const AudioOutputSettings& s) -> Result<std::unique_ptr<AudioOutput>> {
            auto made = std::make_unique<HandOutput>(s.sampleRate);
            output = made.get();
            return std::unique_ptr<AudioOutput>(std::move(made));
        };
        PlaybackEngine engine(parts);
        engine.open({}, {});
        engine.finishOpening();
        engine.setScore(std::make_shared<Score>(score));
        engine.play();
        const auto frames = static_cast<std::int64_t>(offline.samples.size() / 2);
        QVERIFY(output->pull(frames, block) == leftSide(offline.samples));
        QVERIFY(liveSynth->calls == offlineSynth.calls);
    }

    void aRangeIsRenderedFromItsBeginToItsEnd() {
        RecordingSynth synth;
        MemoryWriter writer;
        RenderSettings settings;
        settings.range = TickRange{quarters(1), quarters(2)};
        settings.longestTailSeconds = 0.0;
        const Score score = scoreOf({trackOf({noteAt(1, 0, 1, 60), noteAt(2, 1.5, 4, 62)})});
        const auto outcome = renderOffline(score, settings, synth, writer, {}, {});
        QVERIFY(outcome.ok());
        QCOMPARE(outcome->frames, 24'000);
        QCOMPARE(synth.notes().size(), std::size_t(2));
        QCOMPARE(synth.notes()[0].frame, 12'000);
        QCOMPARE(synth.notes()[1].frame, 24'000);
        QCOMPARE(synth.keysDown(), 0);
    }

    void theTailEndsInSilence() {
        RecordingSynth synth;
        MemoryWriter writer;
        const auto outcome =
            renderOffline(scoreOf({trackOf({noteAt(1, 0, 1, 60)})}), {}, synth, writer, {}, {});
        QVERIFY(outcome.ok());
        QVERIFY(outcome->frames > 24'000);
        QVERIFY(outcome->frames < 24'000 + 4800 + 512);
        QCOMPARE(writer.samples.back(), 0.0F);
    }

    void aNoteThatNeverDiesIsCutAtTheCap() {
        class Endless final : public Synth {
        public:
            void noteOn(int, int, int) noexcept override {}
            void noteOff(int, int) noexcept override {}
            void controlChange(int, int, int) noexcept override {}
            void programChange(int, int) noexcept override {}
            void pitchBend(int, int) noexcept override {}
            void allSoundOff() noexcept override {}
            void render(float* left, float* right, int frames) noexcept override {
                std::fill_n(left, frames, 0.5F);
                std::fill_n(right, frames, 2.0F);
            }
            [[nodiscard]] int activeVoices() const noexcept override { return 1; }
            [[nodiscard]] std::string soundFontName() const override { return {}; }
        } synth;
        MemoryWriter writer;
        RenderSettings settings;
        settings.longestTailSeconds = 1.0;
        const auto outcome = renderOffline(scoreOf({trackOf({noteAt(1, 0, 1, 60)})}), settings,
                                           synth, writer, {}, {});
        QVERIFY(outcome.ok());
        QCOMPARE(outcome->frames, 24'000 + 48'000);
        QCOMPARE(outcome->peak, 2.0F);
    }

    void aScoreWithoutNotesIsShortSilence() {
        RecordingSynth synth;
        MemoryWriter writer;
        const auto outcome = renderOffline(scoreOf({}), {}, synth, writer, {}, {});
        QVERIFY(outcome.ok());
        QCOMPARE(outcome->peak, 0.0F);
        QVERIFY(outcome->frames < 10'000);
    }

    void progressRisesToOne() {
        RecordingSynth synth;
        MemoryWriter writer;
        double last = 0.0;
        bool rising = true;
        QVERIFY(renderOffline(busyScore(), {}, synth, writer, {},
                              [&](double fraction, std::string_view) {
                                  rising = rising && fraction > last;
                                  last = fraction;
                              })
                    .ok());
        QVERIFY(rising);
        QCOMPARE(last, 1.0);
    }

    void cancellingStopsIt() {
        RecordingSynth synth;
        MemoryWriter writer;
        std::stop_source source;
        const auto outcome = renderOffline(busyScore(), {}, synth, writer, source.get_token(),
                                           [&](double fraction, std::string_view) {
                                               if (fraction > 0.3) {
                                                   source.request_stop();
                                               }
                                           });
        QVERIFY(!outcome.ok());
        QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
        QVERIFY(writer.samples.size() < 2 * 48'000 * 2);
    }

    void aFailingWriterEndsItWithItsReason() {
        RecordingSynth synth;
        MemoryWriter writer;
        writer.failAfter = 5000;
        const auto outcome = renderOffline(busyScore(), {}, synth, writer, {}, {});
        QVERIFY(!outcome.ok());
        QCOMPARE(outcome.error().message, std::string("the disk is full"));
    }

    void aCutFileIsExactlyAsLongAsItsRange() {
        RecordingSynth synth;
        MemoryWriter writer;
        RenderSettings settings;
        settings.ending = RenderEnding::Cut;
        const auto outcome = renderOffline(scoreOf({trackOf({noteAt(1, 0, 3, 60)})}), settings,
                                           synth, writer, {}, {});
        QVERIFY(outcome.ok());
        QCOMPARE(outcome->frames, 72'000);
    }

    void aWrappedFileBeginsWithWhatDiesAwayAtItsEnd() {
        // Sounds a second on after every note's end.
        class Ringing final : public Synth {
        public:
            void noteOn(int, int, int) noexcept override {}
            void noteOff(int, int) noexcept override { m_left = 48'000; }
            void controlChange(int, int, int) noexcept override {}
            void programChange(int, int) noexcept override {}
            void pitchBend(int, int) noexcept override {}
            void allSoundOff() noexcept override {}
            void render(float* left, float* right, int frames) noexcept override {
                for (int i = 0; i < frames; ++i) {
                    left[i] = right[i] = m_left > 0 ? 0.5F : 0.0F;
                    m_left = std::max(m_left - 1, 0);
                }
            }
            [[nodiscard]] int activeVoices() const noexcept override { return m_left > 0; }
            [[nodiscard]] std::string soundFontName() const override { return {}; }

        private:
            int m_left = 0;
        } synth;
        MemoryWriter writer;
        RenderSettings settings;
        settings.ending = RenderEnding::Wrap;
        settings.range = TickRange{{}, quarters(4)};
        const auto outcome = renderOffline(scoreOf({trackOf({noteAt(1, 3, 1, 60)})}), settings,
                                           synth, writer, {}, {});
        QVERIFY(outcome.ok());
        QCOMPARE(outcome->frames, 96'000);
        const std::vector<float> left = leftSide(writer.samples);
        QCOMPARE(left.front(), 0.5F);
        QCOMPARE(std::count(left.begin(), left.end(), 0.5F), 48'000);
        QCOMPARE(left.back(), 0.0F);
    }

    void oneTrackAloneIsAStem() {
        RecordingSynth synth;
        MemoryWriter writer;
        RenderSettings settings;
        settings.track = 1;
        Score score = busyScore();
        Track muted = *score.tracks[1];
        muted.mix.muted = true;
        score.tracks[1] = std::make_shared<Track>(muted);
        QVERIFY(renderOffline(score, settings, synth, writer, {}, {}).ok());
        const std::vector<Call> notes = synth.only({Call::Kind::On});
        QCOMPARE(notes.size(), std::size_t(2));
        for (const Call& note : notes) {
            QCOMPARE(note.channel, 16);
        }
        settings.track = 3;
        QCOMPARE(renderOffline(score, settings, synth, writer, {}, {}).error().code,
                 ErrorCode::OutOfRange);
    }

    void normalizingBringsTheLoudestSampleToTheTarget() {
        RecordingSynth first;
        const auto gain = normalizingGain(busyScore(), {}, first, 0.5F, {}, {});
        QVERIFY(gain.ok());
        RecordingSynth second;
        MemoryWriter writer;
        RenderSettings settings;
        settings.gain = *gain;
        const auto outcome = renderOffline(busyScore(), settings, second, writer, {}, {});
        QVERIFY(outcome.ok());
        QVERIFY(std::abs(outcome->peak - 0.5F) < 1e-6F);
        RecordingSynth silent;
        QCOMPARE(*normalizingGain(scoreOf({}), {}, silent, 0.5F, {}, {}), 1.0F);
    }

    void loudPeaksAreBentOrLeft() {
        RecordingSynth first;
        MemoryWriter bent;
        RenderSettings settings;
        settings.gain = 40.0F;
        const auto outcome = renderOffline(busyScore(), settings, first, bent, {}, {});
        QVERIFY(outcome->peak > 1.0F);
        QVERIFY(*std::max_element(bent.samples.begin(), bent.samples.end()) <= 1.0F);
        RecordingSynth second;
        MemoryWriter left;
        settings.peaks = LoudPeaks::AsTheyAre;
        QVERIFY(renderOffline(busyScore(), settings, second, left, {}, {}).ok());
        QCOMPARE(*std::max_element(left.samples.begin(), left.samples.end()), outcome->peak);
    }

    void softClippingIsSmoothAndLeavesQuietSoundAlone() {
        QCOMPARE(softClipped(0.5F), 0.5F);
        QCOMPARE(softClipped(-kSoftClipKnee), -kSoftClipKnee);
        float last = 0.0F;
        for (float sample = 0.0F; sample < 4.0F; sample += 0.001F) {
            const float clipped = softClipped(sample);
            QVERIFY(clipped >= last && clipped <= 1.0F && clipped - last <= 0.0011F);
            QCOMPARE(softClipped(-sample), -clipped);
            last = clipped;
        }
    }

    void aRangeBeforeTimeZeroIsRefused() {
        RecordingSynth synth;
        MemoryWriter writer;
        RenderSettings settings;
        settings.range = TickRange{-quarters(1), quarters(2)};
        QCOMPARE(renderOffline(busyScore(), settings, synth, writer, {}, {}).error().code,
                 ErrorCode::OutOfRange);
    }
};

QTEST_GUILESS_MAIN(OfflineRendererTest)
#include "OfflineRendererTest.moc"
