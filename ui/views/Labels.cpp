#include "ui/views/Labels.h"

#include <QPainter>
#include <QStyle>
#include <QVariant>

namespace cantilena {

namespace {
/// Room for a few letters and the ellipsis.
constexpr int kShortestText = 40;
} // namespace

QLabel* makeLabel(const QString& name, const char* role, const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setObjectName(name);
    label->setProperty("role", QString::fromLatin1(role));
    return label;
}

void setLook(QWidget& widget, const char* property, const QVariant& value) {
    if (widget.property(property) == value) {
        return;
    }
    widget.setProperty(property, value);
    // A style sheet looks at properties only when a widget is polished.
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
    widget.update();
}

ElidedLabel::ElidedLabel(const QString& name, const char* role, const QString& text,
                         QWidget* parent)
    : QLabel(text, parent) {
    setObjectName(name);
    setProperty("role", QString::fromLatin1(role));
    setTextFormat(Qt::PlainText);
}

QSize ElidedLabel::minimumSizeHint() const {
    const QSize hint = QLabel::minimumSizeHint();
    return {qMin(hint.width(), kShortestText), hint.height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    const QRect area = contentsRect();
    painter.drawText(area, static_cast<int>(alignment()) | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideRight, area.width()));
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    const bool whole = fontMetrics().horizontalAdvance(text()) <= contentsRect().width();
    setToolTip(whole ? QString() : text());
}

} // namespace cantilena
