#pragma once

#include "core/score/Score.h"

#include <optional>
#include <string>

namespace cantilena {

struct SmfOptions {
    enum class Type {
        /// Format 0: one track. Lines that share a channel cannot be told apart again.
        Single,
        /// Format 1: a conductor track with tempo, metre, key and markers, then one track a line.
        Parallel,
    };
    Type type = Type::Parallel;
    /// Ticks a quarter, 1 to 32,767, to which times are rounded. Left out: 480, which every program
    /// knows, where that moves nothing, else 6,720, which is exact.
    std::optional<int> division;
};

/// The score as a Standard MIDI File; the same score and options give the same bytes. Each track
/// carries its name, program, volume, pan, effects, controllers, lyrics and notes. Modes other than
/// major and minor stand as a text beside the key signature. Left out: pickup, chord symbols,
/// composer, origin, mute and solo.
///
/// Of notes that overlap on one key of one channel a reader can tell only that the first to begin
/// is the first to end.
[[nodiscard]] std::string smfBytes(const Score& score, const SmfOptions& options = {});

} // namespace cantilena
