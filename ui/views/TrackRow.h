#pragma once

#include "core/score/Track.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QToolButton;

namespace cantilena {

/// One track in the list: name, instrument, mute and solo. Shows and asks only.
class TrackRow : public QFrame {
    Q_OBJECT

public:
    explicit TrackRow(std::size_t index, QWidget* parent = nullptr);

    void showTrack(const Track& track, const QString& instrument, bool isCurrent);
    void rename();
    [[nodiscard]] QWidget* instrumentField() const;

Q_SIGNALS:
    void chosen();
    void renamed(const QString& name);
    void instrumentRequested();
    void muteRequested(bool muted);
    void soloRequested(bool soloed);
    /// The row was dragged and let go at that height of its parent.
    void droppedAt(int y);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void endRename();

    std::size_t m_index;
    bool m_isCurrent = false;
    bool m_isDragged = false;
    QPoint m_pressed;
    TrackLook m_look;
    QLabel* m_name;
    QLineEdit* m_nameEdit;
    QToolButton* m_instrument;
    QToolButton* m_mute;
    QToolButton* m_solo;
};

} // namespace cantilena
