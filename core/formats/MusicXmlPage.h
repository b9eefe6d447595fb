#pragma once

#include "core/formats/NoteValues.h"

#include <cstddef>
#include <vector>

namespace cantilena {

/// One track as a part of the page. It points into itself and is moved, never copied.
struct MusicXmlPagePart {
    const Track* track = nullptr;
    std::vector<NotatedBar> bars;
    /// By bar and layer.
    std::vector<std::vector<std::vector<ValuedPiece>>> values;
    std::size_t voices = 1;

    MusicXmlPagePart() = default;
    MusicXmlPagePart(MusicXmlPagePart&&) = default;
    MusicXmlPagePart& operator=(MusicXmlPagePart&&) = default;

    [[nodiscard]] bool isPercussion() const { return track->channel == kDrumChannel; }
    /// Programs show four voices on a staff.
    [[nodiscard]] std::size_t staves() const { return (voices + 3) / 4; }
};

/// A score cut into bars and note values, ready to be written down.
struct MusicXmlPage {
    std::vector<MusicXmlPagePart> parts;
    /// The unit of which all times and lengths are multiples.
    Tick division = kQuarter;
};

/// `score` outlives the page.
[[nodiscard]] MusicXmlPage musicXmlPage(const Score& score);

} // namespace cantilena
