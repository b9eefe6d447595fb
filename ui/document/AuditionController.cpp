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
    setCurrent(number);
}

void AuditionController::follow() {
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

} // namespace cantilena
