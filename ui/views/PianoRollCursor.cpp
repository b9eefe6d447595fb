#include "ui/views/PianoRollCursor.h"

#include "core/score/Edits.h"
#include "ui/views/PianoRollEditing.h"

#include <algorithm>

namespace cantilena {

RollCursorKeys::RollCursorKeys(RollView& view, RollEditing& editing)
    : m_view(view)
    , m_editing(editing) {}

const Note* RollCursorKeys::noteHere() const {
    if (!m_view.cursor()) {
        return nullptr;
    }
    const RollCursor at = *m_view.cursor();
    const Note* found = nullptr;
    m_view.notes().visit({at.tick, at.tick + Tick{1}},
                         [&](const Note& note) { found = note.pitch == at.pitch ? &note : found; });
    return found;
}

void RollCursorKeys::go(RollCursor cursor) {
    m_view.setCursor(cursor);
    const RollCursor at = *m_view.cursor();
    const BarPosition place = m_view.meters().at(at.tick);
    const Note* note = noteHere();
    const QString what = note == nullptr
                             ? tr("N writes a note")
                             : tr("a note, velocity %1 • S selects it").arg(note->velocity);
    m_view.setHint(tr("%1, bar %2 beat %3: %4")
                       .arg(m_view.rowName(at.pitch, at.tick))
                       .arg(place.bar)
                       .arg(place.beat)
                       .arg(what));
}

void RollCursorKeys::move(int steps, int rows) {
    RollCursor at = m_view.cursorOrStart();
    if (!m_view.cursor()) {
        go(at);
        return;
    }
    if (steps != 0) {
        // From off the grid, the first step leads to the grid.
        const Tick step = m_view.nudgeStep();
        const Tick down = m_view.snappedDown(at.tick);
        const Tick beyond = at.tick + step * steps;
        at.tick = steps < 0 && down < at.tick ? down : m_view.snapped(beyond);
    }
    const auto& all = m_view.rows();
    const auto here = std::ranges::find(all, at.pitch);
    if (rows != 0 && here != all.end()) {
        const auto index = static_cast<int>(here - all.begin()) - rows;
        at.pitch =
            all[static_cast<std::size_t>(std::clamp(index, 0, static_cast<int>(all.size()) - 1))];
    }
    go(at);
}

void RollCursorKeys::moveByBar(int bars) {
    RollCursor at = m_view.cursorOrStart();
    const TickRange bar = m_view.meters().barAround(at.tick);
    if (bars > 0) {
        at.tick = bar.end;
    } else {
        at.tick = at.tick > bar.begin || bar.begin == Tick{}
                      ? bar.begin
                      : m_view.meters().barAround(bar.begin - Tick{1}).begin;
    }
    go(at);
}

void RollCursorKeys::moveBySemitones(int semitones) {
    RollCursor at = m_view.cursorOrStart();
    if (at.pitch.transposed(semitones).isValid()) {
        at.pitch = at.pitch.transposed(semitones);
    }
    go(at);
}

void RollCursorKeys::moveToNote(int by) {
    const auto& notes = m_view.notes().track()->notes;
    if (notes.empty()) {
        m_view.setHint(tr("There are no notes in this track"));
        return;
    }
    const RollCursor at = m_view.cursorOrStart();
    const auto isAfter = [&](const Note& note) {
        return note.onset != at.tick ? note.onset > at.tick : note.pitch > at.pitch;
    };
    const auto isBefore = [&](const Note& note) {
        return note.onset != at.tick ? note.onset < at.tick : note.pitch < at.pitch;
    };
    const Note* found = nullptr;
    if (by > 0) {
        const auto next = std::ranges::find_if(notes, isAfter);
        found = next == notes.end() ? &notes.back() : &*next;
    } else {
        const auto before = std::find_if(notes.rbegin(), notes.rend(), isBefore);
        found = before == notes.rend() ? &notes.front() : &*before;
    }
    go({found->onset, found->pitch});
    m_view.soundBriefly(found->pitch, found->velocity);
}

void RollCursorKeys::write() {
    const RollCursor at = m_view.cursorOrStart();
    std::vector<Note> notes{{{}, at.tick, m_view.drawnLength(), at.pitch, m_view.drawnVelocity()}};
    if (m_view.stamp() != nullptr) {
        const Note one = notes.front();
        notes.clear();
        for (const Pitch pitch : stacked(at.pitch, *m_view.stamp())) {
            notes.push_back(one);
            notes.back().pitch = pitch;
        }
    }
    ScoreDocument& document = m_view.document();
    EditWithNotes edit = withNotes(*document.score(), document.currentTrack(), notes);
    document.apply(std::move(edit.score), tr("Write a note"), 0, {});
    m_view.soundBriefly(at.pitch, m_view.drawnVelocity());
    go({at.tick + m_view.drawnLength(), at.pitch});
}

void RollCursorKeys::resize(int steps) {
    const RollCursor at = m_view.cursorOrStart();
    const Note* note = noteHere();
    if (note == nullptr) {
        for (const Note& other : m_view.notes().track()->notes) {
            note = other.end() == at.tick && other.pitch == at.pitch ? &other : note;
        }
    }
    if (note == nullptr) {
        return;
    }
    const NoteId id = note->id;
    const bool isBehind = note->end() == at.tick;
    const Tick step = m_view.nudgeStep();
    ScoreDocument& document = m_view.document();
    document.apply(withNotesResized(*document.score(), document.currentTrack(), std::span(&id, 1),
                                    NoteEdge::End, step * steps, step),
                   tr("Resize notes"));
    if (const Note* now = findNote(document.track(), id)) {
        m_view.rememberDrawn(*now);
        go({isBehind ? now->end() : at.tick, at.pitch});
    }
}

void RollCursorKeys::toggleSelected() {
    const Note* note = noteHere();
    if (note == nullptr) {
        m_view.setHint(tr("There is no note here • ] goes to the next one"));
        return;
    }
    ScoreDocument& document = m_view.document();
    std::vector<NoteId> selection = document.selection();
    if (std::erase(selection, note->id) == 0) {
        selection.push_back(note->id);
    }
    m_view.rememberDrawn(*note);
    document.setSelection(std::move(selection));
}

void RollCursorKeys::hear() {
    const Note* note = noteHere();
    m_view.soundBriefly(m_view.cursorOrStart().pitch,
                        note == nullptr ? m_view.drawnVelocity() : note->velocity);
}

void RollCursorKeys::erase() {
    if (const Note* note = noteHere()) {
        const NoteId id = note->id;
        ScoreDocument& document = m_view.document();
        document.apply(withoutNotes(*document.score(), document.currentTrack(), std::span(&id, 1)),
                       tr("Delete notes"));
    }
}

void RollCursorKeys::markRange() {
    const RollCursor at = m_view.cursorOrStart();
    if (!m_corner) {
        m_corner = at;
        m_view.setCursor(at);
        m_view.setHint(tr("Go to the other corner and press B again to select what lies between"));
        return;
    }
    const RollCursor corner = *std::exchange(m_corner, std::nullopt);
    const TickRange range{std::min(corner.tick, at.tick),
                          std::max(corner.tick, at.tick) + m_view.nudgeStep()};
    const auto [lowest, highest] = std::minmax(corner.pitch, at.pitch);
    std::vector<NoteId> ids;
    m_view.notes().visit(range, [&, low = lowest, high = highest](const Note& note) {
        if (low <= note.pitch && note.pitch <= high) {
            ids.push_back(note.id);
        }
    });
    m_view.document().setSelection(std::move(ids));
}

void RollCursorKeys::seek() {
    Q_EMIT m_view.seekRequested(m_view.cursorOrStart().tick);
}

} // namespace cantilena
