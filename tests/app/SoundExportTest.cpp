#include "app/SoundExport.h"
#include "core/audio/SoundFonts.h"
#include "tests/core/playback/ScoreOf.h"

#include <sndfile.h>

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <mutex>

using namespace cantilena;
using namespace cantilena::test;

namespace {

constexpr float kOneStep = 1.0F / 32'768.0F;

Score twoTracks() {
    Track melody = *trackOf({noteAt(1, 0, 1, 72), noteAt(2, 1, 1, 76), noteAt(3, 2, 2, 79)}, 73, 0);
    melody.name = "Melody";
    Track bass = *trackOf({noteAt(4, 0, 2, 36, 110), noteAt(5, 2, 2, 43, 110)}, 32, 1);
    bass.name = "Bass / low";
    return scoreOf({std::make_shared<Track>(melody), std::make_shared<Track>(bass)});
}

struct Sound {
    SF_INFO info{};
    std::vector<float> samples;

    [[nodiscard]] float peak() const {
        float peak = 0.0F;
        for (const float sample : samples) {
            peak = std::max(peak, std::abs(sample));
        }
        return peak;
    }
};

Sound readSound(const std::filesystem::path& path) {
    Sound sound;
    if (SNDFILE* file = sf_open(path.c_str(), SFM_READ, &sound.info)) {
        sound.samples.resize(static_cast<std::size_t>(sound.info.frames * sound.info.channels));
        sf_readf_float(file, sound.samples.data(), sound.info.frames);
        sf_close(file);
    }
    return sound;
}

} // namespace

class SoundExportTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Places m_places;

    [[nodiscard]] std::filesystem::path path(const char* name) const {
        return m_folder.filePath(QLatin1String(name)).toStdString();
    }
    Result<RenderOutcome> write(const char* name, const SoundExportSettings& settings) const {
        return exportSound(twoTracks(), path(name), settings, m_places, {}, {});
    }

