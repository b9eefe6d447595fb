#pragma once

#include "ui/document/TakeController.h"

#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;
class QVBoxLayout;

namespace cantilena {

/// What can be done with a take, each an action of the window.
struct TakeActions {
    QAction* hear = nullptr;
    QAction* keep = nullptr;
    QAction* star = nullptr;
    QAction* replay = nullptr;
    QAction* markA = nullptr;
    QAction* markB = nullptr;
    QAction* compare = nullptr;
};

/// All takes as a tree: what was asked for, from which take's score, and what came. Below it, what
/// made the chosen one. Shows and asks only.
class TakesPanel : public QWidget {
    Q_OBJECT

public:
    TakesPanel(TakeController& takes, const ScoreDocument& document, const TakeActions& actions,
               QWidget* parent = nullptr);

    /// The take that is chosen in the tree; none for a set.
    [[nodiscard]] TakeId chosen() const;
    /// Chooses a take, as when it is heard.
    void choose(TakeId id);
    /// After a change of takes, or of what is compared.
    void showTakes();
    /// What came of a replay, until another take is chosen.
    void say(const QString& sentence);

Q_SIGNALS:
    void chosenChanged();
    /// A take was double-clicked, or Enter was pressed on it.
    void hearRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void addButtons(QVBoxLayout& column, const TakeActions& actions);
    void showDetails();
    /// Writes the remark down for the take that it was written on.
    void commitRemark();
    [[nodiscard]] QTreeWidgetItem* setItem(const TakeSet& set) const;
    [[nodiscard]] QTreeWidgetItem* takeItem(const Take& take) const;
    [[nodiscard]] QTreeWidgetItem* itemOf(TakeId id) const;
    /// "bars 5-8", by the metres that the set was made under.
    [[nodiscard]] QString bars(const TakeSet& set) const;
    [[nodiscard]] QString stateOf(const Take& take) const;

    TakeController& m_takes;
    const ScoreDocument& m_document;
    QTreeWidget* m_tree;
    QLabel* m_empty;
    QLabel* m_details;
    QLabel* m_said;
    QLineEdit* m_remark;
    /// The take whose remark the field holds.
    TakeId m_remarked;
};

} // namespace cantilena
