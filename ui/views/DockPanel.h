#pragma once

#include <QDockWidget>

class QHBoxLayout;

namespace cantilena {

/// A side panel with its title as the head; it folds away and comes back by its toggle action.
class DockPanel : public QDockWidget {
    Q_OBJECT

public:
    DockPanel(const QString& name, const QString& title, QWidget* content, QWidget* parent);

    /// Puts a button into the head, after the title.
    void addToHead(QWidget* widget);

private:
    QHBoxLayout* m_head;
};

} // namespace cantilena
