#include "ui/views/PianoRollPainting.h"

#include "core/score/Pitch.h"

#include <QPainterPath>
#include <QPixmap>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace cantilena {

namespace {

/// Below this size a note is a plain rectangle: corners would not show.
constexpr double kLeastRounded = 5.0;
constexpr double kCorner = 4.0;
constexpr double kHatchGap = 6.0;
constexpr int kMostCaps = 256;

double cornerOf(const QRectF& rect) {
    return std::min({kCorner, rect.height() * 0.3, rect.width() * 0.5});
}

/// The rounded ends of a bar of that height, side by side. Drawing them from here is many times
/// faster than filling a rounded path for every note.
const QPixmap& capsOf(const QColor& color, int devicePixelsHigh, double ratio) {
    using Key = std::tuple<QRgb, int, int>;
    static std::map<Key, QPixmap> caps;
    const Key key{color.rgba(), devicePixelsHigh, static_cast<int>(std::lround(ratio * 100.0))};
    if (const auto known = caps.find(key); known != caps.end()) {
        return known->second;
    }
    if (caps.size() >= kMostCaps) {
        caps.clear();
    }
    const int corner = static_cast<int>(std::ceil(kCorner * ratio));
    QPixmap pixmap(2 * corner, devicePixelsHigh);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const double radius = std::min(kCorner * ratio, devicePixelsHigh * 0.3);
    painter.drawRoundedRect(QRectF(pixmap.rect()), radius, radius);
    return caps.emplace(key, pixmap).first->second;
}

/// `rect` lies on whole device pixels.
void fillRounded(QPainter& painter, const QRectF& rect, const QColor& color) {
    const double ratio = painter.device()->devicePixelRatioF();
    const double cap = std::ceil(kCorner * ratio) / ratio;
    if (std::min(rect.width(), rect.height()) < kLeastRounded) {
        painter.fillRect(rect, color);
        return;
    }
    if (rect.width() < 2.0 * cap) {
        const Smoothly smoothly(painter);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(rect, cornerOf(rect), cornerOf(rect));
        return;
    }
    const int high = static_cast<int>(std::lround(rect.height() * ratio));
    const QPixmap& caps = capsOf(color, high, ratio);
    const double half = caps.width() / 2.0;
    painter.drawPixmap(QRectF(rect.left(), rect.top(), cap, rect.height()), caps,
                       QRectF(0.0, 0.0, half, high));
    painter.fillRect(QRectF(rect.left() + cap, rect.top(), rect.width() - 2.0 * cap, rect.height()),
                     color);
    painter.drawPixmap(QRectF(rect.right() - cap, rect.top(), cap, rect.height()), caps,
                       QRectF(half, 0.0, half, high));
}

void paintHatched(QPainter& painter, const QRectF& rect, const QColor& row) {
    const QColor ink = theme().proposal;
    fillRounded(painter, rect, mixed(row, ink, 0.35));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath clip;
    clip.addRoundedRect(rect, cornerOf(rect), cornerOf(rect));
    painter.setClipPath(clip, Qt::IntersectClip);
    painter.setPen(QPen(ink, 1.6));
    for (double x = rect.left() - rect.height(); x < rect.right(); x += kHatchGap) {
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    }
    painter.restore();
    const Smoothly smoothly(painter);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(ink, 1.5));
    const QRectF edge = rect.adjusted(0.75, 0.75, -0.75, -0.75);
    painter.drawRoundedRect(edge, cornerOf(edge), cornerOf(edge));
}

/// The marks that tell tracks apart without their hues.
void paintPattern(QPainter& painter, const QRectF& rect, const TrackInk& ink, const QColor& mark) {
    if (ink.pattern != Qt::SolidPattern && std::min(rect.width(), rect.height()) >= kLeastRounded) {
        const double inset = PixelGrid(painter).hairline();
        painter.setBrushOrigin(rect.topLeft());
        painter.fillRect(rect.adjusted(inset, inset, -inset, -inset), QBrush(mark, ink.pattern));
    }
}

void paintSelected(QPainter& painter, const QRectF& rect, const TrackInk& ink) {
    // Outline, gap, note: the gap keeps outline and note apart without their hues.
    const double pixel = PixelGrid(painter).hairline();
    const auto grown = [&](double by) { return rect.adjusted(-by, -by, by, by); };
    const bool isSmall = std::min(rect.height(), rect.width()) < 9.0;
    fillRounded(painter, grown(pixel), theme().text);
    const QRectF gap = grown(isSmall ? 0.0 : -pixel);
    const QRectF note = grown(isSmall ? -pixel : -2.0 * pixel);
    if (note.width() > 0.0 && note.height() > 0.0) {
        fillRounded(painter, gap, theme().window);
        fillRounded(painter, note, ink.color);
        paintPattern(painter, note, ink, patternMark(ink.color, theme()));
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

QColor ghostColor(const TrackInk& ink, const QColor& row) {
    // Tracks in the accent, which is the current one's, show as grey.
    const bool isPlain = ink.color == theme().accent;
    return isPlain ? theme().ghostOn(row) : mixed(row, ink.color, theme().isDark ? 0.34 : 0.32);
}

void paintNote(QPainter& painter, const QRectF& rect, NoteLook look, const QColor& row,
               const TrackInk& ink) {
    switch (look) {
    case NoteLook::Plain:
        fillRounded(painter, rect, ink.color);
        paintPattern(painter, rect, ink, patternMark(ink.color, theme()));
        break;
    case NoteLook::Selected: paintSelected(painter, rect, ink); break;
    case NoteLook::Ghost: {
        const QColor ghost = ghostColor(ink, row);
        fillRounded(painter, rect, ghost);
        paintPattern(painter, rect, ink, mixed(ghost, row, 0.6));
        break;
    }
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
