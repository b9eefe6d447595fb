#pragma once

#include "core/score/Edits.h"
#include "ui/views/PianoRollView.h"

#include <QCoreApplication>
#include <QPointF>
#include <QRectF>

#include <memory>
#include <optional>
#include <vector>

namespace cantilena {

/// Where the mouse is, in pixels of the canvas and in music.
struct RollPointer {
    QPointF position;
    Tick tick;
    Pitch pitch;
    Qt::KeyboardModifiers modifiers;
};

/// Pixels that the mouse must go before a press becomes a drag.
inline constexpr double kDragPixels = 4.0;

/// What a held mouse button does until it is let go or the drag is called off. All steps of one
/// drag merge into one undo step; each is worked out from the score as it was at the press.
class RollDrag {
    Q_DECLARE_TR_FUNCTIONS(RollDrag)

public:
    RollDrag(RollView& view, const RollPointer& start);
    virtual ~RollDrag() = default;
    RollDrag(const RollDrag&) = delete;
    RollDrag& operator=(const RollDrag&) = delete;

    virtual void moveTo(const RollPointer& pointer) = 0;
    virtual void finish(const RollPointer& pointer);
    virtual void cancel();
    /// What the drag does while those modifiers are held.
    [[nodiscard]] virtual QString hint(Qt::KeyboardModifiers modifiers) const = 0;
    [[nodiscard]] virtual Qt::CursorShape cursor() const = 0;
    /// What to draw over the notes, in pixels of the canvas.
    [[nodiscard]] virtual std::optional<QRectF> rubberBand() const { return std::nullopt; }

protected:
    [[nodiscard]] ScoreDocument& document() const { return m_view.document(); }
    [[nodiscard]] std::size_t track() const { return document().currentTrack(); }
    [[nodiscard]] const Score& base() const { return *m_base; }
    /// Whether the mouse has gone far enough, now or before.
    bool isUnderWay(const RollPointer& pointer);
    void apply(Score next, const QString& text);
    /// Sounds the note when its pitch is another one than before.
    void soundIfChanged(NoteId note);
    /// That sentence with what Shift does to a drag that keeps to the grid.
    [[nodiscard]] static QString onTheGrid(const QString& what, Qt::KeyboardModifiers modifiers);

    RollView& m_view;
    RollPointer m_start;

private:
    std::shared_ptr<const Score> m_base;
    int m_mergeKey;
    bool m_isUnderWay = false;
    std::optional<Pitch> m_sounding;
};

/// Moves the selected notes as one block, or copies of them.
class MoveDrag : public RollDrag {
public:
    /// `CopyOrLeave`: a click without a drag takes the note out of the selection.
    enum class Mode { Move, Copy, CopyOrLeave };
    MoveDrag(RollView& view, const RollPointer& start, const Note& anchor, Mode mode);

    void moveTo(const RollPointer& pointer) override;
    void finish(const RollPointer& pointer) override;
    void cancel() override;
    [[nodiscard]] QString hint(Qt::KeyboardModifiers modifiers) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override;

private:
    [[nodiscard]] Tick distance(const RollPointer& pointer) const;
    void copyBy(Tick by, int semitones);

    Note m_anchor;
    Mode m_mode;
    std::vector<NoteId> m_notes;
    bool m_hasMoved = false;
};

/// Moves one edge of the selected notes.
class ResizeDrag : public RollDrag {
public:
    ResizeDrag(RollView& view, const RollPointer& start, const Note& anchor, NoteEdge edge);

    void moveTo(const RollPointer& pointer) override;
    void finish(const RollPointer& pointer) override;
    [[nodiscard]] QString hint(Qt::KeyboardModifiers modifiers) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::SizeHorCursor; }

private:
    Note m_anchor;
    NoteEdge m_edge;
    std::vector<NoteId> m_notes;
};

/// Stretches the selected notes in proportion by the first onset or the last end.
class StretchDrag : public RollDrag {
public:
    StretchDrag(RollView& view, const RollPointer& start, const Note& anchor, NoteEdge edge);

