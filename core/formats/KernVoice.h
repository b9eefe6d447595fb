#pragma once

#include "core/formats/KernFields.h"
#include "core/formats/WrittenScore.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace cantilena {

/// A **kern spine, with all that it splits into.
struct KernVoice {
    WrittenVoice written;
    KernTransposition transposition;
    int velocity = kDefaultVelocity;
    /// Spines of words that belong to it.
    int verses = 0;
    std::optional<int> part;
    /// It has notes or rests.
    bool hasMusic = false;
};

/// Nothing follows the grace notes that were read last: they are played with what went before. At
/// most those stand before `at`, where the bar or the song ends.
void endGraces(KernVoice& voice, Tick at);

/// The voices that have music, each to be played in that order: from the top of the page downwards
/// (the first `opening`, which the page has from the bottom upwards), then those that begin inside.
/// Spines of one part share a channel.
[[nodiscard]] std::vector<WrittenVoice> writtenVoices(std::vector<KernVoice> voices,
                                                      std::size_t opening,
                                                      const std::vector<PlayedSpan>& order);

} // namespace cantilena
