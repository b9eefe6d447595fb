#include "core/compose/Originality.h"

namespace cantilena {

namespace {

Result<std::vector<Note>> melodyOf(const Score& score) {
    const CorpusTune tune = judged(score, {});
    if (!isAccepted(tune.verdict)) {
        return Error{ErrorCode::NotFound, "there is no melody in it: it " + tune.reason};
    }
    return tune.melody->tracks.front()->notes;
}

} // namespace

std::vector<SourceTune> sourceTunes(const Corpus& corpus) {
    std::vector<SourceTune> tunes;
    for (const CorpusTune& tune : corpus.tunes) {
        if (isAccepted(tune.verdict)) {
            tunes.push_back({tune.name, tune.title, tune.melody});
        }
    }
    return tunes;
}

Result<CopyReport> originalityOf(const Score& score, const MelodyAutomaton& corpus) {
    const auto melody = melodyOf(score);
    return melody ? Result<CopyReport>(corpus.report(*melody)) : melody.error();
}

Result<CopyReport> originalityOf(const Score& score, const CopyIndex& model) {
    const auto melody = melodyOf(score);
    return melody ? Result<CopyReport>(model.report(*melody)) : melody.error();
}

} // namespace cantilena
