#pragma once

#include "ui/views/PianoRollGestures.h"

#include <QRegion>
#include <QWidget>

#include <vector>

namespace cantilena {

class RollEditing;
class RollLayer;
class ThinNotes;
struct TrackInk;

/// The notes over their rows and bars: paints what is in view and hands the mouse to the gestures.
class RollCanvas : public QWidget {
    Q_OBJECT

public:
    RollCanvas(RollView& view, RollEditing& editing, QWidget* parent = nullptr);

    /// Calls a drag off. False when there is none.
    bool cancelGesture() { return m_gestures.cancel(); }
    [[nodiscard]] bool isDragging() const { return m_gestures.isDragging(); }
    [[nodiscard]] RollView& view() const { return m_view; }
    /// Paints that over the notes from now on; it lives as long as the canvas is on screen.
    void addLayer(const RollLayer& layer) { m_layers.push_back(&layer); }
    [[nodiscard]] std::optional<NoteHit> noteAt(QPointF position) const {
        return m_gestures.noteAt(position);
    }

Q_SIGNALS:
    void contextMenuRequested(QPoint globalPosition);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int tonicAt(Tick tick) const;
    /// Moves the picture, where it moves as a whole, and paints what came into view.
    void follow(const RollMove& move);

    void paintNotes(QPainter& painter, const QRectF& clip) const;
    void paintTrack(QPainter& painter, const QRectF& clip, const NoteIndex& notes) const;
    void paintThin(QPainter& painter, const ThinNotes& notes, int tonic, const TrackInk& ink) const;
    void paintProposal(QPainter& painter, const QRectF& clip) const;
    void paintOverlay(QPainter& painter) const;
    void paintProposalLabel(QPainter& painter) const;
    [[nodiscard]] QRectF noteRect(const Note& note) const;

    [[nodiscard]] QRectF cursorRect() const;
    void paintCursor(QPainter& painter) const;
    void repaintCursor();
    void repaintNotes(const NoteIndex& before);
    void repaintSelection();
    void repaintRubberBand();
    /// Notes that sound in this time can be seen.
    [[nodiscard]] TickRange paintedTicks() const;
    [[nodiscard]] QRect dirtyRect(const Note& note) const;

    RollView& m_view;
    RollEditing& m_editing;
    RollGestures m_gestures;
    std::vector<const RollLayer*> m_layers;
    std::vector<NoteId> m_shownSelection;
    QRect m_shownRubberBand;
    QRect m_shownCursor;
};

} // namespace cantilena
