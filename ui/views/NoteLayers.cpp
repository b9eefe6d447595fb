#include "ui/views/NoteLayers.h"

#include "ui/views/PianoRollPainting.h"
#include "ui/views/PianoRollView.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace cantilena {

namespace {

/// Narrower notes than this wear nothing.
constexpr double kNarrowest = 7.0;
constexpr double kLowest = 8.0;
constexpr double kNotchWidth = 2.0;
constexpr double kNotchStep = 4.0;
constexpr double kNotchInset = 4.0;
/// More bits than this no melody has.
constexpr int kMostNotches = 12;
constexpr double kTextMargin = 3.0;
constexpr double kPadlock = 9.0;
constexpr double kRoomForPadlock = 30.0;
/// A number in the middle leaves the padlock room at the side only on wide notes.
constexpr double kRoomBesideText = 64.0;

/// The note as the canvas draws it.
QRectF drawnRect(const RollView& view, const Note& note) {
    const QRectF row = view.rectOf(note);
    const double air = view.rowHeight() >= 8 ? 1.0 : 0.0;
    const double gap = row.width() >= 6.0 ? 1.0 : 0.0;
    return row.adjusted(0.0, air, -gap, -1.0);
}

template <typename Visit>
void visitDrawn(const RollView& view, const QRectF& clip, Visit visit) {
    const TickRange range{view.tickAt(clip.left() - 4.0), view.tickAt(clip.right() + 4.0)};
    view.notes().visit(range, [&](const Note& note) {
        if (!view.hasRow(note.pitch)) {
            return;
        }
        const QRectF rect = drawnRect(view, note);
        if (rect.width() >= kNarrowest && rect.height() >= kLowest && rect.intersects(clip)) {
            // The outline of the selection is not to be drawn over.
            visit(note, view.isSelected(note.id) ? rect.adjusted(2.0, 2.0, -2.0, -2.0) : rect);
        }
    });
}

/// What reads on that ink.
QColor markOn(const QColor& ink) {
    const QColor dark = Theme::dark().window;
    const QColor bright = Theme::light().panel;
    return contrast(ink, dark) >= contrast(ink, bright) ? dark : bright;
}

void cutNotches(QPainter& painter, const QRectF& rect, double edge, double depth, double bits,
                const QColor& mark) {
    const int notches = std::clamp(static_cast<int>(std::lround(bits)), 0, kMostNotches);
    double x = rect.left() + kNotchInset;
    for (int i = 0; i < notches && x + kNotchWidth <= rect.right() - 1.0; ++i) {
        painter.fillRect(QRectF(x, edge, kNotchWidth, depth), mark);
        x += kNotchStep;
    }
}

QString oneDecimal(double value) {
    return QStringLiteral("%1").arg(value, 0, 'f', 1);
}

void paintPadlock(QPainter& painter, const QRectF& box, const QColor& mark) {
    const Smoothly smoothly(painter);
    const QRectF body(box.left() + 1.0, box.top() + 4.0, box.width() - 2.0, box.height() - 4.5);
    painter.setPen(QPen(mark, 1.4));
    painter.setBrush(Qt::NoBrush);
    const double inset = body.width() * 0.22;
    painter.drawArc(QRectF(body.left() + inset, box.top() + 0.5, body.width() - 2.0 * inset, 7.0),
                    0, 180 * 16);
    painter.setPen(Qt::NoPen);
    painter.setBrush(mark);
    painter.drawRoundedRect(body, 1.0, 1.0);
}

/// A text on a ground of its own, legible on whatever lies below. Gives where it ends.
void paintTag(QPainter& painter, QPointF left, const QString& text) {
    const QFontMetricsF metrics(painter.font());
    const QRectF box(left.x(), left.y() - metrics.height() / 2.0,
                     metrics.horizontalAdvance(text) + 8.0, metrics.height());
    const Smoothly smoothly(painter);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().proposalWash());
    painter.drawRoundedRect(box, 4.0, 4.0);
    painter.setPen(theme().text);
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace

QString surpriseText(const SurprisingNote& note, double width, const QFont& font) {
    const QFontMetricsF metrics(font);
    const QString both =
        oneDecimal(note.pitchBits) + QStringLiteral(" + ") + oneDecimal(note.durationBits);
    const QString sum = oneDecimal(note.bits());
    for (const QString& text : {both, sum}) {
        if (metrics.horizontalAdvance(text) + 2.0 * kTextMargin <= width) {
            return text;
        }
    }
    return {};
}

void paintSurprise(QPainter& painter, const QRectF& rect, const SurprisingNote& note,
                   const QColor& ink) {
    const QColor mark = markOn(ink);
    const double depth = std::floor(rect.height() * 0.22);
    cutNotches(painter, rect, rect.top(), depth, note.pitchBits, mark);
    cutNotches(painter, rect, rect.bottom() - depth, depth, note.durationBits, mark);
    const QFontMetricsF metrics(painter.font());
    if (metrics.capHeight() > rect.height() - 2.0 * depth) {
        return;
    }
    painter.setPen(mark);
    painter.drawText(rect, Qt::AlignCenter, surpriseText(note, rect.width(), painter.font()));
}

void SurpriseLayer::paint(QPainter& painter, const RollView& view, const QRectF& clip) const {
    if (m_surprise.notes().empty()) {
        return;
    }
    painter.setFont(fontOf(type::kHint, QFont::DemiBold));
    const QColor ink = inkOf(view.notes().track()->look).color;
    visitDrawn(view, clip, [&](const Note& note, const QRectF& rect) {
        // Notes that a proposal would replace are but ghosts.
        if (view.proposal() && givesWay(note, *view.proposal())) {
            return;
        }
        if (const SurprisingNote* known = m_surprise.surpriseOf(note)) {
            paintSurprise(painter, rect, *known, ink);
        }
    });
}

void NextNotesLayer::paint(QPainter& painter, const RollView& view, const QRectF& clip) const {
    if (view.proposal()) {
        return;
    }
    const PixelGrid pixels(painter);
    painter.setFont(fontOf(type::kHint, QFont::DemiBold));
    const int tonic = view.document().score()->keyAt(m_next.at()).tonic.pitchClass();
    int rank = 1;
    for (const LikelyNote& likely : m_next.notes()) {
        Note ghost;
        ghost.onset = m_next.at();
        ghost.duration = likely.duration;
        ghost.pitch = likely.pitch;
        const QRectF rect = pixels.aligned(drawnRect(view, ghost));
        const QString text =
            tr("%1 \u2022 %2 %").arg(rank++).arg(std::lround(likely.pitchShare * 100.0));
        if (view.hasRow(likely.pitch) && rect.top() < clip.bottom() && rect.bottom() > clip.top()) {
            painter.setOpacity(0.75);
            paintNote(painter, rect, NoteLook::Proposal, rowColor(likely.pitch.number, tonic), {});
            painter.setOpacity(1.0);
            paintTag(painter, QPointF(rect.right() + 4.0, rect.center().y()), text);
        }
    }
}

void LockLayer::paint(QPainter& painter, const RollView& view, const QRectF& clip) const {
    const QColor ink = inkOf(view.notes().track()->look).color;
    const QColor mark = markOn(ink);
    visitDrawn(view, clip, [&](const Note& note, const QRectF& rect) {
        if (!note.locked) {
            return;
        }
        const QRectF bar(rect.left() + 2.0, rect.top() + 2.0, 2.0, rect.height() - 4.0);
        painter.fillRect(bar, mark);
        painter.fillRect(bar.translated(rect.width() - 6.0, 0.0), mark);
        if (rect.width() >= (m_surprise.isWanted() ? kRoomBesideText : kRoomForPadlock) &&
            rect.height() >= kPadlock + 2.0) {
            paintPadlock(painter,
                         QRectF(rect.right() - kPadlock - 6.0, rect.center().y() - kPadlock / 2.0,
                                kPadlock, kPadlock),
                         mark);
        }
    });
}

} // namespace cantilena
