#include "core/audio/SoundFile.h"

#include <QtTest/QtTest>

#include <csignal>
#include <sys/resource.h>

using namespace cantilena;

namespace {

constexpr int kFrames = 48'000;

/// A sine at 440 Hz, half of full scale, the right side a quarter.
std::vector<float> sine() {
    std::vector<float> samples;
    for (int i = 0; i < kFrames; ++i) {
        const double phase = 2.0 * M_PI * 440.0 * i / 48'000.0;
        samples.push_back(static_cast<float>(0.5 * std::sin(phase)));
        samples.push_back(static_cast<float>(0.25 * std::sin(phase)));
    }
    return samples;
}

Result<void> writeSine(AudioFileWriter& writer) {
    return writer.write(sine());
}

/// What an independent program says about the file.
QString soxi(const QString& option, const QString& path) {
    QProcess process;
    process.start("soxi", {option, path});
    process.waitForFinished();
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

/// Decoded to 32-bit floats by an independent program.
std::vector<float> decoded(const QString& path) {
    QProcess process;
    process.start("sox", {path, "-t", "f32", "-"});
    process.waitForFinished();
    const QByteArray bytes = process.readAllStandardOutput();
    std::vector<float> samples(static_cast<std::size_t>(bytes.size()) / sizeof(float));
    std::memcpy(samples.data(), bytes.constData(), samples.size() * sizeof(float));
    return samples;
}

bool hasSox() {
    return !QStandardPaths::findExecutable("sox").isEmpty() &&
           !QStandardPaths::findExecutable("soxi").isEmpty();
}

} // namespace

class SoundFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theExtensionNamesTheContainer() {
        QCOMPARE(soundContainerOf("a.wav"), SoundContainer::Wav);
        QCOMPARE(soundContainerOf("a.b.FLAC"), SoundContainer::Flac);
        QCOMPARE(soundContainerOf("a.Ogg"), SoundContainer::Ogg);
        QVERIFY(!soundContainerOf("a.mp3"));
        QVERIFY(!soundContainerOf("wav"));
    }

