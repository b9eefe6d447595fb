#include "ui/views/TrackInk.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace cantilena {

namespace {

constexpr std::array<const char*, kTrackColors> kColorNames = {
    QT_TRANSLATE_NOOP("TrackInk", "accent"), QT_TRANSLATE_NOOP("TrackInk", "blue"),
    QT_TRANSLATE_NOOP("TrackInk", "violet"), QT_TRANSLATE_NOOP("TrackInk", "pink"),
    QT_TRANSLATE_NOOP("TrackInk", "green"),  QT_TRANSLATE_NOOP("TrackInk", "sky"),
    QT_TRANSLATE_NOOP("TrackInk", "coral"),  QT_TRANSLATE_NOOP("TrackInk", "sand"),
};

constexpr std::array<const char*, kTrackPatterns> kPatternNames = {
    QT_TRANSLATE_NOOP("TrackInk", "plain"),
    QT_TRANSLATE_NOOP("TrackInk", "stripes"),
    QT_TRANSLATE_NOOP("TrackInk", "dots"),
    QT_TRANSLATE_NOOP("TrackInk", "bands"),
};

constexpr std::array kPatterns = {Qt::SolidPattern, Qt::FDiagPattern, Qt::Dense5Pattern,
                                  Qt::VerPattern};

template <typename List>
auto at(const List& list, int index) {
    return list[static_cast<std::size_t>(std::clamp(index, 0, static_cast<int>(list.size()) - 1))];
}

} // namespace

std::array<QColor, kTrackColors> trackColors(const Theme& theme) {
    if (theme.isDark) {
        return {theme.accent,
                QColor(0x6F, 0xA8, 0xF5),
                QColor(0xB7, 0x9C, 0xF0),
                QColor(0xF0, 0x8C, 0xB8),
                QColor(0x8C, 0xCB, 0x5E),
                QColor(0x5C, 0xC8, 0xEE),
                QColor(0xF2, 0x8C, 0x6B),
                QColor(0xCF, 0xC4, 0xA8)};
    }
    return {theme.accent,
            QColor(0x2F, 0x66, 0xC4),
            QColor(0x7B, 0x4F, 0xC9),
            QColor(0xB8, 0x34, 0x7A),
            QColor(0x3E, 0x7D, 0x1E),
            QColor(0x12, 0x78, 0x9E),
            QColor(0xB5, 0x47, 0x2A),
            QColor(0x77, 0x69, 0x3F)};
}

QColor patternMark(const QColor& color, const Theme& theme) {
    return mixed(color, theme.window, theme.isDark ? 0.6 : 0.8);
}

TrackInk inkOf(const TrackLook& look) {
    return {at(trackColors(theme()), look.color), at(kPatterns, look.pattern)};
}

void paintTrackStripe(QPainter& painter, const QRectF& stripe, const TrackLook& look,
                      bool isCurrent) {
    const TrackInk ink = inkOf(look);
    const bool isMuted = look == TrackLook{} && !isCurrent;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isMuted ? theme().mutedText : ink.color);
    painter.drawRoundedRect(stripe, 2.0, 2.0);
    if (ink.pattern != Qt::SolidPattern) {
        painter.fillRect(stripe, QBrush(theme().panel, ink.pattern));
    }
}

QString trackColorName(int color) {
    return QCoreApplication::translate("TrackInk", at(kColorNames, color));
}

QString trackPatternName(int pattern) {
    return QCoreApplication::translate("TrackInk", at(kPatternNames, pattern));
}

} // namespace cantilena
