#pragma once

#include "core/base/Result.h"
#include "core/model/EventSequence.h"
#include "core/score/Score.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace cantilena {

/// A track's upper line as a model reads it.
struct ReadLine {
    EventSequence events;
    /// The notes among the events, in their order, with the ids that they have in the track.
    std::vector<Note> notes;
    /// The key that the model is told; nothing when it is left unknown.
    std::optional<Key> key;
};

/// Lets these notes of the score be read from the first bar that has one, with the silence up to
/// `end`, in `key`. Fails with a sentence that names the bar when the notes overlap or lie outside
/// what models read.
Result<ReadLine> readLine(const Score& score, std::vector<Note> notes, Tick end,
                          std::optional<Key> key);

} // namespace cantilena
