#include "tests/core/model/MadeUpTunes.h"

#include "core/base/File.h"
#include "core/model/TokenModel.h"
#include "core/model/torch/SongBook.h"
#include "core/model/torch/TorchBackend.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace cantilena;
using namespace cantilena::test;

class TokenTrainingTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    TorchBackend m_backend;

    [[nodiscard]] TrainingTask task(std::size_t tunes, const char* name) const {
        TrainingTask task =
            madeUpTask(tunes, std::filesystem::path(m_folder.path().toStdString()) / name);
        task.settings.recipe = TrainingRecipe::Tutorial;
        return task;
    }

private Q_SLOTS:
    void songsAreThoseOfTheEncoding() {
        const TrainingTask given = task(30, "songs.safetensors");
        const auto book = songBook(given);
        QVERIFY(book.ok());
        QCOMPARE(book->training.size(), std::size_t{27});
        QCOMPARE(book->heldOut.size(), std::size_t{3});
        QCOMPARE(book->leftOut, std::size_t{0});
        // Every made-up dance is nine bars of 4/4, 49 notes, moved to C major.
        for (const TokenSong& song : book->training) {
            QCOMPARE(song.size(), std::size_t{144});
        }
        QCOMPARE(book->trainingEvents, std::size_t{27 * 50});
        for (int token = 0; token < book->mapping.size(); ++token) {
            const Pitch pitch{book->mapping.symbol(token)};
            QVERIFY(!isOnset(pitch.number) || !pitch.isBlackKey());
        }
    }

    void tunesOffTheGridAreLeftOut() {
        TrainingTask given = task(10, "grid.safetensors");
        Score swung = madeUpTune(3);
        std::vector<Note> notes = swung.tracks.front()->notes;
        notes.back().duration = kQuarter / 3;
        given.tunes[0].melody = std::make_shared<const Score>(melodyOf(notes));
        const auto book = songBook(given);
        QVERIFY(book.ok());
        QCOMPARE(book->leftOut, std::size_t{1});
        given.tunes.resize(1);
        QVERIFY(!songBook(given).ok());
    }

    void batchesHoldEverySongOnce() {
        std::vector<TokenSong> songs;
        for (std::size_t i = 0; i < 50; ++i) {
            songs.emplace_back(10 + 7 * i % 90, 0);
        }
        const auto batches = songBatches(songs, 400, 3);
        std::vector<std::size_t> seen;
        for (const auto& batch : batches) {
            std::size_t longest = 0;
            for (const std::size_t song : batch) {
                longest = std::max(longest, songs[song].size() + 1);
                seen.push_back(song);
            }
            QVERIFY(batch.size() == 1 || longest * batch.size() <= 400);
        }
        std::sort(seen.begin(), seen.end());
        QCOMPARE(seen.size(), songs.size());
        QVERIFY(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
        QVERIFY(songBatches(songs, 400, 4) != batches);
    }

    void learnsAndWritesAModel() {
        TrainingTask given = task(60, "learns.safetensors");
        given.settings.epochs = 30;
        const auto outcome = m_backend.train(given, {}, {});
        QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().message.c_str());
        QCOMPARE(outcome->epochs.size(), std::size_t{30});
        qInfo("%.3f to %.3f bits", outcome->epochs.front().validationBits,
              outcome->epochs.back().validationBits);
        QVERIFY(outcome->epochs.back().validationBits <
                0.8 * outcome->epochs.front().validationBits);
        const auto loaded = m_backend.load(given.output);
        QVERIFY(loaded.ok());
        const TokenModel* model = (*loaded)->tokens();
        QVERIFY(model != nullptr);
        QCOMPARE((*loaded)->hash(), outcome->model->hash());
        // Trained on whole songs, it is run on whole songs.
        QCOMPARE(model->shape().window, 0);
        QCOMPARE((*loaded)->card().name, given.modelName);
        QCOMPARE(outcome->heldOut.size(), std::size_t{6});
    }

    /// The network that learns (LibTorch) and the one that is run (our own) are the same, and the
    /// bits that training reports are those that scoring finds.
    void runsAsItLearned() {
        TrainingTask given = task(20, "runs.safetensors");
        given.settings.epochs = 2;
        const auto outcome = m_backend.train(given, {}, {});
        QVERIFY(outcome.ok());
        double bits = 0.0;
        double events = 0.0;
        for (const TrainingTune& tune : given.tunes) {
            if (std::find(outcome->heldOut.begin(), outcome->heldOut.end(), tune.name) !=
                outcome->heldOut.end()) {
                const MelodyScoring scoring = scoreMelody(*outcome->model, *encode(*tune.melody));
                bits += scoring.eventPitchBits + scoring.eventDurationBits;
                events += static_cast<double>(scoring.events);
            }
        }
        // Scoring rules out a hold in the first place, training does not.
        QVERIFY2(
            std::abs(bits / events - outcome->model->card().validationBits) < 0.03,
            qPrintable(
                QString("%1 %2").arg(bits / events).arg(outcome->model->card().validationBits)));
    }

    void resumesAsIfNothingHadHappened() {
        TrainingTask whole = task(20, "whole.safetensors");
        whole.settings.epochs = 4;
        const auto expected = m_backend.train(whole, {}, {});
        QVERIFY(expected.ok());
        TrainingTask part = task(20, "part.safetensors");
        part.settings.epochs = 2;
        QVERIFY(m_backend.train(part, {}, {}).ok());
        part.settings.epochs = 4;
        part.resume = true;
        const auto resumed = m_backend.train(part, {}, {});
        QVERIFY2(resumed.ok(), resumed.ok() ? "" : resumed.error().message.c_str());
        QCOMPARE(resumed->epochs.size(), std::size_t{4});
        QCOMPARE(resumed->model->hash(), expected->model->hash());
    }

    void theOtherRecipesCheckpointIsRefused() {
        TrainingTask given = task(20, "mixed.safetensors");
        given.settings.epochs = 1;
        QVERIFY(m_backend.train(given, {}, {}).ok());
        given.resume = true;
        given.settings.recipe = TrainingRecipe::Melody;
        const auto outcome = m_backend.train(given, {}, {});
        QVERIFY(!outcome.ok());
        QVERIFY(outcome.error().message.find("follows the tutorial recipe") != std::string::npos);
    }

    void stoppingKeepsTheBest() {
        TrainingTask given = task(20, "stopped.safetensors");
        given.settings.epochs = 50;
        std::stop_source stop;
        TrainingListener listener;
        listener.epoch = [&stop](const EpochReport& report) {
            if (report.epoch == 2) {
                stop.request_stop();
            }
        };
        const auto outcome = m_backend.train(given, stop.get_token(), listener);
        QVERIFY(outcome.ok());
        QVERIFY(outcome->stoppedEarly);
        QCOMPARE(outcome->epochs.size(), std::size_t{2});
        QVERIFY(m_backend.load(given.output).ok());
    }
};

QTEST_GUILESS_MAIN(TokenTrainingTest)
#include "TokenTrainingTest.moc"
