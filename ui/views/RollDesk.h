#pragma once

#include "ui/document/ScoreDocument.h"
#include "ui/views/FileChooser.h"

#include <QAction>
#include <QObject>

class QMainWindow;
class QMenu;
class QMenuBar;
class QSettings;

namespace cantilena {

class DockPanel;
class GestureOverlay;
class KeyBindings;
class PianoRoll;
class TracksPanel;

/// What the window offers around the roll: menus of notes and time, the history of steps, the look
/// and order of tracks, the overlay of gestures and the editor of keys.
class RollDesk : public QObject {
    Q_OBJECT

public:
    /// `settings` and what else is borrowed outlive the desk, which belongs to `window`.
    RollDesk(ScoreDocument& document, PianoRoll& roll, TracksPanel& tracks, QSettings& settings,
             FileChooser chooser, QMainWindow& window);

    /// Adds the menus of notes and of time to the bar.
    void addMenus(QMenuBar& bar);
    void addToTrackMenu(QMenu& menu);
    void addToViewMenu(QMenu& menu);
    void addToHelpMenu(QMenu& menu);

    /// Takes up the keys of settings; every action of the window exists by now.
    void bindKeys();
    /// Every action of window and roll, each once.
    [[nodiscard]] QList<QAction*> everyAction() const;

private:
    QAction* make(const char* name, const QString& text, const QKeySequence& keys,
                  const QString& tip);
    void makeActions();
    void makeHistory();
    void loopSelection();

    ScoreDocument& m_document;
    PianoRoll& m_roll;
    TracksPanel& m_tracks;
    QSettings& m_settings;
    FileChooser m_chooser;
    QMainWindow& m_window;
    DockPanel* m_history = nullptr;
    GestureOverlay* m_gestures;
    KeyBindings* m_bindings = nullptr;
    QAction* m_loopSelection = nullptr;
    QAction* m_trackUp = nullptr;
    QAction* m_trackDown = nullptr;
    QAction* m_trackLook = nullptr;
    QAction* m_showGestures = nullptr;
    QAction* m_editKeys = nullptr;
};

} // namespace cantilena
