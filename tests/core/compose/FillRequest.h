#pragma once

#include "core/compose/Infill.h"
#include "core/score/Timeline.h"

#include <memory>

namespace cantilena::test {

/// Asks for other notes in the bars from `first` to `last`, counted from 1.
[[nodiscard]] inline InfillRequest fillRequest(const Score& score, int first, int last,
                                               int candidates, int draws) {
    InfillRequest request;
    request.asked.base = std::make_shared<const Score>(score);
    request.asked.range = barRange(score, first, last);
    request.asked.candidates = candidates;
    request.asked.draws = draws;
    return request;
}

} // namespace cantilena::test
