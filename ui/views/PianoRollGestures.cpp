#include "ui/views/PianoRollGestures.h"

#include <algorithm>

namespace cantilena {

namespace {

constexpr double kWidestEdge = 7.0;
constexpr double kNarrowestEdge = 2.0;
constexpr int kEdgeScrollMilliseconds = 16;
constexpr double kEdgeScrollShare = 0.25;

} // namespace

RollGestures::RollGestures(RollView& view, QWidget& canvas)
    : QObject(&canvas)
    , m_view(view)
    , m_canvas(canvas) {
    m_edgeScroll.setInterval(kEdgeScrollMilliseconds);
    connect(&m_edgeScroll, &QTimer::timeout, this, &RollGestures::scrollAtEdge);
    connect(&view, &RollView::toolChanged, this, [this] { hover(m_position, m_modifiers); });
}

RollPointer RollGestures::pointerAt(QPointF position, Qt::KeyboardModifiers modifiers) const {
    return {position, m_view.tickAt(position.x()), m_view.pitchAt(position.y()), modifiers};
}

RollTool RollGestures::toolFor(Qt::KeyboardModifiers modifiers) const {
    const bool selects = m_view.tool() == RollTool::Draw && modifiers.testFlag(Qt::ControlModifier);
    return selects ? RollTool::Select : m_view.tool();
}

std::optional<NoteHit> RollGestures::noteAt(QPointF position) const {
    const RollPointer at = pointerAt(position, {});
    std::optional<NoteHit> hit;
    // Short notes are drawn two pixels wide at least.
    const TickRange range{m_view.tickAt(position.x() - 2.0), at.tick + Tick{1}};
    m_view.notes().visit(range, [&](const Note& note) {
        const QRectF rect = m_view.rectOf(note);
        if (note.pitch != at.pitch || position.x() < rect.left() || position.x() > rect.right()) {
            return;
        }
        const double edge = std::clamp(rect.width() * 0.25, kNarrowestEdge, kWidestEdge);
        hit = NoteHit{note, NoteHit::Part::Body};
        // A note must leave room to be taken by its middle.
        if (rect.width() < 3.0 * kNarrowestEdge) {
            return;
        }
        if (position.x() >= rect.right() - edge) {
            hit->part = NoteHit::Part::End;
        } else if (position.x() <= rect.left() + edge && rect.width() > 4.0 * kNarrowestEdge) {
            hit->part = NoteHit::Part::Start;
        }
    });
    return hit;
}

std::optional<RollGestures::GhostHit> RollGestures::ghostAt(QPointF position) const {
    const RollPointer at = pointerAt(position, {});
    const auto& tracks = m_view.document().score()->tracks;
    std::optional<GhostHit> hit;
    for (const NoteIndex& ghost : m_view.ghosts()) {
        ghost.visit({at.tick, at.tick + Tick{1}}, [&](const Note& note) {
            if (note.pitch == at.pitch) {
                const auto track = std::find(tracks.begin(), tracks.end(), ghost.track());
                hit = GhostHit{static_cast<std::size_t>(track - tracks.begin()), note.id};
            }
        });
    }
    return hit;
}

std::unique_ptr<RollDrag> RollGestures::dragOn(const NoteHit& hit, const RollPointer& pointer) {
    ScoreDocument& document = m_view.document();
    const NoteId id = hit.note.id;
    const bool isSelected = document.isSelected(id);
    const bool ctrl = pointer.modifiers.testFlag(Qt::ControlModifier);
    const bool shift = pointer.modifiers.testFlag(Qt::ShiftModifier);
    if (!isSelected) {
        std::vector<NoteId> selection;
        if (ctrl || shift) {
            selection = document.selection();
        }
        selection.push_back(id);
        document.setSelection(std::move(selection));
    }
    const NoteEdge edge = hit.part == NoteHit::Part::Start ? NoteEdge::Start : NoteEdge::End;
    if (hit.part != NoteHit::Part::Body && ctrl && shift) {
        return std::make_unique<StretchDrag>(m_view, pointer, hit.note, edge);
    }
    if (hit.part != NoteHit::Part::Body && !ctrl) {
        return std::make_unique<ResizeDrag>(m_view, pointer, hit.note, edge);
    }
    const auto mode = ctrl ? (isSelected ? MoveDrag::Mode::CopyOrLeave : MoveDrag::Mode::Copy)
                           : MoveDrag::Mode::Move;
    return std::make_unique<MoveDrag>(m_view, pointer, hit.note, mode);
}

std::unique_ptr<RollDrag> RollGestures::dragFor(const QMouseEvent& event) {
    const RollPointer pointer = pointerAt(event.position(), event.modifiers());
    if (event.button() == Qt::MiddleButton) {
        return std::make_unique<PanDrag>(m_view, pointer);
    }
    if (event.button() == Qt::RightButton) {
        return m_view.tool() == RollTool::Select ? nullptr
                                                 : std::make_unique<EraseDrag>(m_view, pointer);
    }
    if (event.button() != Qt::LeftButton) {
        return nullptr;
    }
    const RollTool tool = toolFor(event.modifiers());
    if (tool == RollTool::Erase) {
        return std::make_unique<EraseDrag>(m_view, pointer);
    }
    if (const std::optional<NoteHit> hit = noteAt(event.position())) {
        switch (tool) {
        case RollTool::Split: return std::make_unique<SplitDrag>(m_view, pointer, hit->note);
        case RollTool::Glue: return std::make_unique<GlueDrag>(m_view, pointer, hit->note);
        default: return dragOn(*hit, pointer);
        }
    }
    if (tool == RollTool::Draw) {
        return std::make_unique<DrawDrag>(m_view, pointer);
    }
    if (const std::optional<GhostHit> ghost = ghostAt(event.position())) {
        return std::make_unique<SelectThroughDrag>(m_view, pointer, ghost->track, ghost->note);
    }
    return std::make_unique<RubberBandDrag>(m_view, pointer);
}

void RollGestures::press(const QMouseEvent& event) {
    if (m_drag != nullptr) {
        return;
    }
    m_position = event.position();
    m_modifiers = event.modifiers();
    m_button = event.button();
    begin(dragFor(event));
}

void RollGestures::begin(std::unique_ptr<RollDrag> drag) {
    if (drag == nullptr) {
        return;
    }
    m_drag = std::move(drag);
    m_view.holdRows(true);
    m_canvas.setCursor(m_drag->cursor());
    m_view.setHint(m_drag->hint(m_modifiers));
}

void RollGestures::move(const QMouseEvent& event) {
    m_position = event.position();
    m_modifiers = event.modifiers();
    if (m_drag == nullptr) {
        hover(m_position, m_modifiers);
        return;
    }
    updateDrag(pointerAt(m_position, m_modifiers));
    const bool isOutside = !m_canvas.rect().contains(m_position.toPoint());
    if (isOutside && m_button != Qt::MiddleButton && !m_edgeScroll.isActive()) {
        m_edgeScroll.start();
    } else if (!isOutside) {
        m_edgeScroll.stop();
    }
}

void RollGestures::updateDrag(const RollPointer& pointer) {
    m_drag->moveTo(pointer);
    m_view.setHint(m_drag->hint(pointer.modifiers));
    Q_EMIT rubberBandChanged();
}

void RollGestures::release(const QMouseEvent& event) {
    if (m_drag == nullptr || event.button() != m_button) {
        return;
    }
    m_position = event.position();
    m_modifiers = event.modifiers();
    const std::unique_ptr<RollDrag> drag = std::move(m_drag);
    drag->finish(pointerAt(m_position, m_modifiers));
    end();
}

bool RollGestures::cancel() {
    if (m_drag == nullptr) {
        return false;
    }
    const std::unique_ptr<RollDrag> drag = std::move(m_drag);
    drag->cancel();
    end();
    return true;
}

void RollGestures::end() {
    m_edgeScroll.stop();
    m_view.holdRows(false);
    Q_EMIT rubberBandChanged();
    hover(m_position, m_modifiers);
}

void RollGestures::doubleClick(const QMouseEvent& event) {
    const bool adds = event.button() == Qt::LeftButton && m_view.tool() == RollTool::Select &&
                      event.modifiers() == Qt::NoModifier && !noteAt(event.position());
    if (!adds) {
        press(event);
        return;
    }
    m_position = event.position();
    m_modifiers = event.modifiers();
    m_button = event.button();
    begin(std::make_unique<DrawDrag>(m_view, pointerAt(m_position, m_modifiers)));
}

void RollGestures::leave() {
    if (m_drag == nullptr) {
        m_view.setHint({});
    }
}

void RollGestures::modifiersChanged(Qt::KeyboardModifiers modifiers) {
    if (modifiers == m_modifiers) {
        return;
    }
    m_modifiers = modifiers;
    if (m_drag != nullptr) {
        updateDrag(pointerAt(m_position, m_modifiers));
    } else if (m_canvas.underMouse()) {
        hover(m_position, m_modifiers);
    }
}

std::optional<QRectF> RollGestures::rubberBand() const {
    return m_drag == nullptr ? std::nullopt : m_drag->rubberBand();
}

void RollGestures::hover(QPointF position, Qt::KeyboardModifiers modifiers) {
    const RollTool tool = toolFor(modifiers);
    const std::optional<NoteHit> hit = noteAt(position);
    m_canvas.setCursor(cursorFor(tool, hit, modifiers));
    m_view.setHint(hintFor(tool, hit, position, modifiers));
}

Qt::CursorShape RollGestures::cursorFor(RollTool tool, const std::optional<NoteHit>& hit,
                                        Qt::KeyboardModifiers modifiers) const {
    if (tool == RollTool::Erase || (tool == RollTool::Draw && !hit)) {
        return Qt::CrossCursor;
    }
    if (!hit) {
        return Qt::ArrowCursor;
    }
    if (tool == RollTool::Split) {
        return Qt::SplitHCursor;
    }
    if (tool == RollTool::Glue) {
        return Qt::PointingHandCursor;
    }
    if (hit->part != NoteHit::Part::Body) {
        return Qt::SizeHorCursor;
    }
    return modifiers.testFlag(Qt::ControlModifier) ? Qt::DragCopyCursor : Qt::SizeAllCursor;
}

QString RollGestures::hintOn(const NoteHit& hit, RollTool tool,
                             Qt::KeyboardModifiers modifiers) const {
    const bool ctrl = modifiers.testFlag(Qt::ControlModifier);
    const bool shift = modifiers.testFlag(Qt::ShiftModifier);
    switch (tool) {
    case RollTool::Split:
        return tr("Click to cut here • selected notes are cut together • Shift ignores the grid");
    case RollTool::Glue:
        return tr("Click to join with the next of this pitch • drag over more of them");
    default: break;
    }
    if (hit.part != NoteHit::Part::Body && ctrl && shift) {
        return tr("Drag to stretch all selected notes in proportion");
    }
    if (hit.part != NoteHit::Part::Body && !ctrl) {
        return tr("Drag to change the length • Shift ignores the grid • Ctrl+Shift stretches all "
                  "selected in proportion");
    }
    if (ctrl) {
        return m_view.isSelected(hit.note.id)
                   ? tr("Drag to copy • click to take it out of the selection")
                   : tr("Drag to copy • click to add it to the selection");
    }
    if (shift) {
        return tr("Drag to move off the grid • click to add it to the selection");
    }
    return tool == RollTool::Draw
               ? tr("Drag to move • Shift ignores the grid • Ctrl copies • right-click erases")
               : tr("Drag to move • Shift ignores the grid • Ctrl copies • arrows nudge");
}

QString RollGestures::hintFor(RollTool tool, const std::optional<NoteHit>& hit, QPointF position,
                              Qt::KeyboardModifiers modifiers) const {
    if (tool == RollTool::Erase) {
        return tr("Click or drag over notes to erase them");
    }
    if (hit) {
        return hintOn(*hit, tool, modifiers);
    }
    if (tool == RollTool::Draw) {
        return m_view.stamp() != nullptr
                   ? tr("Click to stamp a chord, drag for its length • H chooses another")
                   : tr("Click to write a note, drag for its length • right-click erases • hold "
                        "Ctrl to select");
    }
    if (const std::optional<GhostHit> ghost = ghostAt(position)) {
        const auto& name = m_view.document().score()->tracks[ghost->track]->name;
        return tr("Click to work on \u201C%1\u201D").arg(QString::fromStdString(name));
    }
    switch (tool) {
    case RollTool::Split: return tr("Click a note to cut it there");
    case RollTool::Glue: return tr("Click a note to join it with the next of its pitch");
    default: break;
    }
    return tr("Drag around notes to select them • double-click writes a note • Ctrl+wheel zooms");
}

void RollGestures::scrollAtEdge() {
    if (m_drag == nullptr) {
        m_edgeScroll.stop();
        return;
    }
    const auto beyond = [](double at, double size) {
        return at < 0.0 ? at : std::max(0.0, at - size);
    };
    m_view.scrollBy(beyond(m_position.x(), m_canvas.width()) * kEdgeScrollShare,
                    beyond(m_position.y(), m_canvas.height()) * kEdgeScrollShare);
    updateDrag(pointerAt(m_position, m_modifiers));
}

} // namespace cantilena
