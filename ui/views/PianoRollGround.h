#pragma once

#include <QRectF>

class QPainter;

namespace cantilena {

class RollView;

/// Paints what lies behind the notes: a row for each pitch and the lines of the grid. Every kind of
/// row is painted once, lines and all, and copied to where the others of its kind are.
void paintGround(QPainter& painter, const RollView& view, const QRectF& clip);

} // namespace cantilena
