#pragma once

#include "ui/views/FileChooser.h"
#include "ui/views/KeyBindings.h"

#include <QDialog>

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace cantilena {

/// Changes the keys of actions: finds one by name or keys, says who has the keys already, and gives
/// back the usual ones. Keys can be written to a file and read from one.
class ShortcutEditor : public QDialog {
    Q_OBJECT

public:
    ShortcutEditor(KeyBindings& bindings, FileChooser chooser, QWidget* parent = nullptr);

private:
    void layOut();
    void listActions();
    void showKeys();
    void search(const QString& text);
    void showChosen();
    void showConflict();
    void assign();
    void exportKeys();
    void importKeys();
    [[nodiscard]] QAction* chosen() const;

    KeyBindings& m_bindings;
    FileChooser m_chooser;
    QLineEdit* m_search;
    QTreeWidget* m_list;
    QKeySequenceEdit* m_keys;
    QLabel* m_sentence;
    QPushButton* m_assign;
    QPushButton* m_clear;
    QPushButton* m_reset;
};

} // namespace cantilena
