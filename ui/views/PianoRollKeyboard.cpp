#include "ui/views/PianoRollKeyboard.h"

#include "ui/views/PianoRollEditing.h"
#include "ui/views/PianoRollPainting.h"
#include "ui/views/PianoRollWheel.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cantilena {

namespace {

constexpr double kBlackShare = 0.58;
constexpr int kSmallestName = 8;
constexpr int kSoftest = 48;
constexpr int kLoudest = 112;

bool isBlack(int number) {
    return Pitch{number}.isBlackKey();
}

} // namespace

RollKeyboard::RollKeyboard(RollView& view, RollEditing& editing, QWidget* parent)
    : QWidget(parent)
    , m_view(view)
    , m_editing(editing) {
    setObjectName(QStringLiteral("pianoRollKeyboard"));
    setAccessibleName(tr("Keyboard"));
    setFixedWidth(kWidth);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    const auto updateAll = [this] { update(); };
    connect(&view, &RollView::moved, this, [this] {
        if (place() != m_shown) {
            update();
        }
    });
    connect(&view, &RollView::backgroundChanged, this, updateAll);
    connect(&view, &RollView::litPitchesChanged, this, updateAll);
    connect(&view, &RollView::rowsChanged, this, updateAll);
    const auto fit = [this] {
        const int wide = m_view.isDrums() ? kDrumWidth : kWidth;
        if (wide != width()) {
            setFixedWidth(wide);
            update();
        }
    };
    connect(&view.document(), &ScoreDocument::currentTrackChanged, this, fit);
    connect(&view.document(), &ScoreDocument::scoreChanged, this, fit);
}

RollKeyboard::Place RollKeyboard::place() const {
    return {m_view.top(), m_view.rowHeight(),
            m_view.document().score()->keyAt(m_view.visibleTicks().begin)};
}

double RollKeyboard::blackLength() const {
    return std::round(width() * kBlackShare);
}

std::pair<double, double> RollKeyboard::extentOf(Pitch pitch) const {
    const double row = m_view.rowHeight();
    double top = m_view.yAt(pitch);
    double bottom = top + row;
    if (!pitch.isBlackKey() && hasPiano()) {
        top -= isBlack(pitch.number + 1) ? row / 2.0 : 0.0;
        bottom += isBlack(pitch.number - 1) ? row / 2.0 : 0.0;
    }
    return {top, bottom};
}

Pitch RollKeyboard::keyAt(QPointF position) const {
    const Pitch row = m_view.pitchAt(position.y());
    if (!hasPiano() || !row.isBlackKey() || position.x() < blackLength()) {
        return row;
    }
    const auto [top, bottom] = extentOf(row);
    const Pitch neighbour{row.number + (position.y() < (top + bottom) / 2.0 ? 1 : -1)};
    return neighbour.isValid() ? neighbour : row;
}

bool RollKeyboard::hasPiano() const {
    return m_view.fold() == RollFold::None && !m_view.isDrums();
}

void RollKeyboard::paintEvent(QPaintEvent*) {
    m_shown = place();
    QPainter painter(this);
    painter.fillRect(rect(), theme().window);
    hasPiano() ? paintPiano(painter) : paintList(painter);
    const PixelGrid pixels(painter);
    painter.fillRect(QRectF(width() - pixels.hairline(), 0, pixels.hairline(), height()),
                     theme().line);
}

/// Rows that are not those of a piano: each with its name.
void RollKeyboard::paintList(QPainter& painter) const {
    const PixelGrid pixels(painter);
    const Tick at = m_view.visibleTicks().begin;
    // Names shrink a little with their rows before they go.
    painter.setFont(fontOf(std::clamp(m_view.rowHeight() - 2, kSmallestName, type::kHint)));
    const bool hasRoom = m_view.rowHeight() >= kSmallestName + 1;
    for (std::size_t i = m_view.rowAt(0.0); i <= m_view.rowAt(height()); ++i) {
        const Pitch pitch = m_view.rows()[i];
        const QRectF row =
            pixels.aligned(QRectF(0.0, m_view.yAt(pitch), width(), m_view.rowHeight()));
        const bool isDark = pitch.isBlackKey() && !m_view.isDrums();
        const QColor ground = isDark ? theme().keyBlack : theme().keyWhite;
        painter.fillRect(row, isLit(pitch) ? mixed(ground, theme().accent, 0.85) : ground);
        painter.fillRect(
            QRectF(row.left(), row.bottom() - pixels.hairline(), row.width(), pixels.hairline()),
            mixed(theme().keyWhite, theme().keyBlack, 0.28));
        if (hasRoom) {
            painter.setPen(isDark ? theme().keyWhite : theme().keyBlack);
            const QString name = QFontMetrics(painter.font())
                                     .elidedText(m_view.rowName(pitch, at), Qt::ElideRight,
                                                 width() - 2 * spacing::kSmall);
            painter.drawText(row.adjusted(spacing::kSmall, 0.0, -spacing::kSmall, 0.0),
                             Qt::AlignVCenter | (m_view.isDrums() ? Qt::AlignLeft : Qt::AlignRight),
                             name);
        }
    }
}

