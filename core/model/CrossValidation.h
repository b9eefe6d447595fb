#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/model/ModelBackend.h"
#include "core/model/Ppm.h"
#include "core/model/Scoring.h"

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace cantilena {

/// What a network may see of a tune besides its own past pitches.
enum class VisibleInputs {
    /// Everything: rhythm, metre, key.
    All,
    /// Pitches alone: every note is a crotchet, without metre, key, rests or repeats' signs.
    PitchesOnly,
};

/// Pearce's protocol (2005): tunes are dealt into folds, each fold is judged by what was learned
/// from the others. Nothing about a fold is looked at in training; early stopping judges by a part
/// of the training folds.
struct CrossValidationTask {
    std::vector<TrainingTune> tunes;
    std::size_t folds = 10;
    /// Also fixes how the tunes are dealt.
    TrainingSettings settings;
    VisibleInputs inputs = VisibleInputs::All;
    /// A model that each fold's training goes on from, of which the tunes that it was trained on,
    /// and versions of them, are left out; empty for none.
    std::filesystem::path initialModel = {};
    /// The initial model judges every fold as it is, for what it makes of tunes that it never saw.
    bool asItIs = false;
    /// Existing folder for the folds' models, which are left there.
    std::filesystem::path folder;
};

/// A note as the network of its fold judged it.
struct JudgedNote {
    /// Index into `tuneNames`.
    std::size_t tune = 0;
    std::size_t fold = 0;
    double pitchBits = 0.0;
};

struct CrossValidation {
    /// The tunes that took part.
    std::vector<std::string> tuneNames;
    /// Why some did not: a sentence each.
    std::vector<std::string> skipped;
    /// How many were left out because the initial model, or a version of them, knows them.
    std::size_t sharedWithInitial = 0;
    /// Whether the networks have a memory of the present tune.
    bool memory = true;
    /// Bits a note of each fold's network on that fold.
    std::vector<double> foldBits;
    /// In the order of the folds.
    std::vector<JudgedNote> notes;
    /// Sums over the notes.
    double networkBits = 0.0;
    PpmBits baselines;
    /// Pitches that occur in the tunes.
    std::size_t alphabet = 0;
};

/// Trains and judges fold by fold; blocks for as long as that many trainings take. `progress` is
/// called on this thread and the trainer's. Tunes that cannot be encoded are left out. Fails when
/// there are fewer duplicate groups than folds, when the initial model does not say what it was
/// trained on, and with `Cancelled`.
Result<CrossValidation> crossValidated(const CrossValidationTask& task, const ModelBackend& backend,
                                       std::stop_token stop, const ProgressSink& progress);

/// The tune as a row of crotchets of its pitches, with nothing else known.
[[nodiscard]] Score pitchesAlone(const Score& melody);

} // namespace cantilena
