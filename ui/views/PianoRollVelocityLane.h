#pragma once

#include "ui/views/PianoRollView.h"

#include <QWidget>

#include <vector>

namespace cantilena {

/// A bar for the velocity of each note. Drag a bar to set it, and all selected ones with it; drag
/// across to draw a ramp; the wheel changes what is under the mouse. With the keyboard, arrows
/// choose a bar and change it, digits type its value.
class VelocityLane : public QWidget {
    Q_OBJECT

public:
    explicit VelocityLane(RollView& view, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {200, 96}; }
    /// Calls a drag off. False when there is none.
    bool cancelGesture();
    [[nodiscard]] bool isDragging() const { return m_mode != Mode::None; }
    /// The bar of a note of the current track, as it is drawn. The notes of a chord stand side by
    /// side, the lowest at the left.
    [[nodiscard]] QRectF barOf(const Note& note) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    enum class Mode { None, Bar, Ramp };
    struct Bar {
        Note note;
        QRectF rect;
    };
    [[nodiscard]] std::vector<Bar> barsBetween(double left, double right) const;
    [[nodiscard]] std::optional<Note> noteAt(QPointF position) const;
    [[nodiscard]] double barWidth() const;
    [[nodiscard]] double yOf(int velocity) const;
    [[nodiscard]] int velocityAt(double y) const;
    void dragBar(QPointF position);
    void dragRamp(QPointF position);
    void follow(const RollMove& move);
    void repaintNotes(const NoteIndex& before);
    /// Whether there are more bars in view than could be told apart.
    [[nodiscard]] bool isCrowded() const;
    void paintBars(QPainter& painter, const QRectF& clip) const;
    void paintBar(QPainter& painter, const QRectF& bar, const QColor& color) const;
    void paintColumns(QPainter& painter, const QRectF& clip) const;
    void paintChosen(QPainter& painter) const;
    void hover(QPointF position);

    /// The chosen note, or the one to begin with; null in a track without notes.
    [[nodiscard]] const Note* chosenOrFirst() const;
    void choose(int by);
    void choose(const Note& note);
    /// Changes the chosen note of `base`, and with it the selected ones where it is one of them.
    void changeChosen(const Score& base, int by, int mergeKey);
    void type(int digit);
    void showChosen();

    RollView& m_view;
    Mode m_mode = Mode::None;
    /// Columns stood in place of bars when it was last painted.
    bool m_showsColumns = false;
    QPointF m_start;
    QPointF m_now;
    Note m_anchor;
    std::shared_ptr<const Score> m_base;
    int m_mergeKey = 0;
    std::optional<NoteId> m_chosen;
    /// What digits have made so far, from which score, what came of it, and their step of undo.
    struct Typed {
        int value = 0;
        std::shared_ptr<const Score> base;
        std::shared_ptr<const Score> result;
        int mergeKey = 0;
    };
    Typed m_typed;
};

} // namespace cantilena
