#include "ui/views/PianoRollDrags.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace cantilena {

RollDrag::RollDrag(RollView& view, const RollPointer& start)
    : m_view(view)
    , m_start(start)
    , m_base(view.document().score())
    , m_mergeKey(view.document().newMergeKey()) {}

void RollDrag::finish(const RollPointer&) {
    m_view.silence();
}

void RollDrag::cancel() {
    m_view.silence();
    document().apply(*m_base, QString(), m_mergeKey);
}

bool RollDrag::isUnderWay(const RollPointer& pointer) {
    const QPointF way = pointer.position - m_start.position;
    m_isUnderWay = m_isUnderWay || std::max(std::abs(way.x()), std::abs(way.y())) >= kDragPixels;
    return m_isUnderWay;
}

void RollDrag::apply(Score next, const QString& text) {
    document().apply(std::move(next), text, m_mergeKey);
}

void RollDrag::soundIfChanged(NoteId id) {
    const Note* note = findNote(document().track(), id);
    if (note != nullptr && m_sounding != note->pitch) {
        m_sounding = note->pitch;
        m_view.sound(note->pitch, note->velocity);
    }
}

QString RollDrag::onTheGrid(const QString& what, Qt::KeyboardModifiers modifiers) {
    return modifiers.testFlag(Qt::ShiftModifier)
               ? tr("%1, off the grid while Shift is held • Esc calls it off").arg(what)
               : tr("%1 • Shift ignores the grid • Esc calls it off").arg(what);
}

MoveDrag::MoveDrag(RollView& view, const RollPointer& start, const Note& anchor, Mode mode)
    : RollDrag(view, start)
    , m_anchor(anchor)
    , m_mode(mode)
    , m_notes(view.document().selection()) {
    m_view.rememberDrawn(anchor);
    soundIfChanged(anchor.id);
}

Tick MoveDrag::distance(const RollPointer& pointer) const {
    if (std::abs(pointer.position.x() - m_start.position.x()) < kDragPixels &&
        pointer.pitch != m_start.pitch) {
        // A move up or down keeps its time, on the grid or off it.
        return {};
    }
    const Tick free = pointer.tick - m_start.tick;
    if (pointer.modifiers.testFlag(Qt::ShiftModifier)) {
        return free;
    }
    return m_view.snapped(std::max(m_anchor.onset + free, Tick{})) - m_anchor.onset;
}

void MoveDrag::moveTo(const RollPointer& pointer) {
    if (!isUnderWay(pointer)) {
        return;
    }
    m_hasMoved = true;
    const Tick by = distance(pointer);
    const int semitones = pointer.pitch.number - m_start.pitch.number;
    if (m_mode != Mode::Move) {
        copyBy(by, semitones);
        return;
    }
    apply(withNotesMoved(base(), track(), m_notes, by, semitones), tr("Move notes"));
    soundIfChanged(m_anchor.id);
}

void MoveDrag::copyBy(Tick by, int semitones) {
    if (by == Tick{} && semitones == 0) {
        apply(base(), tr("Copy notes"));
        document().setSelection(m_notes);
        return;
    }
    EditWithNotes edit = withNotesDuplicated(base(), track(), m_notes, by, semitones);
    apply(std::move(edit.score), tr("Copy notes"));
    document().setSelection(edit.notes);
    // Copies come in the order of their originals.
    const auto& notes = base().tracks[track()]->notes;
    std::size_t index = 0;
    for (const Note& note : notes) {
        if (note.id == m_anchor.id) {
            break;
        }
        index += std::binary_search(m_notes.begin(), m_notes.end(), note.id) ? 1 : 0;
    }
    if (index < edit.notes.size()) {
        soundIfChanged(edit.notes[index]);
    }
}

void MoveDrag::finish(const RollPointer& pointer) {
    RollDrag::finish(pointer);
    if (m_hasMoved) {
        return;
    }
    m_view.hideCursor();
    // A click on one of several selected notes means that one; with Ctrl it leaves or joins them.
    if (m_mode == Mode::CopyOrLeave) {
        std::vector<NoteId> left = m_notes;
        std::erase(left, m_anchor.id);
        document().setSelection(std::move(left));
    } else if (m_mode == Mode::Move && !m_start.modifiers.testFlag(Qt::ShiftModifier)) {
        document().setSelection({m_anchor.id});
    }
}