    void moveTo(const RollPointer& pointer) override;
    [[nodiscard]] QString hint(Qt::KeyboardModifiers modifiers) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::SizeHorCursor; }

private:
    NoteEdge m_edge;
    Tick m_grip;
    TickRange m_extent;
    std::vector<NoteId> m_notes;
};

/// Cuts the note at the press, and with it the selected ones that sound there; the cut moves with
/// the mouse.
class SplitDrag : public RollDrag {
public:
    SplitDrag(RollView& view, const RollPointer& start, const Note& note);

    void moveTo(const RollPointer& pointer) override;
    [[nodiscard]] QString hint(Qt::KeyboardModifiers modifiers) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::SplitHCursor; }

private:
    std::vector<NoteId> m_notes;
};

/// Joins the note at the press with the next of its pitch, or with the rest of the selection; goes
/// on with each note that the mouse reaches.
class GlueDrag : public RollDrag {
public:
    GlueDrag(RollView& view, const RollPointer& start, const Note& note);

    void moveTo(const RollPointer& pointer) override;
    [[nodiscard]] QString hint(Qt::KeyboardModifiers modifiers) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::PointingHandCursor; }

private:
    Note m_note;
};

/// Writes a note at the press, or the chord of the stamp; the drag gives it its length.
class DrawDrag : public RollDrag {
public:
    DrawDrag(RollView& view, const RollPointer& start);

    void moveTo(const RollPointer& pointer) override;
    void finish(const RollPointer& pointer) override;
    void cancel() override;
    [[nodiscard]] QString hint(Qt::KeyboardModifiers modifiers) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::SizeHorCursor; }

private:
    void write();

    Note m_note;
    bool m_hasLength = false;
};

/// Takes away every note that the mouse passes.
class EraseDrag : public RollDrag {
public:
    EraseDrag(RollView& view, const RollPointer& start);

    void moveTo(const RollPointer& pointer) override;
    [[nodiscard]] QString hint(Qt::KeyboardModifiers modifiers) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::CrossCursor; }

private:
    QPointF m_last;
    NoteIndex m_notes;
    std::vector<NoteId> m_erased;
};

/// Selects the notes in a rectangle: instead of the selection, added to it, or toggled in it.
class RubberBandDrag : public RollDrag {
public:
    RubberBandDrag(RollView& view, const RollPointer& start);

    void moveTo(const RollPointer& pointer) override;
    void finish(const RollPointer& pointer) override;
    void cancel() override;
    [[nodiscard]] QString hint(Qt::KeyboardModifiers modifiers) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::CrossCursor; }
    [[nodiscard]] std::optional<QRectF> rubberBand() const override;

protected:
    [[nodiscard]] bool isOpen() const { return m_isOpen; }

private:
    [[nodiscard]] std::vector<NoteId> caught() const;

    std::vector<NoteId> m_before;
    /// The corner where the drag began, in content pixels from the top, so that scrolling keeps it.
    double m_startY;
    RollPointer m_now;
    bool m_isOpen = false;
};

/// A rubber band that began on a note of another track: a click takes up that track and that note.
class SelectThroughDrag : public RubberBandDrag {
public:
    SelectThroughDrag(RollView& view, const RollPointer& start, std::size_t track, NoteId note);

    void finish(const RollPointer& pointer) override;
    [[nodiscard]] QString hint(Qt::KeyboardModifiers modifiers) const override;

private:
    std::size_t m_track;
    NoteId m_note;
};

/// Moves the view with the mouse.
class PanDrag : public RollDrag {
public:
    PanDrag(RollView& view, const RollPointer& start);

    void moveTo(const RollPointer& pointer) override;
    void cancel() override {}
    [[nodiscard]] QString hint(Qt::KeyboardModifiers modifiers) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::ClosedHandCursor; }

private:
    QPointF m_last;
};

} // namespace cantilena