private Q_SLOTS:
    void initTestCase() {
        m_places.soundFontFolders = systemSoundFontFolders();
        if (findSoundFonts(m_places.soundFontFolders).empty()) {
            QSKIP("nothing sounds without a SoundFont and none is installed; ./check installs "
                  "timgm6mb-soundfont");
        }
    }

    void everyKindOfFileIsWritten_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("rate");
        QTest::addColumn<int>("bits");
        QTest::addColumn<int>("format");
        QTest::newRow("16") << "a.wav" << 44'100.0 << 16 << (SF_FORMAT_WAV | SF_FORMAT_PCM_16);
        QTest::newRow("24") << "b.wav" << 96'000.0 << 24 << (SF_FORMAT_WAV | SF_FORMAT_PCM_24);
        QTest::newRow("float") << "c.wav" << 48'000.0 << 32 << (SF_FORMAT_WAV | SF_FORMAT_FLOAT);
        QTest::newRow("flac") << "d.flac" << 88'200.0 << 24 << (SF_FORMAT_FLAC | SF_FORMAT_PCM_24);
        QTest::newRow("ogg") << "e.OGG" << 44'100.0 << 16 << (SF_FORMAT_OGG | SF_FORMAT_VORBIS);
    }
    void everyKindOfFileIsWritten() {
        QFETCH(QString, name);
        QFETCH(double, rate);
        QFETCH(int, bits);
        QFETCH(int, format);
        SoundExportSettings settings;
        settings.render.sampleRate = rate;
        settings.bits = bits;
        const auto outcome = write(qPrintable(name), settings);
        QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().message.c_str());
        const Sound sound = readSound(path(qPrintable(name)));
        QCOMPARE(sound.info.samplerate, int(rate));
        const int subtype = sound.info.format & SF_FORMAT_SUBMASK;
        const int type = sound.info.format & SF_FORMAT_TYPEMASK;
        // The extensible header is one of WAV's.
        QCOMPARE(subtype | (type == SF_FORMAT_WAVEX ? SF_FORMAT_WAV : type), format);
        QCOMPARE(sound.info.frames, outcome->frames);
        QVERIFY(sound.peak() > 0.01F);
    }

    void stemsAddUpToTheMix() {
        SoundExportSettings settings;
        settings.bits = 32;
        settings.render.peaks = LoudPeaks::AsTheyAre;
        settings.render.ending = RenderEnding::Cut;
        QVERIFY(write("mix.wav", settings).ok());
        settings.parts = ExportParts::Stems;
        QVERIFY(write("mix.wav", settings).ok());
        const Sound mix = readSound(path("mix.wav"));
        const Sound melody = readSound(path("mix-1-Melody.wav"));
        const Sound bass = readSound(path("mix-2-Bass---low.wav"));
        QCOMPARE(melody.samples.size(), mix.samples.size());
        QCOMPARE(bass.samples.size(), mix.samples.size());
        float furthest = 0.0F;
        for (std::size_t i = 0; i < mix.samples.size(); ++i) {
            furthest =
                std::max(furthest, std::abs(melody.samples[i] + bass.samples[i] - mix.samples[i]));
        }
        // Two synths each have their own chorus and rounding.
        QVERIFY2(furthest < 0.002F, qPrintable(QString::number(double(furthest))));
        QVERIFY(melody.peak() > 0.01F && bass.peak() > 0.01F);
    }

    void stemsAreTheSameHoweverManyThreadsMadeThem() {
        SoundExportSettings settings;
        settings.parts = ExportParts::Stems;
        QVERIFY(write("first.wav", settings).ok());
        QVERIFY(write("second.wav", settings).ok());
        QCOMPARE(readSound(path("first-1-Melody.wav")).samples,
                 readSound(path("second-1-Melody.wav")).samples);
    }

    void normalizingBringsThePeakToTheLevel() {
        SoundExportSettings settings;
        settings.peakDecibels = -6.0206;
        settings.dithering = Dithering::Off;
        QVERIFY(write("loud.wav", settings).ok());
        const float peak = readSound(path("loud.wav")).peak();
        QVERIFY2(std::abs(peak - 0.5F) <= kOneStep, qPrintable(QString::number(double(peak))));
    }

    void silenceStaysSilentWithoutDither() {
        SoundExportSettings settings;
        settings.render.range = TickRange{quarters(100), quarters(101)};
        settings.render.ending = RenderEnding::Cut;
        QVERIFY(write("dithered.wav", settings).ok());
        QVERIFY(readSound(path("dithered.wav")).peak() > 0.0F);
        settings.dithering = Dithering::Off;
        QVERIFY(write("plain.wav", settings).ok());
        QCOMPARE(readSound(path("plain.wav")).peak(), 0.0F);
    }

    void aLoopIsExactlyAsLongAsItsRange() {
        SoundExportSettings settings;
        settings.render.range = TickRange{{}, quarters(4)};
        settings.render.ending = RenderEnding::Wrap;
        QVERIFY(write("loop.wav", settings).ok());
        QCOMPARE(readSound(path("loop.wav")).info.frames, sf_count_t(96'000));
    }

    void progressRisesToTheEnd() {
        SoundExportSettings settings;
        settings.peakDecibels = -1.0;
        settings.parts = ExportParts::Stems;
        std::vector<double> seen;
        const auto outcome =
            exportSound(twoTracks(), path("p.wav"), settings, m_places, {},
                        [&](double fraction, std::string_view) { seen.push_back(fraction); });
        QVERIFY(outcome.ok());
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QVERIFY(seen.size() > 10 && seen.front() < 0.1);
        QCOMPARE(seen.back(), 1.0);
    }

    void cancellingLeavesNoFile() {
        QDir().mkpath(m_folder.filePath("empty"));
        std::stop_source source;
        SoundExportSettings settings;
        settings.parts = ExportParts::Stems;
        const auto outcome =
            exportSound(twoTracks(), path("empty/c.wav"), settings, m_places, source.get_token(),
                        [&](double, std::string_view) { source.request_stop(); });
        QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
        QVERIFY(QDir(m_folder.filePath("empty")).isEmpty());
    }

    void aFontThatIsMissingIsNamed() {
        SoundExportSettings settings;
        settings.soundFont = path("gone.sf2");
        const auto outcome = write("x.wav", settings);
        QCOMPARE(outcome.error().code, ErrorCode::NotFound);
        QVERIFY(outcome.error().message.find("gone.sf2") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(SoundExportTest)
#include "SoundExportTest.moc"
