#include "ui/views/PianoRollCanvas.h"

#include "ui/views/NoteAccessibility.h"
#include "ui/views/PianoRollEditing.h"
#include "ui/views/PianoRollGround.h"
#include "ui/views/PianoRollPainting.h"
#include "ui/views/PianoRollThinNotes.h"
#include "ui/views/PianoRollWheel.h"
#include "ui/views/RollLayer.h"
#include "ui/views/TrackChanges.h"

#include <QAccessible>
#include <QNativeGestureEvent>
#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace cantilena {

namespace {

/// More changed notes than this are repainted with all that lies between them.
constexpr std::size_t kMostDirtyNotes = 300;
constexpr double kPlayheadWidth = 2.0;
/// Notes this narrow are drawn together where they touch.
constexpr double kThinNote = 3.0;
/// So many pixels outlines and the least width of a note may show beyond the time it takes.
constexpr double kBeyondNote = 4.0;

} // namespace

RollCanvas::RollCanvas(RollView& view, RollEditing& editing, QWidget* parent)
    : QWidget(parent)
    , m_view(view)
    , m_editing(editing)
    , m_gestures(view, *this) {
    installNoteAccessibility();
    setObjectName(QStringLiteral("pianoRollCanvas"));
    setAccessibleName(tr("Notes"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(160, 120);
    const auto updateAll = [this] { update(); };
    connect(&view, &RollView::moved, this, &RollCanvas::follow);
    connect(&view, &RollView::backgroundChanged, this, updateAll);
    connect(&view, &RollView::proposalChanged, this, updateAll);
    connect(&view, &RollView::snapChanged, this, updateAll);
    connect(&view, &RollView::cursorMoved, this, &RollCanvas::repaintCursor);
    connect(&view, &RollView::notesChanged, this, &RollCanvas::repaintNotes);
    connect(&view.document(), &ScoreDocument::selectionChanged, this,
            &RollCanvas::repaintSelection);
    connect(&m_gestures, &RollGestures::rubberBandChanged, this, &RollCanvas::repaintRubberBand);
    connect(&view, &RollView::playheadMoved, this, [this](Tick from, Tick to) {
        for (const Tick tick : {from, to}) {
            const int x = static_cast<int>(std::floor(m_view.xAt(tick)));
            update(x - 2, 0, 6, height());
        }
    });
}

void RollCanvas::follow(const RollMove& move) {
    // A proposal's label and a rubber band keep their place in the window.
    if (!move.shift || m_view.proposal() || m_gestures.rubberBand() || !canShift(*this)) {
        m_shownCursor = cursorRect().toAlignedRect().adjusted(-4, -4, 4, 4);
        update();
    } else if (!move.shift->isNull()) {
        m_shownCursor.translate(*move.shift);
        scroll(move.shift->x(), move.shift->y(), rect());
    }
}

QRectF RollCanvas::noteRect(const Note& note) const {
    const QRectF row = m_view.rectOf(note);
    const double air = m_view.rowHeight() >= 8 ? 1.0 : 0.0;
    const double gap = row.width() >= 6.0 ? 1.0 : 0.0;
    return row.adjusted(0.0, air, -gap, -1.0);
}

TickRange RollCanvas::paintedTicks() const {
    return {m_view.tickAt(-kBeyondNote), m_view.tickAt(width() + kBeyondNote)};
}

QRect RollCanvas::dirtyRect(const Note& note) const {
    return m_view.rectOf(note).adjusted(-3.0, -3.0, 3.0, 3.0).toAlignedRect();
}

void RollCanvas::repaintNotes(const NoteIndex& before) {
    if (before.track() && before.track()->look != m_view.notes().track()->look) {
        update();
        return;
    }
    const TickRange visible = paintedTicks();
    QRegion region;
    QRect around;
    std::size_t count = 0;
    visitChanged(before.track().get(), *m_view.notes().track(), [&](const Note& note) {
        if (note.onset < visible.end && note.end() > visible.begin) {
            const QRect rect = dirtyRect(note);
            around |= rect;
            if (++count <= kMostDirtyNotes) {
                region += rect;
            }
        }
    });
    update(count <= kMostDirtyNotes ? region : QRegion(around));
}

void RollCanvas::repaintSelection() {
    const std::vector<NoteId>& now = m_view.document().selection();
    std::vector<NoteId> changed;
    std::set_symmetric_difference(m_shownSelection.begin(), m_shownSelection.end(), now.begin(),
                                  now.end(), std::back_inserter(changed));
    m_shownSelection = now;
    if (changed.size() > kMostDirtyNotes) {
        update();
        return;
    }
    QRegion region;
    m_view.notes().visit(paintedTicks(), [&](const Note& note) {
        if (std::binary_search(changed.begin(), changed.end(), note.id)) {
            region += dirtyRect(note);
        }
    });
    update(region);
}

void RollCanvas::repaintRubberBand() {
    const std::optional<QRectF> band = m_gestures.rubberBand();
    const QRect now = band ? band->toAlignedRect().adjusted(-2, -2, 2, 2) : QRect();
    if (now != m_shownRubberBand) {
        update(now.united(m_shownRubberBand));
        m_shownRubberBand = now;
    }
}

int RollCanvas::tonicAt(Tick tick) const {
    return m_view.document().score()->keyAt(std::max(tick, Tick{})).tonic.pitchClass();
}

void RollCanvas::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    const QRectF clip = event->rect();
    paintGround(painter, m_view, clip);
    paintNotes(painter, clip);
    paintProposal(painter, clip);
    for (const RollLayer* layer : m_layers) {
        layer->paint(painter, m_view, clip);
    }
    paintOverlay(painter);
    paintProposalLabel(painter);
}

void RollCanvas::paintNotes(QPainter& painter, const QRectF& clip) const {
    for (const NoteIndex& ghost : m_view.ghosts()) {
        paintTrack(painter, clip, ghost);
    }
    paintTrack(painter, clip, m_view.notes());
}

void RollCanvas::paintTrack(QPainter& painter, const QRectF& clip, const NoteIndex& notes) const {
    const PixelGrid pixels(painter);
    const bool isGhost = &notes != &m_view.notes();
    const bool mayBeSelected = !isGhost && !m_view.document().selection().empty();
    const auto& proposal = m_view.proposal();
    const TickRange range{m_view.tickAt(clip.left() - kBeyondNote),
                          m_view.tickAt(clip.right() + kBeyondNote)};
    const Pitch highest = m_view.pitchAt(clip.top() - 4.0);
    const Pitch lowest = m_view.pitchAt(clip.bottom() + 4.0);
    const TrackInk ink = inkOf(notes.track()->look);
    const double ratio = devicePixelRatioF();
    ThinNotes thin(static_cast<int>(std::floor(clip.left() * ratio)),
                   static_cast<int>(std::ceil(clip.right() * ratio)));
    const double perTick = m_view.pixelsPerQuarter() / static_cast<double>(kQuarter.value);
    std::vector<Note> selected;
    notes.visit(range, [&](const Note& note) {
        if (note.pitch < lowest || note.pitch > highest || !m_view.hasRow(note.pitch)) {
            return;
        }
        const bool isSelected = mayBeSelected && m_view.isSelected(note.id);
        const bool isReplaced = proposal && givesWay(note, *proposal);
        const NoteLook look = isSelected              ? NoteLook::Selected
                              : isGhost || isReplaced ? NoteLook::Ghost
                                                      : NoteLook::Plain;
        const double width = static_cast<double>(note.duration.value) * perTick;
        if (width <= kThinNote) {
            const double left = m_view.xAt(note.onset);
            thin.add(note.pitch, left * ratio, (left + std::max(width, 2.0)) * ratio, look);
        } else if (isSelected) {
            selected.push_back(note);
        } else {
            // Ghosts alone take something of their row.
            const QColor row = look == NoteLook::Ghost
                                   ? rowColor(note.pitch.number, tonicAt(note.onset))
                                   : QColor();
            paintNote(painter, pixels.aligned(noteRect(note)), look, row, ink);
        }
    });
    paintThin(painter, thin, tonicAt({}), ink);
    for (const Note& note : selected) {
        paintNote(painter, pixels.aligned(noteRect(note)), NoteLook::Selected, {}, ink);
    }
}

void RollCanvas::paintThin(QPainter& painter, const ThinNotes& notes, int tonic,
                           const TrackInk& ink) const {
    const double ratio = devicePixelRatioF();
    painter.save();
    painter.scale(1.0 / ratio, 1.0 / ratio);
    notes.paint(
        painter,
        [&](Pitch pitch) {
            Note note;
            note.pitch = pitch;
            const QRectF row = noteRect(note);
            const int top = static_cast<int>(std::lround(row.top() * ratio));
            return QRect(0, top, 1, static_cast<int>(std::lround(row.bottom() * ratio)) - top);
        },
        [&](Pitch pitch, NoteLook look) {
            switch (look) {
            case NoteLook::Selected: return theme().text;
            case NoteLook::Ghost: return ghostColor(ink, rowColor(pitch.number, tonic));
            case NoteLook::Plain:
            case NoteLook::Proposal: break;
            }
            return ink.color;
        });
    painter.restore();
}

void RollCanvas::paintProposal(QPainter& painter, const QRectF& clip) const {
    const auto& proposal = m_view.proposal();
    if (!proposal) {
        return;
    }
    const PixelGrid pixels(painter);
    const int tonic = tonicAt(proposal->range.begin);
    for (const Note& note : proposal->notes) {
        const QRectF rect = pixels.aligned(noteRect(note));
        if (rect.intersects(clip.adjusted(-4.0, -4.0, 4.0, 4.0))) {
            paintNote(painter, rect, NoteLook::Proposal, rowColor(note.pitch.number, tonic), {});
        }
    }
    for (const Tick edge : {proposal->range.begin, proposal->range.end}) {
        const double x = pixels.aligned(m_view.xAt(edge)) + 0.5 * pixels.hairline();
        QColor ink = theme().proposal;
        ink.setAlphaF(0.6F);
        painter.setPen(QPen(ink, pixels.hairline(), Qt::DashLine));
        painter.drawLine(QPointF(x, 0.0), QPointF(x, height()));
    }
}

void RollCanvas::paintProposalLabel(QPainter& painter) const {
    const auto& proposal = m_view.proposal();
    if (!proposal) {
        return;
    }
    const BarPosition first = m_view.meters().at(proposal->range.begin);
    const BarPosition last = m_view.meters().at(proposal->range.end - Tick{1});
    const QString bars = first.bar == last.bar ? tr("bar %1").arg(first.bar)
                                               : tr("bars %1–%2").arg(first.bar).arg(last.bar);
    const QString label = tr("candidate %1 • %2").arg(proposal->number).arg(bars);
    painter.setFont(fontOf(type::kHint, QFont::DemiBold));
    const QFontMetricsF metrics(painter.font());
    const double x = std::max(m_view.xAt(proposal->range.begin) + 6.0, 6.0);
    const QRectF box(x, 4.0, metrics.horizontalAdvance(label) + 12.0, metrics.height() + 4.0);
    const Smoothly smoothly(painter);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().proposalWash());
    painter.drawRoundedRect(box, 4.0, 4.0);
    painter.setPen(theme().proposal);
    painter.drawText(box, Qt::AlignCenter, label);
}

