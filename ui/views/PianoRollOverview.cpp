#include "ui/views/PianoRollOverview.h"

#include "ui/views/PianoRollPainting.h"
#include "ui/views/PianoRollWheel.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cantilena {

namespace {

constexpr double kAir = 6.0;
constexpr double kGripPixels = 5.0;
constexpr double kLeastBox = 8.0;
/// A tune of few pitches is not stretched to the whole height.
constexpr int kLeastPitches = 16;
/// Drawing so many takes longer than a frame of a drag can spare: a few times a second will do.
constexpr std::size_t kManyNotes = 5'000;
constexpr int kRedrawMilliseconds = 150;

} // namespace

RollOverview::RollOverview(RollView& view, QWidget* parent)
    : QWidget(parent)
    , m_view(view) {
    setObjectName(QStringLiteral("overview"));
    setAccessibleName(tr("Overview"));
    setFixedHeight(kHeight);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&view, &RollView::moved, this, [this] { update(); });
    m_redraw.setSingleShot(true);
    m_redraw.setInterval(kRedrawMilliseconds);
    connect(&m_redraw, &QTimer::timeout, this, &RollOverview::forgetDrawing);
    connect(&view, &RollView::notesChanged, this, &RollOverview::followNotes);
    connect(&view, &RollView::backgroundChanged, this, &RollOverview::forgetDrawing);
    connect(&view, &RollView::proposalChanged, this, &RollOverview::forgetDrawing);
    connect(&view, &RollView::loopChanged, this, &RollOverview::forgetDrawing);
    connect(&view, &RollView::playheadMoved, this, [this](Tick from, Tick to) {
        for (const Tick tick : {from, to}) {
            update(static_cast<int>(std::floor(xOf(tick))) - 1, 0, 4, height());
        }
    });
}

void RollOverview::forgetDrawing() {
    m_drawing = {};
    update();
}

void RollOverview::followNotes() {
    if (m_view.notes().track()->notes.size() < kManyNotes) {
        forgetDrawing();
    } else if (!m_redraw.isActive()) {
        m_redraw.start();
    }
}

void RollOverview::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        forgetDrawing();
    }
    QWidget::changeEvent(event);
}

double RollOverview::xOf(Tick tick) const {
    return static_cast<double>(tick.value) * width() / static_cast<double>(m_view.length().value);
}

Tick RollOverview::tickOf(double x) const {
    return {std::llround(x * static_cast<double>(m_view.length().value) / std::max(width(), 1))};
}

QRectF RollOverview::viewBox() const {
    const TickRange visible = m_view.visibleTicks();
    const double left = std::clamp(xOf(visible.begin), 0.0, width() - kLeastBox);
    const double right = std::clamp(xOf(visible.end), left + kLeastBox, 1.0 * width());
    return {left, 2.0, right - left, height() - 4.0};
}

