#include "ui/views/PhraseThumbnail.h"

#include "ui/views/Theme.h"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {
constexpr QSize kSize{150, 44};
constexpr double kNoteHeight = 4.0;
constexpr double kShortestNote = 3.0;
/// Phrases of few pitches keep their steps small.
constexpr int kLeastSpan = 12;
} // namespace

PhraseThumbnail::PhraseThumbnail(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PhraseThumbnail::setPhrase(std::vector<Note> notes, TickRange range) {
    m_notes = std::move(notes);
    m_range = range;
    if (!m_notes.empty()) {
        const auto [low, high] = std::ranges::minmax(m_notes, {}, &Note::pitch);
        const int spare = std::max(0, kLeastSpan - (high.pitch.number - low.pitch.number));
        m_lowest = low.pitch.transposed(-spare / 2);
        m_highest = high.pitch.transposed(spare - spare / 2);
    }
    update();
}

void PhraseThumbnail::setHeard(double fraction) {
    if (m_heard != fraction) {
        m_heard = fraction;
        update();
    }
}

QSize PhraseThumbnail::sizeHint() const {
    return kSize;
}

QRectF PhraseThumbnail::noteRect(const Note& note, const QRectF& area) const {
    const double length = std::max(inQuarters(m_range.length()), 1e-9);
    const double left = inQuarters(note.onset - m_range.begin) / length;
    const double width = inQuarters(note.duration) / length;
    const double span = m_highest.number - m_lowest.number;
    const double up = (note.pitch.number - m_lowest.number) / std::max(span, 1.0);
    return {area.left() + left * area.width(),
            area.bottom() - kNoteHeight - up * (area.height() - kNoteHeight),
            std::max(kShortestNote, width * area.width() - 1.0), kNoteHeight};
}

void PhraseThumbnail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF area = QRectF(rect()).adjusted(1, 2, -1, -2);
    QColor ink = isEnabled() ? theme().proposal : theme().mutedText;
    painter.setBrush(ink);
    for (const Note& note : m_notes) {
        painter.drawRoundedRect(noteRect(note, area), 1.5, 1.5);
    }
    if (m_heard >= 0.0 && m_heard <= 1.0) {
        const double x = area.left() + m_heard * area.width();
        painter.fillRect(QRectF(x, area.top(), 1.5, area.height()), theme().text);
    }
}

} // namespace cantilena
