#pragma once

#include "core/score/Track.h"
#include "ui/views/Theme.h"

#include <QBrush>
#include <QColor>
#include <QString>

#include <array>

class QPainter;
class QRectF;

namespace cantilena {

/// What the notes of a track are drawn with.
struct TrackInk {
    QColor color;
    /// Drawn over the colour; `Qt::SolidPattern` for none.
    Qt::BrushStyle pattern = Qt::SolidPattern;
};

/// The colours that a track may have; the first is the theme's accent. Each has 3:1 on every row.
[[nodiscard]] std::array<QColor, kTrackColors> trackColors(const Theme& theme);
/// What a pattern is drawn with on that colour, 3:1 against it.
[[nodiscard]] QColor patternMark(const QColor& color, const Theme& theme);
/// In the theme in force.
[[nodiscard]] TrackInk inkOf(const TrackLook& look);

/// The mark of a track in a list, in its colour and pattern. A track that was given no look of its
/// own is in the accent while it is the current one, else muted.
void paintTrackStripe(QPainter& painter, const QRectF& stripe, const TrackLook& look,
                      bool isCurrent);

[[nodiscard]] QString trackColorName(int color);
[[nodiscard]] QString trackPatternName(int pattern);

} // namespace cantilena