void RollOverview::drawNotes() {
    const double ratio = devicePixelRatioF();
    m_drawing = QImage((QSizeF(size()) * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
    m_drawing.setDevicePixelRatio(ratio);
    m_drawing.fill(Qt::transparent);
    m_drawnLength = m_view.length();
    auto [lowest, highest] = m_view.notes().pitches();
    const int middle = (lowest.number + highest.number) / 2;
    lowest.number = std::min(lowest.number, middle - kLeastPitches / 2);
    highest.number = std::max(highest.number, middle + kLeastPitches / 2);
    const double perPitch = (height() - 2.0 * kAir - 2.0) / (highest.number - lowest.number + 1);
    const double perTick = size().width() * ratio / static_cast<double>(m_drawnLength.value);
    const int thick = std::max(1, static_cast<int>(std::lround(2.0 * ratio)));
    // Straight into the pixels: there may be very many notes.
    auto* pixels = reinterpret_cast<QRgb*>(m_drawing.bits());
    const std::ptrdiff_t perLine = m_drawing.bytesPerLine() / std::ptrdiff_t{sizeof(QRgb)};
    const int width = m_drawing.width();
    const int bottom = m_drawing.height();
    const auto draw = [&](const Note& note, QRgb color) {
        const double y = kAir + (highest.number - note.pitch.number) * perPitch;
        const int left = static_cast<int>(static_cast<double>(note.onset.value) * perTick);
        const int end = static_cast<int>(static_cast<double>(note.end().value) * perTick);
        const int right = std::min(std::max(end, left + 1), width);
        const int top = static_cast<int>(y * ratio);
        for (int row = top; row < std::min(top + thick, bottom); ++row) {
            QRgb* line = pixels + row * perLine;
            std::fill(line + std::min(left, right), line + right, color);
        }
    };
    const auto& proposal = m_view.proposal();
    for (const Note& note : m_view.notes().track()->notes) {
        if (!proposal || !givesWay(note, *proposal)) {
            draw(note, theme().mutedText.rgba());
        }
    }
    if (proposal) {
        for (const Note& note : proposal->notes) {
            draw(note, theme().proposal.rgba());
        }
    }
}

void RollOverview::paintEvent(QPaintEvent*) {
    if (m_drawing.isNull() || m_drawing.size() != (QSizeF(size()) * devicePixelRatioF()).toSize() ||
        m_drawnLength != m_view.length()) {
        drawNotes();
    }
    QPainter painter(this);
    painter.fillRect(rect(), theme().raised);
    if (const auto& loop = m_view.loop()) {
        painter.fillRect(QRectF(xOf(loop->begin), 0.0, xOf(loop->end) - xOf(loop->begin), height()),
                         mixed(theme().raised, theme().accent, 0.18));
    }
    const QRectF box = viewBox().adjusted(0.75, 0.75, -0.75, -0.75);
    {
        const Smoothly smoothly(painter);
        painter.setPen(QPen(theme().accent, 1.5));
        painter.setBrush(theme().panel);
        painter.drawRoundedRect(box, 5.0, 5.0);
    }
    painter.drawImage(QPointF(0.0, 0.0), m_drawing);
    const PixelGrid pixels(painter);
    const double x = pixels.aligned(xOf(m_view.playhead()));
    painter.fillRect(QRectF(x, 0.0, pixels.hairline(), height()), theme().text);
}

RollOverview::Grip RollOverview::gripAt(QPointF position) const {
    const QRectF box = viewBox();
    if (box.width() > 4.0 * kGripPixels) {
        if (std::abs(position.x() - box.left()) <= kGripPixels && box.left() > 0.0) {
            return Grip::Left;
        }
        if (std::abs(position.x() - box.right()) <= kGripPixels) {
            return Grip::Right;
        }
    }
    return Grip::Box;
}

void RollOverview::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    m_grip = gripAt(event->position());
    m_viewBefore = m_view.visibleTicks();
    const QRectF box = viewBox();
    const double x = event->position().x();
    const bool isInside = box.left() <= x && x <= box.right();
    m_offset = isInside ? x - box.left() : box.width() / 2.0;
    mouseMoveEvent(event);
}

void RollOverview::mouseMoveEvent(QMouseEvent* event) {
    const double x = event->position().x();
    if (m_grip == Grip::None) {
        hover(event->position());
    } else if (m_grip == Grip::Box) {
        m_view.scrollToTick(tickOf(x - m_offset));
    } else {
        const bool isRight = m_grip == Grip::Right;
        const Tick fixed = isRight ? m_viewBefore.begin : m_viewBefore.end;
        const double wanted = std::abs(static_cast<double>((tickOf(x) - fixed).value));
        const TickRange now = m_view.visibleTicks();
        const double factor = static_cast<double>(now.length().value) / std::max(wanted, 1.0);
        m_view.zoomTime(factor, isRight ? 0.0 : m_view.size().width());
    }
}

void RollOverview::mouseReleaseEvent(QMouseEvent* event) {
    m_grip = Grip::None;
    hover(event->position());
}

void RollOverview::hover(QPointF position) {
    const bool isEdge = gripAt(position) != Grip::Box;
    setCursor(isEdge ? Qt::SizeHorCursor : Qt::OpenHandCursor);
    m_view.setHint(isEdge ? tr("Drag to zoom") : tr("Click or drag to move the view"));
}

void RollOverview::wheelEvent(QWheelEvent* event) {
    wheelOver(m_view, *event, QPointF(m_view.size().width() / 2.0, 0.0));
    event->accept();
}

void RollOverview::leaveEvent(QEvent*) {
    m_view.setHint({});
}

} // namespace cantilena
