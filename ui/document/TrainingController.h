#pragma once

#include "core/corpus/Corpus.h"
#include "core/corpus/CorpusReport.h"
#include "ui/document/StudioParts.h"
#include "ui/document/Worker.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>
#include <vector>

namespace cantilena {

enum class TrainingState {
    /// No folder is chosen, or it holds nothing to learn from.
    Empty,
    Scanning,
    /// Tunes are there; nothing was trained on them yet.
    Ready,
    Training,
    Paused,
    /// Asked to stop; the best model is being kept.
    Stopping,
    /// A model is ready.
    Finished,
};

/// A trained model that a training may go on from.
struct FirstModel {
    QString name;
    /// Empty for none: the network begins with random weights.
    std::filesystem::path file;
};

/// How a training was begun.
struct TrainingPlan {
    TrainingRecipe recipe = TrainingRecipe::Melody;
    FirstModel first;
};

/// A training on the present corpus that another one followed.
struct EarlierTraining {
    TrainingPlan plan;
    std::vector<EpochReport> epochs;
};

/// What the curves say so far, as one sentence for a composer; empty before the first epoch.
[[nodiscard]] QString trainingJudgement(const std::vector<EpochReport>& epochs);

/// Looks through a folder of tunes and trains a model on them. Lives on the GUI thread; scanning
/// and training run on a worker thread, and go on when nobody looks.
class TrainingController : public QObject {
    Q_OBJECT

public:
    explicit TrainingController(StudioParts parts, QObject* parent = nullptr);

    [[nodiscard]] TrainingState state() const { return m_state; }
    /// Whether a training is under way, paused or not.
    [[nodiscard]] bool isTraining() const;

    /// Gives every tune below `folder` its verdict. Not while training.
    void scan(const std::filesystem::path& folder);
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
    [[nodiscard]] const Corpus& corpus() const { return *m_corpus; }
    [[nodiscard]] const CorpusSummary& summary() const { return m_summary; }

    /// From `first`, if there is one: gentler then, and judged only by tunes new to it.
    void start(const TrainingSettings& settings = {}, const FirstModel& first = {});
    void pause();
    void resume();
    /// Ends training early; the best epoch's model is the result.
    void stop();

    [[nodiscard]] const std::vector<EpochReport>& epochs() const { return m_epochs; }
    /// Of the training that `epochs` tells of.
    [[nodiscard]] const TrainingPlan& plan() const { return m_plan; }
    /// What is to be known about who judged the last training, if its first model knew some of the
    /// tunes; else empty.
    [[nodiscard]] const QString& remark() const { return m_remark; }
    /// The last training of each kind before the present one, on these same tunes and set aside
    /// alike, so that their curves can be compared: bits per event all.
    [[nodiscard]] const std::vector<EarlierTraining>& earlier() const { return m_earlier; }
    /// 0 before the first epoch.
    [[nodiscard]] int bestEpoch() const;
    /// The best network so far, usable while training goes on; null before the first epoch.
    [[nodiscard]] const std::shared_ptr<const MelodyModel>& bestModel() const {
        return m_bestModel;
    }
    /// The file that the best model is saved to.
    [[nodiscard]] const std::filesystem::path& output() const { return m_output; }

Q_SIGNALS:
    void stateChanged(cantilena::TrainingState state);
    void scanProgressed(double fraction);
    void corpusScanned();
    void progressed(const cantilena::TrainingProgress& progress);
    void epochFinished(const cantilena::EpochReport& report);
    /// A better model than before is there.
    void bestModelChanged();
    /// One sentence; what was there before stays.
    void failed(const QString& sentence);

private:
    void setState(TrainingState state);
    void takeCorpus(Corpus corpus);
    /// Keeps the newest network when it is the best one.
    void compareNewest();
    void takeOutcome(const Result<TrainingOutcome>& outcome);
    /// Puts the present training among the earlier ones.
    void fileAway();
    [[nodiscard]] TrainingTask task(const TrainingSettings& settings) const;
    [[nodiscard]] TrainingListener listener(const Worker::Line& line);

    StudioParts m_parts;
    TrainingState m_state = TrainingState::Empty;
    std::filesystem::path m_folder;
    std::shared_ptr<const Corpus> m_corpus;
    CorpusSummary m_summary;
    std::vector<EpochReport> m_epochs;
    TrainingPlan m_plan;
    QString m_remark;
    std::vector<EarlierTraining> m_earlier;
    std::filesystem::path m_output;
    std::shared_ptr<const MelodyModel> m_bestModel;
    std::shared_ptr<const MelodyModel> m_newestModel;
    int m_newestEpoch = 0;
    std::shared_ptr<TrainingGate> m_gate;
    Worker m_worker;
};

} // namespace cantilena
