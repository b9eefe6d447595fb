#pragma once

#include "ui/views/PianoRollView.h"

#include <QCoreApplication>

namespace cantilena {

/// Shapes the selected notes: at once where there is nothing to ask, else by a dialog that shows
/// what it does.
class RollShaping {
    Q_DECLARE_TR_FUNCTIONS(RollShaping)

public:
    /// `window` is what dialogs belong to.
    RollShaping(RollView& view, QWidget& window);

    /// At the cursor, or at the playhead without one.
    void split();
    void glue();
    void legato();
    void reverse();
    void invert();
    void snapToKey();
    void fixOverlaps();
    void moveByDegrees(int degrees);

    void askQuantize();
    void askTranspose();
    void askStretch();
    void askHumanize();
    void askArticulation();
    void askArpeggio();
    void askVelocity();
    /// A chord by its name at the cursor.
    void askChord();
    /// What the draw tool writes: single notes or chords of a quality.
    void askStamp();

private:
    [[nodiscard]] const Score& score() const { return *m_view.document().score(); }
    [[nodiscard]] std::size_t track() const { return m_view.document().currentTrack(); }
    [[nodiscard]] const std::vector<NoteId>& chosen() const {
        return m_view.document().selection();
    }
    void apply(Score next, const QString& text);

    RollView& m_view;
    QWidget& m_window;
};

} // namespace cantilena
