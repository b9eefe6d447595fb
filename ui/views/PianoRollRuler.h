#pragma once

#include "ui/views/PianoRollView.h"

#include <QWidget>

namespace cantilena {

/// Bar numbers over the notes: a click moves the playhead, a drag makes the loop range, whose ends
/// and whose whole can be dragged.
class RollRuler : public QWidget {
    Q_OBJECT

public:
    explicit RollRuler(RollView& view, QWidget* parent = nullptr);

    static constexpr int kHeight = 40;
    [[nodiscard]] QSize sizeHint() const override { return {200, kHeight}; }
    /// Calls a drag off. False when there is none.
    bool cancelGesture();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    enum class Grip { None, Range, Begin, End, Whole };
    [[nodiscard]] Grip gripAt(QPointF position) const;
    [[nodiscard]] Tick tickOf(const QMouseEvent& event) const;
    void dragTo(const QMouseEvent& event);
    void hover(QPointF position);
    void paintLoop(QPainter& painter) const;
    void paintBars(QPainter& painter) const;
    void paintPlayhead(QPainter& painter) const;

    RollView& m_view;
    Grip m_grip = Grip::None;
    bool m_isUnderWay = false;
    QPointF m_start;
    Tick m_startTick;
    std::optional<TickRange> m_loopBefore;
};

} // namespace cantilena
