#include "app/SoundExport.h"
#include "core/model/NetworkModel.h"
#include "core/model/NetworkModule.h"
#include "core/project/ProjectFile.h"
#include "tests/support/Program.h"
#include "tests/support/StudioDriver.h"

#include <QDir>
#include <QFrame>
#include <QJsonArray>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>

using namespace cantilena;
using namespace cantilena::test;

namespace {

constexpr int kGenerateMilliseconds = 120'000;
constexpr int kTrainMilliseconds = 240'000;

/// What python3-mido, a package of the system's own Python, reads out of a MIDI file.
constexpr const char* kMidoReader = R"(
import json, mido, sys
file = mido.MidiFile(sys.argv[1])
notes, tempos = [], []
for track in file.tracks:
    at = 0
    for message in track:
        at += message.time
        if message.type == 'note_on' and message.velocity > 0:
            notes.append([at / file.ticks_per_beat, message.note, message.velocity])
        if message.type == 'set_tempo':
            tempos.append(60e6 / message.tempo)
print(json.dumps({'length': file.length, 'notes': sorted(notes), 'tempos': tempos}))
)";

/// A sound file of 16-bit samples, read byte by byte.
struct Wav {
    int channels = 0;
    int sampleRate = 0;
    std::vector<double> samples;

    [[nodiscard]] double seconds() const {
        return static_cast<double>(samples.size()) / (channels * sampleRate);
    }
    [[nodiscard]] double peak() const {
        double highest = 0.0;
        for (const double sample : samples) {
            highest = std::max(highest, std::abs(sample));
        }
        return highest;
    }
    /// Root mean square of a stretch of time, in decibels below full scale.
    [[nodiscard]] double decibels(double from, double to) const {
        const auto index = [this](double at) {
            return std::min(samples.size(), static_cast<std::size_t>(at * sampleRate) *
                                                static_cast<std::size_t>(channels));
        };
        double sum = 0.0;
        for (std::size_t i = index(from); i < index(to); ++i) {
            sum += samples[i] * samples[i];
        }
        const auto count = static_cast<double>(std::max<std::size_t>(1, index(to) - index(from)));
        return 10.0 * std::log10(sum / count + 1e-12);
    }
};

template <typename Number>
Number littleEndian(const QByteArray& bytes, qsizetype at) {
    Number number{};
    std::memcpy(&number, bytes.constData() + at, sizeof number);
    return number;
}

Wav readWav(const QString& path) {
    Wav wav;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return wav;
    }
    const QByteArray bytes = file.readAll();
    for (qsizetype at = 12; at + 8 <= bytes.size();) {
        const QByteArray name = bytes.mid(at, 4);
        const auto size = littleEndian<quint32>(bytes, at + 4);
        if (name == "fmt ") {
            wav.channels = littleEndian<quint16>(bytes, at + 10);
            wav.sampleRate = static_cast<int>(littleEndian<quint32>(bytes, at + 12));
        } else if (name == "data") {
            for (qsizetype i = at + 8; i + 1 < at + 8 + size && i + 1 < bytes.size(); i += 2) {
                wav.samples.push_back(littleEndian<qint16>(bytes, i) / 32768.0);
            }
        }
        at += 8 + static_cast<qsizetype>(size) + (size & 1);
    }
    return wav;
}

} // namespace

/// The main job from an empty window to files that others can read, through the real window, the
/// real network and the real synthesizer.
class StoryTest : public QObject {
    Q_OBJECT

    static Places places() {
        Places places;
        places.resources = projectFile("resources").toStdString();
        places.networkModule = std::filesystem::path(CANTILENA_BUILD_FOLDER) / kModuleFile;
        places.soundFontFolders = {projectFile("soundfonts").toStdString(), "/usr/share/sounds/sf2",
                                   "/usr/share/soundfonts"};
        return places;
    }

    static StudioParts realParts(StudioBench& bench) {
        StudioParts parts = bench.parts();
        parts.loadModel = loadMelodyModel;
        parts.backend = [] { return openModelBackend(places().networkModule); };
        parts.exportSound = [](const Score& score, const std::filesystem::path& path,
                               const SoundExportSettings& settings, std::stop_token stop,
                               const ProgressSink& progress) {
            return exportSound(score, path, settings, places(), std::move(stop), progress);
        };
        parts.defaultModel = places().defaultModel();
        return parts;
    }

    /// What undo is for: the takes stay, whatever is undone.
    static std::string bytesOf(StudioDriver& studio) {
        Project project = studio.window.project().project();
        project.takes = {};
        return projectBytes(project);
    }

