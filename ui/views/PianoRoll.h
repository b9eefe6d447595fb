#pragma once

#include "core/compose/Continuation.h"
#include "ui/document/ScoreDocument.h"

#include <QAction>
#include <QWidget>

#include <optional>
#include <vector>

namespace cantilena {

class RollLayer;
class RollView;

enum class RollTool { Select, Draw, Erase, Split, Glue };

/// The grid that gestures keep to; it begins anew with each bar.
struct SnapGrid {
    /// 0 for off.
    Tick step = quarters(1, 4);
    /// Chooses the step by the zoom, from 1/64 to a whole note; `step` is then of no matter.
    bool isAdaptive = false;

    friend constexpr bool operator==(const SnapGrid&, const SnapGrid&) = default;
};

/// A grid with its name for people: "1/16", "1/8 triplet", "Off".
struct SnapChoice {
    QString name;
    SnapGrid grid;
};
/// What to offer: adaptive, 1/1 to 1/64 straight, then triplets, then dotted, then off.
[[nodiscard]] const std::vector<SnapChoice>& snapChoices();

/// Keyboard, ruler, note canvas, velocity lane and overview of the current track, with the gestures
/// that edit it. It computes parameters and hands edits to the document; it decides nothing.
class PianoRoll : public QWidget {
    Q_OBJECT

public:
    explicit PianoRoll(ScoreDocument& document, QWidget* parent = nullptr);
    ~PianoRoll() override;

    [[nodiscard]] RollTool tool() const;
    void setTool(RollTool tool);
    [[nodiscard]] SnapGrid snap() const;
    void setSnap(SnapGrid snap);

    /// Lights a key of the keyboard while it is held on another one.
    void setKeyDown(Pitch pitch, bool down);
    /// Where the playhead stands; follows it with the view while `playing`.
    void setPlayhead(Tick tick, bool playing);
    [[nodiscard]] std::optional<TickRange> loop() const;
    void setLoop(std::optional<TickRange> loop);

    /// A candidate shown in place, hatched, without being part of the document.
    void setProposal(std::optional<Candidate> proposal);

    /// What its parts share, for what is laid over them.
    [[nodiscard]] RollView& view();
    /// Paints that over the notes from now on. It must live as long as the roll is on screen.
    void addLayer(const RollLayer& layer);
    /// After a layer has changed.
    void repaintLayers();

    /// The roll's own actions (clipboard and nudges, shapes, the cursor's, zooms and folds, tools),
    /// each with objectName, text, shortcut and status tip, for menus and
    /// toolbars. Grouped in the order in which a menu shows them; a null pointer is a separator.
    [[nodiscard]] const std::vector<QAction*>& editActions() const;
    [[nodiscard]] const std::vector<QAction*>& shapeActions() const;
    [[nodiscard]] const std::vector<QAction*>& cursorActions() const;
    [[nodiscard]] const std::vector<QAction*>& viewActions() const;
    [[nodiscard]] const std::vector<QAction*>& toolActions() const;

    /// Opens the lanes and their texts: lanes shown or not, tempo, metre, key, marker, chord here;
    /// what the selection is steered by.
    [[nodiscard]] const std::vector<QAction*>& timeActions() const;
    [[nodiscard]] bool hasTimeLanes() const;
    /// Shows or hides the lanes of markers, tempo, metre, key and chords.
    void setTimeLanes(bool shown);
    [[nodiscard]] bool hasSteeringLanes() const;
    /// Shows or hides the lanes in which models are steered: range, scale, chord tones, density.
    void setSteeringLanes(bool shown);

    /// From the first selected onset to the last end; nothing without selected notes.
    [[nodiscard]] std::optional<TickRange> selectedRange() const;

    /// What the status line says when nothing is under way.
    [[nodiscard]] QString hint() const;

    /// Positions in the canvas (objectName "pianoRollCanvas"), in its coordinates, for tests.
    [[nodiscard]] QPoint canvasPosition(Tick tick, Pitch pitch) const;
    [[nodiscard]] QRect canvasRect(const Note& note) const;

Q_SIGNALS:
    /// A pitch to be heard now, and its end.
    void noteStarted(cantilena::Pitch pitch, int velocity);
    void noteEnded(cantilena::Pitch pitch);
    void seekRequested(cantilena::Tick tick);
    void loopChanged(const std::optional<cantilena::TickRange>& loop);
    void toolChanged(cantilena::RollTool tool);
    void snapChanged(cantilena::SnapGrid snap);
    void timeLanesChanged(bool shown);
    void steeringLanesChanged(bool shown);
    /// What the present gesture and modifiers do, for the status line.
    void hintChanged(const QString& hint);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> m_private;
};

} // namespace cantilena
