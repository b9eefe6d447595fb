#include "ui/document/PlaybackController.h"

#include <utility>

namespace cantilena {

namespace {
/// A drag changes the score with every mouse move; the engine need not rebuild for each.
constexpr int kPublishMilliseconds = 30;
constexpr int kPlayheadMilliseconds = 16;
constexpr int kHealthMilliseconds = 100;
} // namespace

PlaybackController::PlaybackController(ScoreDocument& document, PlaybackEngine& engine,
                                       QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_engine(engine) {
    m_publish.setSingleShot(true);
    m_publish.setInterval(kPublishMilliseconds);
    connect(&m_publish, &QTimer::timeout, this, &PlaybackController::publish);
    connect(&m_document, &ScoreDocument::scoreChanged, this, &PlaybackController::publishSoon);
    connect(&m_poll, &QTimer::timeout, this, &PlaybackController::poll);
    connect(&m_health, &QTimer::timeout, this, [this] { Q_EMIT healthChanged(m_engine.health()); });
    m_poll.start(kPlayheadMilliseconds);
    m_health.start(kHealthMilliseconds);
    publish();
}

void PlaybackController::publishSoon() {
    if (!m_auditioned && !m_publish.isActive()) {
        m_publish.start();
    }
}

void PlaybackController::publish() {
    m_engine.setScore(m_auditioned ? m_auditioned : m_document.score());
}

void PlaybackController::togglePlay() {
    if (m_engine.isPlaying()) {
        m_engine.pause();
        poll();
    } else {
        PlayOptions options;
        options.countInBars = m_auditioned ? 0 : m_countInBars;
        play(options);
    }
}

void PlaybackController::play(const PlayOptions& options) {
    publish();
    m_engine.play(options);
    poll();
}

void PlaybackController::stop() {
    if (m_auditioned) {
        endAudition();
        return;
    }
    m_engine.stop();
    poll();
}

void PlaybackController::seek(Tick tick) {
    m_engine.seek(tick);
    poll();
}

void PlaybackController::panic() {
    m_engine.panic();
}

void PlaybackController::setLoop(std::optional<TickRange> loop) {
    m_loop = loop && !loop->isEmpty() ? loop : std::nullopt;
    if (!m_auditioned) {
        m_engine.setLoop(m_loop);
    }
}

void PlaybackController::audition(Score score, TickRange range) {
    const bool already = isAuditioning();
    if (!already) {
        m_beforeAudition = m_engine.playhead();
    }
    m_auditioned = std::make_shared<const Score>(std::move(score));
    publish();
    m_engine.setLoop(range);
    m_engine.seek(range.begin);
    m_engine.play();
    poll();
    if (!already) {
        Q_EMIT auditionChanged(true);
    }
}

void PlaybackController::changeAudition(Score score) {
    if (m_auditioned) {
        m_auditioned = std::make_shared<const Score>(std::move(score));
        publish();
    }
}

void PlaybackController::endAudition() {
    if (!m_auditioned) {
        return;
    }
    m_auditioned = nullptr;
    m_engine.stop();
    publish();
    m_engine.setLoop(m_loop);
    m_engine.seek(m_beforeAudition);
    poll();
    Q_EMIT auditionChanged(false);
}

void PlaybackController::startNote(Pitch pitch, int velocity) {
    m_engine.startNote(m_document.currentTrack(), pitch, velocity);
}

void PlaybackController::endNote(Pitch pitch) {
    m_engine.endNote(m_document.currentTrack(), pitch);
}

void PlaybackController::poll() {
    const bool playing = m_engine.isPlaying();
    const Tick tick = m_engine.playhead();
    if (playing != m_shownPlaying) {
        m_shownPlaying = playing;
        m_shownPlayhead = Tick{-1};
        Q_EMIT playingChanged(playing);
    }
    if (tick != m_shownPlayhead) {
        m_shownPlayhead = tick;
        Q_EMIT playheadMoved(tick, playing);
    }
}

} // namespace cantilena
