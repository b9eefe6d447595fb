#include "ui/views/PianoRollRuler.h"

#include "ui/views/PianoRollDrags.h"
#include "ui/views/PianoRollEditing.h"
#include "ui/views/PianoRollPainting.h"
#include "ui/views/PianoRollWheel.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace cantilena {

namespace {

constexpr double kLoopTop = 5.0;
constexpr double kLoopHeight = 9.0;
constexpr double kGripPixels = 5.0;
constexpr double kLeastNumberGap = 34.0;
constexpr double kLeastBeatGap = 9.0;

} // namespace

RollRuler::RollRuler(RollView& view, RollEditing& editing, QWidget* parent)
    : QWidget(parent)
    , m_view(view)
    , m_editing(editing) {
    setObjectName(QStringLiteral("pianoRollRuler"));
    setAccessibleName(tr("Bars and loop"));
    setFixedHeight(kHeight);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    const auto updateAll = [this] { update(); };
    connect(&view, &RollView::moved, this, updateAll);
    connect(&view, &RollView::backgroundChanged, this, updateAll);
    connect(&view, &RollView::loopChanged, this, updateAll);
    connect(&view, &RollView::playheadMoved, this, [this](Tick from, Tick to) {
        for (const Tick tick : {from, to}) {
            update(static_cast<int>(std::floor(m_view.xAt(tick))) - 7, 0, 16, height());
        }
    });
}

void RollRuler::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().panel);
    paintLoop(painter);
    paintSpan(painter);
    paintBars(painter);
    const PixelGrid pixels(painter);
    painter.fillRect(QRectF(0.0, height() - pixels.hairline(), width(), pixels.hairline()),
                     theme().line);
    paintPlayhead(painter);
}

void RollRuler::paintLoop(QPainter& painter) const {
    const QRectF strip(0.0, kLoopTop, width(), kLoopHeight);
    painter.setPen(Qt::NoPen);
    if (!m_view.loop()) {
        return;
    }
    const double left = m_view.xAt(m_view.loop()->begin);
    const double right = m_view.xAt(m_view.loop()->end);
    const QRectF range(left, strip.top(), right - left, strip.height());
    const Smoothly smoothly(painter);
    painter.setBrush(mixed(theme().panel, theme().accent, 0.35));
    painter.drawRoundedRect(range, 3.0, 3.0);
    painter.setBrush(theme().accent);
    for (const double x : {left, right - 3.0}) {
        painter.drawRoundedRect(QRectF(x, strip.top(), 3.0, strip.height()), 1.5, 1.5);
    }
}

void RollRuler::paintSpan(QPainter& painter) const {
    if (m_span) {
        const double left = m_view.xAt(m_span->begin);
        const double top = kLoopTop + kLoopHeight + 3.0;
        painter.fillRect(QRectF(left, top, m_view.xAt(m_span->end) - left, height() - top),
                         theme().accentWash());
    }
}

void RollRuler::paintBars(QPainter& painter) const {
    const PixelGrid pixels(painter);
    const MeterMap& meters = m_view.meters();
    const Tick last = m_view.tickAt(width());
    painter.setFont(fontOf(type::kHint, QFont::DemiBold));
    double lastNumber = -1e9;
    // A number just left of the view may reach into it.
    const Tick first = std::max(m_view.tickAt(-kLeastNumberGap), Tick{});
    m_view.visitBars({first, last + Tick{1}}, kLeastNumberGap, [&](TickRange bar, int every) {
        const double x = pixels.aligned(m_view.xAt(bar.begin));
        if (x - lastNumber < 12.0) {
            return;
        }
        lastNumber = x;
        painter.fillRect(QRectF(x, height() - 9.0, pixels.hairline(), 9.0), theme().gridBar);
        painter.setPen(theme().mutedText);
        painter.drawText(QRectF(x + 5.0, height() - 24.0, 80.0, 18.0),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         QString::number(meters.at(bar.begin).bar));
        const Tick beat = meters.meterAt(bar.begin).beatLength();
        if (every == 1 && m_view.xAt(bar.begin + beat) - x >= kLeastBeatGap) {
            for (Tick tick = bar.begin + beat; tick < bar.end; tick += beat) {
                painter.fillRect(QRectF(pixels.aligned(m_view.xAt(tick)), height() - 5.0,
                                        pixels.hairline(), 5.0),
                                 theme().gridBar);
            }
        }
    });
}

void RollRuler::paintPlayhead(QPainter& painter) const {
    const PixelGrid pixels(painter);
    const double x = pixels.aligned(m_view.xAt(m_view.playhead()));
    const double middle = x + pixels.hairline();
    QPainterPath cap;
    cap.moveTo(middle - 5.0, height() - 14.0);
    cap.lineTo(middle + 5.0, height() - 14.0);
    cap.lineTo(middle + 5.0, height() - 9.0);
    cap.lineTo(middle, height() - 3.0);
    cap.lineTo(middle - 5.0, height() - 9.0);
    cap.closeSubpath();
    {
        const Smoothly smoothly(painter);
        painter.fillPath(cap, theme().text);
    }
    painter.fillRect(QRectF(x, height() - 5.0, 2.0 * pixels.hairline(), 5.0), theme().text);
}

