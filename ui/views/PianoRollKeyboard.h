#pragma once

#include "ui/views/PianoRollView.h"

#include <QWidget>

namespace cantilena {

class RollEditing;

/// The piano at the side of the roll: plays, lights up, names the tonic and each C. On a track of
/// drums, and where rows are folded away, a list of what the rows are.
class RollKeyboard : public QWidget {
    Q_OBJECT

public:
    RollKeyboard(RollView& view, RollEditing& editing, QWidget* parent = nullptr);

    static constexpr int kWidth = 68;
    static constexpr int kDrumWidth = 124;
    [[nodiscard]] QSize sizeHint() const override { return {kWidth, 200}; }
    /// The key under a point: black keys lie on the white ones and end before their front.
    [[nodiscard]] Pitch keyAt(QPointF position) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    [[nodiscard]] double blackLength() const;
    /// Top and bottom of a key: a white key reaches half way under its black neighbours.
    [[nodiscard]] std::pair<double, double> extentOf(Pitch pitch) const;
    [[nodiscard]] bool hasPiano() const;
    void paintPiano(QPainter& painter) const;
    void paintList(QPainter& painter) const;
    void paintWhiteKey(QPainter& painter, Pitch pitch) const;
    void paintBlackKey(QPainter& painter, Pitch pitch) const;
    void paintNames(QPainter& painter, Pitch lowest, Pitch highest) const;
    [[nodiscard]] int velocityAt(double x) const;
    [[nodiscard]] bool isLit(Pitch pitch) const { return m_view.litPitches().contains(pitch); }

    /// What the keys look like follows from these, and from what sounds.
    struct Place {
        double top = 0.0;
        int rowHeight = 0;
        Key key;

        friend bool operator==(const Place&, const Place&) = default;
    };
    [[nodiscard]] Place place() const;

    RollView& m_view;
    RollEditing& m_editing;
    std::optional<Pitch> m_pressed;
    std::optional<Place> m_shown;
};

} // namespace cantilena
