#include "ui/views/ShortcutSheet.h"

#include "ui/views/Gestures.h"
#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QAction>
#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace cantilena {

namespace {

constexpr QSize kSize{620, 640};

QTreeWidgetItem* group(QTreeWidget& tree, const QString& name) {
    auto* item = new QTreeWidgetItem(&tree, {name});
    item->setFirstColumnSpanned(true);
    item->setFont(0, fontOf(type::kBody, QFont::DemiBold));
    return item;
}

} // namespace

ShortcutSheet::ShortcutSheet(const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent) {
    setObjectName(QStringLiteral("shortcutSheet"));
    setWindowTitle(tr("Keys and gestures"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* tree = new QTreeWidget(this);
    tree->setObjectName(QStringLiteral("shortcutList"));
    tree->setHeaderLabels({tr("What"), tr("How")});
    tree->setRootIsDecorated(false);
    tree->setSelectionMode(QAbstractItemView::NoSelection);
    for (const GestureGroup& gestures : gestureGroups()) {
        auto* head = group(*tree, gestures.title);
        for (const Gesture& gesture : gestures.gestures) {
            head->addChild(new QTreeWidgetItem({gesture.what, gesture.how}));
        }
    }
    auto* keys = group(*tree, tr("Actions"));
    for (const QAction* action : actions) {
        keys->addChild(new QTreeWidgetItem(
            {QString(action->text()).remove(QLatin1Char('&')),
             QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText)}));
    }
    tree->header()->setObjectName(QStringLiteral("shortcutHeader"));
    tree->expandAll();
    tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    tree->header()->setStretchLastSection(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kLarge, spacing::kLarge, spacing::kLarge, spacing::kLarge);
    column->setSpacing(spacing::kMedium);
    column->addWidget(makeLabel(QStringLiteral("shortcutTitle"), role::kWindowTitle,
                                tr("Keys and gestures"), this));
    column->addWidget(tree);
    resize(kSize);
}

} // namespace cantilena
