#pragma once

#include "core/score/Pitch.h"

#include <QWidget>

namespace cantilena {

/// A keyboard on which a range of pitches is painted: drag from one end to the other, double-click
/// for all. By keys, the arrows move the upper end and, with Shift, the lower one; Home is for all.
class RangeKeyboard : public QWidget {
    Q_OBJECT

public:
    explicit RangeKeyboard(QWidget* parent = nullptr);

    [[nodiscard]] Pitch lowest() const { return m_lowest; }
    [[nodiscard]] Pitch highest() const { return m_highest; }
    /// Every pitch, also those beyond the keyboard's ends, when the whole keyboard is painted.
    [[nodiscard]] bool isEverything() const;
    void setRange(Pitch lowest, Pitch highest);

    [[nodiscard]] QSize sizeHint() const override { return {300, 34}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 34}; }

Q_SIGNALS:
    void rangeChanged();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] Pitch pitchAt(double x) const;
    /// Where that key stands, black ones between the white.
    [[nodiscard]] QRectF keyRect(Pitch pitch) const;

    Pitch m_lowest;
    Pitch m_highest;
    Pitch m_anchor;
};

} // namespace cantilena
