#include "ui/views/PianoRollLane.h"

#include "ui/views/PianoRollDrags.h"
#include "ui/views/PianoRollPainting.h"
#include "ui/views/PianoRollWheel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>

#include <cmath>
#include <utility>

namespace cantilena {

RollLane::RollLane(const QString& name, const QString& spokenName, const QString& example,
                   RollView& view, QWidget* parent)
    : QWidget(parent)
    , m_view(view)
    , m_text(new QLineEdit(this)) {
    setObjectName(name + QStringLiteral("Lane"));
    setAccessibleName(spokenName);
    setFixedHeight(kHeight);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    m_text->setObjectName(name + QStringLiteral("LaneText"));
    m_text->setAccessibleName(spokenName);
    m_text->setPlaceholderText(example);
    m_text->setFont(fontOf(type::kHint));
    m_text->setStyleSheet(QStringLiteral("padding: 0px 4px; min-height: 0px; border-radius: 3px;"));
    m_text->installEventFilter(this);
    m_text->hide();
    connect(&view, &RollView::moved, this, [this] {
        m_text->hide();
        update();
    });
    connect(&view.document(), &ScoreDocument::scoreChanged, this, [this] { update(); });
}

void RollLane::paintGround(QPainter& painter) const {
    const PixelGrid pixels(painter);
    painter.fillRect(rect(),
                     hasFocus() ? mixed(theme().panel, theme().accent, 0.06) : theme().panel);
    painter.fillRect(QRectF(0.0, height() - pixels.hairline(), width(), pixels.hairline()),
                     theme().line);
    painter.setFont(fontOf(type::kHint, QFont::DemiBold));
}

void RollLane::reveal(Tick tick, double room) {
    const double x = m_view.xAt(tick);
    if (x < 0.0 || x > width() - room) {
        m_view.scrollBy(x - width() * 0.3, 0.0);
    }
}

void RollLane::openText(Tick tick, const QString& text, int width) {
    reveal(tick, width / 2.0);
    m_text->setText(text);
    m_text->setGeometry(static_cast<int>(m_view.xAt(tick)), 0, width, kHeight);
    m_text->show();
    m_text->selectAll();
    m_text->setFocus();
}

void RollLane::endEdit() {
    if (!m_text->isHidden()) {
        m_text->hide();
        take(m_text->text().trimmed());
    }
}

void RollLane::beginDrag(QPointF position) {
    m_base = m_view.document().score();
    m_mergeKey = m_view.document().newMergeKey();
    m_start = position;
    m_isUnderWay = false;
}

bool RollLane::isUnderWay(QPointF position) {
    m_isUnderWay = m_isUnderWay || std::abs(position.x() - m_start.x()) >= kDragPixels;
    return m_isUnderWay;
}

bool RollLane::cancelGesture() {
    const std::shared_ptr<const Score> before = std::exchange(m_base, nullptr);
    if (before) {
        m_view.document().apply(*before, QString(), m_mergeKey);
        showKeys();
    }
    return before != nullptr;
}

void RollLane::wheelEvent(QWheelEvent* event) {
    wheelOver(m_view, *event, QPointF(event->position().x(), 0.0));
    event->accept();
}

bool RollLane::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Insert:
        case Qt::Key_Delete:
        case Qt::Key_Backspace: event->accept(); return true;
        case Qt::Key_Escape:
            if (isDragging()) {
                event->accept();
                return true;
            }
            break;
        default: break;
        }
    }
    return QWidget::event(event);
}

bool RollLane::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_text) {
        return QWidget::eventFilter(watched, event);
    }
    if (event->type() == QEvent::FocusOut) {
        endEdit();
    }
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride) {
        return false;
    }
    const int key = static_cast<QKeyEvent*>(event)->key();
    const bool takes = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (!takes && key != Qt::Key_Escape) {
        return false;
    }
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (!takes) {
        m_text->hide();
    }
    const QString before = m_view.hint();
    endEdit();
    setFocus();
    if (m_view.hint() == before) {
        showKeys();
    }
    return true;
}

void RollLane::focusInEvent(QFocusEvent* event) {
    // What was said of a text just taken is not talked over.
    if (event->reason() != Qt::OtherFocusReason) {
        showKeys();
    }
    update();
    QWidget::focusInEvent(event);
}

void RollLane::focusOutEvent(QFocusEvent* event) {
    update();
    QWidget::focusOutEvent(event);
}

void RollLane::leaveEvent(QEvent*) {
    if (!m_base && m_text->isHidden()) {
        m_view.setHint({});
    }
}

} // namespace cantilena
