#pragma once

#include "core/score/Pitch.h"
#include "ui/views/PianoRollPainting.h"

#include <QRect>

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

namespace cantilena {

/// Notes too thin for a shape of their own, a whole symphony of them in one view: marks the columns
/// of each pitch that they cover and paints what has come together, a row at a time. Positions are
/// device pixels.
class ThinNotes {
public:
    /// Columns from `left` up to but not with `right`.
    ThinNotes(int left, int right);

    /// Covers at least one column. A look covers those that come before it in importance: ghosts,
    /// plain notes, selected ones.
    void add(Pitch pitch, double left, double right, NoteLook look);

    using RowOf = std::function<QRect(Pitch)>;
    using ColorOf = std::function<QColor(Pitch, NoteLook)>;
    /// Paints each pitch within the row that it is given; an empty one leaves it out.
    void paint(QPainter& painter, const RowOf& rowOf, const ColorOf& colorOf) const;

private:
    /// Empty for a pitch without notes.
    using Columns = std::vector<std::uint8_t>;
    void paintRuns(QPainter& painter, const Columns& columns, const QRect& row,
                   const std::array<QColor, 4>& colors) const;
    void paintStrip(QPainter& painter, const Columns& columns, const QRect& row,
                    const std::array<QColor, 4>& colors) const;

    int m_left;
    int m_width;
    std::array<Columns, 128> m_pitches;
};

} // namespace cantilena
