#pragma once

#include <QRectF>

class QPainter;

namespace cantilena {

class RollView;

/// Something that is painted over the roll's notes, below cursor and playhead.
class RollLayer {
public:
    virtual ~RollLayer() = default;

    /// `clip` is what needs painting, in pixels of the canvas.
    virtual void paint(QPainter& painter, const RollView& view, const QRectF& clip) const = 0;
};

} // namespace cantilena
