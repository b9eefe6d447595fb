#pragma once

#include "core/base/Result.h"
#include "core/compose/MelodyAutomaton.h"
#include "core/corpus/Corpus.h"
#include "core/model/CopyIndex.h"
#include "core/score/Score.h"

#include <vector>

namespace cantilena {

/// The accepted tunes of a corpus, to look for copies in.
[[nodiscard]] std::vector<SourceTune> sourceTunes(const Corpus& corpus);

/// How much of a score's melody, as melody extraction finds it, stands in those tunes. Fails with
/// one sentence when there is no melody.
Result<CopyReport> originalityOf(const Score& score, const MelodyAutomaton& corpus);
Result<CopyReport> originalityOf(const Score& score, const CopyIndex& model);

} // namespace cantilena
