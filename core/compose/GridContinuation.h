#pragma once

#include "core/compose/Continuation.h"
#include "core/model/TokenModel.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace cantilena {

/// `continueMelody` with a model of the tutorial's kind, as the tutorial does it: the seed as it
/// stands, untransposed and to the nearest sixteenth, then token by token. It may finish early,
/// but not before a cadence that is asked for; memory and density are of no matter to it. A seed
/// with a symbol that the model's mapping lacks fails by name.
Result<std::vector<Candidate>> continueOnGrid(const TokenModel& model,
                                              const ContinuationRequest& request,
                                              const std::stop_token& stop,
                                              const std::function<void(const Candidate&)>& made);

} // namespace cantilena
