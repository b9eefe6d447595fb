#pragma once

#include "ui/views/PianoRollView.h"

#include <QWidget>

namespace cantilena {

class RollEditing;

/// Bar numbers over the notes. In the strip on top a drag makes the loop range, whose ends and
/// whose whole can be dragged; below, a click moves the playhead and a drag selects the notes that
/// begin within.
class RollRuler : public QWidget {
    Q_OBJECT

public:
    RollRuler(RollView& view, RollEditing& editing, QWidget* parent = nullptr);

    static constexpr int kHeight = 40;
    [[nodiscard]] QSize sizeHint() const override { return {200, kHeight}; }
    /// Calls a drag off. False when there is none.
    bool cancelGesture();
    [[nodiscard]] bool isDragging() const { return m_grip != Grip::None; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    enum class Grip { None, Notes, Loop, Begin, End, Whole };
    [[nodiscard]] Grip gripAt(QPointF position) const;
    [[nodiscard]] Tick tickOf(const QMouseEvent& event) const;
    void dragTo(const QMouseEvent& event);
    void selectTo(const QMouseEvent& event);
    [[nodiscard]] QString spanName(TickRange range) const;
    void paintSpan(QPainter& painter) const;
    void hover(QPointF position);
    void paintLoop(QPainter& painter) const;
    void paintBars(QPainter& painter) const;
    void paintPlayhead(QPainter& painter) const;

    RollView& m_view;
    RollEditing& m_editing;
    Grip m_grip = Grip::None;
    bool m_isUnderWay = false;
    QPointF m_start;
    Tick m_startTick;
    std::optional<TickRange> m_loopBefore;
    /// The stretch of notes being selected, and what was selected before.
    std::optional<TickRange> m_span;
    std::vector<NoteId> m_selectionBefore;
};

} // namespace cantilena
