#include "ui/document/SurpriseController.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace cantilena {

SurpriseController::SurpriseController(ScoreDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document) {
    connect(&m_document, &ScoreDocument::scoreChanged, this, &SurpriseController::read);
    connect(&m_document, &ScoreDocument::currentTrackChanged, this, &SurpriseController::read);
    connect(&m_worker, &Worker::idle, this, &SurpriseController::changed);
}

void SurpriseController::setModel(std::shared_ptr<const MelodyModel> model) {
    if (m_model != model) {
        m_model = std::move(model);
        read();
    }
}

void SurpriseController::setWanted(bool wanted) {
    if (m_isWanted != wanted) {
        m_isWanted = wanted;
        read();
    }
}

void SurpriseController::forget(const QString& reason) {
    m_worker.drop();
    m_notes.clear();
    m_reason = reason;
    Q_EMIT changed();
}

void SurpriseController::read() {
    if (!m_isWanted) {
        if (!m_notes.empty() || m_worker.isBusy()) {
            forget({});
        }
        return;
    }
    if (!m_model) {
        forget(tr("there is no model"));
        return;
    }
    m_worker.start([this, model = m_model, score = m_document.score(),
                    track = m_document.currentTrack()](const Worker::Line& line) {
        auto outcome = surpriseOfTrack(*model, *score, track, line.stop());
        line.post([this, outcome = std::move(outcome)] { take(outcome); });
    });
}

void SurpriseController::take(const Result<std::vector<SurprisingNote>>& outcome) {
    if (!m_isWanted) {
        return;
    }
    if (!outcome) {
        if (outcome.error().code != ErrorCode::Cancelled) {
            forget(QString::fromStdString(outcome.error().message));
        }
        return;
    }
    m_notes = *outcome;
    m_reason = m_notes.empty() ? tr("there are no notes in this track") : QString();
    std::ranges::sort(m_notes, {}, [](const SurprisingNote& known) { return known.note.id; });
    Q_EMIT changed();
}

const SurprisingNote* SurpriseController::surpriseOf(const Note& note) const {
    const auto found = std::ranges::lower_bound(
        m_notes, note.id, {}, [](const SurprisingNote& known) { return known.note.id; });
    const bool isSame = found != m_notes.end() && found->note.id == note.id &&
                        found->note.pitch == note.pitch && found->note.onset == note.onset;
    return isSame ? &*found : nullptr;
}

double SurpriseController::meanBits() const {
    const double sum = std::accumulate(
        m_notes.begin(), m_notes.end(), 0.0,
        [](double bits, const SurprisingNote& known) { return bits + known.bits(); });
    return m_notes.empty() ? 0.0 : sum / static_cast<double>(m_notes.size());
}

QString SurpriseController::modelName() const {
    return m_model ? QString::fromStdString(m_model->card().name) : QString();
}

} // namespace cantilena
