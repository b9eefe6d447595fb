#include "tests/support/Program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace cantilena::test;

namespace {

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeBytes(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

QString firstTune() {
    const QDir tunes(projectFile("resources/tunes"));
    return tunes.filePath(tunes.entryList({"*.abc"}).value(0));
}

} // namespace

class CommandLineTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_model;

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void initTestCase() {
        // A small model of its own, so that the tests do not hang on the one that ships.
        m_model = path("small.safetensors");
        const Outcome outcome = program({"train", "--corpus", projectFile("resources/tunes"),
                                         "--out", m_model, "--epochs", "3", "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const QJsonObject json = outcome.json();
        QCOMPARE(json["model"].toString(), m_model);
        const QJsonArray epochs = json["epochs"].toArray();
        QCOMPARE(epochs.size(), 3);
        for (const char* key :
             {"epoch", "training_bits", "validation_bits", "seconds", "processor_seconds"}) {
            QVERIFY2(epochs[0].toObject()[key].isDouble(), key);
        }
        QVERIFY(epochs[2].toObject()["training_bits"].toDouble() <
                epochs[0].toObject()["training_bits"].toDouble());
        QVERIFY(json["best_epoch"].toInt() >= 1);
    }

    void wrongUsageIsStatusTwo_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown command") << QStringList{"compose", "--now"};
        QTest::newRow("missing argument") << QStringList{"convert", "a.mid"};
        QTest::newRow("unknown option") << QStringList{"generate", "--loud"};
        QTest::newRow("bad number") << QStringList{"generate", "--bars", "many"};
        QTest::newRow("out of range") << QStringList{"generate", "--bars", "0"};
        QTest::newRow("bad pitch range") << QStringList{"generate", "--range", "C4-C5"};
        QTest::newRow("bad key") << QStringList{"generate", "--key", "H major"};
    }
    void wrongUsageIsStatusTwo() {
        QFETCH(QStringList, arguments);
        const Outcome outcome = program(arguments);
        QCOMPARE(outcome.status, 2);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(!outcome.err.isEmpty());
    }

    void everyCommandHasHelpWithAnExample_data() {
        QTest::addColumn<QString>("command");
        for (const char* command : {"convert", "corpus", "train", "evaluate", "crossval",
                                    "generate", "render", "devices"}) {
            QTest::newRow(command) << QString(command);
        }
    }
    void everyCommandHasHelpWithAnExample() {
        QFETCH(QString, command);
        const Outcome outcome = program({command, "--help"});
        QCOMPARE(outcome.status, 0);
        QVERIFY(outcome.out.contains("Example: cantilena " + command.toUtf8()));
    }

    void theVersionNamesTheLibraries() {
        const Outcome outcome = program({"--version"});
        QCOMPARE(outcome.status, 0);
        for (const char* name : {"cantilena", "Qt", "FluidSynth", "LibTorch"}) {
            QVERIFY2(outcome.out.contains(name), name);
        }
    }

    void theStudioNeedsADisplay() {
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
            environment.remove(name);
        }
        const Outcome none = run(CANTILENA_BUILD_FOLDER "/cantilena", {}, environment);
        QCOMPARE(none.status, 1);
        QCOMPARE(none.err.trimmed().count('\n'), 0);
        environment.insert("DISPLAY", ":12345");
        const Outcome unreachable = run(CANTILENA_BUILD_FOLDER "/cantilena", {}, environment);
        QCOMPARE(unreachable.status, 1);
        QVERIFY(unreachable.err.contains("display"));
    }

