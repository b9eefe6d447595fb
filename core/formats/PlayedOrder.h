#pragma once

#include "core/formats/WrittenPiece.h"

#include <cstddef>
#include <vector>

namespace cantilena {

/// One bar as it sounds.
struct PlayedBar {
    /// Index into `WrittenPiece::bars`.
    std::size_t bar = 0;
    /// How often this bar has begun by now, 1 the first time: the verse that is sung.
    int pass = 1;

    friend bool operator==(const PlayedBar&, const PlayedBar&) = default;
};

/// The order in which bars sound: repeats with their endings, also nested ones, are played out, and
/// each da capo or dal segno is followed once; after it, sections are not repeated (their last
/// ending is taken), and Fine and To Coda hold. Stops after `most` bars.
[[nodiscard]] std::vector<PlayedBar> playedOrder(const std::vector<WrittenBar>& bars,
                                                 std::size_t most);

} // namespace cantilena
