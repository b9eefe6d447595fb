#pragma once

#include <QWidget>

namespace cantilena {

/// Lays all gestures over the roll, until a key or a click.
class GestureOverlay : public QWidget {
    Q_OBJECT

public:
    /// Covers `over` for as long as it is open.
    explicit GestureOverlay(QWidget* over);

    void toggle();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void putAway();
};

} // namespace cantilena
