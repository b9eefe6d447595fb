#pragma once

#include <QFrame>
#include <QList>

class QAction;
class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QStandardItemModel;

namespace cantilena {

/// Every action by its name, found by typing a part of it.
class CommandPalette : public QFrame {
    Q_OBJECT

public:
    explicit CommandPalette(QWidget* parent);

    /// Over the middle of the parent, offering those of the actions that work now.
    void openWith(const QList<QAction*>& actions);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search(const QString& text);
    /// The first that can be taken from that row on.
    void chooseFrom(int row, int by);
    void take(const QModelIndex& index);

    QLineEdit* m_search;
    QListView* m_list;
    QStandardItemModel* m_actions;
    QSortFilterProxyModel* m_found;
};

} // namespace cantilena
