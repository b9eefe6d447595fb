#pragma once

#include "ui/views/PianoRollView.h"

#include <QCoreApplication>

#include <optional>
#include <vector>

namespace cantilena {

/// What menu entries and keys do to the selected notes: each works out parameters and hands one
/// step to the document.
class RollEditing {
    Q_DECLARE_TR_FUNCTIONS(RollEditing)

public:
    explicit RollEditing(RollView& view);

    /// The selected notes in the track's order.
    [[nodiscard]] std::vector<Note> selectedNotes() const;

    void deleteSelected();
    void selectAll();
    void selectNone();
    void invertSelection();
    /// All notes of that pitch; added to the selection when `extend`.
    enum class Extend { No, Yes };
    void selectPitch(Pitch pitch, Extend extend);
    /// All notes that begin within `range`.
    void selectRange(TickRange range, Extend extend);
    /// Where the selected notes begin and end; nothing without any.
    [[nodiscard]] std::optional<TickRange> selectedRange() const;

    void copy() const;
    void cut();
    /// At the playhead.
    void paste();
    /// After itself, at the next point of the grid.
    void duplicate();

    void nudge(int steps, int semitones);
    void resize(int steps);
    void changeVelocity(int by);
    void quantize();

    void zoomToSelection();

private:
    [[nodiscard]] const Score& score() const { return *m_view.document().score(); }
    [[nodiscard]] std::size_t track() const { return m_view.document().currentTrack(); }
    void soundFirst();

    RollView& m_view;
};

} // namespace cantilena
