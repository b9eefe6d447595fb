#include "ui/views/GestureOverlay.h"

#include "ui/views/Gestures.h"
#include "ui/views/Theme.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace cantilena {

namespace {

constexpr int kColumnWidth = 376;
constexpr int kRowHeight = 20;
constexpr int kTitleHeight = 30;
constexpr int kWhatWidth = 144;

int heightOf(const GestureGroup& group) {
    return kTitleHeight + kRowHeight * static_cast<int>(group.gestures.size()) + spacing::kLarge;
}

} // namespace

GestureOverlay::GestureOverlay(QWidget* over)
    : QWidget(over) {
    setObjectName(QStringLiteral("gestureOverlay"));
    setAccessibleName(tr("Gestures"));
    QStringList sentences;
    for (const GestureGroup& group : gestureGroups()) {
        for (const Gesture& gesture : group.gestures) {
            sentences.append(gesture.what + QStringLiteral(": ") + gesture.how);
        }
    }
    setAccessibleDescription(sentences.join(QStringLiteral("; ")));
    setFocusPolicy(Qt::StrongFocus);
    over->installEventFilter(this);
    hide();
}

void GestureOverlay::toggle() {
    if (isVisible()) {
        putAway();
        return;
    }
    setGeometry(parentWidget()->rect());
    show();
    raise();
    setFocus();
}

void GestureOverlay::putAway() {
    hide();
    parentWidget()->setFocus();
}

void GestureOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QColor veil = theme().window;
    veil.setAlphaF(0.72F);
    painter.fillRect(rect(), veil);
    const QList<GestureGroup> groups = gestureGroups();
    const int columns = std::clamp((width() - 32) / kColumnWidth, 1, 3);
    std::vector<int> heights(static_cast<std::size_t>(columns), 0);
    std::vector<std::size_t> columnOf;
    for (const GestureGroup& group : groups) {
        const auto lowest = std::min_element(heights.begin(), heights.end());
        columnOf.push_back(static_cast<std::size_t>(lowest - heights.begin()));
        *lowest += heightOf(group);
    }
    const int high = *std::max_element(heights.begin(), heights.end());
    const QSize size(columns * kColumnWidth + spacing::kHuge, high + spacing::kHuge);
    const QRect panel(QPoint((width() - size.width()) / 2, (height() - size.height()) / 2), size);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme().line);
    painter.setBrush(theme().panel);
    painter.drawRoundedRect(QRectF(panel).adjusted(0.5, 0.5, -0.5, -0.5), spacing::kPanelCorner,
                            spacing::kPanelCorner);
    std::fill(heights.begin(), heights.end(), 0);
    for (qsizetype i = 0; i < groups.size(); ++i) {
        const std::size_t column = columnOf[static_cast<std::size_t>(i)];
        const int x = panel.left() + spacing::kHuge + static_cast<int>(column) * kColumnWidth;
        int y = panel.top() + spacing::kLarge + heights[column];
        heights[column] += heightOf(groups[i]);
        painter.setFont(fontOf(type::kPanelTitle, QFont::DemiBold));
        painter.setPen(theme().text);
        painter.drawText(QRect(x, y, kColumnWidth, kTitleHeight), Qt::AlignVCenter,
                         groups[i].title);
        y += kTitleHeight;
        painter.setFont(fontOf(type::kHint));
        for (const Gesture& gesture : groups[i].gestures) {
            painter.setPen(theme().mutedText);
            painter.drawText(QRect(x, y, kWhatWidth, kRowHeight), Qt::AlignVCenter, gesture.what);
            painter.setPen(theme().text);
            painter.drawText(
                QRect(x + kWhatWidth, y, kColumnWidth - kWhatWidth - spacing::kSmall, kRowHeight),
                Qt::AlignVCenter, gesture.how);
            y += kRowHeight;
        }
    }
}

void GestureOverlay::mousePressEvent(QMouseEvent*) {
    putAway();
}

void GestureOverlay::keyPressEvent(QKeyEvent*) {
    putAway();
}

bool GestureOverlay::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        // Any key puts the overlay away and does nothing else.
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

bool GestureOverlay::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize) {
        setGeometry(parentWidget()->rect());
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace cantilena
