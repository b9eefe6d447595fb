#include "ui/document/TakeController.h"

#include <algorithm>
#include <utility>

namespace cantilena {

TakeController::TakeController(ScoreDocument& document, GenerateController& generate,
                               AuditionController& audition, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_generate(generate)
    , m_audition(audition) {
    connect(&m_generate, &GenerateController::begun, this,
            [this](const ComposeRequest& request, const std::shared_ptr<const MelodyModel>& model) {
                const auto note = [&](const auto& asked) {
                    m_document.setTakes(withTakeSet(tree(), asked, *model));
                };
                std::visit(note, request);
                m_isCurrent = true;
            });
    connect(&m_generate, &GenerateController::candidateMade, this,
            [this](const Candidate& candidate) {
                if (m_isCurrent) {
                    m_document.setTakes(withTake(tree(), candidate));
                }
            });
    connect(&m_generate, &GenerateController::accepted, this, &TakeController::noteKept);
    connect(&m_audition, &AuditionController::currentChanged, this, &TakeController::noteHeard);
    connect(&m_audition, &AuditionController::takeChanged, this,
            [this](TakeId id) { change(id, [](Take& take) { take.heard = true; }); });
    connect(&m_audition, &AuditionController::takeKept, this,
            [this](TakeId id) { change(id, [](Take& take) { take.kept = true; }); });
    connect(&m_document, &ScoreDocument::scoreReplaced, this, [this] {
        m_isCurrent = false;
        m_compared = {};
        m_worker.drop();
        Q_EMIT comparedChanged();
    });
}

template <typename Change>
void TakeController::change(TakeId id, Change change) {
    if (const Take* before = placeOf(tree(), id).take) {
        Take after = *before;
        change(after);
        m_document.setTakes(withTakeChanged(tree(), after));
    }
}

TakeId TakeController::takeOf(int number) const {
    if (!m_isCurrent || tree().isEmpty()) {
        return {};
    }
    const std::vector<Take>& takes = tree().sets.back().takes;
    const auto found = std::ranges::find(takes, number, &Take::number);
    return found == takes.end() ? TakeId{} : found->id;
}

void TakeController::noteHeard(int number) {
    change(takeOf(number), [](Take& take) { take.heard = true; });
}

void TakeController::noteKept(int number) {
    change(takeOf(number), [](Take& take) { take.kept = true; });
}

void TakeController::setStarred(TakeId id, bool starred) {
    change(id, [starred](Take& take) { take.starred = starred; });
}

void TakeController::setRemark(TakeId id, const QString& remark) {
    change(id, [&remark](Take& take) { take.remark = remark.toStdString(); });
}

TakeId TakeController::compared(Side side) const {
    const TakeId id = m_compared.at(static_cast<std::size_t>(side));
    return placeOf(tree(), id).take == nullptr ? TakeId{} : id;
}

void TakeController::setCompared(Side side, TakeId id) {
    m_compared.at(static_cast<std::size_t>(side)) = id;
    Q_EMIT comparedChanged();
}

bool TakeController::canCompare() const {
    return compared(Side::A) != TakeId{} && compared(Side::B) != TakeId{};
}

bool TakeController::hearOther() {
    const bool hearsA = m_audition.currentTake() == compared(Side::A);
    return canCompare() && m_audition.auditionTake(compared(hearsA ? Side::B : Side::A));
}

void TakeController::replay(TakeId id) {
    if (!m_model) {
        Q_EMIT replayFailed(tr("There is no model to replay the take with."));
        return;
    }
    m_worker.start(
        [this, id, model = m_model, takes = m_document.takes()](const Worker::Line& line) {
            auto outcome = cantilena::replayed(*model, *takes, id, line.stop());
            line.post([this, id, outcome = std::move(outcome)] { tellReplay(id, outcome); });
        });
}

void TakeController::tellReplay(TakeId id, const Result<Replay>& outcome) {
    if (!outcome) {
        if (outcome.error().code != ErrorCode::Cancelled) {
            Q_EMIT replayFailed(QString::fromStdString(outcome.error().message));
        }
        return;
    }
    Q_EMIT replayed(id, outcome->isSame(),
                    outcome->isSame() ? tr("Made again: the same %n notes to the last byte.",
                                           nullptr, static_cast<int>(outcome->notes.size()))
                                      : tr("Made again, but differently: %1.")
                                            .arg(QString::fromStdString(outcome->difference)));
}

} // namespace cantilena
