#pragma once

#include "core/formats/NotatedBars.h"

#include <optional>
#include <vector>

namespace cantilena {

/// A note of the page: a whole, half, quarter, ... with a dot or none.
struct NoteValue {
    Tick plain;
    int dots = 0;

    friend constexpr bool operator==(const NoteValue&, const NoteValue&) = default;
};

/// `actual` notes in the time of `normal`; 1:1 outside of tuplets.
struct TupletRatio {
    int actual = 1;
    int normal = 1;

    friend constexpr bool operator==(const TupletRatio&, const TupletRatio&) = default;
};

/// A part of a piece that one note value lasts.
struct ValuedPiece {
    TickRange range;
    /// Of the layer that was given.
    const NotatedPiece* piece = nullptr;
    /// Nothing where no value lasts as long, which only bars of odd lengths bring about.
    std::optional<NoteValue> value;
    TupletRatio ratio;
    bool opensTuplet = false;
    bool closesTuplet = false;

    [[nodiscard]] bool beginsPiece() const { return range.begin == piece->range.begin; }
    [[nodiscard]] bool endsPiece() const { return range.end == piece->range.end; }
};

/// One layer of a bar in note values: pieces cut where beats and the bar's halves must show,
/// tuplets found. The layer outlives the result.
[[nodiscard]] std::vector<ValuedPiece> valued(const NotatedBar& bar,
                                              const std::vector<NotatedPiece>& layer);

} // namespace cantilena
