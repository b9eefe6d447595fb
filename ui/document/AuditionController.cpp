#include "ui/document/AuditionController.h"

#include <utility>

namespace cantilena {

AuditionController::AuditionController(ScoreDocument& document, GenerateController& generate,
                                       PlaybackController& playback, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_generate(generate)
    , m_playback(playback) {
    connect(&m_playback, &PlaybackController::auditionChanged, this, [this](bool auditioning) {
        if (!auditioning) {
            setCurrent(0);
            setTake({});
        }
    });
    connect(&m_document, &ScoreDocument::scoreChanged, this, &AuditionController::follow);
    connect(&m_generate, &GenerateController::changed, this, [this] {
        if (m_current != 0 && m_generate.candidate(m_current) == nullptr) {
            end();
        }
    });
}

TickRange AuditionController::heardRange(const Score& score, TickRange range) {
    if (range.begin <= Tick{0}) {
        return range;
    }
    const TickRange lastBar = score.meterMap().barAround(range.begin - Tick{1});
    return {lastBar.begin, range.end};
}

void AuditionController::audition(int number) {
    const Candidate* candidate = m_generate.candidate(number);
    if (candidate == nullptr) {
        return;
    }
    const TickRange heard = heardRange(*m_document.score(), candidate->range);
    m_playback.audition(m_generate.scoreWith(*candidate), heard);
    setTake({});
    setCurrent(number);
}

bool AuditionController::auditionTake(TakeId id) {
    const TakePlace place = placeOf(*m_document.takes(), id);
    if (place.take == nullptr || place.set->track >= m_document.score()->tracks.size()) {
        return false;
    }
    const bool goesOn =
        m_phrase && m_phrase->range == place.set->settings.range && m_takeTrack == place.set->track;
    m_phrase = candidateOf(*place.set, *place.take);
    m_takeTrack = place.set->track;
    if (goesOn) {
        m_playback.changeAudition(scoreWithTake());
    } else {
        m_playback.audition(scoreWithTake(), heardRange(*m_document.score(), m_phrase->range));
    }
    setCurrent(0);
    setTake(id);
    return true;
}

Score AuditionController::scoreWithTake() const {
    const Score& score = *m_document.score();
    return m_takeTrack < score.tracks.size() ? withCandidate(score, m_takeTrack, *m_phrase) : score;
}

void AuditionController::follow() {
    if (m_phrase) {
        m_playback.changeAudition(scoreWithTake());
        return;
    }
    const Candidate* candidate = m_generate.candidate(m_current);
    if (candidate == nullptr) {
        return;
    }
    if (m_generate.isStale()) {
        end();
    } else {
        m_playback.changeAudition(m_generate.scoreWith(*candidate));
    }
}

void AuditionController::keep() {
    if (m_phrase) {
        const TakeId take = m_take;
        Score kept = scoreWithTake();
        end();
        m_document.apply(std::move(kept), tr("keep take"));
        Q_EMIT takeKept(take);
        return;
    }
    const int number = m_current;
    end();
    m_generate.accept(number);
}

void AuditionController::end() {
    m_playback.endAudition();
}

void AuditionController::setCurrent(int number) {
    if (m_current != number) {
        m_current = number;
        Q_EMIT currentChanged(number);
    }
}

void AuditionController::setTake(TakeId id) {
    if (id == TakeId{}) {
        m_phrase.reset();
    }
    if (m_take != id) {
        m_take = id;
        Q_EMIT takeChanged(id);
    }
}

} // namespace cantilena
