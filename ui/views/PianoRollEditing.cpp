#include "ui/views/PianoRollEditing.h"

#include "core/score/Edits.h"
#include "ui/views/NoteClipboard.h"

#include <QClipboard>
#include <QGuiApplication>

#include <algorithm>

namespace cantilena {

namespace {

TickRange extentOf(const std::vector<Note>& notes) {
    TickRange extent{notes.front().onset, notes.front().end()};
    for (const Note& note : notes) {
        extent.begin = std::min(extent.begin, note.onset);
        extent.end = std::max(extent.end, note.end());
    }
    return extent;
}

} // namespace

RollEditing::RollEditing(RollView& view)
    : m_view(view) {}

std::vector<Note> RollEditing::selectedNotes() const {
    std::vector<Note> notes;
    for (const Note& note : m_view.document().track().notes) {
        if (m_view.isSelected(note.id)) {
            notes.push_back(note);
        }
    }
    return notes;
}

void RollEditing::deleteSelected() {
    ScoreDocument& document = m_view.document();
    document.apply(withoutNotes(score(), track(), document.selection()), tr("Delete notes"));
}

void RollEditing::selectAll() {
    std::vector<NoteId> ids;
    for (const Note& note : m_view.document().track().notes) {
        ids.push_back(note.id);
    }
    m_view.document().setSelection(std::move(ids));
}

void RollEditing::selectNone() {
    m_view.document().setSelection({});
}

void RollEditing::invertSelection() {
    std::vector<NoteId> ids;
    for (const Note& note : m_view.document().track().notes) {
        if (!m_view.isSelected(note.id)) {
            ids.push_back(note.id);
        }
    }
    m_view.document().setSelection(std::move(ids));
}

void RollEditing::selectPitch(Pitch pitch, Extend extend) {
    std::vector<NoteId> ids;
    if (extend == Extend::Yes) {
        ids = m_view.document().selection();
    }
    for (const Note& note : m_view.document().track().notes) {
        if (note.pitch == pitch) {
            ids.push_back(note.id);
        }
    }
    m_view.document().setSelection(std::move(ids));
}

void RollEditing::selectRange(TickRange range, Extend extend) {
    std::vector<NoteId> ids;
    if (extend == Extend::Yes) {
        ids = m_view.document().selection();
    }
    m_view.notes().visit(range, [&](const Note& note) {
        if (range.contains(note.onset)) {
            ids.push_back(note.id);
        }
    });
    m_view.document().setSelection(std::move(ids));
}

std::optional<TickRange> RollEditing::selectedRange() const {
    const std::vector<Note> notes = selectedNotes();
    return notes.empty() ? std::nullopt : std::optional(extentOf(notes));
}

void RollEditing::copy() const {
    const std::vector<Note> notes = selectedNotes();
    if (!notes.empty()) {
        QGuiApplication::clipboard()->setMimeData(clipboardFrom(notes).release());
    }
}

void RollEditing::cut() {
    copy();
    ScoreDocument& document = m_view.document();
    document.apply(withoutNotes(score(), track(), document.selection()), tr("Cut notes"));
}

void RollEditing::paste() {
    std::vector<Note> notes = notesFrom(QGuiApplication::clipboard()->mimeData());
    if (notes.empty()) {
        m_view.setHint(tr("The clipboard holds no notes"));
        return;
    }
    for (Note& note : notes) {
        note.onset += m_view.playhead();
    }
    EditWithNotes edit = withNotes(score(), track(), notes);
    m_view.document().apply(std::move(edit.score), tr("Paste notes"), 0, std::move(edit.notes));
}

void RollEditing::duplicate() {
    const std::vector<Note> notes = selectedNotes();
    if (notes.empty()) {
        return;
    }
    const TickRange extent = extentOf(notes);
    Tick by = extent.length();
    if (const Tick step = m_view.step(); step > Tick{}) {
        by = step * ((by.value + step.value - 1) / step.value);
    }
    ScoreDocument& document = m_view.document();
    EditWithNotes edit = withNotesDuplicated(score(), track(), document.selection(), by, 0);
    document.apply(std::move(edit.score), tr("Duplicate notes"), 0, std::move(edit.notes));
}

void RollEditing::nudge(int steps, int semitones) {
    ScoreDocument& document = m_view.document();
    document.apply(withNotesMoved(score(), track(), document.selection(),
                                  m_view.nudgeStep() * steps, semitones),
                   semitones == 0 ? tr("Move notes") : tr("Transpose notes"));
    if (semitones != 0) {
        soundFirst();
    }
}

void RollEditing::resize(int steps) {
    ScoreDocument& document = m_view.document();
    const Tick step = m_view.nudgeStep();
    document.apply(
        withNotesResized(score(), track(), document.selection(), NoteEdge::End, step * steps, step),
        tr("Resize notes"));
    if (const std::vector<Note> notes = selectedNotes(); !notes.empty()) {
        m_view.rememberDrawn(notes.front());
    }
}

void RollEditing::changeVelocity(int by) {
    ScoreDocument& document = m_view.document();
    document.apply(withVelocitiesChanged(score(), track(), document.selection(), by),
                   tr("Change velocity"));
    soundFirst();
}

void RollEditing::quantize() {
    ScoreDocument& document = m_view.document();
    document.apply(withNotesQuantized(score(), track(), document.selection(), m_view.nudgeStep(),
                                      Quantize::StartsAndEnds),
                   tr("Quantise notes"));
}

void RollEditing::zoomToSelection() {
    const std::vector<Note> notes = selectedNotes();
    if (notes.empty()) {
        m_view.showEverything();
        return;
    }
    const auto [lowest, highest] = std::minmax_element(
        notes.begin(), notes.end(), [](const Note& a, const Note& b) { return a.pitch < b.pitch; });
    m_view.showRange(extentOf(notes), lowest->pitch, highest->pitch);
}

void RollEditing::soundFirst() {
    if (const std::vector<Note> notes = selectedNotes(); !notes.empty()) {
        m_view.soundBriefly(notes.front().pitch, notes.front().velocity);
    }
}

} // namespace cantilena
