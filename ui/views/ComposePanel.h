#pragma once

#include "ui/document/GenerateController.h"
#include "ui/views/ComposeForm.h"

#include <QWidget>

#include <vector>

class QAction;
class QComboBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace cantilena {

class CandidateCard;

/// Where candidates are asked for, and where they arrive as cards. Shows and asks only.
class ComposePanel : public QWidget {
    Q_OBJECT

public:
    /// `generate` and `cancel` are what its button does.
    ComposePanel(QAction* generate, QAction* cancel, QWidget* parent = nullptr);

    [[nodiscard]] ComposeForm& form() { return *m_form; }

    void setRunning(bool running);
    /// Why nothing can be generated; empty when it can.
    void setObstacle(const QString& reason);
    /// What the model at work is able to, in words; empty for nothing to say.
    void setAbilities(const QString& words);
    /// What steers the time that would be written now, in words; empty for nothing.
    void setSteering(const QString& words);
    void clearCandidates(const GenerateSettings& asked);
    void addCandidate(const Candidate& candidate, const CandidateFacts& facts);
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
    void addCandidates(QVBoxLayout& column);
    void sortCards();
    void showEmptyState();
    [[nodiscard]] CandidateCard* card(int number) const;

    QAction* m_generate;
    QAction* m_cancel;
    ComposeForm* m_form;
    QPushButton* m_button = nullptr;
    QLabel* m_abilities = nullptr;
    QLabel* m_steering = nullptr;
    QLabel* m_asked = nullptr;
    QComboBox* m_sort = nullptr;
    QLabel* m_empty = nullptr;
    QScrollArea* m_scroll = nullptr;
    QVBoxLayout* m_cards = nullptr;
    QString m_obstacle;
    bool m_isRunning = false;
    int m_current = 0;
    /// As they are shown.
    std::vector<CandidateCard*> m_shown;
};

} // namespace cantilena