    static void generate(StudioDriver& studio, const std::function<void()>& ask) {
        QTRY_VERIFY_WITH_TIMEOUT(studio.action("actionGenerate")->isEnabled(),
                                 kGenerateMilliseconds);
        ask();
        QTRY_VERIFY_WITH_TIMEOUT(studio.window.generator().candidates().size() >= 3U &&
                                     !studio.window.generator().isRunning(),
                                 kGenerateMilliseconds);
    }

private Q_SLOTS:
    void sketchGenerateAuditionKeepAndExport() {
        QVERIFY(QFile::exists(projectFile("resources/models/default.safetensors")));
        StudioBench bench;
        StudioDriver studio(realParts(bench));

        // Sketch: four notes by mouse.
        studio.drawSeed();
        QCOMPARE(studio.window.document().score()->noteCount(), 4U);
        const std::string sketched = bytesOf(studio);
        const int steps = studio.window.document().undoStack().count();

        // Generate and audition: the document does not change.
        studio.canvas()->setFocus();
        generate(studio, [&] { QTest::keyClick(studio.canvas(), Qt::Key_G, Qt::ControlModifier); });
        if (QTest::currentTestFailed()) {
            return;
        }
        QTest::keyClick(studio.canvas(), Qt::Key_1);
        QVERIFY(studio.window.playback().isPlaying());
        QTRY_VERIFY(studio.window.playback().playhead() > Tick{});
        QTest::keyClick(studio.canvas(), Qt::Key_2);
        QTest::keyClick(studio.canvas(), Qt::Key_Escape);
        QVERIFY(!studio.window.playback().isPlaying());
        QCOMPARE(bytesOf(studio), sketched);

        // Keep: one step, which one undo takes back to the byte.
        QTest::keyClick(studio.canvas(), Qt::Key_2);
        QTest::keyClick(studio.canvas(), Qt::Key_Return);
        QCOMPARE(studio.window.document().undoStack().count(), steps + 1);
        const std::string kept = bytesOf(studio);
        QVERIFY(kept != sketched);
        QTest::keyClick(studio.canvas(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(bytesOf(studio), sketched);
        QTest::keyClick(studio.canvas(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(bytesOf(studio), kept);

        exportAndCheckNotes(bench, studio);
        exportAndCheckSound(bench, studio);
    }

    void aModelIsTrainedAndProposesAtOnce() {
        StudioBench bench;
        QDir(bench.folder.path()).mkdir("reels");
        bench.write("reels/book.abc", tuneBook(24));
        StudioDriver studio(realParts(bench));
        studio.trigger("actionTrain");
        studio.nextPath = bench.path("reels");
        studio.find<QPushButton>("trainingFolder")->click();
        auto* run = studio.find<QPushButton>("trainingRun");
        QTRY_VERIFY_WITH_TIMEOUT(run->isEnabled(), kTrainMilliseconds);
        studio.find<QSpinBox>("trainingEpochs")->setValue(2);
        run->click();
        QTRY_COMPARE_WITH_TIMEOUT(studio.window.training().state(), TrainingState::Finished,
                                  kTrainMilliseconds);
        QCOMPARE(studio.window.training().epochs().size(), 2U);
        QVERIFY(std::filesystem::exists(studio.window.training().output()));

        studio.find<QPushButton>("trainingUse")->click();
        studio.drawSeed();
        studio.canvas()->setFocus();
        generate(studio, [&] { studio.trigger("actionGenerate"); });
        if (QTest::currentTestFailed()) {
            return;
        }
        QTest::keyClick(studio.canvas(), Qt::Key_3);
        QTest::keyClick(studio.canvas(), Qt::Key_Return);
        QVERIFY(studio.window.document().score()->noteCount() > 4U);
    }

private:
    static void exportAndCheckNotes(StudioBench& bench, StudioDriver& studio) {
        const QString file = bench.folder.filePath("story.mid");
        studio.nextPath = bench.path("story.mid");
        studio.trigger("actionExportNotes");
        QTRY_VERIFY(studio.text("messageSentence").contains("story.mid"));

        const Outcome read = run("/usr/bin/python3", {"-c", kMidoReader, file});
        QVERIFY2(read.status == 0, read.err);
        const QJsonArray notes = read.json()["notes"].toArray();
        const Track& track = studio.window.document().track();
        QCOMPARE(notes.size(), static_cast<qsizetype>(track.notes.size()));
        for (qsizetype i = 0; i < notes.size(); ++i) {
            const Note& note = track.notes[static_cast<std::size_t>(i)];
            QVERIFY(std::abs(notes[i][0].toDouble() - inQuarters(note.onset)) < 0.01);
            QCOMPARE(notes[i][1].toInt(), note.pitch.number);
            QCOMPARE(notes[i][2].toInt(), note.velocity);
        }
        QCOMPARE(read.json()["tempos"].toArray().first().toDouble(), 100.0);

        const Outcome listed = run("midicsv", {file});
        QVERIFY2(listed.status == 0, listed.err);
        QVERIFY(listed.out.contains("End_of_file"));
    }

    static void exportAndCheckSound(StudioBench& bench, StudioDriver& studio) {
        if (!chosenSoundFont({}, places())) {
            QSKIP("nothing sounds without a SoundFont and none is installed; ./check installs "
                  "timgm6mb-soundfont");
        }
        const QString file = bench.folder.filePath("story.wav");
        studio.nextPath = bench.path("story.wav");
        studio.trigger("actionExportSound");
        studio.find<QPushButton>("exportGo")->click();
        QTRY_VERIFY2_WITH_TIMEOUT(studio.text("messageSentence").contains("story.wav"),
                                  qPrintable(studio.text("messageSentence")), 60'000);

        const Wav wav = readWav(file);
        const Score& score = *studio.window.document().score();
        const double song = score.tempoMap().secondsAt(score.end());
        QCOMPARE(wav.channels, 2);
        QCOMPARE(wav.sampleRate, 48'000);
        QVERIFY2(wav.seconds() >= song && wav.seconds() <= song + 9.0,
                 qPrintable(QString("%1 s for a song of %2 s").arg(wav.seconds()).arg(song)));
        const double loudness = wav.decibels(0.0, song);
        QVERIFY2(loudness > -45.0 && loudness < -6.0, qPrintable(QString::number(loudness)));
        QVERIFY(wav.peak() < 1.0);
        QVERIFY(wav.decibels(wav.seconds() - 0.05, wav.seconds()) < loudness - 20.0);
    }
};

QTEST_MAIN(StoryTest)
#include "StoryTest.moc"
