#include "ui/views/PianoRollWheel.h"

#include <cmath>

namespace cantilena {

namespace {

constexpr double kNotch = 120.0;
constexpr double kPixelsPerNotch = 60.0;
constexpr double kZoomPerNotch = 1.2;
constexpr int kRowPixelsPerNotch = 2;

} // namespace

void wheelOver(RollView& view, const QWheelEvent& event, QPointF position) {
    const QPoint angle = event.angleDelta();
    const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
    // Some platforms turn the wheel sideways themselves while Shift is held.
    const double turn = (angle.y() != 0 ? angle.y() : angle.x()) / kNotch;
    if (event.modifiers().testFlag(Qt::ControlModifier)) {
        if (shift) {
            const int steps = turn > 0.0 ? 1 : (turn < 0.0 ? -1 : 0);
            view.zoomPitch(steps * kRowPixelsPerNotch, position.y());
        } else {
            view.zoomTime(std::pow(kZoomPerNotch, turn), position.x());
        }
        return;
    }
    if (shift) {
        view.scrollBy(-turn * kPixelsPerNotch, 0.0);
        return;
    }
    const QPoint pixels = event.pixelDelta();
    if (!pixels.isNull()) {
        view.scrollBy(-pixels.x(), -pixels.y());
        return;
    }
    view.scrollBy(-angle.x() / kNotch * kPixelsPerNotch, -angle.y() / kNotch * kPixelsPerNotch);
}

bool pinchOver(RollView& view, const QNativeGestureEvent& event, QPointF position) {
    if (event.gestureType() != Qt::ZoomNativeGesture) {
        return false;
    }
    view.zoomTime(1.0 + event.value(), position.x());
    return true;
}

} // namespace cantilena
