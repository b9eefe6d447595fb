#pragma once

#include "ui/views/PianoRollView.h"

#include <QCoreApplication>

namespace cantilena {

class RollEditing;

/// What the keys do with the roll's cursor: all that a mouse can do, without one.
class RollCursorKeys {
    Q_DECLARE_TR_FUNCTIONS(RollCursorKeys)

public:
    RollCursorKeys(RollView& view, RollEditing& editing);

    /// By steps of the grid and by rows.
    void move(int steps, int rows);
    void moveByBar(int bars);
    void moveBySemitones(int semitones);
    /// To the next note (`by` 1) or the one before (-1).
    void moveToNote(int by);
    /// Writes a note as long as the last one, and steps behind it.
    void write();
    /// Makes the note at the cursor, or the one that ends there, longer or shorter.
    void resize(int steps);
    /// Takes the note at the cursor into the selection, or out of it.
    void toggleSelected();
    /// Sounds the note at the cursor, or the pitch.
    void hear();
    void erase();
    /// The first time marks a corner, the second selects all notes up to the other one.
    void markRange();
    /// Brings the playhead here.
    void seek();

    /// The note that sounds at the cursor; null when there is none.
    [[nodiscard]] const Note* noteHere() const;

private:
    void go(RollCursor cursor);

    RollView& m_view;
    RollEditing& m_editing;
    std::optional<RollCursor> m_corner;
};

} // namespace cantilena
