#include "core/model/CopyGuard.h"

#include "core/corpus/Melody.h"

#include <cassert>
#include <utility>

namespace cantilena {

CopyGuard::CopyGuard(std::shared_ptr<const CopyIndex> index, std::size_t mostNotes)
    : m_index(std::move(index))
    , m_mostNotes(mostNotes)
    , m_trail(*m_index) {
    assert(mostNotes >= kTightestCopyLimit);
}

std::optional<MelodyStep> CopyGuard::stepTo(const MelodyEvent& event) const {
    if (!m_last) {
        return std::nullopt;
    }
    return stepBetween(m_last->pitch, m_last->duration, event.pitch, event.duration);
}

void CopyGuard::push(const MelodyEvent& event) {
    if (event.kind == EventKind::Rest) {
        return;
    }
    if (const auto step = stepTo(event)) {
        m_trail.push(*step);
    }
    m_last = event;
}

bool CopyGuard::allows(const MelodyEvent& event) const {
    if (event.kind == EventKind::Rest) {
        return event.duration >= kShortestRest;
    }
    // As many steps as notes are allowed make one note too many.
    const auto step = stepTo(event);
    return !step || !m_trail.wouldReach(*step, m_mostNotes);
}

bool CopyGuard::allowsBefore(std::span<const MelodyEvent> following) const {
    CopyGuard after = *this;
    std::size_t notes = 0;
    for (const MelodyEvent& event : following) {
        if (event.kind == EventKind::Rest) {
            continue;
        }
        after.push(event);
        ++notes;
        const std::size_t steps = after.m_trail.steps();
        const bool reachesBack = steps >= notes;
        if (reachesBack && steps >= m_mostNotes) {
            return false;
        }
        if (!reachesBack && notes > kGramSteps) {
            return true;
        }
    }
    return true;
}

} // namespace cantilena
