#include "core/score/Shapes.h"
#include "ui/views/PianoRollDrags.h"

#include <algorithm>

namespace cantilena {

StretchDrag::StretchDrag(RollView& view, const RollPointer& start, const Note& anchor,
                         NoteEdge edge)
    : RollDrag(view, start)
    , m_edge(edge)
    , m_grip(edge == NoteEdge::End ? anchor.end() : anchor.onset)
    , m_extent{anchor.onset, anchor.end()}
    , m_notes(view.document().selection()) {
    for (const Note& note : base().tracks[track()]->notes) {
        if (std::binary_search(m_notes.begin(), m_notes.end(), note.id)) {
            m_extent.begin = std::min(m_extent.begin, note.onset);
            m_extent.end = std::max(m_extent.end, note.end());
        }
    }
}

void StretchDrag::moveTo(const RollPointer& pointer) {
    if (!isUnderWay(pointer)) {
        return;
    }
    // The edge under the mouse keeps under it: the whole grows in the same proportion.
    const Tick fixed = m_edge == NoteEdge::End ? m_extent.begin : m_extent.end;
    const Tick target = m_view.snapped(std::max(m_grip + pointer.tick - m_start.tick, Tick{}));
    const double before = inQuarters(m_grip - fixed);
    const double factor = before == 0.0 ? 1.0 : inQuarters(target - fixed) / before;
    const double least = inQuarters(m_view.nudgeStep()) / inQuarters(m_extent.length());
    const double length = static_cast<double>(m_extent.length().value) * std::max(factor, least);
    const Tick wanted{std::max<std::int64_t>(static_cast<std::int64_t>(length + 0.5), 1)};
    TickRange to{m_extent.begin, m_extent.begin + wanted};
    if (m_edge == NoteEdge::Start) {
        to = {std::max(m_extent.end - wanted, Tick{}), m_extent.end};
    }
    apply(withNotesFitted(base(), track(), m_notes, m_extent, to), tr("Stretch notes"));
}

QString StretchDrag::hint(Qt::KeyboardModifiers) const {
    return tr("Drag to stretch the selected notes in proportion • Esc calls it off");
}

SplitDrag::SplitDrag(RollView& view, const RollPointer& start, const Note& note)
    : RollDrag(view, start)
    , m_notes{note.id} {
    if (document().isSelected(note.id)) {
        m_notes = document().selection();
    }
    moveTo(start);
}

void SplitDrag::moveTo(const RollPointer& pointer) {
    const bool isFree = pointer.modifiers.testFlag(Qt::ShiftModifier);
    const Tick at = isFree ? pointer.tick : m_view.snapped(pointer.tick);
    EditWithNotes edit = withNotesSplit(base(), track(), m_notes, at);
    apply(std::move(edit.score), tr("Split notes"));
    document().setSelection(m_notes.size() > 1 ? std::move(edit.notes) : std::vector<NoteId>());
}

QString SplitDrag::hint(Qt::KeyboardModifiers modifiers) const {
    return onTheGrid(tr("Drag to choose where to cut"), modifiers);
}

GlueDrag::GlueDrag(RollView& view, const RollPointer& start, const Note& note)
    : RollDrag(view, start)
    , m_note(note) {
    std::vector<NoteId> notes{note.id};
    if (document().isSelected(note.id) && document().selection().size() > 1) {
        notes = document().selection();
    } else if (const Note* next = nextOfPitch(document().track(), note)) {
        notes.push_back(next->id);
    }
    EditWithNotes edit = withNotesGlued(base(), track(), notes);
    apply(std::move(edit.score), tr("Glue notes"));
    document().setSelection(std::move(edit.notes));
}

void GlueDrag::moveTo(const RollPointer& pointer) {
    if (!isUnderWay(pointer)) {
        return;
    }
    // All of the pitch that begin on the way join the note of the press.
    std::vector<NoteId> notes{m_note.id};
    for (const Note& other : base().tracks[track()]->notes) {
        if (other.pitch == m_note.pitch && other.onset > m_note.onset &&
            other.onset <= pointer.tick) {
            notes.push_back(other.id);
        }
    }
    EditWithNotes edit = withNotesGlued(base(), track(), notes);
    apply(std::move(edit.score), tr("Glue notes"));
    document().setSelection(std::move(edit.notes));
}

QString GlueDrag::hint(Qt::KeyboardModifiers) const {
    return tr("Drag over notes of the same pitch to join them • Esc calls it off");
}

SelectThroughDrag::SelectThroughDrag(RollView& view, const RollPointer& start, std::size_t track,
                                     NoteId note)
    : RubberBandDrag(view, start)
    , m_track(track)
    , m_note(note) {}

void SelectThroughDrag::finish(const RollPointer& pointer) {
    if (isOpen()) {
        RubberBandDrag::finish(pointer);
        return;
    }
    document().setCurrentTrack(m_track);
    document().setSelection({m_note});
    if (const Note* note = findNote(document().track(), m_note)) {
        m_view.rememberDrawn(*note);
        m_view.soundBriefly(note->pitch, note->velocity);
    }
}

QString SelectThroughDrag::hint(Qt::KeyboardModifiers) const {
    return tr("Let go to work on this track • drag to select around");
}

} // namespace cantilena