void RollCanvas::paintOverlay(QPainter& painter) const {
    const PixelGrid pixels(painter);
    if (const std::optional<QRectF> band = m_gestures.rubberBand()) {
        QColor wash = theme().accent;
        wash.setAlphaF(0.14F);
        const double half = 0.5 * pixels.hairline();
        painter.setPen(QPen(theme().accent, pixels.hairline()));
        painter.setBrush(wash);
        painter.drawRect(pixels.aligned(*band).adjusted(half, half, -half, -half));
    }
    paintCursor(painter);
    const double x = pixels.aligned(m_view.xAt(m_view.playhead()));
    painter.fillRect(QRectF(x, 0.0, kPlayheadWidth * pixels.hairline(), height()), theme().text);
}

QRectF RollCanvas::cursorRect() const {
    if (!m_view.cursor()) {
        return {};
    }
    const Tick begin = m_view.cursor()->tick;
    Note cell;
    cell.onset = begin;
    cell.duration = m_view.nudgeStep();
    cell.pitch = m_view.cursor()->pitch;
    const QRectF rect = m_view.rectOf(cell);
    return {rect.left(), rect.top(), std::max(rect.width(), 8.0), rect.height()};
}

void RollCanvas::repaintCursor() {
    if (QAccessible::isActive() && m_view.cursor()) {
        // Readers speak the note that the cursor reached.
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(this);
        if (QAccessibleInterface* note = list == nullptr ? nullptr : list->focusChild()) {
            QAccessibleEvent focus(this, QAccessible::Focus);
            focus.setChild(list->indexOfChild(note));
            QAccessible::updateAccessibility(&focus);
        }
    }
    // The cursor has a bar over all rows, to be found at a glance.
    const QRect now = cursorRect().toAlignedRect().adjusted(-4, -4, 4, 4);
    for (const QRect& rect : {now, m_shownCursor}) {
        update(rect);
        update(QRect(rect.left(), 0, 10, height()));
    }
    m_shownCursor = now;
}

