#pragma once

#include "core/playback/PlaybackEngine.h"
#include "ui/document/ScoreDocument.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace cantilena {

/// Keeps the engine playing what the document holds, or a score that is only being tried. Lives on
/// the GUI thread.
class PlaybackController : public QObject {
    Q_OBJECT

public:
    PlaybackController(ScoreDocument& document, PlaybackEngine& engine, QObject* parent = nullptr);

    [[nodiscard]] bool isPlaying() const { return m_engine.isPlaying(); }
    [[nodiscard]] Tick playhead() const { return m_engine.playhead(); }
    void togglePlay();
    void play(const PlayOptions& options);
    /// How many bars are counted in when `togglePlay` begins.
    void setCountInBars(int bars) { m_countInBars = bars; }
    /// Ends an audition; else stops and returns to where play began.
    void stop();
    void seek(Tick tick);
    void panic();

    /// The range that the person chose, and whether it is in force.
    [[nodiscard]] const std::optional<TickRange>& loop() const { return m_loop; }
    void setLoop(std::optional<TickRange> loop);

    /// Plays `score` in a loop over `range` in place of the document, which stays as it is.
    void audition(Score score, TickRange range);
    /// Goes on with `score` where the audition is, as when a track was muted meanwhile.
    void changeAudition(Score score);
    /// Goes back to the document, and to the loop and playhead that were there before.
    void endAudition();
    [[nodiscard]] bool isAuditioning() const { return m_auditioned != nullptr; }

    /// Sounds one note now as the current track sounds.
    void startNote(Pitch pitch, int velocity);
    void endNote(Pitch pitch);

    [[nodiscard]] PlaybackEngine& engine() { return m_engine; }

Q_SIGNALS:
    /// About sixty times a second while playing, and after each seek.
    void playheadMoved(cantilena::Tick tick, bool playing);
    void playingChanged(bool playing);
    void auditionChanged(bool auditioning);
    /// Ten times a second.
    void healthChanged(const cantilena::PlaybackHealth& health);

private:
    void publishSoon();
    void publish();
    void poll();

    ScoreDocument& m_document;
    PlaybackEngine& m_engine;
    QTimer m_publish;
    QTimer m_poll;
    QTimer m_health;
    std::optional<TickRange> m_loop;
    std::shared_ptr<const Score> m_auditioned;
    Tick m_beforeAudition;
    int m_countInBars = 0;
    Tick m_shownPlayhead{-1};
    bool m_shownPlaying = false;
};

} // namespace cantilena
