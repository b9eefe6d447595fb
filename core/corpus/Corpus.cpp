#include "core/corpus/Corpus.h"

#include "core/corpus/Duplicates.h"
#include "core/corpus/KeyEstimate.h"
#include "core/corpus/Melody.h"
#include "core/score/Edits.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace cantilena {

namespace {

std::string counted(std::size_t count, const char* one, const char* many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string inHundredths(double number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2f", number);
    return text.data();
}

Verdict verdictOn(const MelodyLine& line) {
    if (line.quantisedNotes > 0) {
        return Verdict::Quantised;
    }
    const bool whole = line.source.choice == MelodyChoice::OnlyTrack && line.droppedNotes == 0;
    return whole ? Verdict::Taken : Verdict::LineTaken;
}

std::string reasonFor(const MelodyLine& line) {
    std::string reason = line.source.reason;
    if (line.droppedNotes > 0) {
        reason += "; " + counted(line.droppedNotes, "note", "notes") + " below it left out";
    }
    if (line.quantisedNotes > 0) {
        reason += "; " + counted(line.quantisedNotes, "note", "notes") +
                  " moved to the grid of 24 a quarter, by up to " +
                  inHundredths(inQuarters(line.largestMove)) + " quarters";
    }
    return reason;
}

/// The written key in force where the melody begins, else the likeliest.
void judgeKey(CorpusTune& tune, std::shared_ptr<const Score> melody) {
    const std::vector<Note>& notes = melody->tracks.front()->notes;
    if (!melody->keys.empty()) {
        const Tick known = std::max(melody->keys.front().tick, notes.front().onset);
        tune.keySource = KeySource::Written;
        tune.key = melody->keyAt(known);
    } else if (const auto estimate = estimateKey(notes)) {
        tune.keySource = KeySource::Estimated;
        tune.key = estimate->key;
        tune.keyMargin = estimate->margin;
        const bool isSure = tune.keyMargin >= kSureKeyMargin;
        tune.reason += "; " + tune.key.name() + " estimated by " + std::string(kKeyProfiles) +
                       (isSure ? "" : ", a guess") + ": ahead of the next key by " +
                       inHundredths(tune.keyMargin);
        melody = std::make_shared<const Score>(withKey(*melody, {}, estimate->key));
    }
    tune.melody = std::move(melody);
}

} // namespace

std::string_view verdictName(Verdict verdict) {
    switch (verdict) {
    case Verdict::Taken: return "taken";
    case Verdict::LineTaken: return "line taken";
    case Verdict::Quantised: return "quantised";
    case Verdict::NoNotes: return "no notes";
    case Verdict::Broken: return "broken";
    case Verdict::NotMusic: return "not music";
    }
    return "";
}

CorpusTune judged(const Score& score, std::string name) {
    CorpusTune tune;
    tune.name = std::move(name);
    tune.title = score.title;
    const std::optional<MelodyLine> line = extractMelody(score);
    if (!line) {
        tune.verdict = Verdict::NoNotes;
        tune.reason =
            withoutGraceNotes(score).noteCount() == 0 ? "has no notes" : "has percussion only";
        return tune;
    }
    tune.verdict = verdictOn(*line);
    tune.reason = reasonFor(*line);
    tune.notes = line->melody->noteCount();
    if (!score.meters.empty()) {
        tune.meter = score.meters.front().meter;
    }
    judgeKey(tune, line->melody);
    return tune;
}

void assignDuplicateGroups(Corpus& corpus) {
    std::vector<IntervalSequence> melodies;
    for (const CorpusTune& tune : corpus.tunes) {
        if (isAccepted(tune.verdict)) {
            melodies.push_back(intervalsOf(tune.melody->tracks.front()->notes));
        }
    }
    const std::vector<std::size_t> groups = duplicateGroups(melodies);
    auto group = groups.begin();
    for (CorpusTune& tune : corpus.tunes) {
        if (isAccepted(tune.verdict)) {
            tune.duplicateGroup = *group++;
        }
    }
}

} // namespace cantilena
