#pragma once

#include "core/base/Result.h"
#include "core/model/MelodyModel.h"

#include <memory>

namespace cantilena {

/// Two models as one that says what both agree on: its logits are theirs, weighed by `share` (0 to
/// 1) for the second and the rest for the first, which is the weighted geometric mean of their
/// probabilities (a product of experts; Hinton 2002). Fails with one sentence when they do not
/// speak of the same events, as models of the tutorial's kind do not. With a share of 0 or 1 it is
/// the first or the second model itself.
///
/// It fills gaps in sight of what follows when both do, and tells the styles apart that both know
/// under the same names and in the same order.
///
/// Its card gives the weighted mean of both models' validation bits. On the same tunes the blend
/// can only do better than that: geometric means of probabilities sum to one at most.
Result<std::shared_ptr<const MelodyModel>> blendedModel(std::shared_ptr<const MelodyModel> first,
                                                        std::shared_ptr<const MelodyModel> second,
                                                        double share);

} // namespace cantilena
