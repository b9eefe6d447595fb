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
    if (!m_generate.track()) {
        end();
        Q_EMIT failed(tr("The track that the candidates were made for is gone."));
        return;
    }
    const TickRange heard = heardRange(*m_document.score(), candidate->range);
    m_playback.audition(m_generate.scoreWith(*candidate), heard);
    setTake({});
    setCurrent(number);
}

bool AuditionController::auditionTake(TakeId id) {
    const TakePlace place = placeOf(*m_document.takes(), id);
    if (place.take == nullptr) {
        return false;
    }
    const std::optional<TickRange> heard = m_phrase ? std::optional(m_phrase->range) : std::nullopt;
    const std::size_t heardTrack = m_takeTrack;
    if (!findTrack(place)) {
        end();
        Q_EMIT failed(tr("The track that the take was made on is gone, or cannot be told from "
                         "another."));
        return false;
    }
    m_phrase = candidateOf(*m_document.takes(), place);
    if (heard == m_phrase->range && heardTrack == m_takeTrack) {
        m_playback.changeAudition(scoreWithTake());
    } else {
        m_playback.audition(scoreWithTake(), heardRange(*m_document.score(), m_phrase->range));
    }
    setCurrent(0);
    setTake(id);
    return true;
}

bool AuditionController::findTrack(const TakePlace& take) {
    const auto track = trackOf(*m_document.takes(), *take.set, *m_document.score());
    m_takeTrack = track.value_or(m_takeTrack);
    return track.has_value();
}

Score AuditionController::scoreWithTake() const {
    return withCandidate(*m_document.score(), m_takeTrack, *m_phrase);
}

void AuditionController::follow() {
    if (m_phrase) {
        const TakePlace place = placeOf(*m_document.takes(), m_take);
        if (place.take != nullptr && findTrack(place)) {
            m_playback.changeAudition(scoreWithTake());
        } else {
            end();
        }
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
