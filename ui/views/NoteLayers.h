#pragma once

#include "ui/document/NextNoteController.h"
#include "ui/document/SurpriseController.h"
#include "ui/views/RollLayer.h"

#include <QCoreApplication>

namespace cantilena {

/// How surprising a note is, drawn on it: its upper edge wears a notch for each bit of its pitch,
/// its lower edge one for each bit of its rhythm, and between them stands the number. `text` and
/// notches are cut into `rect`, whose colour is `ink`.
void paintSurprise(QPainter& painter, const QRectF& rect, const SurprisingNote& note,
                   const QColor& ink);
/// What fits: "2.1 + 0.8" (pitch and rhythm) on wide notes, their sum on narrow ones, else nothing.
[[nodiscard]] QString surpriseText(const SurprisingNote& note, double width, const QFont& font);

/// Lets each note of the current track wear its surprise.
class SurpriseLayer : public RollLayer {
public:
    explicit SurpriseLayer(const SurpriseController& surprise)
        : m_surprise(surprise) {}
    void paint(QPainter& painter, const RollView& view, const QRectF& clip) const override;

private:
    const SurpriseController& m_surprise;
};

/// Ghosts of the likeliest next notes, each with its rank and share.
class NextNotesLayer : public RollLayer {
    Q_DECLARE_TR_FUNCTIONS(NextNotesLayer)

public:
    explicit NextNotesLayer(const NextNoteController& next)
        : m_next(next) {}
    void paint(QPainter& painter, const RollView& view, const QRectF& clip) const override;

private:
    const NextNoteController& m_next;
};

/// A padlock on each locked note where there is room for one, and a bar at either end.
class LockLayer : public RollLayer {
public:
    /// `surprise` may have written its numbers on the notes already.
    explicit LockLayer(const SurpriseController& surprise)
        : m_surprise(surprise) {}
    void paint(QPainter& painter, const RollView& view, const QRectF& clip) const override;

private:
    const SurpriseController& m_surprise;
};

} // namespace cantilena
