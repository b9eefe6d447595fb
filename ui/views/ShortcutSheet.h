#pragma once

#include <QDialog>
#include <QList>

class QAction;

namespace cantilena {

/// Every action with its keys, and what the mouse does in the roll.
class ShortcutSheet : public QDialog {
    Q_OBJECT

public:
    ShortcutSheet(const QList<QAction*>& actions, QWidget* parent);
};

} // namespace cantilena
