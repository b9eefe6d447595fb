#pragma once

#include "core/base/Result.h"
#include "core/corpus/CopiedRuns.h"
#include "core/model/MelodyModel.h"
#include "core/score/Score.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace cantilena {

/// What to ask of the model: notes that go on where the seed ends.
struct ContinuationRequest {
    /// The seed is the melody line of this track up to `range.begin`; it may be empty.
    std::shared_ptr<const Score> base;
    std::size_t track = 0;
    /// What to fill, exactly.
    TickRange range;
    /// 0 takes the likeliest note each time; 1 samples the model as it is.
    double temperature = 0.9;
    /// Sample from the likeliest notes that together have this share.
    double topP = 0.95;
    int candidates = 3;
    /// Each candidate is the one of so many draws that is about as predictable as human tunes are
    /// to this model; a single draw now and then goes round in circles. With temperature 0 one is
    /// enough.
    int draws = 4;
    std::uint64_t rng = 1;
    /// Pitches allowed.
    Pitch lowest = kLowestPitch;
    Pitch highest = kHighestPitch;
    /// One of the model's styles, by its name; empty for none.
    std::string style;
    /// How much the tune's own motifs weigh in: 0 not at all, 1 as the model has learnt.
    double memory = 1.0;
    /// Notes a bar that it should have on the average; 0 for no wish. A model on the sixteenth grid
    /// goes on as it has learnt, whatever density and memory are.
    double density = 0.0;
    /// The phrase ends the tune: on the tonic, on a beat, as the model itself would end.
    bool cadence = false;
    /// The key and the metre to write in, where they are not those written in the score: from the
    /// range's beginning on. A filling keeps the metre, and its key ends where it does.
    std::optional<Key> key{};
    std::optional<Meter> meter{};
    /// No run of more notes than this from a tune that the model was trained on, counted with what
    /// stands before and behind; nothing for no limit. Takes a model that carries an index, and at
    /// least kTightestCopyLimit notes.
    std::optional<std::size_t> mostCopiedNotes{};
};

/// A phrase that the model proposes; the document knows nothing of it until it is accepted.
struct Candidate {
    /// 1 upwards.
    int number = 1;
    /// With `candidates` 1 this number makes this candidate again.
    std::uint64_t rng = 0;
    TickRange range;
    std::vector<Note> notes;
    /// How surprising the model finds its own notes: lower is more natural.
    double bitsPerNote = 0.0;
    /// 0 to 1: notes that belong to the key.
    double inKeyShare = 1.0;
    /// How surprising the model finds the two bars that follow, bits an event; nothing when nothing
    /// follows. Lower joins better.
    std::optional<double> joinBits{};
    /// Whether the phrase stands between what was there before and after: all unlocked notes that
    /// begin in the range then give way to it, but for those of `stays`.
    bool fills = false;
    /// What the phrase was written around or beside. A note with an id is known by it, one without
    /// (takes outlive the ids of their time) by where it begins and by its pitch.
    std::vector<Note> stays{};
    /// Written into the score with the notes; see `ContinuationRequest`.
    std::optional<Key> key{};
    std::optional<Meter> meter{};
    /// Whether the key holds no longer than the range.
    bool keyEnds = false;
    /// What of it stands in a tune that the model was trained on. Runs may begin before the
    /// candidate; their first note then counts as 0. Nothing when the model does not say what it
    /// was trained on.
    std::optional<CopyReport> copied{};
};

/// Whether that note of the candidate's track would make room for it.
[[nodiscard]] bool givesWay(const Note& note, const Candidate& candidate);

/// Where a continuation of the track begins: at the end of its last note.
[[nodiscard]] Tick continuationStart(const Score& score, std::size_t track);
/// The range of `bars` bars from `begin`, by the score's metres.
[[nodiscard]] TickRange barsFrom(const Score& score, Tick begin, int bars);

/// Calls `made` for each candidate as it is finished (worker's thread). Fails with one sentence
/// when the seed holds what the model cannot read, and with `Cancelled` when stopped.
Result<std::vector<Candidate>> continueMelody(const MelodyModel& model,
                                              const ContinuationRequest& request,
                                              std::stop_token stop,
                                              const std::function<void(const Candidate&)>& made);

/// The score with that key and metre where a continuation of that range asks for them, or the key
/// where a filling does.
[[nodiscard]] Score withContinuedFrame(const Score& base, Tick begin, std::optional<Key> key,
                                       std::optional<Meter> meter);
[[nodiscard]] Score withFilledKey(const Score& base, TickRange range, std::optional<Key> key);

/// The score with the candidate's notes in their place: what auditioning plays and accepting keeps.
/// What gives way is told from the score as it is now. Locked notes stay to the tick; of a filling,
/// what would sound together with a note that was locked since is left out.
[[nodiscard]] Score withCandidate(const Score& base, std::size_t track, const Candidate& candidate);

} // namespace cantilena