    void anIndependentReaderHearsWhatWasWritten_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<SampleFormat>("samples");
        QTest::addColumn<int>("rate");
        QTest::addColumn<QString>("bits");
        QTest::addColumn<double>("error");
        QTest::newRow("WAV 16") << "a.wav" << SampleFormat::Int16 << 48'000 << "16" << 1.6 / 32'768;
        QTest::newRow("WAV 24") << "a.wav" << SampleFormat::Int24 << 44'100 << "24"
                                << 1.6 / 8'388'608;
        QTest::newRow("WAV float") << "a.wav" << SampleFormat::Float32 << 96'000 << "32" << 1e-7;
        QTest::newRow("FLAC 16") << "a.flac" << SampleFormat::Int16 << 48'000 << "16"
                                 << 1.6 / 32'768;
        QTest::newRow("FLAC 24") << "a.flac" << SampleFormat::Int24 << 88'200 << "24"
                                 << 1.6 / 8'388'608;
        QTest::newRow("OGG") << "a.ogg" << SampleFormat::Int16 << 48'000 << "0" << 0.02;
    }
    void anIndependentReaderHearsWhatWasWritten() {
        QFETCH(QString, name);
        QFETCH(SampleFormat, samples);
        QFETCH(int, rate);
        QFETCH(QString, bits);
        QFETCH(double, error);
        if (!hasSox()) {
            QSKIP("sox is not installed");
        }
        QTemporaryDir folder;
        const QString path = folder.filePath(name);
        SoundFileFormat format;
        format.container = *soundContainerOf(name.toStdString());
        format.samples = samples;
        format.sampleRate = rate;
        QVERIFY(writeSoundFile(path.toStdString(), format, writeSine).ok());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList(name));
        QCOMPARE(soxi("-r", path).toInt(), rate);
        QCOMPARE(soxi("-c", path).toInt(), 2);
        QCOMPARE(soxi("-s", path).toInt(), kFrames);
        QCOMPARE(soxi("-b", path), bits);
        const std::vector<float> expected = sine();
        const std::vector<float> actual = decoded(path);
        QCOMPARE(actual.size(), expected.size());
        double worst = 0.0;
        for (std::size_t i = 0; i < actual.size(); ++i) {
            worst = std::max(worst, std::abs(double(actual[i]) - double(expected[i])));
        }
        QVERIFY2(worst <= error, qPrintable(QString::number(worst)));
    }

    void equalSoundMakesEqualFiles() {
        QTemporaryDir folder;
        QByteArray bytes[2];
        for (int i = 0; i < 2; ++i) {
            const QString path = folder.filePath(QString::number(i) + ".wav");
            QVERIFY(writeSoundFile(path.toStdString(), {}, writeSine).ok());
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            bytes[i] = file.readAll();
        }
        QVERIFY(bytes[0] == bytes[1]);
    }

    void aPlainWavIsPlain() {
        QTemporaryDir folder;
        const QString path = folder.filePath("a.wav");
        QVERIFY(writeSoundFile(path.toStdString(), {}, writeSine).ok());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.read(4), QByteArray("RIFF"));
    }

    void ditherIsSmallAndNotConstant() {
        // A third of one step: rounding would lose it, dither keeps its mean.
        QTemporaryDir folder;
        const QString path = folder.filePath("a.wav");
        const std::vector<float> quiet(2 * kFrames, 1.0F / 3.0F / 32'768.0F);
        QVERIFY(writeSoundFile(path.toStdString(), {}, [&](AudioFileWriter& writer) {
                    return writer.write(quiet);
                }).ok());
        if (!hasSox()) {
            QSKIP("sox is not installed");
        }
        double sum = 0.0;
        float highest = 0.0F;
        for (const float sample : decoded(path)) {
            sum += double(sample) * 32'768.0;
            highest = std::max(highest, std::abs(sample) * 32'768.0F);
        }
        QVERIFY(std::abs(sum / (2.0 * kFrames) - 1.0 / 3.0) < 0.02);
        QVERIFY(highest <= 1.0F);
        QVERIFY(highest > 0.0F);
    }

    void loudAndBrokenSamplesAreClampedNotWrapped() {
        if (!hasSox()) {
            QSKIP("sox is not installed");
        }
        QTemporaryDir folder;
        const QString path = folder.filePath("a.wav");
        QVERIFY(writeSoundFile(path.toStdString(), {}, [](AudioFileWriter& writer) {
                    return writer.write(std::vector<float>{4.0F, -4.0F, NAN, INFINITY});
                }).ok());
        const std::vector<float> samples = decoded(path);
        QVERIFY(samples[0] > 0.99F);
        QVERIFY(samples[1] < -0.99F);
        QCOMPARE(samples[2], 0.0F);
        QCOMPARE(samples[3], 0.0F);
    }

    void aFailedFillLeavesTheOldFileAndNoOther() {
        QTemporaryDir folder;
        const QString path = folder.filePath("a.wav");
        QFile old(path);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("old");
        old.close();
        const auto outcome = writeSoundFile(path.toStdString(), {}, [](AudioFileWriter& writer) {
            static_cast<void>(writer.write(sine()));
            return Result<void>(Error{ErrorCode::Cancelled, "cancelled"});
        });
        QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList("a.wav"));
        QVERIFY(old.open(QIODevice::ReadOnly));
        QCOMPARE(old.readAll(), QByteArray("old"));
    }

    void aFullDiskIsSaidAndLeavesNothing() {
        QTemporaryDir folder;
        const QString path = folder.filePath("a.wav");
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        rlimit small = before;
        small.rlim_cur = 20'000;
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto outcome = writeSoundFile(path.toStdString(), {}, writeSine);
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(!outcome.ok());
        QCOMPARE(outcome.error().code, ErrorCode::NoSpace);
        QVERIFY(
            QString::fromStdString(outcome.error().message).contains("a.wav: cannot be written"));
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void whatCannotBeWrittenIsSaid_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<SampleFormat>("samples");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("no such folder")
            << "/nonexistent/a.wav" << SampleFormat::Int16 << ErrorCode::NotFound;
        QTest::newRow("FLAC of floats")
            << "a.flac" << SampleFormat::Float32 << ErrorCode::Unsupported;
    }
    void whatCannotBeWrittenIsSaid() {
        QFETCH(QString, path);
        QFETCH(SampleFormat, samples);
        QFETCH(ErrorCode, code);
        SoundFileFormat format;
        format.container = *soundContainerOf(path.toStdString());
        format.samples = samples;
        const auto outcome = writeSoundFile(path.toStdString(), format, writeSine);
        QVERIFY(!outcome.ok());
        QCOMPARE(outcome.error().code, code);
        QVERIFY(QString::fromStdString(outcome.error().message).startsWith(path + ": "));
    }

    void theLibraryNamesItself() {
        QVERIFY(QString::fromStdString(soundFileLibraryVersion()).startsWith("libsndfile"));
    }
};

QTEST_GUILESS_MAIN(SoundFileTest)
#include "SoundFileTest.moc"
