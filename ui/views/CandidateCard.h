#pragma once

#include "ui/document/GenerateController.h"

#include <QFrame>

#include <optional>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace cantilena {

class PhraseThumbnail;

/// What candidates can be put in order by; `Made` is the order in which they came.
enum class Measure { Made, Natural, Join, Copied, InKey, Kinship };

/// One proposal of the model: what it looks like, and what speaks for it. Shows and asks only.
class CandidateCard : public QFrame {
    Q_OBJECT

public:
    CandidateCard(const Candidate& candidate, const CandidateFacts& facts,
                  QWidget* parent = nullptr);

    [[nodiscard]] int number() const { return m_number; }
    /// What cards are sorted by, the lowest first.
    [[nodiscard]] double badness(Measure by) const;
    /// Whether it is the one being heard.
    void setChosen(bool chosen);
    /// The score that it continues has changed since.
    void setStale(bool stale);
    void setKept(bool kept);
    void setPlayhead(Tick tick);

Q_SIGNALS:
    void auditionRequested(int number);
    void keepRequested();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showState();
    /// The measures as labels, and in words for those who hear the card.
    QVBoxLayout* measures();
    [[nodiscard]] QString copiedText() const;
    [[nodiscard]] QString copiedTip() const;
    /// Longer than nearly all human phrases copy.
    [[nodiscard]] bool copiesTooMuch() const;

    int m_number;
    double m_natural;
    std::optional<double> m_join;
    double m_inKey;
    CandidateFacts m_facts;
    std::optional<CopyReport> m_copied;
    TickRange m_range;
    bool m_isChosen = false;
    bool m_isStale = false;
    bool m_isKept = false;
    PhraseThumbnail* m_thumbnail;
    QLabel* m_state;
    QPushButton* m_keep;
};

} // namespace cantilena
