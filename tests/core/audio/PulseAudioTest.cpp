#include "core/audio/FluidSynth.h"
#include "core/audio/SoundFonts.h"
#include "core/playback/OfflineRenderer.h"
#include "core/playback/PlaybackEngine.h"
#include "tests/core/playback/FakeSound.h"
#include "tests/core/playback/ScoreOf.h"

#include <QtTest/QtTest>

using namespace cantilena;
using namespace cantilena::test;

namespace {

constexpr int kRate = 48'000;
/// What is compared of each onset, and how far it may lie from where it is looked for.
constexpr int kWindow = kRate / 20;
constexpr int kSearch = kRate / 50;
constexpr int kTolerance = kRate * 3 / 1000;
constexpr int kTakes = 3;

/// Wood blocks at uneven distances, in quarters of half a second.
const std::vector<double> kOnsets = {0.0, 1.0, 1.5, 2.25, 3.0, 3.75, 4.5, 6.0};

Score knownScore() {
    std::vector<Note> notes;
    for (std::size_t i = 0; i < kOnsets.size(); ++i) {
        notes.push_back(noteAt(i + 1, kOnsets[i], 0.05, 76, 110));
    }
    Track drums = *trackOf(notes, 0, kDrumChannel);
    drums.mix.reverb = 0;
    return scoreOf({std::make_shared<Track>(drums)});
}

SynthSettings withFont() {
    SynthSettings settings;
    const auto fonts = findSoundFonts(systemSoundFontFolders());
    settings.soundFont = fonts.empty() ? std::filesystem::path() : fonts.front();
    settings.sampleRate = kRate;
    return settings;
}

std::vector<float> leftOf(const float* interleaved, std::size_t frames) {
    std::vector<float> left(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        left[i] = interleaved[2 * i];
    }
    return left;
}

int firstSound(const std::vector<float>& sound) {
    const auto first =
        std::find_if(sound.begin(), sound.end(), [](float s) { return std::abs(s) > 0.01F; });
    return static_cast<int>(first - sound.begin());
}

/// How like two stretches are, from -1 to 1.
double likeness(const std::vector<float>& a, int from, const std::vector<float>& b, int at) {
    double product = 0.0;
    double energyA = 1e-12;
    double energyB = 1e-12;
    for (int i = 0; i < kWindow; ++i) {
        const double x = a[static_cast<std::size_t>(from + i)];
        const double y = b[static_cast<std::size_t>(at + i)];
        product += x * y;
        energyA += x * x;
        energyB += y * y;
    }
    return product / std::sqrt(energyA * energyB);
}

struct Match {
    int offset = 0;
    double likeness = 0.0;
};

/// Where the stretch of the render at `from` lies in the recording.
Match matched(const std::vector<float>& render, int from, const std::vector<float>& recording,
              int expected) {
    Match best;
    for (int offset = expected - kSearch; offset <= expected + kSearch; ++offset) {
        const int at = from + offset;
        if (at < 0 || at + kWindow >= static_cast<int>(recording.size())) {
            continue;
        }
        const double likely = likeness(render, from, recording, at);
        if (likely > best.likeness) {
            best = {offset, likely};
        }
    }
    return best;
}

} // namespace

