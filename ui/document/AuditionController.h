#pragma once

#include "ui/document/GenerateController.h"
#include "ui/document/PlaybackController.h"

#include <QObject>

namespace cantilena {

/// Lets candidates be heard in their place, over the other tracks, without touching the document,
/// and keeps the one that is liked. Lives on the GUI thread.
class AuditionController : public QObject {
    Q_OBJECT

public:
    AuditionController(ScoreDocument& document, GenerateController& generate,
                       PlaybackController& playback, QObject* parent = nullptr);

    /// Plays the seed's last bar and the candidate in a loop. Does nothing for a number that there
    /// is not.
    void audition(int number);
    /// The candidate being heard; 0 for none.
    [[nodiscard]] int current() const { return m_current; }
    /// Keeps the candidate being heard as one undo step.
    void keep();
    void end();

    /// What an audition of `range` plays: from the start of the bar in which the seed ends.
    [[nodiscard]] static TickRange heardRange(const Score& score, TickRange range);

Q_SIGNALS:
    void currentChanged(int number);

private:
    /// The score changed beneath: goes on when the candidate still fits, ends else.
    void follow();
    void setCurrent(int number);

    ScoreDocument& m_document;
    GenerateController& m_generate;
    PlaybackController& m_playback;
    int m_current = 0;
};

} // namespace cantilena
