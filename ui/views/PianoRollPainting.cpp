#include "ui/views/PianoRollPainting.h"

#include "core/score/Pitch.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace cantilena {

namespace {

/// Below this size a note is a plain rectangle: corners would not show.
constexpr double kLeastRounded = 5.0;
constexpr double kCorner = 4.0;
constexpr double kHatchGap = 6.0;
constexpr double kOutline = 2.0;

double cornerOf(const QRectF& rect) {
    return std::min({kCorner, rect.height() * 0.3, rect.width() * 0.5});
}

void fillRounded(QPainter& painter, const QRectF& rect, const QColor& color) {
    if (std::min(rect.width(), rect.height()) < kLeastRounded) {
        painter.fillRect(rect, color);
        return;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(rect, cornerOf(rect), cornerOf(rect));
}

void paintHatched(QPainter& painter, const QRectF& rect, const QColor& row) {
    const QColor ink = theme().proposal;
    fillRounded(painter, rect, mixed(row, ink, 0.35));
    painter.save();
    QPainterPath clip;
    clip.addRoundedRect(rect, cornerOf(rect), cornerOf(rect));
    painter.setClipPath(clip, Qt::IntersectClip);
    painter.setPen(QPen(ink, 1.6));
    for (double x = rect.left() - rect.height(); x < rect.right(); x += kHatchGap) {
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    }
    painter.restore();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(ink, 1.5));
    const QRectF edge = rect.adjusted(0.75, 0.75, -0.75, -0.75);
    painter.drawRoundedRect(edge, cornerOf(edge), cornerOf(edge));
}

void paintSelected(QPainter& painter, const QRectF& rect) {
    // Outline, gap, note: the gap keeps outline and note apart without their hues.
    fillRounded(painter, rect.adjusted(-1.0, -1.0, 1.0, 1.0), theme().text);
    const double inset = rect.height() >= 9.0 ? kOutline - 1.0 : 0.5;
    const QRectF gap = rect.adjusted(inset, inset, -inset, -inset);
    if (gap.width() > 2.0 && gap.height() > 2.0) {
        fillRounded(painter, gap, theme().window);
        const double air = rect.height() >= 9.0 ? 1.5 : 0.5;
        fillRounded(painter, gap.adjusted(air, air, -air, -air), theme().accent);
    }
}

} // namespace

PixelGrid::PixelGrid(const QPainter& painter)
    : m_ratio(painter.device()->devicePixelRatioF())
    , m_hairline(std::max(1.0, std::round(m_ratio)) / m_ratio) {}

double PixelGrid::aligned(double position) const {
    return std::round(position * m_ratio) / m_ratio;
}

QRectF PixelGrid::aligned(const QRectF& rect) const {
    return {QPointF(aligned(rect.left()), aligned(rect.top())),
            QPointF(aligned(rect.right()), aligned(rect.bottom()))};
}

void paintNote(QPainter& painter, const QRectF& rect, NoteLook look, const QColor& row) {
    switch (look) {
    case NoteLook::Plain: fillRounded(painter, rect, theme().accent); break;
    case NoteLook::Selected: paintSelected(painter, rect); break;
    case NoteLook::Ghost: fillRounded(painter, rect, theme().ghostOn(row)); break;
    case NoteLook::Proposal: paintHatched(painter, rect, row); break;
    }
}

QColor rowColor(int pitchNumber, int tonicPitchClass) {
    const Pitch pitch{pitchNumber};
    if (pitch.pitchClass() == tonicPitchClass) {
        return theme().rowTonic;
    }
    return pitch.isBlackKey() ? theme().rowBlackKey : theme().rowWhiteKey;
}

} // namespace cantilena
