#pragma once

#include "core/compose/Duet.h"
#include "ui/document/FollowedTrack.h"
#include "ui/document/GenerateController.h"
#include "ui/document/RecordingController.h"
#include "ui/document/Worker.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace cantilena {

/// Lets a person and a model play in turns, in time, on the current track: what is played in so
/// many bars is answered in as many that follow, and then listened to again, in the loop when there
/// is one. Phrase and answer stand in the document, one undo step an exchange, and each answer is a
/// take. Lives on the GUI thread; the model answers on a worker thread.
class DuetController : public QObject {
    Q_OBJECT

public:
    DuetController(ScoreDocument& document, PlaybackController& playback,
                   RecordingController& recording, QObject* parent = nullptr);

    /// Bars of a phrase, and of its answer; from the next exchange on.
    void setBars(int bars) { m_bars = bars; }
    [[nodiscard]] int bars() const { return m_bars; }
    /// How the model answers; of no matter: task, bars, candidates, cadence, key and metre.
    void setManner(const GenerateSettings& manner) { m_manner = manner; }
    /// Null for none, which ends the duet.
    void setModel(std::shared_ptr<const MelodyModel> model);

    [[nodiscard]] bool isOn() const { return m_isOn; }
    /// Plays, where it does not yet: in the loop from its beginning, else from the bar before the
    /// first phrase, which follows the track's last note. Fails by `failed`.
    void start();
    /// Stops the transport too.
    void stop();

    /// Looks where the transport is; called many times a second by itself.
    void look();

    [[nodiscard]] DuetState state() const { return m_duet.state(); }
    [[nodiscard]] const DuetTurn& turn() const { return m_duet.turn(); }

Q_SIGNALS:
    /// Begun or ended.
    void onChanged(bool on);
    /// Whose turn it is.
    void stateChanged();
    /// An exchange went without an answer, or there can be none, and why.
    void failed(const QString& sentence);

private:
    void take(PlayedEvent event);
    void planFrom(Tick tick);
    void beginPhrase();
    void ask();
    void answered(const Candidate& answer);
    void noteTake(const Candidate& answer);
    void write();
    void leave();
    /// Keeps to the track wherever it stands now, and ends with it.
    void follow(const std::shared_ptr<const Score>& score);
    /// What was done meanwhile stays, and the exchange goes on upon it.
    void goOnUponEdits();
    [[nodiscard]] Recording playedUpTo(Tick end) const;
    [[nodiscard]] bool anyNotes() const;
    /// So many seconds of playing, in time of the score.
    [[nodiscard]] Tick lasting(double seconds) const;

    ScoreDocument& m_document;
    PlaybackController& m_playback;
    RecordingController& m_recording;
    std::shared_ptr<const MelodyModel> m_model;
    GenerateSettings m_manner;
    int m_bars = 2;

    bool m_isOn = false;
    QTimer m_poll;
    Duet m_duet;
    double m_latencySeconds = 0.0;
    FollowedTrack m_track;
    std::uint64_t m_turns = 0;
    /// Of the present phrase, and what came early for the next one.
    std::vector<PlayedEvent> m_events;
    std::vector<PlayedEvent> m_early;
    std::optional<Candidate> m_answer;
    bool m_isUnwritten = false;
    /// What was asked, for the take.
    std::optional<ContinuationRequest> m_asked;
    /// What the exchange is put into, and what came of it last.
    std::shared_ptr<const Score> m_base;
    std::shared_ptr<const Score> m_written;
    int m_mergeKey = 0;
    Worker m_worker;
};

} // namespace cantilena
