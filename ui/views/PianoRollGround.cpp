#include "ui/views/PianoRollGround.h"

#include "ui/views/PianoRollPainting.h"
#include "ui/views/PianoRollView.h"

#include <QImage>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace cantilena {

namespace {

/// Grid lines closer than this are left out.
constexpr double kLeastLineGap = 9.0;

/// A line of the grid, in device pixels.
struct GridLine {
    int x;
    QRgb color;
};

/// A stretch of the view under one key, in pixels of the canvas.
struct KeyStretch {
    double left;
    double right;
    int tonic;
};

int tonicAt(const RollView& view, Tick tick) {
    return view.document().score()->keyAt(std::max(tick, Tick{})).tonic.pitchClass();
}

std::vector<KeyStretch> keyStretches(const RollView& view, const QRectF& clip) {
    std::vector<KeyStretch> stretches;
    double left = clip.left();
    int tonic = tonicAt(view, view.tickAt(left));
    for (const KeyChange& change : view.document().score()->keys) {
        const double x = view.xAt(change.tick);
        if (x > left && x < clip.right()) {
            stretches.push_back({left, x, tonic});
            left = x;
            tonic = change.key.tonic.pitchClass();
        }
    }
    stretches.push_back({left, clip.right(), tonic});
    return stretches;
}

/// The lines of steps, beats and bars; where two lie together the later one is seen.
std::vector<GridLine> gridLines(const RollView& view, const QRectF& clip, double ratio) {
    std::vector<GridLine> lines;
    const auto add = [&](Tick tick, const QColor& color) {
        lines.push_back({static_cast<int>(std::floor(view.xAt(tick) * ratio + 0.5)), color.rgb()});
    };
    const double perTick = view.pixelsPerQuarter() / static_cast<double>(kQuarter.value);
    const auto isWide = [&](Tick step) {
        return step > Tick{} && static_cast<double>(step.value) * perTick >= kLeastLineGap;
    };
    const QColor faint = mixed(theme().rowWhiteKey, theme().gridBeat, 0.6);
    const Tick step = view.step();
    const TickRange range{view.tickAt(clip.left()), view.tickAt(clip.right() + 1.0)};
    view.visitBars(range, kLeastLineGap, [&](TickRange bar, int) {
        if (isWide(step)) {
            for (Tick tick = bar.begin + step; tick < bar.end; tick += step) {
                add(tick, faint);
            }
        }
        const Tick beat = view.meters().meterAt(bar.begin).beatLength();
        if (isWide(beat)) {
            for (Tick tick = bar.begin + beat; tick < bar.end; tick += beat) {
                add(tick, theme().gridBeat);
            }
        }
        add(bar.begin, theme().gridBar);
    });
    return lines;
}

/// One row of a kind: its colour, the line below it, and the lines of time over both.
QImage rowPicture(QSize size, int left, int hairline, std::pair<QColor, QColor> colors,
                  const std::vector<GridLine>& lines) {
    QImage picture(size, QImage::Format_RGB32);
    picture.fill(colors.first);
    const auto pixelsOf = [&](int y) { return reinterpret_cast<QRgb*>(picture.scanLine(y)); };
    for (int y = std::max(size.height() - hairline, 0); y < size.height(); ++y) {
        std::fill_n(pixelsOf(y), size.width(), colors.second.rgb());
    }
    for (int y = 0; y < size.height(); ++y) {
        QRgb* pixels = pixelsOf(y);
        for (const GridLine& line : lines) {
            const int begin = std::clamp(line.x - left, 0, size.width());
            const int end = std::clamp(line.x - left + hairline, 0, size.width());
            std::fill(pixels + begin, pixels + end, line.color);
        }
    }
    return picture;
}

} // namespace

void paintGround(QPainter& painter, const RollView& view, const QRectF& clip) {
    const double contentBottom = view.contentHeight() - view.top();
    if (contentBottom < clip.bottom()) {
        painter.fillRect(
            QRectF(clip.left(), contentBottom, clip.width(), clip.bottom() - contentBottom),
            theme().window);
    }
    const double ratio = painter.device()->devicePixelRatioF();
    const auto inDevice = [ratio](double at) {
        return static_cast<int>(std::floor(at * ratio + 0.5));
    };
    const int hairline = inDevice(PixelGrid(painter).hairline());
    const std::vector<GridLine> lines = gridLines(view, clip, ratio);
    // Copied pixel by pixel of the device, whatever its scale.
    painter.save();
    painter.scale(1.0 / ratio, 1.0 / ratio);
    for (const KeyStretch& stretch : keyStretches(view, clip)) {
        const int left = inDevice(stretch.left);
        const QSize size(inDevice(stretch.right) - left, inDevice(view.rowHeight()) + 1);
        if (size.width() <= 0) {
            continue;
        }
        std::map<std::pair<QRgb, bool>, QImage> pictures;
        const std::size_t last = view.rowAt(clip.bottom());
        for (std::size_t index = view.rowAt(clip.top()); index <= last; ++index) {
            const Pitch pitch = view.rows()[index];
            const QColor color = rowColor(pitch.number, stretch.tonic);
            const bool endsOctave = pitch.pitchClass() == stretch.tonic;
            QImage& picture = pictures[{color.rgb(), endsOctave}];
            if (picture.isNull()) {
                const QColor below = endsOctave ? theme().gridBar : theme().gridBeat;
                picture = rowPicture(size, left, hairline, {color, below}, lines);
            }
            const int top = inDevice(view.yAt(pitch));
            const int high =
                std::min(inDevice(view.yAt(pitch) + view.rowHeight()) - top, picture.height());
            painter.drawImage(QPoint(left, top), picture,
                              QRect(0, picture.height() - high, size.width(), high));
        }
    }
    painter.restore();
}

} // namespace cantilena