/// Plays through a real sound server of its own, into a sink that is only recorded.
class PulseAudioTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        for (const char* program : {"pulseaudio", "parec", "pactl"}) {
            if (QStandardPaths::findExecutable(program).isEmpty()) {
                QSKIP(qPrintable(
                    QString(
                        "the sound server to play into needs %1, which is not installed; ./check "
                        "installs it")
                        .arg(program)));
            }
        }
        if (withFont().soundFont.empty()) {
            QSKIP("nothing sounds without a SoundFont and none is installed; ./check installs "
                  "timgm6mb-soundfont");
        }
        qputenv("XDG_RUNTIME_DIR", m_folder.path().toUtf8());
        qputenv("HOME", m_folder.path().toUtf8());
        qputenv("PULSE_SERVER", ("unix:" + m_folder.filePath("server")).toUtf8());
        qputenv("PULSE_COOKIE", m_folder.filePath("cookie").toUtf8());
        startServer();
        if (!m_server.waitForStarted() || !QTest::qWaitFor([this] { return answers(); }, 15'000)) {
            QSKIP(
                qPrintable("no PulseAudio server could be started here: " + m_server.errorString() +
                           ' ' + QString::fromUtf8(m_server.readAllStandardError())));
        }
    }

    void cleanupTestCase() {
        m_server.terminate();
        if (!m_server.waitForFinished(5000)) {
            m_server.kill();
            m_server.waitForFinished();
        }
    }

    void whatIsHeardHasItsOnsetsWhereTheyBelong() {
        const Score score = knownScore();
        auto synth = makeFluidSynth(withFont());
        QVERIFY(synth.ok());
        MemoryWriter writer;
        QVERIFY(renderOffline(score, {}, **synth, writer, {}, {}).ok());
        const std::vector<float> render = leftOf(writer.samples.data(), writer.samples.size() / 2);

        QString fault;
        for (int take = 1; take <= kTakes; ++take) {
            std::uint64_t missed = 0;
            const std::vector<float> recording = recorded(score, missed);
            fault = faultIn(render, recording);
            qInfo("take %d: %zu frames recorded, %llu buffers missed; %s", take, recording.size(),
                  static_cast<unsigned long long>(missed),
                  fault.isEmpty() ? "all onsets in place" : qPrintable(fault));
            if (fault.isEmpty()) {
                break;
            }
        }
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }

    void aServerThatGoesAwayGivesWayToSilence() {
        PlaybackEngine engine({makeFluidSynth, makeFluidOutput, {}, realTime()});
        engine.open(withFont(), pulse());
        engine.finishOpening();
        QVERIFY2(engine.health().audible, engine.health().sentence.c_str());
        engine.setScore(std::make_shared<Score>(knownScore()));
        engine.setLoop(TickRange{{}, quarters(4)});
        engine.play();
        QTRY_VERIFY(engine.playhead() > Tick{});
        m_server.kill();
        QVERIFY(m_server.waitForFinished());
        QTRY_VERIFY_WITH_TIMEOUT(!engine.health().audible, 10'000);
        QVERIFY(engine.isPlaying());
        const Tick playhead = engine.playhead();
        QTRY_VERIFY(engine.playhead() != playhead);
        // It comes back by itself when the server does.
        startServer();
        QTRY_VERIFY_WITH_TIMEOUT(engine.health().audible, 30'000);
        QVERIFY(engine.isPlaying());
        // Each look at the meter starts it anew.
        float loudest = 0.0F;
        const auto heard = [&] {
            loudest = std::max(loudest, engine.health().peakLeft);
            return loudest > 0.0F;
        };
        QTRY_VERIFY_WITH_TIMEOUT(heard(), 10'000);
    }

private:
    void startServer() {
        m_server.start(
            "pulseaudio",
            {"-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "-L",
             "module-native-protocol-unix auth-anonymous=1 socket=" + m_folder.filePath("server"),
             "-L", "module-null-sink sink_name=test rate=48000 format=float32le"});
    }

    static AudioOutputSettings pulse() {
        AudioOutputSettings settings;
        settings.driver = "pulseaudio";
        settings.sampleRate = kRate;
        // Where onsets lie is looked at here, not how short the delay can be.
        settings.periodFrames = 1024;
        settings.periods = 4;
        return settings;
    }

    bool answers() const {
        QProcess info;
        info.start("pactl", {"info"});
        return info.waitForFinished(2000) && info.exitCode() == 0;
    }

    /// The left side of what the sink was sent while the score played.
    std::vector<float> recorded(const Score& score, std::uint64_t& missed) {
        const QString path = m_folder.filePath("take.raw");
        QFile::remove(path);
        QProcess recorder;
        recorder.setStandardOutputFile(path);
        recorder.start("parec", {"-d", "test.monitor", "--format=float32le", "--rate=48000",
                                 "--channels=2", "--latency-msec=20"});
        recorder.waitForStarted();
        if (!QTest::qWaitFor([&] { return QFileInfo(path).size() > 0; }, 10'000)) {
            return {};
        }

        PlaybackEngine engine({makeFluidSynth, makeFluidOutput, {}, realTime()});
        engine.open(withFont(), pulse());
        engine.finishOpening();
        engine.setScore(std::make_shared<Score>(score));
        // Let the stream settle.
        QTest::qWait(1000);
        const std::uint64_t before = engine.health().missedBuffers;
        engine.play();
        if (!QTest::qWaitFor([&] { return !engine.isPlaying(); }, 20'000)) {
            return {};
        }
        missed = engine.health().missedBuffers - before;
        QTest::qWait(1000);
        recorder.terminate();
        recorder.waitForFinished();

        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            return {};
        }
        const QByteArray bytes = file.readAll();
        return leftOf(reinterpret_cast<const float*>(bytes.constData()),
                      static_cast<std::size_t>(bytes.size()) / (2 * sizeof(float)));
    }

    static QString faultIn(const std::vector<float>& render, const std::vector<float>& recording) {
        const int offset = firstSound(recording) - firstSound(render);
        std::vector<int> offsets;
        for (const double onset : kOnsets) {
            const int from = static_cast<int>(onset * kRate / 2.0);
            const Match match = matched(render, from, recording, offset);
            if (match.likeness < 0.9) {
                return QString("the onset at %1 quarters is missing (likeness %2)")
                    .arg(onset)
                    .arg(match.likeness);
            }
            offsets.push_back(match.offset);
        }
        const auto [low, high] = std::minmax_element(offsets.begin(), offsets.end());
        qInfo("onsets within %.2f ms of each other", 1000.0 * (*high - *low) / kRate);
        return *high - *low <= kTolerance
                   ? QString()
                   : QString("the onsets lie %1 frames apart from where they belong")
                         .arg(*high - *low);
    }

    QTemporaryDir m_folder;
    QProcess m_server;
};

QTEST_GUILESS_MAIN(PulseAudioTest)
#include "PulseAudioTest.moc"
