#pragma once

#include "ui/views/TrackInk.h"

#include <QPainter>
#include <QRectF>
#include <QSize>
#include <QWidget>

#include <functional>

namespace cantilena {

/// Draws lines and notes on whole device pixels, at any scale of the screen.
class PixelGrid {
public:
    explicit PixelGrid(const QPainter& painter);

    /// The nearest edge of a device pixel.
    [[nodiscard]] double aligned(double position) const;
    [[nodiscard]] QRectF aligned(const QRectF& rect) const;
    /// One device-independent pixel in whole device pixels.
    [[nodiscard]] double hairline() const { return m_hairline; }

private:
    double m_ratio;
    double m_hairline;
};

/// Smooth edges for as long as it lives. Fills that lie on whole pixels are far faster without.
class Smoothly {
public:
    explicit Smoothly(QPainter& painter)
        : m_painter(painter) {
        m_painter.setRenderHint(QPainter::Antialiasing);
    }
    ~Smoothly() { m_painter.setRenderHint(QPainter::Antialiasing, false); }
    Smoothly(const Smoothly&) = delete;
    Smoothly& operator=(const Smoothly&) = delete;

private:
    QPainter& m_painter;
};

/// Whether what a widget shows can be moved by pixels of the window: not where these are fractions
/// of the device's.
[[nodiscard]] bool canShift(const QWidget& widget);

/// How a note looks.
enum class NoteLook { Plain, Selected, Ghost, Proposal };

/// What tells one small picture from another. The theme in force counts without being named.
struct PictureKey {
    /// The size in device pixels.
    QSize size;
    /// Of whatever it shows; different pictures have different kinds.
    int kind = 0;
    QRgb ink = 0;
    QRgb ground = 0;
    Qt::BrushStyle pattern = Qt::SolidPattern;
};

/// Draws a picture whose upper left corner lies at `at`, on a whole device pixel. It is made once,
/// by `make` in device pixels, and copied from then on: that is many times faster than smooth
/// shapes, and a roll shows thousands of the same.
void drawPicture(QPainter& painter, QPointF at, const PictureKey& key,
                 const std::function<void(QPainter&)>& make);

/// Draws one note in its row. `row` is the colour under it, for ghosts; `ink` is its track's.
void paintNote(QPainter& painter, const QRectF& rect, NoteLook look, const QColor& row,
               const TrackInk& ink);
/// A track's colour when it is not the current one, on that row.
[[nodiscard]] QColor ghostColor(const TrackInk& ink, const QColor& row);

/// The colour of a row under a key whose tonic has that pitch class.
[[nodiscard]] QColor rowColor(int pitchNumber, int tonicPitchClass);

} // namespace cantilena
