#include "ui/views/RangeKeyboard.h"

#include "ui/views/PianoRollPainting.h"
#include "ui/views/Theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {

/// The keys of the widget: C2 to C7.
constexpr Pitch kFirst{36};
constexpr Pitch kLast{96};
constexpr int kWhiteKeys = 36;

/// White keys below that pitch, counted from the first.
int whitesBelow(Pitch pitch) {
    int count = 0;
    for (Pitch at = kFirst; at < pitch; at = at.transposed(1)) {
        count += at.isBlackKey() ? 0 : 1;
    }
    return count;
}

} // namespace

RangeKeyboard::RangeKeyboard(QWidget* parent)
    : QWidget(parent)
    , m_lowest(kFirst)
    , m_highest(kLast)
    , m_anchor(kFirst) {
    setObjectName(QStringLiteral("rangeKeyboard"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setRange(kLowestPitch, kHighestPitch);
}

bool RangeKeyboard::isEverything() const {
    return m_lowest <= kFirst && m_highest >= kLast;
}

void RangeKeyboard::setRange(Pitch lowest, Pitch highest) {
    lowest = std::clamp(lowest, kFirst, kLast);
    highest = std::clamp(highest, lowest, kLast);
    const bool isChange = lowest != m_lowest || highest != m_highest;
    m_lowest = lowest;
    m_highest = highest;
    setAccessibleName(isEverything() ? tr("Range: all pitches")
                                     : tr("Range: %1 to %2")
                                           .arg(QString::fromStdString(pitchName(m_lowest)),
                                                QString::fromStdString(pitchName(m_highest))));
    update();
    if (isChange) {
        Q_EMIT rangeChanged();
    }
}

QRectF RangeKeyboard::keyRect(Pitch pitch) const {
    const double white = static_cast<double>(width()) / kWhiteKeys;
    const double left = whitesBelow(pitch) * white;
    if (pitch.isBlackKey()) {
        return {left - white * 0.3, 0.0, white * 0.6, height() * 0.6};
    }
    return {left, 0.0, white, static_cast<double>(height())};
}

Pitch RangeKeyboard::pitchAt(double x) const {
    // By semitones, as in front of the keys, so that black ones can be hit at any height.
    const double share = std::clamp(x / width(), 0.0, 1.0);
    Pitch best = kFirst;
    for (Pitch at = kFirst; at <= kLast; at = at.transposed(1)) {
        if (keyRect(at).center().x() <= share * width()) {
            best = at;
        }
    }
    return best;
}

bool RangeKeyboard::event(QEvent* event) {
    // Home is a shortcut of the window; while the keyboard has the focus it is ours.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Home) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void RangeKeyboard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto isIn = [this](Pitch pitch) { return m_lowest <= pitch && pitch <= m_highest; };
    for (const bool black : {false, true}) {
        for (Pitch at = kFirst; at <= kLast; at = at.transposed(1)) {
            if (at.isBlackKey() != black) {
                continue;
            }
            const QRectF key = keyRect(at).adjusted(0.0, 0.0, -1.0, 0.0);
            const QColor ground = black ? theme().keyBlack : theme().keyWhite;
            painter.fillRect(key, isIn(at) ? ground : mixed(ground, theme().panel, 0.75));
        }
    }
    // A bar as well as the shade: the range shows without telling tones apart.
    const double left = keyRect(m_lowest).left();
    const double right = keyRect(m_highest).right();
    painter.fillRect(QRectF(left, height() - 5.0, right - left, 5.0), theme().accent);
    if (hasFocus()) {
        painter.setPen(QPen(theme().accent, 1.0));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void RangeKeyboard::mousePressEvent(QMouseEvent* event) {
    m_anchor = pitchAt(event->position().x());
    setRange(m_anchor, m_anchor);
}

void RangeKeyboard::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons().testFlag(Qt::LeftButton)) {
        const Pitch now = pitchAt(event->position().x());
        setRange(std::min(m_anchor, now), std::max(m_anchor, now));
    }
}

void RangeKeyboard::mouseDoubleClickEvent(QMouseEvent*) {
    setRange(kFirst, kLast);
}

void RangeKeyboard::keyPressEvent(QKeyEvent* event) {
    const int by = event->key() == Qt::Key_Right || event->key() == Qt::Key_Up    ? 1
                   : event->key() == Qt::Key_Left || event->key() == Qt::Key_Down ? -1
                                                                                  : 0;
    if (event->key() == Qt::Key_Home) {
        setRange(kFirst, kLast);
    } else if (by == 0) {
        QWidget::keyPressEvent(event);
    } else if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        setRange(std::min(m_lowest.transposed(by), m_highest), m_highest);
    } else {
        setRange(m_lowest, std::max(m_highest.transposed(by), m_lowest));
    }
}

} // namespace cantilena
