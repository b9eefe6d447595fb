#include "core/compose/Surprise.h"

#include "core/corpus/Corpus.h"
#include "core/model/Scoring.h"

namespace cantilena {

Result<std::vector<SurprisingNote>> surpriseOf(const MelodyModel& model, const Score& score) {
    // As a corpus judges it, with the likeliest key where none is written.
    const CorpusTune tune = judged(score, {});
    if (!isAccepted(tune.verdict)) {
        return Error{ErrorCode::NotFound, "there is no melody in it: it " + tune.reason};
    }
    const auto melody = encode(*tune.melody);
    if (!melody) {
        return melody.error();
    }
    if (const auto readable = checkReadable(model, *melody); !readable) {
        return readable.error();
    }
    const MelodyScoring scoring = scoreMelody(model, *melody);
    const std::vector<Note>& notes = tune.melody->tracks.front()->notes;
    std::vector<SurprisingNote> result;
    for (std::size_t i = 0; i < notes.size(); ++i) {
        result.push_back({notes[i], scoring.notes[i].pitchBits, scoring.notes[i].durationBits});
    }
    return result;
}

} // namespace cantilena
