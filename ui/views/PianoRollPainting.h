#pragma once

#include "ui/views/TrackInk.h"

#include <QPainter>
#include <QRectF>

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

/// How a note looks.
enum class NoteLook { Plain, Selected, Ghost, Proposal };

/// Draws one note in its row. `row` is the colour under it, for ghosts; `ink` is its track's.
void paintNote(QPainter& painter, const QRectF& rect, NoteLook look, const QColor& row,
               const TrackInk& ink);
/// A track's colour when it is not the current one, on that row.
[[nodiscard]] QColor ghostColor(const TrackInk& ink, const QColor& row);

/// The colour of a row under a key whose tonic has that pitch class.
[[nodiscard]] QColor rowColor(int pitchNumber, int tonicPitchClass);

} // namespace cantilena
