#pragma once

#include "core/base/Result.h"
#include "core/formats/TokenMapping.h"
#include "core/model/Training.h"
#include "core/model/torch/Curriculum.h"
#include "core/model/torch/TokenLearner.h"

#include <string>
#include <vector>

namespace cantilena {

/// The tunes of a task as the tutorial writes them, split as for a melody network.
struct SongBook {
    TokenMapping mapping;
    std::vector<TokenSong> training;
    std::vector<TokenSong> heldOut;
    /// Events as a melody network counts them: notes, rests and ends.
    std::size_t trainingEvents = 0;
    std::size_t heldOutEvents = 0;
    std::size_t trainingTunes = 0;
    std::size_t trainingNotes = 0;
    /// Tunes set aside that could be written so.
    std::vector<std::string> heldOutNames;
    /// Places of all tunes set aside, in the task.
    std::vector<std::size_t> heldOutPlaces;
    /// Tunes that do not keep to sixteenths.
    std::size_t leftOut = 0;
    /// Tells this selection of tunes from others.
    std::uint64_t fingerprint = 0;
};

/// Fails when no tune is left to learn from. Where nothing is held out the training songs judge
/// themselves.
Result<SongBook> songBook(const TrainingTask& task, const SettingAside& aside = {});

/// Indices of songs of similar length, dealt to batches of about so many tokens, in random order.
[[nodiscard]] std::vector<std::vector<std::size_t>>
songBatches(const std::vector<TokenSong>& songs, std::size_t tokensPerBatch, std::uint64_t rng);

} // namespace cantilena
