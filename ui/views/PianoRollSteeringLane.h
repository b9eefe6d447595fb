#pragma once

#include "ui/views/PianoRollLane.h"

#include <optional>

namespace cantilena {

/// The time that keys steer: that of the selected notes, else the loop, else the bar with the
/// cursor or the playhead.
[[nodiscard]] TickRange timeToSteer(const RollView& view);

/// A row over the notes in which one kind of steering is painted over time: a drag paints with what
/// was painted last, a drag with the right button erases, a double-click writes what a stretch asks
/// for. With the keyboard: arrows choose, Enter changes, Insert paints the selected time, Delete
/// erases.
class SteeringLane : public RollLane {
    Q_OBJECT

public:
    SteeringLane(SteeringKind kind, RollView& view, QWidget* parent = nullptr);

    [[nodiscard]] SteeringKind kind() const { return m_kind; }
    /// What a drag paints.
    [[nodiscard]] SteeringWish brush() const;
    /// Opens the text of what is asked for at the beginning of that time, or of the brush; taken,
    /// it is painted over all of that time, in one step.
    void edit(TickRange time);
    /// Where a stretch is drawn.
    [[nodiscard]] QRectF barOf(TickRange time) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] std::vector<SteeringSpan> spans() const;
    [[nodiscard]] std::optional<SteeringSpan> spanAt(Tick tick) const;
    /// From the grid's point at or before the one to that at or behind the other.
    [[nodiscard]] TickRange stroke(Tick a, Tick b, Qt::KeyboardModifiers modifiers) const;
    void paintSpan(QPainter& painter, const SteeringSpan& span) const;
    void erase(TickRange time);
    void choose(int by);
    void describe(const SteeringSpan& span);
    void take(const QString& text) override;
    void showKeys() override;
    void showHint(Tick tick);

    SteeringKind m_kind;
    std::optional<SteeringWish> m_brush;
    TickRange m_edited;
    Qt::MouseButton m_button = Qt::NoButton;
};

} // namespace cantilena