    void convertsAndReadsBack() {
        const Outcome toMidi = program({"convert", firstTune(), path("a.mid")});
        QVERIFY2(toMidi.status == 0, toMidi.err.constData());
        QCOMPARE(program({"convert", path("a.mid"), path("a.json")}).status, 0);
        QCOMPARE(program({"convert", path("a.mid"), path("a.cantilena")}).status, 0);
        QCOMPARE(program({"convert", path("a.cantilena"), path("b.json")}).status, 0);
        QCOMPARE(bytesOf(path("a.json")), bytesOf(path("b.json")));
        for (const char* name : {"a.musicxml", "a.xml", "a.mxl"}) {
            QCOMPARE(program({"convert", path("a.mid"), path(name)}).status, 0);
            QCOMPARE(program({"convert", path(name), path("b.json")}).status, 0);
            QCOMPARE(bytesOf(path("a.json")), bytesOf(path("b.json")));
        }
        const QJsonObject json = QJsonDocument::fromJson(bytesOf(path("a.json"))).object();
        for (const char* key :
             {"ticks_per_quarter", "pickup_ticks", "tempos", "meters", "keys", "tracks"}) {
            QVERIFY2(json.contains(key), key);
        }
        QVERIFY(!json["tracks"].toArray()[0].toObject()["notes"].toArray().isEmpty());
    }

