#include "ui/document/GenerateController.h"

#include "core/compose/Kinship.h"
#include "core/compose/SameTrack.h"
#include "core/compose/Take.h"
#include "core/model/CopyIndex.h"

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {

ContinuationRequest askedFor(const std::shared_ptr<const Score>& base, std::size_t track,
                             const GenerateSettings& settings) {
    ContinuationRequest request;
    request.base = base;
    request.track = track;
    request.temperature = settings.temperature;
    request.topP = settings.topP;
    request.candidates = settings.candidates;
    request.rng = settings.rng;
    request.lowest = settings.lowest;
    request.highest = settings.highest;
    request.style = settings.style;
    request.memory = settings.memory;
    request.density = settings.density;
    request.key = settings.key;
    request.mostCopiedNotes = settings.mostCopiedNotes;
    return request;
}

ComposeRequest requestFor(const std::shared_ptr<const Score>& base, std::size_t track,
                          const GenerateSettings& settings, TickRange span,
                          const std::vector<NoteId>& selected) {
    ContinuationRequest asked = askedFor(base, track, settings);
    if (settings.task == ComposeTask::Continue) {
        const Tick begin = continuationStart(*base, track);
        asked.meter = settings.meter;
        asked.range =
            barsFrom(withContinuedFrame(*base, begin, {}, settings.meter), begin, settings.bars);
        asked.cadence = settings.cadence;
        return asked;
    }
    InfillRequest request;
    asked.draws = request.asked.draws;
    asked.range = span;
    request.asked = asked;
    request.locked = lockedWithin(*base->tracks[track], span);
    request.selected = selected;
    if (settings.task == ComposeTask::Vary) {
        request.keep = settings.keep;
    } else {
        request.asked.cadence = settings.cadence;
    }
    return request;
}

CandidateFacts factsOf(const MelodyModel& model, const Score& base, std::size_t track,
                       const Candidate& candidate) {
    CandidateFacts facts;
    facts.kinship = motifKinship(candidate.notes, *base.tracks[track], candidate.range);
    const auto copies = model.copies();
    if (copies && candidate.copied) {
        facts.humanShare =
            copies->human().shareWithRun(candidate.notes.size(), candidate.copied->longest.notes);
    }
    return facts;
}

Result<std::vector<Candidate>> ask(const MelodyModel& model, const ComposeRequest& request,
                                   const std::stop_token& stop,
                                   const std::function<void(const Candidate&)>& made) {
    if (const auto* filling = std::get_if<InfillRequest>(&request)) {
        return fillIn(model, *filling, stop, made);
    }
    return continueMelody(model, std::get<ContinuationRequest>(request), stop, made);
}

} // namespace

GenerateController::GenerateController(ScoreDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document) {
    connect(&m_worker, &Worker::idle, this, &GenerateController::changed);
}

void GenerateController::generate(std::shared_ptr<const MelodyModel> model,
                                  const GenerateSettings& settings, TickRange span) {
    m_settings = settings;
    m_base = m_document.score();
    m_track = m_document.currentTrack();
    m_candidates.clear();
    m_facts.clear();
    const bool isSelection = m_document.selectedRange() == span;
    const ComposeRequest request =
        requestFor(m_base, m_track, settings, span,
                   isSelection ? m_document.selection() : std::vector<NoteId>());
    Q_EMIT begun(request, model);
    m_worker.start([this, model = std::move(model), request, base = m_base,
                    track = m_track](const Worker::Line& line) {
        const auto made = [&](const Candidate& candidate) {
            line.post([this, candidate, facts = factsOf(*model, *base, track, candidate)] {
                m_candidates.push_back(candidate);
                m_facts.push_back(facts);
                Q_EMIT candidateMade(candidate);
            });
        };
        const auto outcome = ask(*model, request, line.stop(), made);
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

CandidateFacts GenerateController::facts(int number) const {
    const auto found = std::ranges::find(m_candidates, number, &Candidate::number);
    const auto index = static_cast<std::size_t>(found - m_candidates.begin());
    return index < m_facts.size() ? m_facts[index] : CandidateFacts{};
}

std::optional<std::size_t> GenerateController::track() const {
    return m_base ? sameTrack(*m_base, m_track, *m_document.score()) : std::nullopt;
}

bool GenerateController::isStale() const {
    const std::shared_ptr<const Score>& now = m_document.score();
    if (!m_base || now == m_base) {
        return false;
    }
    const auto place = track();
    if (!place) {
        return true;
    }
    const auto& before = m_base->tracks[m_track];
    const auto& after = now->tracks[*place];
    return (before != after && before->notes != after->notes) || m_base->meters != now->meters ||
           m_base->keys != now->keys || m_base->steering != now->steering ||
           (!now->steering.empty() && m_base->chords != now->chords) ||
           m_base->pickup != now->pickup;
}

Score GenerateController::scoreWith(const Candidate& candidate) const {
    const Score& score = *m_document.score();
    const auto place = track();
    return place ? withCandidate(score, *place, candidate) : score;
}

void GenerateController::accept(int number) {
    const Candidate* chosen = candidate(number);
    if (chosen == nullptr) {
        return;
    }
    if (!track()) {
        Q_EMIT failed(tr("The track that the candidates were made for is gone."));
        return;
    }
    m_document.apply(scoreWith(*chosen), tr("keep candidate %1").arg(number));
    Q_EMIT accepted(number);
}

void GenerateController::clear() {
    m_worker.drop();
    m_candidates.clear();
    m_facts.clear();
    m_base = nullptr;
    Q_EMIT changed();
}

} // namespace cantilena