void MoveDrag::cancel() {
    RollDrag::cancel();
    document().setSelection(m_notes);
}

QString MoveDrag::hint(Qt::KeyboardModifiers modifiers) const {
    return onTheGrid(m_mode == Mode::Move ? tr("Drag to move") : tr("Drag to copy"), modifiers);
}

Qt::CursorShape MoveDrag::cursor() const {
    return m_mode == Mode::Move ? Qt::SizeAllCursor : Qt::DragCopyCursor;
}

ResizeDrag::ResizeDrag(RollView& view, const RollPointer& start, const Note& anchor, NoteEdge edge)
    : RollDrag(view, start)
    , m_anchor(anchor)
    , m_edge(edge)
    , m_notes(view.document().selection()) {}

void ResizeDrag::moveTo(const RollPointer& pointer) {
    if (!isUnderWay(pointer)) {
        return;
    }
    const Tick edge = m_edge == NoteEdge::End ? m_anchor.end() : m_anchor.onset;
    Tick target = edge + (pointer.tick - m_start.tick);
    const bool isFree = pointer.modifiers.testFlag(Qt::ShiftModifier);
    if (!isFree) {
        target = m_view.snapped(target);
    }
    const Tick shortest = isFree ? quarters(1, 32) : m_view.nudgeStep();
    apply(withNotesResized(base(), track(), m_notes, m_edge, target - edge, shortest),
          tr("Resize notes"));
}

void ResizeDrag::finish(const RollPointer& pointer) {
    RollDrag::finish(pointer);
    if (const Note* note = findNote(document().track(), m_anchor.id)) {
        m_view.rememberDrawn(*note);
    }
}

QString ResizeDrag::hint(Qt::KeyboardModifiers modifiers) const {
    return onTheGrid(m_edge == NoteEdge::End ? tr("Drag to change the end")
                                             : tr("Drag to change the beginning"),
                     modifiers);
}

DrawDrag::DrawDrag(RollView& view, const RollPointer& start)
    : RollDrag(view, start) {
    const bool isFree = start.modifiers.testFlag(Qt::ShiftModifier);
    m_note.onset = std::max(isFree ? start.tick : view.snappedDown(start.tick), Tick{});
    m_note.duration = view.drawnLength();
    m_note.pitch = start.pitch;
    m_note.velocity = view.drawnVelocity();
    write();
    m_view.sound(m_note.pitch, m_note.velocity);
}

void DrawDrag::write() {
    std::vector<Note> notes{m_note};
    if (m_view.stamp() != nullptr) {
        notes.clear();
        for (const Pitch pitch : stacked(m_note.pitch, *m_view.stamp())) {
            notes.push_back(m_note);
            notes.back().pitch = pitch;
        }
    }
    EditWithNotes edit = withNotes(base(), track(), notes);
    apply(std::move(edit.score), notes.size() > 1 ? tr("Stamp a chord") : tr("Draw a note"));
    document().setSelection(std::move(edit.notes));
}

void DrawDrag::moveTo(const RollPointer& pointer) {
    const double way = std::abs(pointer.position.x() - m_start.position.x());
    m_hasLength = m_hasLength || way >= kDragPixels;
    if (!m_hasLength) {
        return;
    }
    const bool isFree = pointer.modifiers.testFlag(Qt::ShiftModifier);
    const Tick end = isFree ? pointer.tick : m_view.snapped(pointer.tick);
    const Tick shortest = isFree ? quarters(1, 32) : m_view.nudgeStep();
    m_note.duration = std::max(end - m_note.onset, shortest);
    write();
}

void DrawDrag::finish(const RollPointer& pointer) {
    RollDrag::finish(pointer);
    m_view.rememberDrawn(m_note);
}

void DrawDrag::cancel() {
    RollDrag::cancel();
    document().setSelection({});
}

QString DrawDrag::hint(Qt::KeyboardModifiers modifiers) const {
    return onTheGrid(tr("Drag for the length"), modifiers);
}

EraseDrag::EraseDrag(RollView& view, const RollPointer& start)
    : RollDrag(view, start)
    , m_last(start.position)
    , m_notes(view.notes()) {
    moveTo(start);
}

