#include "ui/views/CommandPalette.h"

#include "ui/views/Theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPointer>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace cantilena {

namespace {

constexpr QSize kSize{520, 380};
constexpr int kRowHeight = 30;
constexpr int kActionRole = Qt::UserRole + 1;
constexpr int kKeysRole = Qt::UserRole + 2;

/// The name at the left, the keys at the right.
class ActionDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {0, kRowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        QStyledItemDelegate::paint(painter, option, index);
        painter->setPen(theme().mutedText);
        painter->drawText(option.rect.adjusted(0, 0, -spacing::kMedium, 0),
                          Qt::AlignRight | Qt::AlignVCenter, index.data(kKeysRole).toString());
    }
};

} // namespace

CommandPalette::CommandPalette(QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_actions(new QStandardItemModel(this))
    , m_found(new QSortFilterProxyModel(this)) {
    setObjectName(QStringLiteral("commandPalette"));
    setProperty("panel", true);
    m_search->setObjectName(QStringLiteral("commandSearch"));
    m_search->setPlaceholderText(tr("Find an action"));
    m_search->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("commandList"));
    m_list->setItemDelegate(new ActionDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_found->setSourceModel(m_actions);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(m_found);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kMedium, spacing::kMedium, spacing::kMedium,
                               spacing::kMedium);
    column->setSpacing(spacing::kSmall);
    column->addWidget(m_search);
    column->addWidget(m_list);
    resize(kSize);
    connect(m_search, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { take(m_list->currentIndex()); });
    connect(m_list, &QListView::clicked, this, &CommandPalette::take);
}

void CommandPalette::openWith(const QList<QAction*>& actions) {
    m_actions->clear();
    for (QAction* action : actions) {
        if (!action->isVisible() || action->text().isEmpty()) {
            continue;
        }
        auto* item = new QStandardItem(QString(action->text()).remove(QLatin1Char('&')));
        item->setEditable(false);
        item->setEnabled(action->isEnabled());
        item->setData(QVariant::fromValue(action), kActionRole);
        item->setData(action->shortcut().toString(QKeySequence::NativeText), kKeysRole);
        m_actions->appendRow(item);
    }
    m_found->sort(0);
    m_search->clear();
    chooseFrom(0, 1);
    const QWidget* over = parentWidget();
    move(over->mapToGlobal(QPoint((over->width() - width()) / 2, over->height() / 6)));
    show();
    m_search->setFocus();
}

void CommandPalette::search(const QString& text) {
    m_found->setFilterFixedString(text);
    m_list->setCurrentIndex({});
    chooseFrom(0, 1);
}

void CommandPalette::chooseFrom(int row, int by) {
    // Actions that have nothing to do just now are shown, and passed over.
    for (; row >= 0 && row < m_found->rowCount(); row += by) {
        const QModelIndex index = m_found->index(row, 0);
        if (index.flags().testFlag(Qt::ItemIsEnabled)) {
            m_list->setCurrentIndex(index);
            return;
        }
    }
}

void CommandPalette::take(const QModelIndex& index) {
    const QPointer<QAction> action = index.data(kActionRole).value<QAction*>();
    close();
    if (action && action->isEnabled()) {
        action->trigger();
    }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            const int by = key == Qt::Key_Down ? 1 : -1;
            chooseFrom(m_list->currentIndex().row() + by, by);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace cantilena
