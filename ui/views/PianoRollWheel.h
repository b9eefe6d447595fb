#pragma once

#include "ui/views/PianoRollView.h"

#include <QNativeGestureEvent>
#include <QWheelEvent>

namespace cantilena {

/// What the wheel does over any part of the roll: scrolls; with Shift along time; with Ctrl it
/// zooms time at the cursor, with Ctrl+Shift the rows. `position` is in the canvas's coordinates.
void wheelOver(RollView& view, const QWheelEvent& event, QPointF position);

/// A pinch on a trackpad zooms time. False for other gestures.
bool pinchOver(RollView& view, const QNativeGestureEvent& event, QPointF position);

} // namespace cantilena
