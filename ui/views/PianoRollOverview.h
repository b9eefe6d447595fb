#pragma once

#include "ui/views/PianoRollView.h"

#include <QImage>
#include <QTimer>
#include <QWidget>

namespace cantilena {

/// The whole piece in small, with a box around what is in view. Drag the box or click beside it to
/// move the view; drag an edge of the box to zoom.
class RollOverview : public QWidget {
    Q_OBJECT

public:
    explicit RollOverview(RollView& view, QWidget* parent = nullptr);

    static constexpr int kHeight = 40;
    [[nodiscard]] QSize sizeHint() const override { return {200, kHeight}; }
    /// The box around what is in view.
    [[nodiscard]] QRectF viewBox() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    enum class Grip { None, Box, Left, Right };
    [[nodiscard]] Grip gripAt(QPointF position) const;
    [[nodiscard]] double xOf(Tick tick) const;
    [[nodiscard]] Tick tickOf(double x) const;
    void drawNotes();
    void hover(QPointF position);
    void forgetDrawing();
    /// Soon for long tracks, at once for others.
    void followNotes();

    RollView& m_view;
    QImage m_drawing;
    /// The length that the drawing shows.
    Tick m_drawnLength;
    QTimer m_redraw;
    Grip m_grip = Grip::None;
    double m_offset = 0.0;
    TickRange m_viewBefore;
};

} // namespace cantilena
