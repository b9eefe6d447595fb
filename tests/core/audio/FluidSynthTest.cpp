#include "core/audio/FluidSynth.h"
#include "core/audio/SoundFile.h"
#include "core/audio/SoundFonts.h"
#include "core/base/File.h"
#include "core/playback/OfflineRenderer.h"
#include "tests/core/playback/FakeSound.h"
#include "tests/core/playback/ScoreOf.h"

#include <QtTest/QtTest>

using namespace cantilena;
using namespace cantilena::test;

namespace {

constexpr double kRate = 48'000.0;

/// The font that the set-up installs where it is there: others may hold pianos that no pan control
/// brings wholly to one side.
std::filesystem::path font() {
    const auto fonts = findSoundFonts(systemSoundFontFolders());
    const auto packaged =
        std::ranges::find_if(fonts, [](const auto& path) { return path.stem() == "TimGM6mb"; });
    return packaged != fonts.end() ? *packaged
           : fonts.empty()         ? std::filesystem::path()
                                   : fonts.front();
}

SynthSettings withFont() {
    SynthSettings settings;
    settings.soundFont = font();
    return settings;
}

/// Wood blocks, which begin at once, at uneven distances.
const std::vector<double> kOnsets = {0.0, 1.0, 1.5, 2.25, 4.0, 4.1};

Score knownScore() {
    std::vector<Note> notes;
    for (std::size_t i = 0; i < kOnsets.size(); ++i) {
        notes.push_back(noteAt(i + 1, kOnsets[i], 0.05, 76, 110));
    }
    Track drums = *trackOf(notes, 0, kDrumChannel);
    drums.mix.reverb = 0;
    return scoreOf({std::make_shared<Track>(drums)});
}

Score melody() {
    return scoreOf({trackOf({noteAt(1, 0, 1, 60), noteAt(2, 1, 1, 64), noteAt(3, 2, 2, 67)}),
                    trackOf({noteAt(4, 0, 4, 48)}, 48)});
}

std::vector<float> rendered(const Score& score, int block = 256) {
    auto synth = makeFluidSynth(withFont());
    MemoryWriter writer;
    RenderSettings settings;
    settings.blockFrames = block;
    const auto outcome = renderOffline(score, settings, **synth, writer, {}, {});
    return outcome.ok() ? writer.samples : std::vector<float>();
}

std::uint64_t hashOf(const std::vector<float>& samples) {
    return stableHash(
        {reinterpret_cast<const char*>(samples.data()), samples.size() * sizeof(float)});
}

/// Of both sides, over a part of the file in seconds.
double rms(const std::vector<float>& samples, double from, double to) {
    double sum = 0.0;
    const auto begin = static_cast<std::size_t>(2.0 * std::floor(from * kRate));
    const auto end = static_cast<std::size_t>(2.0 * std::floor(to * kRate));
    for (std::size_t i = begin; i < end; ++i) {
        sum += double(samples[i]) * double(samples[i]);
    }
    return std::sqrt(sum / double(end - begin));
}

} // namespace

class FluidSynthTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (font().empty()) {
            QSKIP("nothing sounds without a SoundFont and none is installed; ./check installs "
                  "timgm6mb-soundfont");
        }
    }

    void aMelodyIsAsLongAndLoudAsItShouldBe() {
        const std::vector<float> samples = rendered(melody());
        const double seconds = double(samples.size()) / 2.0 / kRate;
        QVERIFY2(seconds > 2.0 && seconds < 10.0, qPrintable(QString::number(seconds)));
        const double loudness = rms(samples, 0.0, 2.0);
        QVERIFY2(loudness > 0.01 && loudness < 0.3, qPrintable(QString::number(loudness)));
        QVERIFY(rms(samples, seconds - 0.05, seconds) < 1e-4);
    }

    void onsetsLieWhereTheyBelong() {
        const std::vector<float> samples = rendered(knownScore());
        // Each is silent before and sounds within the synth's block and the sample's attack.
        for (const double onset : kOnsets) {
            const double seconds = onset / 2.0;
            const double after = rms(samples, seconds, seconds + 0.006);
            QVERIFY2(after > 0.01, qPrintable(QString("%1: %2").arg(onset).arg(after)));
            if (onset > 0.0 && onset != 4.1) {
                QVERIFY(rms(samples, seconds - 0.02, seconds) < 0.2 * after);
            }
        }
    }

    void theSoundDoesNotDependOnRunOrBlocks() {
        const Score score = melody();
        const std::uint64_t hash = hashOf(rendered(score));
        QCOMPARE(hashOf(rendered(score)), hash);
        for (const int block : {64, 100, 1024, 4096}) {
            QCOMPARE(hashOf(rendered(score, block)), hash);
        }
    }

    void programsPanAndVolumeAreHeard() {
        Track left = *trackOf({noteAt(1, 0, 2, 60)});
        left.mix.reverb = 0;
        left.mix.pan = 0;
        Track quiet = left;
        quiet.mix.volume = 30;
        const auto loud = rendered(scoreOf({std::make_shared<Track>(left)}));
        const auto soft = rendered(scoreOf({std::make_shared<Track>(quiet)}));
        QVERIFY(rms(soft, 0.0, 1.0) < 0.3 * rms(loud, 0.0, 1.0));
        double sides[2] = {0.0, 0.0};
        for (std::size_t i = 0; i < loud.size(); ++i) {
            sides[i % 2] += double(loud[i]) * double(loud[i]);
        }
        QVERIFY(sides[1] < 0.2 * sides[0]);
        left.program = 56;
        QVERIFY(hashOf(rendered(scoreOf({std::make_shared<Track>(left)}))) != hashOf(loud));
    }

    void reverbIsMixedIn() {
        Track dry = *trackOf({noteAt(1, 0, 0.25, 76, 110)}, 0, kDrumChannel);
        dry.mix.reverb = 0;
        Track wet = dry;
        wet.mix.reverb = 127;
        const auto drySound = rendered(scoreOf({std::make_shared<Track>(dry)}));
        const auto wetSound = rendered(scoreOf({std::make_shared<Track>(wet)}));
        QVERIFY(wetSound.size() > drySound.size());
    }

    void drumsSoundOnEveryTracksTenthChannel() {
        // The same key as a piano would sound on and on.
        const Note hit = noteAt(1, 0, 4, 37, 110);
        const auto first = rendered(scoreOf({trackOf({hit}, 0, kDrumChannel)}));
        const auto third =
            rendered(scoreOf({trackOf({}), trackOf({}), trackOf({hit}, 0, kDrumChannel)}));
        QCOMPARE(hashOf(first), hashOf(third));
        QVERIFY(hashOf(rendered(scoreOf({trackOf({hit})}))) != hashOf(first));
    }

    void allSoundOffIsSilence() {
        auto synth = makeFluidSynth(withFont());
        QVERIFY(synth.ok());
        (*synth)->controlChange(3, 64, 127);
        (*synth)->noteOn(3, 60, 100);
        std::vector<float> left(4800);
        std::vector<float> right(4800);
        (*synth)->render(left.data(), right.data(), 4800);
        QVERIFY((*synth)->activeVoices() > 0);
        (*synth)->allSoundOff();
        (*synth)->render(left.data(), right.data(), 4800);
        QCOMPARE((*synth)->activeVoices(), 0);
    }

    void theFontIsNamed() {
        auto synth = makeFluidSynth(withFont());
        QVERIFY(synth.ok());
        QCOMPARE((*synth)->soundFontName(), font().stem().string());
    }

    void aWholeFileThroughAnIndependentReader() {
        if (QStandardPaths::findExecutable("sox").isEmpty()) {
            QSKIP("sox, which judges the file, is not installed; ./check installs it");
        }
        QTemporaryDir folder;
        const QString path = folder.filePath("melody.wav");
        auto synth = makeFluidSynth(withFont());
        QVERIFY(synth.ok());
        std::int64_t frames = 0;
        const auto outcome =
            writeSoundFile(path.toStdString(), {}, [&](AudioFileWriter& writer) -> Result<void> {
                auto figures = renderOffline(melody(), {}, **synth, writer, {}, {});
                if (!figures) {
                    return figures.error();
                }
                frames = figures->frames;
                return {};
            });
        QVERIFY(outcome.ok());
        QProcess sox;
        sox.start("sox", {path, "-n", "stat"});
        QVERIFY(sox.waitForFinished());
        const QString statistics = QString::fromUtf8(sox.readAllStandardError());
        const auto figure = [&](const char* name) {
            const QRegularExpression line(QString(name) + R"(\s*:\s*([-\d.]+))");
            return line.match(statistics).captured(1).toDouble();
        };
        QCOMPARE(figure("Samples read"), double(2 * frames));
        QVERIFY(figure("RMS\\s+amplitude") > 0.003);
    }

    void whatIsNoFontIsRefusedWithASentence_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("none") << ""
                              << "No sound font found";
        QTest::newRow("not there") << "/nonexistent/a.sf2"
                                   << "/nonexistent/a.sf2: ";
        QTest::newRow("not a font") << QString(CANTILENA_SOURCE_FOLDER) + "/CMakeLists.txt"
                                    << "CMakeLists.txt: is not a sound font";
    }
    void whatIsNoFontIsRefusedWithASentence() {
        QFETCH(QString, path);
        QFETCH(QString, sentence);
        SynthSettings settings;
        settings.soundFont = path.toStdString();
        const auto synth = makeFluidSynth(settings);
        QVERIFY(!synth.ok());
        QVERIFY2(QString::fromStdString(synth.error().message).contains(sentence),
                 synth.error().message.c_str());
    }

    void aCutOffFontIsRefused() {
        QTemporaryDir folder;
        const QString path = folder.filePath("cut.sf2");
        QFile whole(QString::fromStdString(font().string()));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        QFile cut(path);
        QVERIFY(cut.open(QIODevice::WriteOnly));
        cut.write(whole.read(100'000));
        cut.close();
        SynthSettings settings;
        settings.soundFont = path.toStdString();
        const auto synth = makeFluidSynth(settings);
        QVERIFY(!synth.ok());
        QVERIFY2(QString::fromStdString(synth.error().message).startsWith(path),
                 synth.error().message.c_str());
    }

    void aRateThatCannotBePlayedIsRefused() {
        SynthSettings settings = withFont();
        settings.sampleRate = 192'000.0;
        QCOMPARE(makeFluidSynth(settings).error().code, ErrorCode::OutOfRange);
    }

    void driversThatCannotCallBackAreNotOffered() {
        const std::vector<std::string> drivers = audioDrivers();
        QVERIFY(!drivers.empty());
        for (const char* none : {"file", "sdl2"}) {
            QVERIFY(std::find(drivers.begin(), drivers.end(), none) == drivers.end());
        }
    }

    void aDriverThatIsNotThereFailsWithItsName() {
        AudioOutputSettings settings;
        settings.driver = "gramophone";
        auto output = makeFluidOutput(settings);
        QVERIFY(output.ok());
        const auto started = (*output)->start([](float*, float*, int) {});
        QVERIFY(!started.ok());
        QVERIFY(started.error().message.find("gramophone") != std::string::npos);
        QVERIFY(!(*output)->isAudible());
    }
};

QTEST_GUILESS_MAIN(FluidSynthTest)
#include "FluidSynthTest.moc"