    void whatIsBrokenIsNamedInOneSentence_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("MIDI") << "drum.mid"
                              << QByteArray("MThd\0\0\0\6\0\1\0\1\1\xe0MTrk\0\0\0\x63\0\x90\x3c",
                                            25);
        QTest::newRow("not MIDI") << "x.mid" << QByteArray("hello");
        QTest::newRow("ABC") << "x.abc" << QByteArray("no tune at all");
        QTest::newRow("project") << "x.cantilena" << QByteArray("{\"format\":");
        QTest::newRow("unknown kind") << "x.doc" << QByteArray("hello");
    }
    void whatIsBrokenIsNamedInOneSentence() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        writeBytes(path(name), bytes);
        writeBytes(path("kept.json"), "before");
        const Outcome outcome = program({"convert", path(name), path("kept.json")});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains(name.toUtf8()), outcome.err.constData());
        QCOMPARE(outcome.err.trimmed().count('\n'), 0);
        QCOMPARE(bytesOf(path("kept.json")), QByteArray("before"));
    }

    void aMissingFileIsNamed_data() {
        QTest::addColumn<QStringList>("arguments");
        const QString missing = "/nowhere/missing.mid";
        QTest::newRow("convert") << QStringList{"convert", missing, "out.json"};
        QTest::newRow("render") << QStringList{"render", missing, "out.wav"};
        QTest::newRow("corpus") << QStringList{"corpus", missing};
        QTest::newRow("generate") << QStringList{"generate", "--seed", missing};
    }
    void aMissingFileIsNamed() {
        QFETCH(QStringList, arguments);
        if (arguments[0] == "generate") {
            arguments << "--model" << m_model;
        }
        const Outcome outcome = program(arguments);
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains("missing.mid"), outcome.err.constData());
    }

    void theCorpusIsCounted() {
        const Outcome outcome = program({"corpus", projectFile("resources/tunes"), "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const QJsonObject json = outcome.json();
        QVERIFY(json["tunes"].toInt() >= 24);
        QCOMPARE(json["accepted"].toInt(), json["tunes"].toInt());
        QVERIFY(json["rejected"].toArray().isEmpty());
        QVERIFY(json["notes"].toInt() > 500);
        QVERIFY(json["duplicates"].isArray());
        QVERIFY(json["meters"].toObject()["3/4"].toInt() > 0);
        QVERIFY(!json["keys"].toObject().isEmpty());
    }

    void aFolderWithoutTunesTrainsNothing() {
        QDir().mkpath(path("empty"));
        const Outcome outcome =
            program({"train", "--corpus", path("empty"), "--out", path("none.safetensors")});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains("empty"), outcome.err.constData());
        QVERIFY(!QFile::exists(path("none.safetensors")));
    }

    void theSameSeedMakesTheSameBytes() {
        const QStringList arguments = {"generate",     "--model", m_model, "--seed", firstTune(),
                                       "--bars",       "4",       "--rng", "7",      "--json",
                                       "--candidates", "3",       "--out"};
        const Outcome first = program(arguments + QStringList{path("one")});
        QVERIFY2(first.status == 0, first.err.constData());
        QCOMPARE(program(arguments + QStringList{path("two")}).status, 0);
        QCOMPARE(QDir(path("one")).entryList(QDir::Files).size(), 3);
        for (int i = 1; i <= 3; ++i) {
            const QString name = QString("/candidate-%1.mid").arg(i);
            const QByteArray bytes = bytesOf(path("one") + name);
            QVERIFY(!bytes.isEmpty());
            QCOMPARE(bytes, bytesOf(path("two") + name));
            const Outcome judge = run("midicsv", {path("one") + name});
            QCOMPARE(judge.status, 0);
            QVERIFY(judge.out.count("Note_on_c") > 10);
        }
        const QJsonArray candidates = first.json()["candidates"].toArray();
        QCOMPARE(candidates.size(), 3);
        const QJsonObject last = candidates[2].toObject();
        for (const char* key : {"file", "rng", "bits_per_note", "longest_copy_notes", "notes"}) {
            QVERIFY2(last.contains(key), key);
        }
        // The seed that a candidate reports gives that candidate alone.
        const Outcome alone =
            program({"generate", "--model", m_model, "--seed", firstTune(), "--bars", "4",
                     "--candidates", "1", "--rng", QString::number(last["rng"].toInteger()),
                     "--json", "--out", path("alone")});
        QVERIFY2(alone.status == 0, alone.err.constData());
        QCOMPARE(bytesOf(path("alone/candidate-1.mid")), bytesOf(path("one/candidate-3.mid")));
    }

    void withoutAFolderNothingIsWritten() {
        const Outcome outcome =
            program({"generate", "--model", m_model, "--bars", "2", "--key", "D dorian", "--meter",
                     "6/8", "--range", "C4..C6", "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const QJsonArray candidates = outcome.json()["candidates"].toArray();
        QVERIFY(!candidates.isEmpty());
        for (const auto& value : candidates) {
            const QJsonObject candidate = value.toObject();
            QVERIFY(candidate["file"].isNull());
            for (const auto& note : candidate["notes"].toArray()) {
                const int pitch = note.toObject()["pitch"].toInt();
                QVERIFY(pitch >= 60 && pitch <= 84);
            }
        }
    }

    void aBrokenModelIsNamed() {
        writeBytes(path("broken.safetensors"), bytesOf(m_model).left(5000));
        const Outcome outcome =
            program({"generate", "--model", path("broken.safetensors"), "--bars", "2"});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains("broken.safetensors"), outcome.err.constData());
    }

    void evaluatesInBits() {
        const Outcome outcome = program({"evaluate", "--model", m_model, "--corpus", firstTune(),
                                         "--per-note", path("bits.csv"), "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const QJsonObject json = outcome.json();
        const QJsonObject bits = json["bits_per_event"].toObject();
        QCOMPARE(bits["sum"].toDouble(), bits["pitch"].toDouble() + bits["duration"].toDouble());
        QVERIFY(json["pitch_bits_per_note"].toDouble() > 0);
        QVERIFY(json["events"].toInt() > json["notes"].toInt());
        QCOMPARE(json["files"].toArray().size(), 1);
        QVERIFY(json["skipped"].isArray());
        QCOMPARE(bytesOf(path("bits.csv")).count('\n'), json["notes"].toInt() + 1);
    }

    /// Every gap stands in one of four parts, which add up to the whole.
    void evaluatesGapsByWhereTheyStandAgain() {
        const Outcome outcome =
            program({"evaluate", "--model", m_model, "--corpus", projectFile("resources/tunes"),
                     "--gaps", "1", "2", "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const QJsonArray all = outcome.json()["gaps"].toArray();
        QCOMPARE(all.size(), 2);
        for (int i = 0; i < 2; ++i) {
            const QJsonObject gaps = all[i].toObject();
            QCOMPARE(gaps["bars"].toInt(), i + 1);
            int count = 0;
            double bits = 0.0;
            const QJsonObject parts = gaps["recurs"].toObject();
            QCOMPARE(parts.keys(), (QStringList{"before", "behind", "both", "nowhere"}));
            for (const QJsonValue& part : parts) {
                count += part["gaps"].toInt();
                bits += part["in_sight"].toDouble() * part["events"].toInt();
            }
            QVERIFY(gaps["gaps"].toInt() > 10);
            QCOMPARE(count, gaps["gaps"].toInt());
            QCOMPARE(bits, gaps["in_sight"].toDouble() * gaps["events"].toInt());
        }
        const Outcome text = program({"evaluate", "--model", m_model, "--corpus",
                                      projectFile("resources/tunes"), "--gaps", "1"});
        QVERIFY(text.out.contains(" gaps of 1 bar: "));
        QVERIFY(text.out.contains(" that stand nowhere else: "));
    }

    void crossValidatesBesidePpm_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("network");
        QTest::newRow("everything seen") << QStringList() << "lstm_memory";
        QTest::newRow("pitches alone") << QStringList{"--inputs", "pitch"} << "lstm_memory";
        QTest::newRow("without memory") << QStringList{"--memory", "off"} << "lstm";
    }
    void crossValidatesBesidePpm() {
        QFETCH(QStringList, options);
        QFETCH(QString, network);
        const QStringList arguments = QStringList{"crossval",
                                                  "--corpus",
                                                  projectFile("resources/tunes"),
                                                  "--folds",
                                                  "2",
                                                  "--epochs",
                                                  "1",
                                                  "--threads",
                                                  "1",
                                                  "--per-note",
                                                  path("folds.csv"),
                                                  "--json"} +
                                      options;
        const Outcome outcome = program(arguments);
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const QJsonObject json = outcome.json();
        const double mean = json["mean_bits_per_note"].toDouble();
        QVERIFY(mean > 0.5);
        QCOMPARE(json["folds"].toArray().size(), 2);
        QCOMPARE(json["model"].toObject().keys(), QStringList{network});
        QCOMPARE(json["model"].toObject()[network].toDouble(), mean);
        const QJsonObject baselines = json["baselines"].toObject();
        // What has heard the other tunes knows more than what has heard this one alone.
        QVERIFY(baselines["ppm_combined"].toDouble() < baselines["ppm_stm"].toDouble());
        QVERIFY(baselines["ppm_ltm_plus"].toDouble() < baselines["ppm_ltm"].toDouble());
        QVERIFY(json["alphabet"].toInt() > 12);
        QCOMPARE(bytesOf(path("folds.csv")).count('\n'), json["notes"].toInt() + 1);
        QCOMPARE(program(arguments).out, outcome.out);
    }

    void moreFoldsThanTunesIsOneSentence() {
        const Outcome outcome = program({"crossval", "--corpus", firstTune(), "--folds", "5"});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains("folds"), outcome.err.constData());
    }

    void rendersSound() {
        const Outcome outcome = program({"render", firstTune(), path("a.wav"), "--rate", "44100"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const Outcome judge = run("soxi", {"-r", path("a.wav")});
        QCOMPARE(judge.out.trimmed(), QByteArray("44100"));
        QCOMPARE(program({"convert", firstTune(), path("a.flac")}).status, 0);
        QVERIFY(run("soxi", {"-D", path("a.flac")}).out.toDouble() > 5.0);
    }

    void anInterruptedTrainingKeepsWhatItHas() {
        QProcess process;
        process.start(CANTILENA_BUILD_FOLDER "/cantilena",
                      {"train", "--corpus", projectFile("resources/tunes"), "--out",
                       path("long.safetensors"), "--epochs", "5000"});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path("long.safetensors")), 60'000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 130);
        QCOMPARE(program({"generate", "--model", path("long.safetensors"), "--bars", "1"}).status,
                 0);
    }

    void theDevicesAreListed() {
        const Outcome outcome = program({"devices", "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const QJsonObject json = outcome.json();
        for (const char* key : {"audio_drivers", "midi_outputs", "sound_fonts", "compute"}) {
            QVERIFY2(json[key].isArray(), key);
        }
        QVERIFY(json["compute"].toArray().contains("cpu"));
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "CommandLineTest.moc"