void RollCanvas::paintCursor(QPainter& painter) const {
    if (!m_view.cursor()) {
        return;
    }
    const PixelGrid pixels(painter);
    const QRectF cell = pixels.aligned(cursorRect());
    QColor faint = theme().accent;
    faint.setAlphaF(0.45F);
    painter.fillRect(QRectF(cell.left(), 0.0, pixels.hairline(), height()), faint);
    QColor wash = theme().accent;
    wash.setAlphaF(0.18F);
    painter.fillRect(cell, wash);
    // Drawn twice, so that it stands out on rows and on notes alike.
    const double half = 0.5 * pixels.hairline();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().window, 3.0 * pixels.hairline()));
    painter.drawRect(cell.adjusted(half, half, -half, -half));
    painter.setPen(QPen(theme().text, pixels.hairline()));
    painter.drawRect(cell.adjusted(half, half, -half, -half));
    painter.fillRect(QRectF(cell.left(), cell.top(), 3.0, cell.height()), theme().accent);
}

void RollCanvas::resizeEvent(QResizeEvent*) {
    m_view.setSize(size());
}

void RollCanvas::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    if (event->button() == Qt::RightButton && m_view.tool() == RollTool::Select &&
        !m_gestures.isDragging()) {
        const std::optional<NoteHit> hit = m_gestures.noteAt(event->position());
        if (hit && !m_view.isSelected(hit->note.id)) {
            m_view.document().setSelection({hit->note.id});
        }
        Q_EMIT contextMenuRequested(event->globalPosition().toPoint());
        return;
    }
    m_gestures.press(*event);
}

