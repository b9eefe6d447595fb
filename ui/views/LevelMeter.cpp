#include "ui/views/LevelMeter.h"

#include "ui/views/Theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cantilena {

namespace {

constexpr double kRangeDecibels = 48.0;
/// Above this share of the scale a level is high (12 dB below full).
constexpr double kHigh = 0.75;
/// Per call; a full scale falls in about a second.
constexpr double kFall = 0.09;
constexpr int kHoldCalls = 12;
constexpr int kSegments = 24;
constexpr int kClipWidth = 6;

/// 0 to 1 over the scale, for a linear peak.
double share(float peak) {
    if (peak <= 0.0F) {
        return 0.0;
    }
    return std::clamp(1.0 + 20.0 * std::log10(static_cast<double>(peak)) / kRangeDecibels, 0.0,
                      1.0);
}

} // namespace

LevelMeter::LevelMeter(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("levelMeter"));
    setAccessibleName(tr("Output level"));
    setToolTip(tr("Output level; the light at the end stays on after clipping until clicked"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize LevelMeter::sizeHint() const {
    return {128, 22};
}

void LevelMeter::follow(Side& side, float peak) {
    const double now = share(peak);
    side.level = std::max(now, side.level - kFall);
    if (now >= side.held) {
        side.held = now;
        side.heldFor = kHoldCalls;
    } else if (--side.heldFor <= 0) {
        side.held = std::max(side.level, side.held - kFall);
    }
}

void LevelMeter::setPeaks(float left, float right) {
    const Side before[] = {m_left, m_right};
    follow(m_left, left);
    follow(m_right, right);
    const bool clips = left > 1.0F || right > 1.0F;
    const bool changed = before[0].level != m_left.level || before[1].level != m_right.level ||
                         before[0].held != m_left.held || before[1].held != m_right.held ||
                         (clips && !m_hasClipped);
    m_hasClipped = m_hasClipped || clips;
    if (changed) {
        update();
    }
}

void LevelMeter::paintSide(QPainter& painter, const QRectF& row, const Side& side) const {
    const double step = row.width() / kSegments;
    for (int i = 0; i < kSegments; ++i) {
        const double at = (i + 0.5) / kSegments;
        const bool isHeld = side.held > 0.0 && static_cast<int>(side.held * kSegments) == i;
        const bool lit = at <= side.level || isHeld;
        const QColor ink = at >= kHigh ? theme().proposal : theme().accent;
        painter.fillRect(QRectF(row.left() + i * step, row.top(), step - 1.5, row.height()),
                         lit ? ink : theme().line);
    }
}

void LevelMeter::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRectF area = QRectF(rect()).adjusted(0, 1, -kClipWidth - 2, -1);
    const double height = (area.height() - 2.0) / 2.0;
    paintSide(painter, {area.left(), area.top(), area.width(), height}, m_left);
    paintSide(painter, {area.left(), area.top() + height + 2.0, area.width(), height}, m_right);
    painter.fillRect(QRectF(width() - kClipWidth, 1, kClipWidth, height * 2 + 2),
                     m_hasClipped ? theme().danger : theme().line);
}

void LevelMeter::mousePressEvent(QMouseEvent*) {
    m_hasClipped = false;
    update();
}

} // namespace cantilena
