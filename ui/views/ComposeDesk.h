#pragma once

#include "ui/document/AuditionController.h"
#include "ui/document/BlendController.h"
#include "ui/document/GenerateController.h"
#include "ui/document/ModelController.h"
#include "ui/document/TakeController.h"
#include "ui/views/FileChooser.h"
#include "ui/views/TakesPanel.h"

#include <QAction>
#include <QKeySequence>
#include <QObject>

#include <optional>

class QMainWindow;
class QMenu;
class QSettings;

namespace cantilena {

class ComposePanel;
class DockPanel;
class FirstSteps;
class MessageBar;
class PianoRoll;
class StatusLine;
class StudioActions;

/// Leads what the compose panel and the list of takes ask for to the controllers that do it, and
/// shows on panel, roll and status line what comes of it.
class ComposeDesk : public QObject {
    Q_OBJECT

public:
    /// All outlive the desk, or go with its window.
    struct Parts {
        ScoreDocument& document;
        const StudioParts& studio;
        ModelController& models;
        FileChooser chooser;
        GenerateController& generate;
        AuditionController& audition;
        PianoRoll& roll;
        ComposePanel& panel;
        StudioActions& actions;
        MessageBar& messages;
        FirstSteps& steps;
        StatusLine& status;
        QSettings& settings;
        QMainWindow& window;
    };
    explicit ComposeDesk(const Parts& parts);

    /// The list of takes, to be docked.
    [[nodiscard]] TakesPanel& takesPanel() { return *m_takesPanel; }
    [[nodiscard]] TakeController& takes() { return m_takes; }
    void addToComposeMenu(QMenu& menu);

    /// The model that composes: the one at work, or its blend with another; null for none.
    [[nodiscard]] std::shared_ptr<const MelodyModel> model() const { return m_blend.model(); }
    /// Forgets all candidates.
    void clear();
    void keepSettings() const;
    void restoreSettings();

Q_SIGNALS:
    /// Another model composes.
    void modelChanged();

private:
    QAction* make(const char* name, const QString& text, const QKeySequence& keys,
                  const QString& tip);
    void makeTakeActions();
    void connectGenerating();
    void connectAudition();
    void connectTakes();
    void connectBlend();

    void showModel();
    /// What the model at work cannot do, in words.
    [[nodiscard]] QString abilities() const;
    void askForSecondModel();
    void generate();
    void showState();
    void showSpan();
    void showSteering();
    void showProposal(int number);
    void showTake(TakeId id);
    void updateTakeActions();
    /// The time whose notes give way to a filling: the selection's, else the loop's.
    [[nodiscard]] std::optional<TickRange> span() const;

    Parts m_parts;
    BlendController m_blend;
    TakeController m_takes;
    TakeActions m_takeActions;
    QList<QAction*> m_tasks;
    QAction* m_blendWith = nullptr;
    TakesPanel* m_takesPanel;
};

} // namespace cantilena