void RollCanvas::mouseMoveEvent(QMouseEvent* event) {
    m_gestures.move(*event);
}

void RollCanvas::mouseReleaseEvent(QMouseEvent* event) {
    m_gestures.release(*event);
}

void RollCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    m_gestures.doubleClick(*event);
}

void RollCanvas::wheelEvent(QWheelEvent* event) {
    constexpr auto overNotes = Qt::ControlModifier | Qt::AltModifier;
    if (event->modifiers() == overNotes) {
        // Alt turns the wheel sideways on some platforms.
        const QPoint turn = event->angleDelta();
        m_editing.changeVelocity((turn.y() != 0 ? turn.y() : turn.x()) > 0 ? 4 : -4);
    } else {
        wheelOver(m_view, *event, event->position());
    }
    event->accept();
}

bool RollCanvas::event(QEvent* event) {
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (pinchOver(m_view, *gesture, gesture->position())) {
            return true;
        }
    }
    return QWidget::event(event);
}

void RollCanvas::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Control || event->key() == Qt::Key_Shift) {
        const auto key = event->key() == Qt::Key_Control ? Qt::ControlModifier : Qt::ShiftModifier;
        m_gestures.modifiersChanged(event->modifiers() | key);
    }
    QWidget::keyPressEvent(event);
}

void RollCanvas::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Control || event->key() == Qt::Key_Shift) {
        const auto key = event->key() == Qt::Key_Control ? Qt::ControlModifier : Qt::ShiftModifier;
        m_gestures.modifiersChanged(event->modifiers() & ~key);
    }
    QWidget::keyReleaseEvent(event);
}

void RollCanvas::leaveEvent(QEvent* event) {
    m_gestures.leave();
    QWidget::leaveEvent(event);
}

} // namespace cantilena
