#pragma once

#include "ui/document/TrainingController.h"
#include "ui/views/CorpusList.h"
#include "ui/views/FileChooser.h"

#include <QWidget>

#include <array>

class QButtonGroup;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QListView;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace cantilena {

class TrainingChart;

/// Where a folder of tunes becomes a model: what is in it, how the curves fall, what they mean.
/// Closing it does not stop the training.
class TrainingWindow : public QWidget {
    Q_OBJECT

public:
    TrainingWindow(TrainingController& training, FileChooser chooser, QWidget* parent = nullptr);

    void chooseFolder();
    /// The model that proposes now, which training may go on from; without a file there is none.
    void setPresentModel(const FirstModel& model);

Q_SIGNALS:
    /// The best model so far should be the one that proposes.
    void modelChosen();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    enum FactIndex { EpochFact, TimeFact, SpeedFact, BitsFact, AccuracyFact, kFacts };

    [[nodiscard]] QWidget* makeHeader();
    [[nodiscard]] QWidget* makeDoctor();
    [[nodiscard]] QWidget* makeChart();
    [[nodiscard]] QWidget* makeFacts();
    [[nodiscard]] QWidget* makeJudgement();
    void connectController();
    void showState();
    void showCorpus();
    void showProgress(const TrainingProgress& progress);
    void showEpoch(const EpochReport& report);
    /// The sentence under the chart; its card is hidden while there is nothing to say.
    void say(const QString& sentence);
    void showProblem(const QString& sentence);
    void runOrPause();
    /// The curves of other trainings on the same tunes.
    void showEarlier();

    TrainingController& m_training;
    FileChooser m_chooser;
    QLabel* m_subtitle = nullptr;
    QPushButton* m_folder = nullptr;
    QPushButton* m_run = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_use = nullptr;
    QComboBox* m_recipe = nullptr;
    FirstModel m_present;
    QSpinBox* m_epochs = nullptr;
    QLabel* m_counts = nullptr;
    QButtonGroup* m_filters = nullptr;
    CorpusList* m_tunes = nullptr;
    QListView* m_list = nullptr;
    QLabel* m_emptyList = nullptr;
    QProgressBar* m_scanBar = nullptr;
    TrainingChart* m_chart = nullptr;
    QLabel* m_judgement = nullptr;
    QLabel* m_problem = nullptr;
    std::array<QLabel*, kFacts> m_facts{};
};

/// "3 min 10 s".
[[nodiscard]] QString durationInWords(double seconds);

} // namespace cantilena