void EraseDrag::moveTo(const RollPointer& pointer) {
    // A quick hand skips pixels: look along the way.
    const QPointF way = pointer.position - m_last;
    const double length = std::max(std::abs(way.x()), std::abs(way.y()));
    const int steps = std::max(1, static_cast<int>(length / 3.0));
    for (int i = 0; i <= steps; ++i) {
        const QPointF at = m_last + way * (static_cast<double>(i) / steps);
        const Tick tick = m_view.tickAt(at.x());
        const Pitch pitch = m_view.pitchAt(at.y());
        m_notes.visit({tick, tick + Tick{1}}, [&](const Note& note) {
            if (note.pitch == pitch) {
                m_erased.push_back(note.id);
            }
        });
    }
    m_last = pointer.position;
    if (!m_erased.empty()) {
        apply(withoutNotes(base(), track(), m_erased), tr("Erase notes"));
    }
}

QString EraseDrag::hint(Qt::KeyboardModifiers) const {
    return tr("Drag over notes to erase them • Esc calls it off");
}

RubberBandDrag::RubberBandDrag(RollView& view, const RollPointer& start)
    : RollDrag(view, start)
    , m_before(view.document().selection())
    , m_startY(start.position.y() + view.top())
    , m_now(start) {}

std::optional<QRectF> RubberBandDrag::rubberBand() const {
    if (!m_isOpen) {
        return std::nullopt;
    }
    const QPointF start(m_view.xAt(m_start.tick), m_startY - m_view.top());
    return QRectF(start, m_now.position).normalized();
}

std::vector<NoteId> RubberBandDrag::caught() const {
    const QRectF band = *rubberBand();
    const TickRange range{m_view.tickAt(band.left()), m_view.tickAt(band.right()) + Tick{1}};
    const Pitch highest = m_view.pitchAt(band.top());
    const Pitch lowest = m_view.pitchAt(band.bottom());
    std::vector<NoteId> ids;
    m_view.notes().visit(range, [&](const Note& note) {
        if (lowest <= note.pitch && note.pitch <= highest) {
            ids.push_back(note.id);
        }
    });
    std::sort(ids.begin(), ids.end());
    return ids;
}

void RubberBandDrag::moveTo(const RollPointer& pointer) {
    m_isOpen = m_isOpen || isUnderWay(pointer);
    m_now = pointer;
    if (!m_isOpen) {
        return;
    }
    const std::vector<NoteId> ids = caught();
    std::vector<NoteId> selection;
    if (m_start.modifiers.testFlag(Qt::ControlModifier)) {
        std::set_symmetric_difference(m_before.begin(), m_before.end(), ids.begin(), ids.end(),
                                      std::back_inserter(selection));
    } else if (m_start.modifiers.testFlag(Qt::ShiftModifier)) {
        std::set_union(m_before.begin(), m_before.end(), ids.begin(), ids.end(),
                       std::back_inserter(selection));
    } else {
        selection = ids;
    }
    document().setSelection(std::move(selection));
}

void RubberBandDrag::finish(const RollPointer&) {
    const bool keeps = m_start.modifiers & (Qt::ControlModifier | Qt::ShiftModifier);
    if (!m_isOpen && !keeps) {
        document().setSelection({});
    }
}

void RubberBandDrag::cancel() {
    document().setSelection(m_before);
}

QString RubberBandDrag::hint(Qt::KeyboardModifiers) const {
    // What was held at the press counts to the end.
    if (m_start.modifiers.testFlag(Qt::ControlModifier)) {
        return tr("Drag around notes to take them in or out of the selection • Esc calls it off");
    }
    if (m_start.modifiers.testFlag(Qt::ShiftModifier)) {
        return tr("Drag around notes to add them to the selection • Esc calls it off");
    }
    return tr("Drag around notes to select them • begun with Shift it adds, with Ctrl it toggles • "
              "Esc calls it off");
}

PanDrag::PanDrag(RollView& view, const RollPointer& start)
    : RollDrag(view, start)
    , m_last(start.position) {}

void PanDrag::moveTo(const RollPointer& pointer) {
    const QPointF way = pointer.position - m_last;
    m_last = pointer.position;
    m_view.scrollBy(-way.x(), -way.y());
}

QString PanDrag::hint(Qt::KeyboardModifiers) const {
    return tr("Drag to move the view");
}

} // namespace cantilena
