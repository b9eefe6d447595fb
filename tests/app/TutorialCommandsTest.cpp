#include "tests/support/Program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace cantilena::test;

/// The tutorial's files on the command line, from import to generate, and back.
class TutorialCommandsTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_model;

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] Outcome imported(const QString& mapping) const {
        return program({"import-keras", "--weights", path("one-old.h5"), "--mapping", path(mapping),
                        "--out", m_model});
    }

private Q_SLOTS:
    void initTestCase() {
        const Outcome fixtures =
            run("/usr/bin/python3",
                {projectFile("tests/core/model/torch/keras-fixtures.py"), m_folder.path()});
        if (fixtures.err.contains("ModuleNotFoundError")) {
            QSKIP(
                "the fixtures are Keras files that python3-h5py and python3-numpy write, which are "
                "not installed; ./check installs them");
        }
        QVERIFY2(fixtures.status == 0, fixtures.err.constData());
        m_model = path("model.safetensors");
        const Outcome outcome = imported("mapping.json");
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QVERIFY2(outcome.out.contains("256 units and 38 symbols, pitches 45 (A2) to 81 (A5) "
                                      "without 46, 49"),
                 outcome.out.constData());
    }

    void aMismatchIsStatusOneAndOneSentence() {
        const Outcome outcome = imported("mapping-40.json");
        QCOMPARE(outcome.status, 1);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY2(outcome.err.contains("know 38 symbols but mapping-40.json holds 40"),
                 outcome.err.constData());
    }

    void importedModelsGenerate() {
        QFile seed(path("seed.abc"));
        QVERIFY(seed.open(QIODevice::WriteOnly));
        seed.write("X:1\nM:4/4\nL:1/4\nK:C\nCDEF|\n");
        seed.close();
        const QStringList arguments = {
            "generate", "--model", m_model, "--seed",    path("seed.abc"),
            "--bars",   "4",       "--rng", "5",         "--candidates",
            "4",        "--json",  "--out", path("made")};
        const Outcome outcome = program(arguments);
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const QJsonArray candidates = outcome.json()["candidates"].toArray();
        QCOMPARE(candidates.size(), 4);
        for (const auto& candidate : candidates) {
            QVERIFY(candidate.toObject()["bits_per_note"].toDouble() > 0.0);
            QVERIFY(QFile::exists(candidate.toObject()["file"].toString()));
            for (const auto& note : candidate.toObject()["notes"].toArray()) {
                QCOMPARE(note.toObject()["onset"].toInteger() % 1680, 0);
            }
        }
        QCOMPARE(program(arguments).out, outcome.out);
    }

    void aCadenceIsHeededAndDensityIsRefused() {
        QFile seed(path("cadence.abc"));
        QVERIFY(seed.open(QIODevice::WriteOnly));
        seed.write("X:1\nM:4/4\nL:1/4\nK:C\nCDEF|\n");
        seed.close();
        const QStringList arguments = {
            "generate", "--model", m_model, "--seed", path("cadence.abc"),
            "--bars",   "2",       "--rng", "5"};
        const Outcome ended = program(arguments + QStringList{"--cadence", "--json"});
        QVERIFY2(ended.status == 0, ended.err.constData());
        for (const auto& candidate : ended.json()["candidates"].toArray()) {
            const QJsonObject last = candidate.toObject()["notes"].toArray().last().toObject();
            QCOMPARE(last["pitch"].toInt() % 12, 0);
            QCOMPARE(last["onset"].toInteger() % 6720, 0);
        }
        const Outcome dense = program(arguments + QStringList{"--density", "8"});
        QCOMPARE(dense.status, 1);
        QVERIFY(dense.out.isEmpty());
        QVERIFY2(dense.err.contains("no density can be asked of it"), dense.err.constData());
    }

    void aSeedOutsideTheMappingIsNamed() {
        QFile seed(path("high.abc"));
        QVERIFY(seed.open(QIODevice::WriteOnly));
        seed.write("X:1\nM:4/4\nL:1/4\nK:C\nCDE^c''|\n");
        seed.close();
        const Outcome outcome =
            program({"generate", "--model", m_model, "--seed", path("high.abc")});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains("C#7 in bar 1") && outcome.err.contains("C#5 is the nearest"),
                 outcome.err.constData());
    }

    /// It looks only back: fillings are drawn, and ranked by what follows.
    void infillWorksByDrawingAndRanking() {
        const QString tune = projectFile("resources/tunes/frere-jacques.abc");
        const QStringList asked{"infill", "--model", m_model, "--in",  tune, "--from",
                                "3",      "--to",    "4",     "--rng", "5",  "--json"};
        const Outcome outcome = program(asked);
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QVERIFY(outcome.err.contains("looks only back"));
        const QJsonArray candidates = outcome.json()["candidates"].toArray();
        QCOMPARE(candidates.size(), 3);
        for (const auto& candidate : candidates) {
            QVERIFY(!candidate.toObject()["notes"].toArray().isEmpty());
        }
        QCOMPARE(program(asked).out, outcome.out);
    }

    void surpriseAndEvaluateWork_data() {
        QTest::addColumn<bool>("tutorial");
        QTest::newRow("imported model") << true;
        QTest::newRow("the model that ships") << false;
    }
    void surpriseAndEvaluateWork() {
        QFETCH(bool, tutorial);
        const QString tune = projectFile("resources/tunes/frere-jacques.abc");
        const QStringList model = tutorial ? QStringList{"--model", m_model} : QStringList{};
        const Outcome surprise = program(QStringList{"surprise", "--in", tune, "--json"} + model);
        QVERIFY2(surprise.status == 0, surprise.err.constData());
        const QJsonArray notes = surprise.json()["notes"].toArray();
        QVERIFY(notes.size() > 20);
        double bits = 0.0;
        for (int i = 0; i < notes.size(); ++i) {
            QCOMPARE(notes[i].toObject()["index"].toInt(), i);
            for (const char* key : {"onset_quarters", "pitch", "pitch_bits", "duration_bits"}) {
                QVERIFY2(notes[i].toObject()[key].isDouble(), key);
            }
            bits += notes[i].toObject()["pitch_bits"].toDouble();
        }
        const Outcome evaluate =
            program(QStringList{"evaluate", "--corpus", tune, "--json"} + model);
        QVERIFY2(evaluate.status == 0, evaluate.err.constData());
        QCOMPARE(evaluate.json()["notes"].toInt(), notes.size());
        // Evaluating rules out the pitches that the tune does not use.
        QVERIFY(evaluate.json()["pitch_bits_per_note"].toDouble() <=
                bits / static_cast<double>(notes.size()) + 1e-9);
    }

    void tutorialFilesComeFromAnyCorpusAndAreOne() {
        const Outcome written = program({"corpus", projectFile("resources/tunes"), "--tutorial-out",
                                         path("tutorial"), "--json"});
        QVERIFY2(written.status == 0, written.err.constData());
        QVERIFY(written.err.contains("songs in file_dataset"));
        const Outcome read = program({"corpus", path("tutorial"), "--json"});
        QCOMPARE(read.status, 0);
        QVERIFY(read.json()["accepted"].toInt() > 30);
        QVERIFY(read.json()["meters"].toObject().keys() == QStringList{"none"});
        for (const QString& key : read.json()["keys"].toObject().keys()) {
            QVERIFY2(key == "C major" || key == "A minor", qPrintable(key));
        }
    }

    void theTutorialRecipeTrainsOnItsOwnDataSet() {
        QVERIFY(program({"corpus", projectFile("resources/tunes"), "--tutorial-out", path("own")})
                    .status == 0);
        const QString model = path("own.safetensors");
        const Outcome trained = program({"train", "--corpus", path("own"), "--out", model,
                                         "--recipe", "tutorial", "--epochs", "2", "--json"});
        QVERIFY2(trained.status == 0, trained.err.constData());
        const QJsonArray epochs = trained.json()["epochs"].toArray();
        QCOMPARE(epochs.size(), 2);
        QVERIFY(epochs[1].toObject()["validation_bits"].toDouble() <
                epochs[0].toObject()["validation_bits"].toDouble());
        const Outcome generated =
            program({"generate", "--model", model, "--bars", "2", "--rng", "1", "--json"});
        QVERIFY2(generated.status == 0, generated.err.constData());
        QVERIFY(!generated.json()["candidates"].toArray().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TutorialCommandsTest)
#include "TutorialCommandsTest.moc"
