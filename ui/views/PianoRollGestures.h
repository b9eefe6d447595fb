#pragma once

#include "ui/views/PianoRollDrags.h"

#include <QMouseEvent>
#include <QTimer>
#include <QWheelEvent>
#include <QWidget>

#include <memory>
#include <optional>

namespace cantilena {

/// A note under the mouse and the part of it.
struct NoteHit {
    enum class Part { Body, Start, End };
    Note note;
    Part part = Part::Body;
};

/// Turns what mouse and wheel do on the canvas into drags, and says what they would do.
class RollGestures : public QObject {
    Q_OBJECT

public:
    RollGestures(RollView& view, QWidget& canvas);

    void press(const QMouseEvent& event);
    void move(const QMouseEvent& event);
    void release(const QMouseEvent& event);
    void doubleClick(const QMouseEvent& event);
    void leave();
    /// Ctrl went down or up: the tool of the moment may be another.
    void modifiersChanged(Qt::KeyboardModifiers modifiers);
    /// Calls a drag off. False when there is none.
    bool cancel();

    [[nodiscard]] bool isDragging() const { return m_drag != nullptr; }
    [[nodiscard]] std::optional<QRectF> rubberBand() const;
    /// The note at that point, the last drawn first.
    [[nodiscard]] std::optional<NoteHit> noteAt(QPointF position) const;

Q_SIGNALS:
    void rubberBandChanged();

private:
    /// A note of another track.
    struct GhostHit {
        std::size_t track = 0;
        NoteId note;
    };
    [[nodiscard]] std::optional<GhostHit> ghostAt(QPointF position) const;
    [[nodiscard]] RollPointer pointerAt(QPointF position, Qt::KeyboardModifiers modifiers) const;
    [[nodiscard]] RollTool toolFor(Qt::KeyboardModifiers modifiers) const;
    [[nodiscard]] std::unique_ptr<RollDrag> dragFor(const QMouseEvent& event);
    [[nodiscard]] std::unique_ptr<RollDrag> dragOn(const NoteHit& hit, const RollPointer& pointer);
    void begin(std::unique_ptr<RollDrag> drag);
    void updateDrag(const RollPointer& pointer);
    void end();
    void hover(QPointF position, Qt::KeyboardModifiers modifiers);
    [[nodiscard]] Qt::CursorShape cursorFor(RollTool tool, const std::optional<NoteHit>& hit,
                                            Qt::KeyboardModifiers modifiers) const;
    [[nodiscard]] QString hintFor(RollTool tool, const std::optional<NoteHit>& hit,
                                  QPointF position, Qt::KeyboardModifiers modifiers) const;
    [[nodiscard]] QString hintOn(const NoteHit& hit, RollTool tool,
                                 Qt::KeyboardModifiers modifiers) const;
    void scrollAtEdge();

    RollView& m_view;
    QWidget& m_canvas;
    std::unique_ptr<RollDrag> m_drag;
    Qt::MouseButton m_button = Qt::NoButton;
    QPointF m_position;
    Qt::KeyboardModifiers m_modifiers;
    QTimer m_edgeScroll;
};

} // namespace cantilena
