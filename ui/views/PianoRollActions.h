#pragma once

#include "ui/views/PianoRollView.h"

#include <QAction>
#include <QObject>

#include <functional>
#include <vector>

namespace cantilena {

class PianoRoll;
class RollCursorKeys;
class RollEditing;
class RollShaping;
class SteeringLane;
class TimeLane;

/// The roll's actions, made once and owned by the roll.
class RollActions : public QObject {
    Q_OBJECT

public:
    /// What the actions set to work.
    struct Hands {
        RollView& view;
        RollEditing& editing;
        RollShaping& shaping;
        RollCursorKeys& cursor;
        /// Markers, tempo, metre, key, chords.
        std::vector<TimeLane*> lanes;
        /// By `SteeringKind`.
        std::vector<SteeringLane*> steering;
        QWidget& velocities;
    };
    RollActions(PianoRoll& roll, const Hands& hands);

    [[nodiscard]] const std::vector<QAction*>& edit() const { return m_edit; }
    [[nodiscard]] const std::vector<QAction*>& shape() const { return m_shape; }
    [[nodiscard]] const std::vector<QAction*>& cursor() const { return m_cursor; }
    [[nodiscard]] const std::vector<QAction*>& time() const { return m_time; }
    [[nodiscard]] const std::vector<QAction*>& view() const { return m_view; }
    [[nodiscard]] const std::vector<QAction*>& tools() const { return m_tools; }

private:
    /// Where a shortcut counts: anywhere in the window, or while the roll has the keyboard.
    enum class Reach { Window, Roll };
    /// Whether an action has something to do without selected notes.
    enum class Needs { Nothing, Notes };
    struct Wording {
        const char* name;
        QString text;
        QString tip;
        QString icon;
    };
    QAction* add(std::vector<QAction*>& list, const Wording& wording,
                 const QList<QKeySequence>& shortcuts, Reach reach, Needs needs,
                 const std::function<void()>& perform);
    void addEdit();
    void addNudges();
    void addShapes();
    void addCursor();
    void addTime();
    void addSteering();
    void leaveUnsteered();
    void addView();
    void addFolds();
    void addTools();
    void updateEnabled();
    [[nodiscard]] bool hasSelection() const;

    PianoRoll& m_roll;
    Hands m_hands;
    std::vector<QAction*> m_edit;
    std::vector<QAction*> m_shape;
    std::vector<QAction*> m_cursor;
    std::vector<QAction*> m_time;
    std::vector<QAction*> m_view;
    std::vector<QAction*> m_tools;
    /// Actions that need selected notes.
    std::vector<QAction*> m_needSelection;
    QAction* m_delete = nullptr;
};

} // namespace cantilena
