#include "tests/core/model/MadeUpTunes.h"

#include "core/base/File.h"
#include "core/model/NetworkModel.h"
#include "core/model/Sampling.h"
#include "core/model/Scoring.h"
#include "core/model/torch/Network.h"
#include "core/model/torch/TorchBackend.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cmath>
#include <thread>
#include <utility>

using namespace cantilena;
using namespace cantilena::test;

namespace {

std::vector<double> curveOf(const TrainingOutcome& outcome) {
    std::vector<double> curve;
    for (const EpochReport& epoch : outcome.epochs) {
        curve.push_back(epoch.trainingBits);
        curve.push_back(epoch.validationBits);
    }
    return curve;
}

/// Whether the network that learns and sums of bits say the same of a tune.
bool agree(const BatchLoss& loss, double pitchBits, double durationBits) {
    const auto events = static_cast<double>(loss.events);
    return std::abs(loss.pitch / std::log(2.0) - pitchBits) / events < 1e-4 &&
           std::abs(loss.duration / std::log(2.0) - durationBits) / events < 1e-4;
}

} // namespace

class TrainingTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    TorchBackend m_backend;

    std::filesystem::path file(const char* name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

private Q_SLOTS:
    void learnsFromEveryEpoch() {
        const TrainingTask task = madeUpTask(60, file("learns.safetensors"));
        const auto outcome = m_backend.train(task, {}, {});
        QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().message.c_str());
        QCOMPARE(outcome->epochs.size(), std::size_t{4});
        for (std::size_t i = 0; i < 4; ++i) {
            qInfo("epoch %zu: %.3f %.3f bits, %.2f s", i + 1, outcome->epochs[i].trainingBits,
                  outcome->epochs[i].validationBits, outcome->epochs[i].seconds);
            QCOMPARE(outcome->epochs[i].epoch, static_cast<int>(i) + 1);
            if (i > 0) {
                QVERIFY(outcome->epochs[i].validationBits < outcome->epochs[i - 1].validationBits);
            }
        }
        QVERIFY(outcome->epochs.back().validationBits < 2.5);
        QCOMPARE(outcome->heldOut.size(), std::size_t{6});
    }

    void theFileIsTheBestModel() {
        const TrainingTask task = madeUpTask(30, file("best.safetensors"));
        const auto outcome = m_backend.train(task, {}, {});
        QVERIFY(outcome.ok());
        const auto loaded = m_backend.load(task.output);
        QVERIFY(loaded.ok());
        QCOMPARE((*loaded)->hash(), outcome->model->hash());
        QCOMPARE((*loaded)->card().name, task.modelName);
        QCOMPARE((*loaded)->card().sources, task.sources);
        QCOMPARE((*loaded)->card().tunes, std::size_t{27});
        QCOMPARE((*loaded)->card().bestEpoch, outcome->bestEpoch);
    }

    /// The network that learns (LibTorch) and the one that is run (our own) are the same.
    void runsAsItLearned() {
        const NetworkShape shape = NetworkShape::full(32);
        Network network(shape, "cpu");
        network.setWeights(initialWeights(shape, 7));
        const auto model = runnableModel({shape, {}, network.weights()});
        for (std::uint64_t i = 0; i < 5; ++i) {
            const EventSequence tune = *encode(madeUpTune(i));
            const Lesson lesson{tune, {}};
            const BatchLoss loss = network.judge(makeBatch(shape, {&lesson, 1}));
            const MelodyScoring scoring = scoreMelody(*model, tune);
            QCOMPARE(scoring.events, loss.events);
            QVERIFY(agree(loss, scoring.eventPitchBits, scoring.eventDurationBits));
        }
    }

    /// Likewise within gaps, in the midst and at the end.
    void fillsGapsAsItLearned_data() {
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("events");
        QTest::newRow("in the midst") << 4 << 9;
        QTest::newRow("one event") << 7 << 1;
        QTest::newRow("at the end") << 12 << -1;
    }
    void fillsGapsAsItLearned() {
        QFETCH(int, begin);
        QFETCH(int, events);
        const NetworkShape shape = NetworkShape::full(32);
        Network network(shape, "cpu");
        network.setWeights(initialWeights(shape, 7));
        const auto model = runnableModel({shape, {}, network.weights()});
        for (std::uint64_t i = 0; i < 5; ++i) {
            const EventSequence tune = *encode(madeUpTune(i));
            const auto first = static_cast<std::size_t>(begin);
            const EventRange gap{first, events < 0 ? tune.events.size()
                                                   : first + static_cast<std::size_t>(events)};
            const Lesson lesson{tune, gap};
            const BatchLoss loss = network.judge(makeBatch(shape, {&lesson, 1}));
            double pitch = 0.0;
            double duration = 0.0;
            const auto decoder = model->decoder(1);
            decoder->begin(0, tune.context);
            for (std::size_t e = 0; e <= tune.events.size(); ++e) {
                if (e == gap.begin) {
                    QVERIFY(decoder->enter(0, gapAt(tune, gap)));
                }
                if (e == tune.events.size()) {
                    pitch += bitsOf(decoder->pitchLogits(0), kEndSymbol);
                    break;
                }
                const int symbol = symbolOf(tune.events[e], tune.context);
                pitch += bitsOf(decoder->pitchLogits(0), symbol);
                duration += bitsOf(decoder->durationLogits(0, symbol),
                                   durationClass(tune.events[e].duration));
                decoder->push(0, tune.events[e]);
            }
            QVERIFY(agree(loss, pitch, duration));
        }
    }

    /// What a tune gives does not depend on what lies beside it in the batch, nor on padding.
    void paddingIsNotLearned() {
        const NetworkShape shape = NetworkShape::full(16);
        Network network(shape, "cpu");
        network.setWeights(initialWeights(shape, 7));
        EventSequence shorter = *encode(madeUpTune(1));
        shorter.events.resize(10);
        const EventSequence longer = *encode(madeUpTune(2));
        BatchLoss apart;
        const std::array<Lesson, 2> both = {Lesson{shorter, {3, 6}}, Lesson{longer, {}}};
        for (const Lesson& lesson : both) {
            apart += network.judge(makeBatch(shape, {&lesson, 1}));
        }
        const BatchLoss together = network.judge(makeBatch(shape, both));
        QCOMPARE(together.events, apart.events);
        QCOMPARE(together.right, apart.right);
        QVERIFY(std::abs(together.pitch - apart.pitch) < 1e-2);
        QVERIFY(std::abs(together.duration - apart.duration) < 1e-2);
    }

    void sameSeedSameWeights_data() {
        QTest::addColumn<int>("threads");
        QTest::newRow("one replica") << 1;
        QTest::newRow("two replicas") << 2;
        QTest::newRow("three replicas") << 3;
    }
    void sameSeedSameWeights() {
        QFETCH(int, threads);
        TrainingTask task = madeUpTask(20, file("same.safetensors"));
        task.settings.threads = threads;
        task.settings.epochs = 2;
        const auto first = m_backend.train(task, {}, {});
        const auto again = m_backend.train(task, {}, {});
        QVERIFY(first.ok() && again.ok());
        QCOMPARE(again->model->hash(), first->model->hash());
        task.settings.rng = 2;
        const auto other = m_backend.train(task, {}, {});
        QVERIFY(other.ok());
        QVERIFY(other->model->hash() != first->model->hash());
    }

    void resumingGivesTheUnbrokenCurve_data() {
        QTest::addColumn<double>("averaging");
        QTest::newRow("last weights") << 0.0;
        QTest::newRow("averaged weights") << 0.9;
    }
    void resumingGivesTheUnbrokenCurve() {
        QFETCH(double, averaging);
        TrainingTask task = madeUpTask(20, file("whole.safetensors"));
        task.settings.averaging = averaging;
        task.settings.weightDrop = averaging / 2;
        task.settings.variationalDropout = averaging > 0.0;
        task.settings.rng = 5;
        task.settings.unknownKeyShare = 0.4;
        const auto whole = m_backend.train(task, {}, {});
        QVERIFY(whole.ok());
        task.output = file("broken.safetensors");
        std::stop_source stop;
        TrainingListener listener;
        listener.progress = [&stop](const TrainingProgress& progress) {
            if (progress.epoch == 3) {
                stop.request_stop();
            }
        };
        const auto broken = m_backend.train(task, stop.get_token(), listener);
        QVERIFY(broken.ok());
        QVERIFY(broken->stoppedEarly);
        QCOMPARE(broken->epochs.size(), std::size_t{2});
        // Whatever is asked for now, it goes on as it began.
        const TrainingSettings began = std::exchange(task.settings, {});
        QVERIFY(task.settings.rng != began.rng);
        task.settings.device = "cpu";
        task.resume = true;
        const auto resumed = m_backend.train(task, {}, {});
        QVERIFY2(resumed.ok(), resumed.ok() ? "" : resumed.error().message.c_str());
        QVERIFY(!resumed->stoppedEarly);
        QCOMPARE(resumed->heldOut, whole->heldOut);
        QCOMPARE(curveOf(*resumed), curveOf(*whole));
        QCOMPARE(resumed->model->hash(), whole->model->hash());
    }

    void resumingWithOtherTunesIsRefused() {
        TrainingTask task = madeUpTask(10, file("other.safetensors"));
        task.settings.epochs = 1;
        QVERIFY(m_backend.train(task, {}, {}).ok());
        task.tunes.pop_back();
        task.resume = true;
        const auto outcome = m_backend.train(task, {}, {});
        QVERIFY(!outcome.ok());
        QVERIFY(outcome.error().message.find("other tunes") != std::string::npos);
    }

    void aBrokenCheckpointIsNamed_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("noise") << QByteArray(100, 'x');
        QTest::newRow("another safetensors file")
            << QByteArray::fromStdString(safetensorsBytes({{}, {{"format", "else"}}}));
    }
    void aBrokenCheckpointIsNamed() {
        QFETCH(QByteArray, bytes);
        TrainingTask task = madeUpTask(10, file("resume.safetensors"));
        QVERIFY(writeFileAtomically(file("resume.safetensors.checkpoint"), bytes.toStdString()));
        task.resume = true;
        const auto outcome = m_backend.train(task, {}, {});
        QVERIFY(!outcome.ok());
        QVERIFY(outcome.error().message.starts_with("resume.safetensors.checkpoint: "));
    }

    /// An index of an epoch that never was.
    void aCheckpointWithoutItsBestEpochIsBroken() {
        TrainingTask task = madeUpTask(10, file("best.safetensors"));
        task.settings.epochs = 1;
        QVERIFY(m_backend.train(task, {}, {}).ok());
        const auto path = file("best.safetensors.checkpoint");
        std::string bytes = *readFile(path);
        const std::string was = "\\\"best_epoch\\\":1";
        const std::size_t at = bytes.find(was);
        QVERIFY(at != std::string::npos);
        for (const char digit : {'0', '2'}) {
            bytes[at + was.size() - 1] = digit;
            QVERIFY(writeFileAtomically(path, bytes));
            task.resume = true;
            const auto outcome = m_backend.train(task, {}, {});
            QVERIFY(!outcome.ok());
            QVERIFY(outcome.error().message.ends_with("this is not a training checkpoint"));
        }
    }

    void stopsBeforeAnythingWasLearned() {
        std::stop_source stop;
        stop.request_stop();
        const auto outcome =
            m_backend.train(madeUpTask(10, file("never.safetensors")), stop.get_token(), {});
        QVERIFY(!outcome.ok());
        QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
        QVERIFY(!std::filesystem::exists(file("never.safetensors")));
    }

    /// The gate is shut from within the first report and opened from another thread.
    void waitsAtAShutGate() {
        TrainingTask task = madeUpTask(10, file("gate.safetensors"));
        task.settings.epochs = 1;
        TrainingListener listener;
        listener.gate = std::make_shared<TrainingGate>();
        listener.gate->pause();
        std::atomic<bool> opened = false;
        bool reportedWhileShut = false;
        listener.progress = [&](const TrainingProgress&) { reportedWhileShut |= !opened; };
        const std::jthread opener([&] {
            opened = true;
            listener.gate->resume();
        });
        QVERIFY(m_backend.train(task, {}, listener).ok());
        QVERIFY(!reportedWhileShut);
    }

    void stopsWhenNothingGetsBetter() {
        TrainingTask task = madeUpTask(10, file("patience.safetensors"));
        task.settings.learningRate = 0.0;
        task.settings.epochs = 9;
        task.settings.patience = 2;
        const auto outcome = m_backend.train(task, {}, {});
        QVERIFY(outcome.ok());
        QVERIFY(outcome->stoppedEarly);
        QCOMPARE(outcome->epochs.size(), std::size_t{3});
        QCOMPARE(outcome->bestEpoch, 1);
    }

    void startsFromAModel() {
        TrainingTask task = madeUpTask(30, file("first.safetensors"));
        const auto first = m_backend.train(task, {}, {});
        QVERIFY(first.ok());
        task.initialModel = task.output;
        task.output = file("second.safetensors");
        task.settings.epochs = 1;
        task.settings.learningRate = 1e-4;
        const auto second = m_backend.train(task, {}, {});
        QVERIFY(second.ok());
        QVERIFY(std::abs(second->epochs.front().validationBits -
                         first->epochs.back().validationBits) < 0.1);
    }

    void reportsWhatCannotBeDone_data() {
        QTest::addColumn<int>("tunes");
        QTest::addColumn<QString>("device");
        QTest::addColumn<QString>("initialModel");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no tunes") << 0 << "cpu"
                                  << ""
                                  << "there are no tunes to learn from";
        QTest::newRow("no such device") << 5 << "abacus"
                                        << ""
                                        << "there is no device \"abacus\" to train on";
        QTest::newRow("no such model") << 5 << "cpu"
                                       << "/nowhere/m.safetensors"
                                       << "m.safetensors";
    }
    void reportsWhatCannotBeDone() {
        QFETCH(int, tunes);
        QFETCH(QString, device);
        QFETCH(QString, initialModel);
        QFETCH(QString, sentence);
        TrainingTask task = madeUpTask(static_cast<std::size_t>(tunes), file("not.safetensors"));
        task.settings.device = device.toStdString();
        task.initialModel = initialModel.toStdString();
        const auto outcome = m_backend.train(task, {}, {});
        QVERIFY(!outcome.ok());
        QVERIFY2(outcome.error().message.find(sentence.toStdString()) != std::string::npos,
                 outcome.error().message.c_str());
    }

    void anOutputThatCannotBeWrittenFails() {
        TrainingTask task = madeUpTask(5, file("missing/folder/m.safetensors"));
        task.settings.epochs = 1;
        const auto outcome = m_backend.train(task, {}, {});
        QVERIFY(!outcome.ok());
        QVERIFY(!outcome.error().message.empty());
    }

    void aTuneBeyondTheRangeIsLeftOut() {
        TrainingTask task = madeUpTask(10, file("range.safetensors"));
        task.settings.epochs = 1;
        task.settings.validationShare = 0.0;
        const std::array<Sound, 2> sounds = {{{120, 1.0}, {122, 1.0}}};
        task.tunes.push_back(
            {"too high", std::make_shared<const Score>(melodyOf(line(sounds))), 99});
        const auto outcome = m_backend.train(task, {}, {});
        QVERIFY(outcome.ok());
        QCOMPARE(outcome->model->card().tunes, std::size_t{10});
    }

    void knowsItsDevicesAndVersion() {
        QCOMPARE(m_backend.devices().front(), std::string("cpu"));
        QVERIFY(!m_backend.version().empty());
    }
};

QTEST_GUILESS_MAIN(TrainingTest)
#include "TrainingTest.moc"
