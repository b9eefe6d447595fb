#include "tests/core/model/MadeUpTunes.h"

#include "core/base/File.h"
#include "core/corpus/Duplicates.h"
#include "core/model/CopyIndex.h"
#include "core/model/CrossValidation.h"
#include "core/model/NetworkModel.h"
#include "core/model/torch/TorchBackend.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <set>

using namespace cantilena;
using namespace cantilena::test;

namespace {

std::vector<Note> notesOf(const TrainingTune& tune) {
    return tune.melody->tracks.front()->notes;
}

/// Made-up tunes numbered from `first` on; every one differs from every other.
std::vector<TrainingTune> tunesFrom(std::uint64_t first, std::size_t count) {
    std::vector<TrainingTune> tunes;
    for (std::size_t i = 0; i < count; ++i) {
        tunes.push_back({"folder/tune " + std::to_string(first + i),
                         std::make_shared<const Score>(madeUpTune(first + i)), i});
    }
    return tunes;
}

} // namespace

/// What a model file says about the tunes behind it, and training that goes on from one.
class FineTuningTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    TorchBackend m_backend;

    std::filesystem::path file(const char* name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

    TrainingTask taskFor(std::vector<TrainingTune> tunes, const char* name) const {
        TrainingTask task = madeUpTask(0, file(name));
        task.tunes = std::move(tunes);
        task.settings.units = 16;
        task.settings.epochs = 1;
        return task;
    }

    CrossValidationTask foldsOf(std::vector<TrainingTune> tunes,
                                const std::filesystem::path& initial) const {
        CrossValidationTask task;
        task.tunes = std::move(tunes);
        task.folds = 3;
        task.settings = taskFor({}, "folds").settings;
        task.initialModel = initial;
        task.folder = m_folder.path().toStdString();
        return task;
    }

private Q_SLOTS:
    void initTestCase() {
        const auto outcome =
            m_backend.train(taskFor(tunesFrom(100, 30), "first.safetensors"), {}, {});
        QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().message.c_str());
    }

    /// The index in the file holds the tunes that were learned from, and none that judged.
    void theFileKnowsItsTrainingTunes() {
        const TrainingTask task = taskFor(tunesFrom(100, 30), "known.safetensors");
        const auto outcome = m_backend.train(task, {}, {});
        QVERIFY(outcome.ok());
        const auto loaded = loadMelodyModel(task.output);
        QVERIFY(loaded.ok());
        const auto copies = (*loaded)->copies();
        QVERIFY(copies != nullptr);
        QCOMPARE(copies->tuneCount(), std::size_t{27});
        QVERIFY(!copies->human().rows.empty());
        const std::set<std::string> heldOut(outcome->heldOut.begin(), outcome->heldOut.end());
        QCOMPARE(heldOut.size(), std::size_t{3});
        for (const TrainingTune& tune : task.tunes) {
            const CopyReport report = copies->report(notesOf(tune));
            const bool learned = !heldOut.contains(tune.name);
            QCOMPARE(report.longest.notes == notesOf(tune).size(), learned);
            QCOMPARE(copies->knowsVersionOf(intervalsOf(notesOf(tune))), learned);
            QVERIFY(!learned || report.longest.tune == tune.name);
        }
        QVERIFY(outcome->model->copies() != nullptr);
        QVERIFY(outcome->model->copies()->layers() == copies->layers());
    }

    /// A model that went on from another one knows the tunes of both, and a resumed training keeps
    /// what it knew.
    void goingOnAddsALayer() {
        TrainingTask task = taskFor(tunesFrom(500, 20), "second.safetensors");
        task.initialModel = file("first.safetensors");
        task.sources = {"made up (public domain)", "more"};
        const auto outcome = m_backend.train(task, {}, {});
        QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().message.c_str());
        const auto copies = outcome->model->copies();
        QCOMPARE(copies->layers().size(), std::size_t{2});
        QCOMPARE(copies->tuneCount(), std::size_t{27 + 18});
        task.resume = true;
        task.settings.epochs = 2;
        task.sources = {"not asked for again"};
        const auto resumed = m_backend.train(task, {}, {});
        QVERIFY2(resumed.ok(), resumed.ok() ? "" : resumed.error().message.c_str());
        QVERIFY(resumed->model->copies()->layers() == copies->layers());
        for (const ModelCard& card : {outcome->model->card(), resumed->model->card()}) {
            QCOMPARE(card.sources, (std::vector<std::string>{"made up (public domain)", "more"}));
            QCOMPARE(card.details.at("went_on_from"), std::string("made-up dances"));
        }
    }

    /// What the first model was trained on cannot tell how well the second one does on new tunes.
    void onlyNewTunesJudge() {
        std::vector<TrainingTune> tunes = tunesFrom(500, 20);
        for (const TrainingTune& tune : tunesFrom(100, 30)) {
            tunes.push_back(tune);
            tunes.back().duplicateGroup += 1000;
        }
        TrainingTask task = taskFor(tunes, "mixed.safetensors");
        task.initialModel = file("first.safetensors");
        const auto known = (*loadMelodyModel(file("first.safetensors")))->copies();
        const auto outcome = m_backend.train(task, {}, {});
        QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().message.c_str());
        QCOMPARE(outcome->knownBefore, std::size_t{27});
        QCOMPARE(outcome->heldOut.size(), std::size_t{2});
        const std::set<std::string> heldOut(outcome->heldOut.begin(), outcome->heldOut.end());
        for (const TrainingTune& tune : tunes) {
            QVERIFY(!heldOut.contains(tune.name) ||
                    !known->knowsVersionOf(intervalsOf(notesOf(tune))));
        }
        QCOMPARE(outcome->model->card().details.at("known_to_first_model"), std::string("27"));
        task.resume = true;
        task.settings.epochs = 2;
        const auto resumed = m_backend.train(task, {}, {});
        QVERIFY(resumed.ok());
        QCOMPARE(resumed->heldOut, outcome->heldOut);
        QCOMPARE(resumed->model->card().details.at("known_to_first_model"), std::string("27"));
    }

    void withoutNewTunesNoneIsSetAside() {
        const auto known = (*loadMelodyModel(file("first.safetensors")))->copies();
        std::vector<TrainingTune> tunes;
        for (const TrainingTune& tune : tunesFrom(100, 30)) {
            if (known->knowsVersionOf(intervalsOf(notesOf(tune)))) {
                tunes.push_back(tune);
            }
        }
        TrainingTask task = taskFor(tunes, "known-all.safetensors");
        task.initialModel = file("first.safetensors");
        const auto outcome = m_backend.train(task, {}, {});
        QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().message.c_str());
        QCOMPARE(outcome->knownBefore, tunes.size());
        QVERIFY(outcome->heldOut.empty());
    }

    /// The first model tells three styles apart, of which the new tunes have two.
    void resumingKeepsTheStylesOfTheFirstModel() {
        std::vector<TrainingTune> tunes;
        for (const char* folder : {"airs", "jigs", "reels"}) {
            for (const TrainingTune& tune : tunesFrom(2000 + 100 * tunes.size(), 22)) {
                tunes.push_back(tune);
                tunes.back().name = std::string(folder) + "/" + tune.name.substr(7);
                tunes.back().duplicateGroup = tunes.size();
            }
        }
        const TrainingTask first = taskFor(tunes, "styles.safetensors");
        const auto model = m_backend.train(first, {}, {});
        QVERIFY(model.ok());
        QCOMPARE(model->model->styles().size(), std::size_t{3});
        std::vector<TrainingTune> more;
        for (const char* folder : {"jigs", "reels"}) {
            for (const TrainingTune& tune : tunesFrom(9000 + 100 * more.size(), 22)) {
                more.push_back(tune);
                more.back().name = std::string(folder) + "/" + tune.name.substr(7);
                more.back().duplicateGroup = more.size();
            }
        }
        TrainingTask task = taskFor(more, "whole-styles.safetensors");
        task.initialModel = first.output;
        task.settings.epochs = 2;
        const auto whole = m_backend.train(task, {}, {});
        QVERIFY(whole.ok());
        task.output = file("broken-styles.safetensors");
        std::stop_source stop;
        TrainingListener listener;
        listener.progress = [&stop](const TrainingProgress& progress) {
            if (progress.epoch == 2) {
                stop.request_stop();
            }
        };
        QVERIFY(m_backend.train(task, stop.get_token(), listener).ok());
        task.resume = true;
        const auto resumed = m_backend.train(task, {}, {});
        QVERIFY2(resumed.ok(), resumed.ok() ? "" : resumed.error().message.c_str());
        QCOMPARE(resumed->model->hash(), whole->model->hash());
    }

    /// Half of the tunes are the initial model's own, or versions of them in another key: those are
    /// left out and counted, and no fold sees them.
    void foldsLeaveOutWhatTheInitialModelKnows() {
        std::vector<TrainingTune> tunes = tunesFrom(900, 12);
        const auto known = (*loadMelodyModel(file("first.safetensors")))->copies();
        std::size_t shared = 0;
        for (const TrainingTune& tune : tunesFrom(100, 30)) {
            if (known->knowsVersionOf(intervalsOf(notesOf(tune))) && shared < 10) {
                Score higher = *tune.melody;
                Track track = *higher.tracks.front();
                for (Note& note : track.notes) {
                    note.pitch.number += 2;
                }
                higher.tracks = {std::make_shared<const Track>(track)};
                higher.keys.clear();
                tunes.push_back(
                    {"again " + tune.name, std::make_shared<const Score>(higher), 1000 + shared++});
            }
        }
        // A stranger in the group of a known tune goes with it.
        tunes.push_back(tunesFrom(990, 1).front());
        tunes.back().duplicateGroup = 1000;
        const auto result =
            crossValidated(foldsOf(tunes, file("first.safetensors")), m_backend, {}, {});
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message.c_str());
        QCOMPARE(result->sharedWithInitial, std::size_t{11});
        QCOMPARE(result->tuneNames.size(), std::size_t{12});
        QVERIFY(result->memory);
        for (const std::string& name : result->tuneNames) {
            QVERIFY(!name.starts_with("again"));
        }
        // The folds' models went on from the initial one.
        const auto fold = loadMelodyModel(file("fold-1.safetensors"));
        QVERIFY(fold.ok());
        QCOMPARE((*fold)->copies()->layers().size(), std::size_t{2});
    }

    void goingOnKnowsMoreThanStartingAfresh() {
        const std::vector<TrainingTune> tunes = tunesFrom(900, 12);
        TrainingTask longer = taskFor(tunesFrom(100, 60), "longer.safetensors");
        longer.settings.epochs = 6;
        QVERIFY(m_backend.train(longer, {}, {}).ok());
        const auto fresh = crossValidated(foldsOf(tunes, {}), m_backend, {}, {});
        const auto tuned = crossValidated(foldsOf(tunes, longer.output), m_backend, {}, {});
        QVERIFY(fresh.ok() && tuned.ok());
        QCOMPARE(tuned->notes.size(), fresh->notes.size());
        QVERIFY(tuned->networkBits < 0.8 * fresh->networkBits);
    }

    /// Every fold is judged by the same model, which learned nothing from the others.
    void aModelCanBeJudgedAsItIs() {
        CrossValidationTask task = foldsOf(tunesFrom(900, 12), file("first.safetensors"));
        task.asItIs = true;
        const auto result = crossValidated(task, m_backend, {}, {});
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message.c_str());
        PitchAlphabet alphabet;
        for (const TrainingTune& tune : task.tunes) {
            alphabet = withPitchesOf(alphabet, *encode(*tune.melody));
        }
        const auto model = loadMelodyModel(file("first.safetensors"));
        double bits = 0.0;
        for (const TrainingTune& tune : task.tunes) {
            bits += scoreMelody(**model, *encode(*tune.melody), alphabet).pitchBits();
        }
        QVERIFY(std::abs(result->networkBits - bits) < 1e-6 * bits);
        const auto tuned = crossValidated(foldsOf(tunesFrom(900, 12), file("first.safetensors")),
                                          m_backend, {}, {});
        QCOMPARE(tuned->notes.size(), result->notes.size());
        QVERIFY(tuned->networkBits < result->networkBits);
    }

    void aModelThatDoesNotSayIsRefused() {
        NetworkFile network = *parseNetworkFile(*readFile(file("first.safetensors")), "first");
        network.copies = nullptr;
        QVERIFY(writeFileAtomically(file("silent.safetensors"), networkFileBytes(network)));
        const auto result = crossValidated(foldsOf(tunesFrom(900, 12), file("silent.safetensors")),
                                           m_backend, {}, {});
        QVERIFY(!result.ok());
        QVERIFY(result.error().message.starts_with("silent.safetensors: this model does not say"));
        // What goes on from it cannot say either.
        TrainingTask task = taskFor(tunesFrom(500, 20), "third.safetensors");
        task.initialModel = file("silent.safetensors");
        const auto outcome = m_backend.train(task, {}, {});
        QVERIFY(outcome.ok());
        QVERIFY(outcome->model->copies() == nullptr);
    }

    void tooFewTunesAreLeftIsSaid() {
        const std::vector<TrainingTune> tunes = tunesFrom(100, 30);
        // Three are left, those that judged the initial model.
        CrossValidationTask four = foldsOf(tunes, file("first.safetensors"));
        four.folds = 4;
        const auto failed = crossValidated(four, m_backend, {}, {});
        QVERIFY(!failed.ok());
        QVERIFY2(failed.error().message.ends_with(
                     "there are 3, without the 27 tunes that the initial model knows"),
                 failed.error().message.c_str());
    }

    void fineTuningIsGentler() {
        TrainingSettings settings;
        QCOMPARE(fineTuning(settings).epochs, 8);
        QCOMPARE(fineTuning(settings).learningRate, 1e-3);
        settings.epochs = 3;
        QCOMPARE(fineTuning(settings).epochs, 3);
    }
};

QTEST_GUILESS_MAIN(FineTuningTest)
#include "FineTuningTest.moc"
