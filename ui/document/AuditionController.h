#pragma once

#include "core/compose/Take.h"
#include "ui/document/GenerateController.h"
#include "ui/document/PlaybackController.h"

#include <QObject>
#include <QString>

#include <optional>

namespace cantilena {

/// Lets candidates, and takes of the past, be heard in their place, over the other tracks, without
/// touching the document, and keeps the one that is liked. Lives on the GUI thread.
class AuditionController : public QObject {
    Q_OBJECT

public:
    AuditionController(ScoreDocument& document, GenerateController& generate,
                       PlaybackController& playback, QObject* parent = nullptr);

    /// Plays the seed's last bar and the candidate in a loop. Does nothing for a number that there
    /// is not; fails when its track is gone.
    void audition(int number);
    /// The candidate being heard; 0 for none.
    [[nodiscard]] int current() const { return m_current; }
    /// Plays a take the same way; from the same point on when another take of that stretch is
    /// heard. Does nothing and says no for a take that there is not; fails, says no and ends what
    /// is heard when its track is gone or cannot be told from another.
    bool auditionTake(TakeId id);
    [[nodiscard]] TakeId currentTake() const { return m_take; }
    /// The take being heard as a phrase; nothing for none.
    [[nodiscard]] const std::optional<Candidate>& takePhrase() const { return m_phrase; }
    /// Keeps what is heard as one undo step.
    void keep();
    void end();

    /// What an audition of `range` plays: from the start of the bar in which the seed ends.
    [[nodiscard]] static TickRange heardRange(const Score& score, TickRange range);

Q_SIGNALS:
    void currentChanged(int number);
    void takeChanged(cantilena::TakeId take);
    void takeKept(cantilena::TakeId take);
    void failed(const QString& sentence);

private:
    /// The score changed beneath: goes on when what is heard still fits, ends else.
    void follow();
    void setCurrent(int number);
    void setTake(TakeId id);
    /// Makes `m_takeTrack` the place of that take's track; false when it has none.
    bool findTrack(const TakePlace& take);
    [[nodiscard]] Score scoreWithTake() const;

    ScoreDocument& m_document;
    GenerateController& m_generate;
    PlaybackController& m_playback;
    int m_current = 0;
    TakeId m_take;
    /// Of the take, where there is one.
    std::optional<Candidate> m_phrase;
    std::size_t m_takeTrack = 0;
};

} // namespace cantilena
