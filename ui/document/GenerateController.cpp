#include "ui/document/GenerateController.h"

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {

ContinuationRequest requestFor(const std::shared_ptr<const Score>& base, std::size_t track,
                               const GenerateSettings& settings) {
    ContinuationRequest request;
    request.base = base;
    request.track = track;
    request.range = barsFrom(*base, continuationStart(*base, track), settings.bars);
    request.temperature = settings.temperature;
    request.topP = settings.topP;
    request.candidates = settings.candidates;
    request.rng = settings.rng;
    return request;
}

} // namespace

GenerateController::GenerateController(ScoreDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document) {
    connect(&m_worker, &Worker::idle, this, &GenerateController::changed);
}

void GenerateController::generate(std::shared_ptr<const MelodyModel> model,
                                  const GenerateSettings& settings) {
    m_settings = settings;
    m_base = m_document.score();
    m_track = m_document.currentTrack();
    m_candidates.clear();
    m_worker.start([this, model = std::move(model),
                    request = requestFor(m_base, m_track, settings)](const Worker::Line& line) {
        const auto made = [this, &line](const Candidate& candidate) {
            line.post([this, candidate] {
                m_candidates.push_back(candidate);
                Q_EMIT candidateMade(candidate);
            });
        };
        const auto outcome = continueMelody(*model, request, line.stop(), made);
        if (!outcome && outcome.error().code != ErrorCode::Cancelled) {
            line.post([this, sentence = QString::fromStdString(outcome.error().message)] {
                Q_EMIT failed(sentence);
            });
        }
    });
    Q_EMIT changed();
}

void GenerateController::cancel() {
    m_worker.requestStop();
}

const Candidate* GenerateController::candidate(int number) const {
    const auto found = std::ranges::find(m_candidates, number, &Candidate::number);
    return found == m_candidates.end() ? nullptr : &*found;
}

bool GenerateController::isStale() const {
    const std::shared_ptr<const Score>& now = m_document.score();
    if (!m_base || now == m_base) {
        return false;
    }
    if (m_track >= now->tracks.size()) {
        return true;
    }
    const auto& before = m_base->tracks[m_track];
    const auto& after = now->tracks[m_track];
    return (before != after && before->notes != after->notes) || m_base->meters != now->meters ||
           m_base->keys != now->keys || m_base->pickup != now->pickup;
}

Score GenerateController::scoreWith(const Candidate& candidate) const {
    const Score& score = *m_document.score();
    return m_track < score.tracks.size() ? withCandidate(score, m_track, candidate) : score;
}

void GenerateController::accept(int number) {
    const Candidate* chosen = candidate(number);
    if (chosen == nullptr || m_track >= m_document.score()->tracks.size()) {
        return;
    }
    m_document.apply(scoreWith(*chosen), tr("keep candidate %1").arg(number));
    Q_EMIT accepted(number);
}

void GenerateController::clear() {
    cancel();
    m_candidates.clear();
    m_base = nullptr;
    Q_EMIT changed();
}

} // namespace cantilena
