#include "ui/views/PianoRollThinNotes.h"

#include <QImage>

#include <algorithm>
#include <cstring>

namespace cantilena {

namespace {

/// More stretches than this in a row are painted as one picture.
constexpr int kMostRuns = 48;

constexpr std::array kLooks = {NoteLook::Ghost, NoteLook::Plain, NoteLook::Selected};

std::uint8_t rankOf(NoteLook look) {
    switch (look) {
    case NoteLook::Ghost: return 1;
    case NoteLook::Selected: return 3;
    case NoteLook::Plain:
    case NoteLook::Proposal: break;
    }
    return 2;
}

} // namespace

ThinNotes::ThinNotes(int left, int right)
    : m_left(left)
    , m_width(std::max(right - left, 0)) {}

void ThinNotes::add(Pitch pitch, double left, double right, NoteLook look) {
    // Rounds down, many times faster than std::floor; thin notes reach not far out of view.
    const auto column = [this](double x) {
        constexpr int kBefore = 4096;
        return static_cast<int>(x - m_left + kBefore) - kBefore;
    };
    const int first = column(left);
    const int begin = std::max(first, 0);
    const int end = std::min(std::max(column(right), first + 1), m_width);
    if (begin >= end) {
        return;
    }
    Columns& columns = m_pitches[static_cast<std::size_t>(pitch.number)];
    if (columns.empty()) {
        columns.resize(static_cast<std::size_t>(m_width));
    }
    const std::uint8_t rank = rankOf(look);
    for (auto at = columns.begin() + begin; at != columns.begin() + end; ++at) {
        *at = std::max(*at, rank);
    }
}

void ThinNotes::paint(QPainter& painter, const RowOf& rowOf, const ColorOf& colorOf) const {
    for (int number = 0; number < static_cast<int>(m_pitches.size()); ++number) {
        const Columns& columns = m_pitches[static_cast<std::size_t>(number)];
        const QRect row = columns.empty() ? QRect() : rowOf(Pitch{number});
        if (row.isEmpty()) {
            continue;
        }
        std::array<QColor, 4> colors{QColor(Qt::transparent)};
        for (const NoteLook look : kLooks) {
            colors[rankOf(look)] = colorOf(Pitch{number}, look);
        }
        int edges = 0;
        for (std::size_t x = 1; x < columns.size(); ++x) {
            edges += columns[x] != columns[x - 1] ? 1 : 0;
        }
        edges > 2 * kMostRuns ? paintStrip(painter, columns, row, colors)
                              : paintRuns(painter, columns, row, colors);
    }
}

void ThinNotes::paintRuns(QPainter& painter, const Columns& columns, const QRect& row,
                          const std::array<QColor, 4>& colors) const {
    for (auto begin = columns.begin(); begin != columns.end();) {
        const auto end =
            std::find_if(begin, columns.end(), [&](std::uint8_t rank) { return rank != *begin; });
        if (*begin != 0) {
            painter.fillRect(QRect(m_left + static_cast<int>(begin - columns.begin()), row.top(),
                                   static_cast<int>(end - begin), row.height()),
                             colors[*begin]);
        }
        begin = end;
    }
}

void ThinNotes::paintStrip(QPainter& painter, const Columns& columns, const QRect& row,
                           const std::array<QColor, 4>& colors) const {
    QImage strip(m_width, row.height(), QImage::Format_ARGB32_Premultiplied);
    std::array<QRgb, 4> pixels{};
    std::transform(colors.begin(), colors.end(), pixels.begin(),
                   [](const QColor& color) { return qPremultiply(color.rgba()); });
    auto* first = reinterpret_cast<QRgb*>(strip.scanLine(0));
    std::transform(columns.begin(), columns.end(), first,
                   [&](std::uint8_t rank) { return pixels[rank]; });
    for (int y = 1; y < strip.height(); ++y) {
        std::memcpy(strip.scanLine(y), first, columns.size() * sizeof(QRgb));
    }
    painter.drawImage(QPoint(m_left, row.top()), strip);
}

} // namespace cantilena
