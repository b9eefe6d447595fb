#include "ui/document/TrainingController.h"
#include "tests/support/StudioBench.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

using namespace cantilena;
using namespace cantilena::test;

class TrainingControllerTest : public QObject {
    Q_OBJECT

    /// A folder of five tunes, looked through.
    static void scanTunes(StudioBench& bench, TrainingController& training) {
        QDir(bench.folder.path()).mkdir("reels");
        bench.write("reels/book.abc", tuneBook(5));
        training.scan(bench.path("reels"));
        QTRY_COMPARE(training.state(), TrainingState::Ready);
    }

private Q_SLOTS:
    void scanningCountsTheTunes() {
        StudioBench bench;
        TrainingController training(bench.parts());
        scanTunes(bench, training);
        QCOMPARE(training.summary().accepted, 5U);
        QCOMPARE(training.corpus().files, 1U);
    }

    void folderWithoutTunesIsOneSentence_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no melody") << QByteArray("X:1\nT:Silence\nM:4/4\nL:1/4\nK:C\nz4|z4|]\n");
    }
    void folderWithoutTunesIsOneSentence() {
        QFETCH(QByteArray, file);
        StudioBench bench;
        QDir(bench.folder.path()).mkdir("bare");
        if (!file.isEmpty()) {
            bench.write("bare/silence.abc", file);
        }
        TrainingController training(bench.parts());
        QSignalSpy failed(&training, &TrainingController::failed);
        training.scan(bench.path("bare"));
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(training.state(), TrainingState::Empty);
        QVERIFY(failed.front().front().toString().contains("bare"));
        training.start();
        QCOMPARE(training.state(), TrainingState::Empty);
    }

    void trainingReportsEachEpochAndKeepsTheBest() {
        StudioBench bench;
        TrainingController training(bench.parts());
        scanTunes(bench, training);
        QSignalSpy epochs(&training, &TrainingController::epochFinished);
        training.start();
        QTRY_COMPARE(training.state(), TrainingState::Finished);
        QCOMPARE(bench.backend->tunesSeen.load(), 5U);
        QCOMPARE(epochs.size(), 6);
        QCOMPARE(training.bestEpoch(), 4);
        QCOMPARE(training.bestModel()->card().name, "Epoch 4");
        QCOMPARE(training.output(), bench.path("models/reels.safetensors"));
    }

    void anEarlierModelIsNotOverwritten() {
        StudioBench bench;
        QDir(bench.folder.path()).mkdir("models");
        bench.write("models/reels.safetensors", "earlier");
        TrainingController training(bench.parts());
        scanTunes(bench, training);
        training.start();
        QTRY_COMPARE(training.state(), TrainingState::Finished);
        QCOMPARE(training.output(), bench.path("models/reels 2.safetensors"));
    }

    /// So that the tutorial's curve and ours can stand in one chart.
    void theCurveOfTheOtherRecipeStays() {
        StudioBench bench;
        TrainingController training(bench.parts());
        scanTunes(bench, training);
        TrainingSettings settings;
        settings.recipe = TrainingRecipe::Tutorial;
        for (const TrainingRecipe recipe : {TrainingRecipe::Tutorial, TrainingRecipe::Melody}) {
            settings.recipe = recipe;
            training.start(settings);
            QTRY_COMPARE(training.state(), TrainingState::Finished);
            QCOMPARE(training.plan().recipe, recipe);
        }
        QCOMPARE(training.earlier().size(), 1U);
        QCOMPARE(training.earlier()[0].plan.recipe, TrainingRecipe::Tutorial);
        QCOMPARE(training.earlier()[0].epochs.size(), 6U);
        QCOMPARE(training.epochs().size(), 6U);
        scanTunes(bench, training);
        QVERIFY(training.earlier().empty());
    }

    /// Gentler, and beside the curve of the network that began afresh.
    void goesOnFromAModel() {
        StudioBench bench;
        TrainingController training(bench.parts());
        scanTunes(bench, training);
        training.start();
        QTRY_COMPARE(training.state(), TrainingState::Finished);
        QVERIFY(bench.backend->lastTask.initialModel.empty());
        QCOMPARE(bench.backend->lastTask.settings.epochs, 0);
        const FirstModel first{"Reels", bench.path("reels.safetensors")};
        training.start({}, first);
        QTRY_COMPARE(training.state(), TrainingState::Finished);
        QCOMPARE(bench.backend->lastTask.initialModel, first.file);
        QCOMPARE(bench.backend->lastTask.settings.epochs, fineTuning({}).epochs);
        QCOMPARE(bench.backend->lastTask.settings.learningRate, fineTuning({}).learningRate);
        QCOMPARE(training.plan().first.name, QString("Reels"));
        QCOMPARE(training.earlier().size(), 1U);
        QVERIFY(training.earlier()[0].plan.first.file.empty());
        QVERIFY(training.remark().isEmpty());
    }

    void saysWhoJudgedWhatTheFirstModelKnew_data() {
        QTest::addColumn<bool>("someAreNew");
        QTest::addColumn<QString>("word");
        QTest::newRow("some are new") << true << "only the others judged";
        QTest::newRow("none is new") << false << "knew all of these tunes";
    }
    void saysWhoJudgedWhatTheFirstModelKnew() {
        QFETCH(bool, someAreNew);
        QFETCH(QString, word);
        StudioBench bench;
        bench.backend->knownBefore = 3;
        bench.backend->heldOut =
            someAreNew ? std::vector<std::string>{"new"} : std::vector<std::string>{};
        TrainingController training(bench.parts());
        scanTunes(bench, training);
        training.start({}, {"Reels", bench.path("reels.safetensors")});
        QTRY_COMPARE(training.state(), TrainingState::Finished);
        QVERIFY2(training.remark().contains(word), qPrintable(training.remark()));
        QVERIFY(training.remark().contains("Reels"));
        // Judged by other tunes, its curve does not stay.
        training.start();
        QTRY_COMPARE(training.state(), TrainingState::Finished);
        QVERIFY(training.earlier().empty());
    }

    void pauseHoldsAndResumeGoesOn() {
        StudioBench bench;
        TrainingController training(bench.parts());
        scanTunes(bench, training);
        bench.backend->between->pause();
        training.start();
        training.pause();
        QCOMPARE(training.state(), TrainingState::Paused);
        bench.backend->between->resume();
        QVERIFY(training.epochs().empty());
        training.resume();
        QTRY_COMPARE(training.state(), TrainingState::Finished);
        QCOMPARE(training.epochs().size(), 6U);
    }

    void stoppingWhilePausedKeepsTheBestSoFar() {
        StudioBench bench;
        bench.backend->holdAfter = 2;
        TrainingController training(bench.parts());
        scanTunes(bench, training);
        training.start();
        QTRY_COMPARE(training.epochs().size(), 2U);
        training.pause();
        training.stop();
        QTRY_COMPARE(training.state(), TrainingState::Finished);
        QVERIFY(training.bestModel() != nullptr);
        QCOMPARE(training.epochs().size(), 2U);
    }

    void theBestModelIsThereWhileTrainingGoesOn() {
        StudioBench bench;
        bench.backend->holdAfter = 2;
        TrainingController training(bench.parts());
        scanTunes(bench, training);
        training.start();
        QTRY_VERIFY(training.bestModel() != nullptr);
        QVERIFY(training.isTraining());
        QTRY_COMPARE(training.bestModel()->card().name, "Epoch 2");
    }

    void aMissingModuleIsOneSentenceAndTheTunesStay() {
        StudioBench bench;
        StudioParts parts = bench.parts();
        parts.backend = []() -> Result<std::shared_ptr<const ModelBackend>> {
            return Error{ErrorCode::Unavailable, "cantilena-torch.so: is not there"};
        };
        TrainingController training(parts);
        scanTunes(bench, training);
        QSignalSpy failed(&training, &TrainingController::failed);
        training.start();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(training.state(), TrainingState::Ready);
    }

    void judgement_data() {
        QTest::addColumn<QList<double>>("training");
        QTest::addColumn<QList<double>>("validation");
        QTest::addColumn<QString>("word");
        QTest::newRow("nothing yet") << QList<double>{} << QList<double>{} << "";
        QTest::newRow("one") << QList<double>{4} << QList<double>{4.1} << "First epoch";
        QTest::newRow("falling") << QList<double>{4, 3} << QList<double>{4.1, 3.2} << "learning";
        QTest::newRow("turned") << QList<double>{4, 3, 2.9, 2.8} << QList<double>{4, 3, 3.1, 3.2}
                                << "memorise";
        QTest::newRow("wide gap") << QList<double>{4, 2} << QList<double>{4, 3} << "more tunes";
        QTest::newRow("level") << QList<double>{4, 3, 3} << QList<double>{4, 3, 3.01}
                               << "almost learnt";
    }
    void judgement() {
        QFETCH(QList<double>, training);
        QFETCH(QList<double>, validation);
        QFETCH(QString, word);
        std::vector<EpochReport> epochs;
        for (int i = 0; i < training.size(); ++i) {
            EpochReport report;
            report.epoch = i + 1;
            report.trainingBits = training.at(i);
            report.validationBits = validation.at(i);
            epochs.push_back(report);
        }
        const QString sentence = trainingJudgement(epochs);
        QVERIFY2(word.isEmpty() ? sentence.isEmpty() : sentence.contains(word),
                 qPrintable(sentence));
    }
};

QTEST_GUILESS_MAIN(TrainingControllerTest)
#include "TrainingControllerTest.moc"
