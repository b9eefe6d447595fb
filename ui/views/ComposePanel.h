#pragma once

#include "ui/document/GenerateController.h"

#include <QWidget>

#include <vector>

class QAction;
class QCheckBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QSlider;
class QSpinBox;
class QVBoxLayout;

namespace cantilena {

class CandidateCard;

/// "0.95, balanced": a temperature in a musician's words.
[[nodiscard]] QString adventureInWords(double temperature);
/// "0.90, wide": how much of the model's choice is kept.
[[nodiscard]] QString varietyInWords(double topP);

/// Where candidates are asked for, and where they arrive as cards. Shows and asks only.
class ComposePanel : public QWidget {
    Q_OBJECT

public:
    /// `generate` and `cancel` are what its button does.
    ComposePanel(QAction* generate, QAction* cancel, QWidget* parent = nullptr);

    [[nodiscard]] GenerateSettings settings() const;
    void setSettings(const GenerateSettings& settings);
    /// Whether the next generation should use the seed that is shown again.
    [[nodiscard]] bool keepsSeed() const;
    /// Shows another random seed, unless the present one is to be kept.
    void rollSeed();

    void setRunning(bool running);
    /// Why nothing can be generated; empty when it can.
    void setObstacle(const QString& reason);
    void clearCandidates(const GenerateSettings& asked);
    void addCandidate(const Candidate& candidate);
    /// The candidate being heard; 0 for none.
    void setCurrent(int number);
    void setStale(bool stale);
    void setKept(int number);
    /// While a candidate is heard.
    void setPlayhead(Tick tick);

Q_SIGNALS:
    void auditionRequested(int number);
    void keepRequested();

private:
    void addSettings(QVBoxLayout& column);
    void addCandidates(QVBoxLayout& column);
    QSlider* addSlider(QVBoxLayout& column, const QString& name, const QString& caption,
                       QLabel*& value);
    void showWords();
    void showEmptyState();
    [[nodiscard]] CandidateCard* card(int number) const;

    QAction* m_generate;
    QAction* m_cancel;
    QSpinBox* m_bars = nullptr;
    QSpinBox* m_count = nullptr;
    QSpinBox* m_seed = nullptr;
    QCheckBox* m_keepSeed = nullptr;
    QSlider* m_adventure = nullptr;
    QSlider* m_variety = nullptr;
    QLabel* m_adventureWords = nullptr;
    QLabel* m_varietyWords = nullptr;
    QPushButton* m_button = nullptr;
    QLabel* m_asked = nullptr;
    QLabel* m_empty = nullptr;
    QScrollArea* m_scroll = nullptr;
    QVBoxLayout* m_cards = nullptr;
    QString m_obstacle;
    bool m_isRunning = false;
    int m_current = 0;
    std::vector<CandidateCard*> m_shown;
};

} // namespace cantilena
