#pragma once

#include <QAction>
#include <QObject>

#include <vector>

namespace cantilena {

class PianoRoll;
class RollEditing;
class RollView;

/// The roll's actions, made once and owned by the roll.
class RollActions : public QObject {
    Q_OBJECT

public:
    RollActions(PianoRoll& roll, RollView& view, RollEditing& editing);

    [[nodiscard]] const std::vector<QAction*>& edit() const { return m_edit; }
    [[nodiscard]] const std::vector<QAction*>& view() const { return m_view; }
    [[nodiscard]] const std::vector<QAction*>& tools() const { return m_tools; }

private:
    /// Where a shortcut counts: anywhere in the window, or while the roll has the keyboard.
    enum class Reach { Window, Roll };
    struct Wording {
        const char* name;
        QString text;
        QString tip;
        QString icon;
    };
    template <typename Do>
    QAction* add(std::vector<QAction*>& list, const Wording& wording,
                 const QList<QKeySequence>& shortcuts, Reach reach, Do perform);
    void addEdit();
    void addNudges();
    void addView();
    void addTools();
    void updateEnabled();

    PianoRoll& m_roll;
    RollView& m_rollView;
    RollEditing& m_editing;
    std::vector<QAction*> m_edit;
    std::vector<QAction*> m_view;
    std::vector<QAction*> m_tools;
    /// Actions that need selected notes.
    std::vector<QAction*> m_needSelection;
};

} // namespace cantilena
