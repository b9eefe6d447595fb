#pragma once

#include "core/score/Chord.h"
#include "ui/views/NoteIndex.h"
#include "ui/views/PianoRoll.h"

#include <QObject>
#include <QPoint>
#include <QRectF>
#include <QSize>
#include <QTimer>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace cantilena {

/// Which pitches have a row: all of them, those of the key and those in use, or those in use alone.
enum class RollFold { None, Scale, Used };

/// Where keys write and look, for those who have no mouse in the hand.
struct RollCursor {
    Tick tick;
    Pitch pitch;

    friend constexpr bool operator==(const RollCursor&, const RollCursor&) = default;
};

/// How the view moved.
struct RollMove {
    /// All that is shown went by these pixels, to the right and down; nothing when more changed
    /// than that.
    std::optional<QPoint> shift;
};

/// What the parts of the piano roll share: where the view stands, the tool, the grid, playhead,
/// loop and proposal. Positions are device-independent pixels of the note canvas.
class RollView : public QObject {
    Q_OBJECT

public:
    explicit RollView(ScoreDocument& document, QObject* parent = nullptr);

    [[nodiscard]] ScoreDocument& document() const { return m_document; }
    [[nodiscard]] const NoteIndex& notes() const { return m_notes; }
    /// The other tracks that can be heard, for ghosts.
    [[nodiscard]] const std::vector<NoteIndex>& ghosts() const { return m_ghosts; }
    [[nodiscard]] const MeterMap& meters() const { return m_meters; }
    [[nodiscard]] bool isSelected(NoteId id) const { return m_document.isSelected(id); }

    // Time and pitch in pixels.
    [[nodiscard]] double xAt(Tick tick) const {
        return static_cast<double>(tick.value) * m_pixelsPerTick - m_left;
    }
    [[nodiscard]] Tick tickAt(double x) const;
    /// The upper edge of that pitch's row.
    [[nodiscard]] double yAt(Pitch pitch) const;
    /// The pitch of the row at `y`, kept within the rows.
    [[nodiscard]] Pitch pitchAt(double y) const;
    [[nodiscard]] QRectF rectOf(const Note& note) const;
    [[nodiscard]] int rowHeight() const { return m_rowHeight; }
    [[nodiscard]] double pixelsPerQuarter() const {
        return m_pixelsPerTick * double(kQuarter.value);
    }
    [[nodiscard]] QSize size() const { return m_size; }
    [[nodiscard]] TickRange visibleTicks() const;
    /// Calls `visit(bar, every)` for the bars that touch `range`: each of them where they are that
    /// wide at least, else every 2nd, 5th, 10th ... counted from bar 1, wherever the view stands.
    template <typename Visit>
    void visitBars(TickRange range, double leastPixels, Visit visit) const {
        int number = m_meters.at(range.begin).bar;
        for (;;) {
            const TickRange bar{m_meters.barStart(number), m_meters.barStart(number + 1)};
            if (bar.begin >= range.end) {
                return;
            }
            const int every = barsApart(bar, leastPixels);
            const int past = (number - 1 + every) % every;
            if (past == 0) {
                visit(bar, every);
            }
            number += every - past;
        }
    }
    /// What scrolling reaches: the music and some bars to write in.
    [[nodiscard]] Tick length() const;
    [[nodiscard]] double contentHeight() const {
        return static_cast<double>(m_rows.size()) * m_rowHeight;
    }
    /// The pitches that have a row, from the top.
    [[nodiscard]] const std::vector<Pitch>& rows() const { return m_rows; }
    /// The index of the row at `y`, kept within `rows`.
    [[nodiscard]] std::size_t rowAt(double y) const;
    [[nodiscard]] bool hasRow(Pitch pitch) const { return m_rows[rowOf(pitch)] == pitch; }
    [[nodiscard]] RollFold fold() const { return m_fold; }
    void setFold(RollFold fold);
    /// While held, rows stay as they are whatever the notes do: a drag must not lose its ground.
    void holdRows(bool hold);
    /// The track sounds on the channel of drums: its rows are instruments.
    [[nodiscard]] bool isDrums() const { return m_document.track().channel == kDrumChannel; }
    /// What a row is called: "Bb4", "Snare".
    [[nodiscard]] QString rowName(Pitch pitch, Tick at) const;
    [[nodiscard]] double top() const { return m_top; }

    void setSize(QSize size);
    /// By whole pixels; what is less is kept for the next time.
    void scrollBy(double dx, double dy);
    void scrollToTick(Tick left);
    void scrollToTop(double top);
    /// Zooms time by that factor; what is at `x` stays there.
    void zoomTime(double factor, double x);
    /// Makes the rows that many pixels higher; what is at `y` stays there.
    void zoomPitch(int by, double y);
    /// Shows that stretch and those pitches with some air around.
    void showRange(TickRange range, Pitch lowest, Pitch highest);
    void showEverything();
    /// Centres the pitches of the track, as for a score just opened.
    void showBeginning();

    // The grid.
    [[nodiscard]] SnapGrid snap() const { return m_snap; }
    void setSnap(SnapGrid snap);
    /// The step in force; 0 when snapping is off.
    [[nodiscard]] Tick step() const;
    /// The step by which arrows move and below which nothing is resized: the grid's, or a 64th.
    [[nodiscard]] Tick nudgeStep() const;
    /// The point of the grid nearest to `tick`, at most one before it; grids begin with each bar.
    [[nodiscard]] Tick snapped(Tick tick) const;
    [[nodiscard]] Tick snappedDown(Tick tick) const;

