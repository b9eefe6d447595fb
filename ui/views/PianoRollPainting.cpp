#include "ui/views/PianoRollPainting.h"

#include "core/score/Pitch.h"

#include <QPainterPath>
#include <QPixmap>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <tuple>

namespace cantilena {

namespace {

/// Below this size a note is a plain rectangle: corners would not show.
constexpr double kLeastRounded = 5.0;
constexpr double kCorner = 4.0;
constexpr double kHatchGap = 6.0;
constexpr std::size_t kMostPictures = 2048;
/// In device pixels; wider notes are drawn each time.
constexpr int kWidestPicture = 1024;
/// What an outline may stand out beyond its note, in device-independent pixels.
constexpr int kOutline = 2;

double cornerOf(const QRectF& rect, double ratio = 1.0) {
    return std::min({kCorner * ratio, rect.height() * 0.3, rect.width() * 0.5});
}

/// `rect` lies on whole pixels.
void fillRounded(QPainter& painter, const QRectF& rect, const QColor& color, double ratio) {
    if (std::min(rect.width(), rect.height()) < kLeastRounded * ratio) {
        painter.fillRect(rect, color);
        return;
    }
    const Smoothly smoothly(painter);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(rect, cornerOf(rect, ratio), cornerOf(rect, ratio));
}

void paintHatched(QPainter& painter, const QRectF& rect, const QColor& row) {
    const QColor ink = theme().proposal;
    fillRounded(painter, rect, mixed(row, ink, 0.35), 1.0);
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

// From here on in device pixels.

/// The marks that tell tracks apart without their hues, as large as on a screen of any scale.
void paintPattern(QPainter& painter, const QRectF& rect, Qt::BrushStyle pattern, const QColor& mark,
                  double ratio) {
    if (pattern == Qt::SolidPattern ||
        std::min(rect.width(), rect.height()) < kLeastRounded * ratio) {
        return;
    }
    constexpr int kTile = 8;
    QPixmap tile(kTile, kTile);
    tile.fill(Qt::transparent);
    QPainter(&tile).fillRect(tile.rect(), QBrush(mark, pattern));
    const int side = static_cast<int>(std::lround(kTile * ratio));
    const double inset = std::max(1.0, std::round(ratio));
    painter.drawTiledPixmap(rect.adjusted(inset, inset, -inset, -inset), tile.scaled(side, side),
                            QPointF(inset, inset));
}

void paintSelected(QPainter& painter, const QRectF& rect, const TrackInk& ink, double ratio) {
    // Outline, gap, note: the gap keeps outline and note apart without their hues.
    const double pixel = std::max(1.0, std::round(ratio));
    const auto grown = [&](double by) { return rect.adjusted(-by, -by, by, by); };
    const bool isSmall = std::min(rect.height(), rect.width()) < 9.0 * ratio;
    fillRounded(painter, grown(pixel), theme().text, ratio);
    const QRectF gap = grown(isSmall ? 0.0 : -pixel);
    const QRectF note = grown(isSmall ? -pixel : -2.0 * pixel);
    if (note.width() > 0.0 && note.height() > 0.0) {
        fillRounded(painter, gap, theme().window, ratio);
        fillRounded(painter, note, ink.color, ratio);
        paintPattern(painter, note, ink.pattern, patternMark(ink.color, theme()), ratio);
    }
}

void paintSolid(QPainter& painter, const QRectF& rect, NoteLook look, const QColor& row,
                const TrackInk& ink, double ratio) {
    if (look == NoteLook::Selected) {
        paintSelected(painter, rect, ink, ratio);
        return;
    }
    const bool isGhost = look == NoteLook::Ghost;
    const QColor color = isGhost ? ghostColor(ink, row) : ink.color;
    fillRounded(painter, rect, color, ratio);
    paintPattern(painter, rect, ink.pattern,
                 isGhost ? mixed(color, row, 0.6) : patternMark(ink.color, theme()), ratio);
}

} // namespace

PixelGrid::PixelGrid(const QPainter& painter)
    : m_ratio(painter.device()->devicePixelRatioF())
    , m_hairline(std::max(1.0, std::round(m_ratio)) / m_ratio) {}

double PixelGrid::aligned(double position) const {
    // Halves go up on both sides of 0, so that a scroll moves all by the same.
    return std::floor(position * m_ratio + 0.5) / m_ratio;
}

QRectF PixelGrid::aligned(const QRectF& rect) const {
    return {QPointF(aligned(rect.left()), aligned(rect.top())),
            QPointF(aligned(rect.right()), aligned(rect.bottom()))};
}

bool canShift(const QWidget& widget) {
    const double ratio = widget.devicePixelRatioF();
    return ratio == std::round(ratio);
}

QColor ghostColor(const TrackInk& ink, const QColor& row) {
    // Tracks in the accent, which is the current one's, show as grey.
    const bool isPlain = ink.color == theme().accent;
    return isPlain ? theme().ghostOn(row) : mixed(row, ink.color, theme().isDark ? 0.34 : 0.32);
}

void drawPicture(QPainter& painter, QPointF at, const PictureKey& key,
                 const std::function<void(QPainter&)>& make) {
    using Known = std::tuple<int, int, int, QRgb, QRgb, int, QRgb>;
    static std::map<Known, QPixmap> pictures;
    const Known known{key.kind,   key.size.width(), key.size.height(),  key.ink,
                      key.ground, key.pattern,      theme().text.rgba()};
    auto found = pictures.find(known);
    if (found == pictures.end()) {
        if (pictures.size() >= kMostPictures) {
            pictures.clear();
        }
        QPixmap picture(key.size);
        picture.fill(Qt::transparent);
        QPainter maker(&picture);
        make(maker);
        maker.end();
        found = pictures.emplace(known, std::move(picture)).first;
    }
    const double ratio = painter.device()->devicePixelRatioF();
    if (ratio == 1.0) {
        painter.drawPixmap(at, found->second);
        return;
    }
    painter.save();
    painter.scale(1.0 / ratio, 1.0 / ratio);
    painter.drawPixmap(at * ratio, found->second);
    painter.restore();
}

void paintNote(QPainter& painter, const QRectF& rect, NoteLook look, const QColor& row,
               const TrackInk& ink) {
    if (look == NoteLook::Proposal) {
        paintHatched(painter, rect, row);
        return;
    }
    const double ratio = painter.device()->devicePixelRatioF();
    const int outline =
        look == NoteLook::Selected ? static_cast<int>(std::lround(kOutline * ratio)) : 0;
    const QSize size = (rect.size() * ratio).toSize();
    if (size.width() > kWidestPicture) {
        painter.save();
        painter.scale(1.0 / ratio, 1.0 / ratio);
        paintSolid(painter, QRectF(rect.topLeft() * ratio, size), look, row, ink, ratio);
        painter.restore();
        return;
    }
    const auto make = [&](QPainter& maker) {
        const QRectF inside(QPoint(outline, outline), size);
        paintSolid(maker, inside, look, row, ink, ratio);
    };
    drawPicture(painter, rect.topLeft() - QPointF(outline, outline) / ratio,
                {.size = size + QSize(2 * outline, 2 * outline),
                 .kind = static_cast<int>(look),
                 .ink = ink.color.rgba(),
                 .ground = look == NoteLook::Ghost ? row.rgba() : 0,
                 .pattern = ink.pattern},
                std::ref(make));
}

QColor rowColor(int pitchNumber, int tonicPitchClass) {
    const Pitch pitch{pitchNumber};
    if (pitch.pitchClass() == tonicPitchClass) {
        return theme().rowTonic;
    }
    return pitch.isBlackKey() ? theme().rowBlackKey : theme().rowWhiteKey;
}

} // namespace cantilena
