#pragma once

#include "ui/views/PianoRollLane.h"

#include <functional>
#include <optional>
#include <vector>

namespace cantilena {

/// Something that holds from a point in time onwards, in words.
struct LaneEntry {
    Tick tick;
    QString text;
    /// What is to be said against it; empty for nothing.
    QString doubt{};
};

/// What a lane shows of a score and how it edits that.
struct LaneKind {
    /// Begins the objectName: "tempo".
    QString name;
    QString title;
    /// How to write an entry: "96".
    QString example;
    /// Whether its entries stand at the beginnings of bars.
    bool keepsToBars = false;
    std::function<std::vector<LaneEntry>(const Score&)> entries;
    /// Nothing when the text means nothing.
    std::function<std::optional<Score>(const Score&, Tick, const QString&)> with;
    std::function<Score(const Score&, Tick)> without;
    std::function<Score(const Score&, Tick from, Tick to)> moved;
};

[[nodiscard]] LaneKind tempoLane();
[[nodiscard]] LaneKind meterLane();
[[nodiscard]] LaneKind keyLane();
[[nodiscard]] LaneKind markerLane();
/// Any text may stand there; one that names no known chord says that it steers nothing.
[[nodiscard]] LaneKind chordLane();

/// A row over the notes with entries in time: double-click writes or changes one, a drag moves it,
/// a right click takes it away. With the keyboard: arrows choose, Ctrl and arrows move, Enter
/// changes, Insert writes at the playhead, Delete takes away.
class TimeLane : public RollLane {
    Q_OBJECT

public:
    TimeLane(LaneKind kind, RollView& view, QWidget* parent = nullptr);

    [[nodiscard]] const LaneKind& kind() const { return m_kind; }
    /// Opens the text of the entry there, or of a new one.
    void edit(Tick tick);
    /// The same where the cursor is, or the playhead.
    void editHere();
    /// Where an entry is drawn.
    [[nodiscard]] QRectF chipOf(const LaneEntry& entry) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] std::vector<LaneEntry> entries() const;
    [[nodiscard]] std::optional<LaneEntry> entryAt(QPointF position) const;
    [[nodiscard]] Tick placeOf(Tick tick, Qt::KeyboardModifiers modifiers) const;
    void remove(Tick tick);
    void choose(int by);
    void moveChosen(int by);
    void take(const QString& text) override;
    void showKeys() override;
    void showHint();
    /// Says in the status line what is to be said against the entry there, if anything.
    void showDoubt(Tick tick);

    LaneKind m_kind;
    Tick m_edited;
    Tick m_grabbed;
};

} // namespace cantilena
