#pragma once

#include "core/compose/Continuation.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace cantilena {

class PhraseThumbnail;

/// One proposal of the model: what it looks like, and how natural it is. Shows and asks only.
class CandidateCard : public QFrame {
    Q_OBJECT

public:
    explicit CandidateCard(const Candidate& candidate, QWidget* parent = nullptr);

    [[nodiscard]] int number() const { return m_number; }
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

    int m_number;
    TickRange m_range;
    bool m_isChosen = false;
    bool m_isStale = false;
    bool m_isKept = false;
    PhraseThumbnail* m_thumbnail;
    QLabel* m_state;
    QPushButton* m_keep;
};

} // namespace cantilena