RollRuler::Grip RollRuler::gripAt(QPointF position) const {
    const auto& loop = m_view.loop();
    if (position.y() > kLoopTop + kLoopHeight + 2.0) {
        return Grip::Notes;
    }
    if (!loop) {
        return Grip::Loop;
    }
    const double left = m_view.xAt(loop->begin);
    const double right = m_view.xAt(loop->end);
    if (std::abs(position.x() - right) <= kGripPixels) {
        return Grip::End;
    }
    if (std::abs(position.x() - left) <= kGripPixels) {
        return Grip::Begin;
    }
    return left < position.x() && position.x() < right ? Grip::Whole : Grip::Loop;
}

Tick RollRuler::tickOf(const QMouseEvent& event) const {
    const Tick free = std::max(m_view.tickAt(event.position().x()), Tick{});
    return event.modifiers().testFlag(Qt::ShiftModifier) ? free : m_view.snapped(free);
}

void RollRuler::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    m_grip = gripAt(event->position());
    m_isUnderWay = false;
    m_start = event->position();
    m_startTick = tickOf(*event);
    m_loopBefore = m_view.loop();
    m_selectionBefore = m_view.document().selection();
}

void RollRuler::mouseMoveEvent(QMouseEvent* event) {
    if (m_grip == Grip::None) {
        hover(event->position());
        return;
    }
    m_isUnderWay = m_isUnderWay || std::abs(event->position().x() - m_start.x()) >= kDragPixels;
    if (m_isUnderWay) {
        m_grip == Grip::Notes ? selectTo(*event) : dragTo(*event);
    }
}

QString RollRuler::spanName(TickRange range) const {
    const auto name = [this](Tick tick) {
        const BarPosition at = m_view.meters().at(tick);
        return QStringLiteral("%1.%2").arg(at.bar).arg(at.beat);
    };
    return tr("from %1 to %2").arg(name(range.begin), name(range.end));
}

void RollRuler::selectTo(const QMouseEvent& event) {
    const Tick now = tickOf(event);
    m_span = {std::min(m_startTick, now), std::max(m_startTick, now)};
    m_view.document().setSelection(m_selectionBefore);
    const bool extends = event.modifiers().testFlag(Qt::ControlModifier);
    m_editing.selectRange(*m_span, extends ? RollEditing::Extend::Yes : RollEditing::Extend::No);
    m_view.setHint(tr("Notes %1 • Ctrl adds • Shift ignores the grid • Esc calls it off")
                       .arg(spanName(*m_span)));
    update();
}

void RollRuler::dragTo(const QMouseEvent& event) {
    const Tick now = tickOf(event);
    TickRange range{std::min(m_startTick, now), std::max(m_startTick, now)};
    if (m_grip == Grip::Begin) {
        range = {std::min(now, m_loopBefore->end), std::max(now, m_loopBefore->end)};
    } else if (m_grip == Grip::End) {
        range = {std::min(now, m_loopBefore->begin), std::max(now, m_loopBefore->begin)};
    } else if (m_grip == Grip::Whole) {
        const Tick by = std::max(now - m_startTick, -m_loopBefore->begin);
        range = {m_loopBefore->begin + by, m_loopBefore->end + by};
    }
    m_view.setLoop(range);
    m_view.setHint(tr("Loop %1 • Shift ignores the grid • Esc calls it off").arg(spanName(range)));
}

void RollRuler::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_grip == Grip::None) {
        return;
    }
    m_grip = Grip::None;
    m_span.reset();
    update();
    if (!m_isUnderWay) {
        Q_EMIT m_view.seekRequested(tickOf(*event));
    }
    hover(event->position());
}

void RollRuler::mouseDoubleClickEvent(QMouseEvent* event) {
    const bool isOnLoop = m_view.loop() && event->position().y() <= kLoopTop + kLoopHeight + 2.0 &&
                          gripAt(event->position()) != Grip::Loop;
    if (event->button() == Qt::LeftButton && isOnLoop) {
        m_view.setLoop(std::nullopt);
        return;
    }
    mousePressEvent(event);
}

bool RollRuler::cancelGesture() {
    if (m_grip == Grip::None) {
        return false;
    }
    if (m_grip == Grip::Notes) {
        m_view.document().setSelection(m_selectionBefore);
    } else {
        m_view.setLoop(m_loopBefore);
    }
    m_grip = Grip::None;
    m_span.reset();
    update();
    return true;
}

void RollRuler::hover(QPointF position) {
    switch (gripAt(position)) {
    case Grip::Begin:
    case Grip::End:
        setCursor(Qt::SizeHorCursor);
        m_view.setHint(tr("Drag the end of the loop • Shift ignores the grid"));
        break;
    case Grip::Whole:
        setCursor(Qt::OpenHandCursor);
        m_view.setHint(tr("Drag the loop • double-click takes it away"));
        break;
    case Grip::Loop:
        setCursor(Qt::ArrowCursor);
        m_view.setHint(tr("Click to go there • drag to make a loop"));
        break;
    case Grip::Notes:
    case Grip::None:
        setCursor(Qt::ArrowCursor);
        m_view.setHint(tr("Click to go there • drag to select the notes between • drag above the "
                          "numbers to make a loop"));
        break;
    }
}

void RollRuler::wheelEvent(QWheelEvent* event) {
    wheelOver(m_view, *event, QPointF(event->position().x(), 0.0));
    event->accept();
}

void RollRuler::leaveEvent(QEvent*) {
    m_view.setHint({});
}

} // namespace cantilena