    [[nodiscard]] RollTool tool() const { return m_tool; }
    void setTool(RollTool tool);

    [[nodiscard]] Tick playhead() const { return m_playhead; }
    [[nodiscard]] bool isPlaying() const { return m_isPlaying; }
    void setPlayhead(Tick tick, bool playing);
    [[nodiscard]] const std::optional<TickRange>& loop() const { return m_loop; }
    void setLoop(std::optional<TickRange> loop);
    [[nodiscard]] const std::optional<Candidate>& proposal() const { return m_proposal; }
    void setProposal(std::optional<Candidate> proposal);

    /// Length and velocity of the next note to be drawn: those of the last one touched.
    [[nodiscard]] Tick drawnLength() const;
    [[nodiscard]] int drawnVelocity() const { return m_drawnVelocity; }
    void rememberDrawn(const Note& note);

    /// The chord that drawing writes instead of single notes; null for these.
    [[nodiscard]] const ChordQuality* stamp() const { return m_stamp; }
    void setStamp(const ChordQuality* stamp);

    /// Nothing until a key asks for it.
    [[nodiscard]] const std::optional<RollCursor>& cursor() const { return m_cursor; }
    /// Shows the cursor there, and scrolls so that it can be seen.
    void setCursor(RollCursor cursor);
    void hideCursor();
    /// Where the cursor is or would begin: at the playhead, on the grid, amid what is in view.
    [[nodiscard]] RollCursor cursorOrStart() const;

    // Sound. One pitch sounds at a time; a new one ends the one before.
    void sound(Pitch pitch, int velocity);
    void soundBriefly(Pitch pitch, int velocity);
    void silence();
    /// A key of a MIDI keyboard, or a letter key that stands for one, went down or up.
    void setKeyDown(Pitch pitch, bool down);
    /// Pitches that sound now: played here, on a keyboard, or passed by the playhead.
    [[nodiscard]] const std::set<Pitch>& litPitches() const { return m_lit; }

    void setHint(const QString& hint);
    [[nodiscard]] const QString& hint() const { return m_hint; }

Q_SIGNALS:
    /// Scroll, zoom or size.
    void moved(const cantilena::RollMove& move);
    /// Notes of the current track; `before` is what was shown.
    void notesChanged(const cantilena::NoteIndex& before);
    /// Anything else in the score: metres, keys, other tracks.
    void backgroundChanged();
    void playheadMoved(cantilena::Tick from, cantilena::Tick to);
    void loopChanged(const std::optional<cantilena::TickRange>& loop);
    void proposalChanged();
    void toolChanged(cantilena::RollTool tool);
    void snapChanged();
    void rowsChanged();
    void stampChanged();
    void cursorMoved();
    void litPitchesChanged();
    void noteStarted(cantilena::Pitch pitch, int velocity);
    void noteEnded(cantilena::Pitch pitch);
    void seekRequested(cantilena::Tick tick);
    void hintChanged(const QString& hint);

private:
    /// 1, 2, 5, 10 ...: how many bars of that width make up so many pixels.
    [[nodiscard]] int barsApart(TickRange bar, double leastPixels) const;
    void takeScore();
    void updateRows();
    /// The index of a pitch's row, or of the one below which it would lie.
    [[nodiscard]] std::size_t rowOf(Pitch pitch) const {
        return m_rowOf[static_cast<std::size_t>(
            std::clamp(pitch.number, kLowestPitch.number, kHighestPitch.number))];
    }
    [[nodiscard]] double middleOf(Pitch lowest, Pitch highest) const;
    void reveal(Tick tick, Pitch pitch);
    void keepInBounds();
    void updateLitPitches();
    void followPlayhead(Tick from);

    ScoreDocument& m_document;
    std::shared_ptr<const Score> m_score;
    NoteIndex m_notes;
    std::vector<NoteIndex> m_ghosts;
    MeterMap m_meters;

    /// Pixels that lie to the left of the view, in 64ths, so that a scroll by whole pixels moves
    /// everything by just those; and whole pixels above it.
    double m_left = 0.0;
    double m_top = 0.0;
    /// What was asked of `scrollBy` and not yet done.
    QPointF m_unscrolled;
    double m_pixelsPerTick;
    int m_rowHeight = 20;
    QSize m_size{800, 480};
    bool m_isPlaced = false;

    RollFold m_fold = RollFold::None;
    bool m_holdsRows = false;
    std::vector<Pitch> m_rows;
    std::array<std::size_t, 128> m_rowOf{};
    const ChordQuality* m_stamp = nullptr;
    std::optional<RollCursor> m_cursor;

    SnapGrid m_snap;
    RollTool m_tool = RollTool::Draw;
    Tick m_playhead;
    bool m_isPlaying = false;
    bool m_follows = true;
    std::optional<TickRange> m_loop;
    std::optional<Candidate> m_proposal;
    Tick m_drawnLength;
    int m_drawnVelocity = kDefaultVelocity;
    std::optional<Pitch> m_sounding;
    std::set<Pitch> m_keysDown;
    std::set<Pitch> m_lit;
    QTimer m_briefSound;
    QString m_hint;
};

} // namespace cantilena
