#include "ui/views/DockPanel.h"

#include "ui/views/Icons.h"
#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QHBoxLayout>
#include <QToolButton>

namespace cantilena {

DockPanel::DockPanel(const QString& name, const QString& title, QWidget* content, QWidget* parent)
    : QDockWidget(title, parent) {
    setObjectName(name);
    setFeatures(DockWidgetClosable | DockWidgetMovable);
    auto* head = new QWidget(this);
    head->setObjectName(name + QStringLiteral("Head"));
    m_head = new QHBoxLayout(head);
    m_head->setContentsMargins(spacing::kLarge, spacing::kMedium, spacing::kSmall, spacing::kSmall);
    m_head->setSpacing(spacing::kTiny);
    m_head->addWidget(makeLabel(name + QStringLiteral("Title"), role::kTitle, title, head));
    m_head->addStretch(1);
    auto* fold = new QToolButton(head);
    fold->setObjectName(name + QStringLiteral("Fold"));
    fold->setProperty("quiet", true);
    fold->setIcon(icon(QStringLiteral("close")));
    fold->setIconSize({14, 14});
    fold->setToolTip(tr("Fold this panel away; the View menu brings it back"));
    fold->setAccessibleName(tr("Fold %1").arg(title));
    fold->setFocusPolicy(Qt::TabFocus);
    connect(fold, &QToolButton::clicked, this, &QDockWidget::close);
    m_head->addWidget(fold);
    setTitleBarWidget(head);
    setWidget(content);
}

void DockPanel::addToHead(QWidget* widget) {
    m_head->insertWidget(m_head->count() - 1, widget);
}

} // namespace cantilena