void RollKeyboard::paintPiano(QPainter& painter) const {
    const Pitch highest{std::min(m_view.pitchAt(0).number + 1, kHighestPitch.number)};
    const Pitch lowest{std::max(m_view.pitchAt(height()).number - 1, kLowestPitch.number)};
    for (Pitch pitch = highest; pitch >= lowest; --pitch.number) {
        if (!pitch.isBlackKey()) {
            paintWhiteKey(painter, pitch);
        }
    }
    for (Pitch pitch = highest; pitch >= lowest; --pitch.number) {
        if (pitch.isBlackKey()) {
            paintBlackKey(painter, pitch);
        }
    }
    paintNames(painter, lowest, highest);
}

void RollKeyboard::paintWhiteKey(QPainter& painter, Pitch pitch) const {
    const PixelGrid pixels(painter);
    const auto [top, bottom] = extentOf(pitch);
    const QRectF key = pixels.aligned(QRectF(0.0, top, width(), bottom - top));
    painter.fillRect(key, isLit(pitch) ? mixed(theme().keyWhite, theme().accent, 0.85)
                                       : theme().keyWhite);
    painter.fillRect(
        QRectF(key.left(), key.bottom() - pixels.hairline(), key.width(), pixels.hairline()),
        mixed(theme().keyWhite, theme().keyBlack, 0.28));
}

void RollKeyboard::paintBlackKey(QPainter& painter, Pitch pitch) const {
    const PixelGrid pixels(painter);
    const auto [top, bottom] = extentOf(pitch);
    const double air = m_view.rowHeight() >= 12 ? 1.0 : 0.0;
    const QRectF key =
        pixels.aligned(QRectF(-4.0, top + air, blackLength() + 4.0, bottom - top - 2.0 * air));
    const double corner = std::min(3.0, key.height() * 0.25);
    const Smoothly smoothly(painter);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isLit(pitch) ? theme().accent : theme().keyBlack);
    painter.drawRoundedRect(key, corner, corner);
    if (!isLit(pitch) && m_view.rowHeight() >= 12) {
        const QRectF shine(key.left(), key.top(), key.width() - 4.0, key.height() * 0.32);
        painter.setBrush(mixed(theme().keyBlack, theme().keyWhite, 0.13));
        painter.drawRoundedRect(shine, corner, corner);
    }
}

void RollKeyboard::paintNames(QPainter& painter, Pitch lowest, Pitch highest) const {
    const Key key = m_view.document().score()->keyAt(m_view.visibleTicks().begin);
    const int tonic = key.tonic.pitchClass();
    // At least twelve pixels an octave make room for both C and tonic.
    const bool namesC = tonic != 0 && m_view.rowHeight() * std::min(tonic, 12 - tonic) >= 12;
    for (Pitch pitch = highest; pitch >= lowest; --pitch.number) {
        const bool isTonic = pitch.pitchClass() == tonic;
        if (!isTonic && !(namesC && pitch.pitchClass() == 0)) {
            continue;
        }
        const QString name = QString::fromStdString(pitchName(pitch, key))
                                 .replace('b', QStringLiteral("♭"))
                                 .replace('#', QStringLiteral("♯"));
        painter.setFont(fontOf(type::kHint, isTonic ? QFont::Bold : QFont::Normal));
        painter.setPen(isTonic ? mixed(theme().keyBlack, theme().accent, 0.25)
                               : mixed(theme().keyWhite, theme().keyBlack, 0.62));
        const double middle = m_view.yAt(pitch) + m_view.rowHeight() / 2.0;
        painter.drawText(QRectF(0.0, middle - 10.0, width() - 7.0, 20.0),
                         Qt::AlignRight | Qt::AlignVCenter, name);
    }
}

int RollKeyboard::velocityAt(double x) const {
    const double share = std::clamp(x / width(), 0.0, 1.0);
    return kSoftest + static_cast<int>(std::lround(share * (kLoudest - kSoftest)));
}

void RollKeyboard::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const Pitch pitch = keyAt(event->position());
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        const bool extends = event->modifiers().testFlag(Qt::ShiftModifier);
        m_editing.selectPitch(pitch, extends ? RollEditing::Extend::Yes : RollEditing::Extend::No);
        return;
    }
    m_pressed = pitch;
    m_view.sound(pitch, velocityAt(event->position().x()));
}

void RollKeyboard::mouseMoveEvent(QMouseEvent* event) {
    const Pitch pitch = keyAt(event->position());
    const QString name = m_view.rowName(pitch, m_view.visibleTicks().begin);
    m_view.setHint(
        tr("%1 • click to hear, louder at the right • Ctrl+click selects all of this pitch")
            .arg(name));
    if (m_pressed && *m_pressed != pitch) {
        m_pressed = pitch;
        m_view.sound(pitch, velocityAt(event->position().x()));
    }
}

void RollKeyboard::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_pressed) {
        m_pressed.reset();
        m_view.silence();
    }
}

void RollKeyboard::wheelEvent(QWheelEvent* event) {
    wheelOver(m_view, *event, QPointF(0.0, event->position().y()));
    event->accept();
}

void RollKeyboard::leaveEvent(QEvent*) {
    m_view.setHint({});
}

} // namespace cantilena
