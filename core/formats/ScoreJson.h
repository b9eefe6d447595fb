#pragma once

#include "core/score/Score.h"

#include <string>

namespace cantilena {

/// The score as one JSON object, for scripts:
/// `{"ticks_per_quarter","pickup_ticks","tempos":[{"tick","bpm"}],
/// "meters":[{"tick","numerator","denominator"}],"keys":[{"tick","tonic","mode"}],
/// "tracks":[{"name","program","notes":[{"onset","duration","pitch","velocity"}]}]}`.
/// Grace notes are told from others by `"grace": true`. Tempo and metre are always given from tick
/// 0 on, by their defaults where none is written.
[[nodiscard]] std::string scoreJson(const Score& score);

} // namespace cantilena
