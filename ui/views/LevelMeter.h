#pragma once

#include <QWidget>

namespace cantilena {

/// How loud it is, left above right, over 48 decibels, with a mark that stays where a peak was and
/// a light that stays on after clipping until it is clicked.
class LevelMeter : public QWidget {
    Q_OBJECT

public:
    explicit LevelMeter(QWidget* parent = nullptr);

    /// Peaks since the last call, linear; above 1 is clipping. Expected ten times a second.
    void setPeaks(float left, float right);
    [[nodiscard]] bool hasClipped() const { return m_hasClipped; }

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    struct Side {
        double level = 0.0;
        double held = 0.0;
        int heldFor = 0;
    };
    static void follow(Side& side, float peak);
    void paintSide(QPainter& painter, const QRectF& row, const Side& side) const;

    Side m_left;
    Side m_right;
    bool m_hasClipped = false;
};

} // namespace cantilena
