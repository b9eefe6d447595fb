#include "ui/views/RollDesk.h"

#include "ui/views/DockPanel.h"
#include "ui/views/GestureOverlay.h"
#include "ui/views/KeyBindings.h"
#include "ui/views/PianoRoll.h"
#include "ui/views/ShortcutEditor.h"
#include "ui/views/TracksPanel.h"

#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QSet>
#include <QSettings>
#include <QUndoView>

namespace cantilena {

namespace {

constexpr const char* kLanesKey = "timeLanes";
constexpr const char* kSteeringKey = "steeringLanes";

void addTo(QMenu& menu, const std::vector<QAction*>& actions) {
    for (QAction* action : actions) {
        action == nullptr ? static_cast<void>(menu.addSeparator()) : menu.addAction(action);
    }
}

} // namespace

RollDesk::RollDesk(ScoreDocument& document, PianoRoll& roll, TracksPanel& tracks,
                   QSettings& settings, FileChooser chooser, QMainWindow& window)
    : QObject(&window)
    , m_document(document)
    , m_roll(roll)
    , m_tracks(tracks)
    , m_settings(settings)
    , m_chooser(std::move(chooser))
    , m_window(window)
    , m_gestures(new GestureOverlay(&roll)) {
    makeActions();
    makeHistory();
    m_roll.setTimeLanes(m_settings.value(QLatin1String(kLanesKey)).toBool());
    connect(&m_roll, &PianoRoll::timeLanesChanged, this,
            [this](bool shown) { m_settings.setValue(QLatin1String(kLanesKey), shown); });
    m_roll.setSteeringLanes(m_settings.value(QLatin1String(kSteeringKey)).toBool());
    connect(&m_roll, &PianoRoll::steeringLanesChanged, this,
            [this](bool shown) { m_settings.setValue(QLatin1String(kSteeringKey), shown); });
    const auto updateEnabled = [this] {
        const std::size_t count = m_document.score()->tracks.size();
        m_trackUp->setEnabled(m_document.currentTrack() > 0);
        m_trackDown->setEnabled(m_document.currentTrack() + 1 < count);
        m_loopSelection->setEnabled(!m_document.selection().empty());
    };
    connect(&m_document, &ScoreDocument::scoreChanged, this, updateEnabled);
    connect(&m_document, &ScoreDocument::currentTrackChanged, this, updateEnabled);
    connect(&m_document, &ScoreDocument::selectionChanged, this, updateEnabled);
    updateEnabled();
}

QAction* RollDesk::make(const char* name, const QString& text, const QKeySequence& keys,
                        const QString& tip) {
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    action->setStatusTip(tip);
    m_window.addAction(action);
    return action;
}

void RollDesk::makeActions() {
    m_loopSelection = make("actionLoopSelection", tr("Loop the &selection"), QKeySequence("Ctrl+L"),
                           tr("Make the loop region from the selected notes"));
    connect(m_loopSelection, &QAction::triggered, this, &RollDesk::loopSelection);
    m_trackUp = make("actionTrackUp", tr("Move track &up"), QKeySequence("Ctrl+Shift+PgUp"),
                     tr("Put the current track before the one above"));
    connect(m_trackUp, &QAction::triggered, &m_tracks, [this] { m_tracks.moveCurrent(-1); });
    m_trackDown = make("actionTrackDown", tr("Move track &down"), QKeySequence("Ctrl+Shift+PgDown"),
                       tr("Put the current track behind the one below"));
    connect(m_trackDown, &QAction::triggered, &m_tracks, [this] { m_tracks.moveCurrent(1); });
    m_trackLook = make("actionTrackLook", tr("&Colour and pattern\u2026"), QKeySequence("Shift+F2"),
                       tr("Choose how the notes of the current track look"));
    connect(m_trackLook, &QAction::triggered, &m_tracks, &TracksPanel::chooseLook);
    m_showGestures = make("actionGestures", tr("&Gestures"), QKeySequence(Qt::Key_Question),
                          tr("Lay over the roll what the mouse does there"));
    connect(m_showGestures, &QAction::triggered, m_gestures, &GestureOverlay::toggle);
    m_editKeys = make("actionEditKeys", tr("&Change keys\u2026"), QKeySequence("Ctrl+F1"),
                      tr("Give actions other keys"));
    connect(m_editKeys, &QAction::triggered, this, [this] {
        if (m_bindings != nullptr) {
            (new ShortcutEditor(*m_bindings, m_chooser, &m_window))->open();
        }
    });
}

void RollDesk::makeHistory() {
    auto* steps = new QUndoView(&m_document.undoStack(), &m_window);
    steps->setObjectName(QStringLiteral("historyList"));
    steps->setAccessibleName(tr("Steps"));
    steps->setEmptyLabel(tr("As it was opened"));
    steps->setFrameShape(QFrame::NoFrame);
    m_history = new DockPanel(QStringLiteral("historyDock"), tr("History"), steps, &m_window);
    m_window.addDockWidget(Qt::LeftDockWidgetArea, m_history);
    m_history->hide();
    QAction* toggle = m_history->toggleViewAction();
    toggle->setObjectName(QStringLiteral("actionShowHistory"));
    toggle->setShortcut(QKeySequence("Ctrl+Shift+H"));
    toggle->setStatusTip(tr("Show or fold the list of steps; a click goes back or forward"));
    m_window.addAction(toggle);
}

void RollDesk::loopSelection() {
    if (const std::optional<TickRange> range = m_roll.selectedRange()) {
        m_roll.setLoop(range);
    }
}

void RollDesk::addMenus(QMenuBar& bar) {
    QMenu* notes = bar.addMenu(tr("&Notes"));
    notes->setObjectName(QStringLiteral("notesMenu"));
    addTo(*notes, m_roll.shapeActions());
    QMenu* time = bar.addMenu(tr("T&ime"));
    time->setObjectName(QStringLiteral("timeMenu"));
    addTo(*time, m_roll.timeActions());
    time->addSeparator();
    time->addAction(m_loopSelection);
    time->addSeparator();
    QMenu* cursor = time->addMenu(tr("&Cursor"));
    cursor->setObjectName(QStringLiteral("cursorMenu"));
    addTo(*cursor, m_roll.cursorActions());
}

void RollDesk::addToTrackMenu(QMenu& menu) {
    menu.addSeparator();
    menu.addActions({m_trackUp, m_trackDown, m_trackLook});
}

void RollDesk::addToViewMenu(QMenu& menu) {
    menu.addAction(m_history->toggleViewAction());
}

void RollDesk::addToHelpMenu(QMenu& menu) {
    menu.addActions({m_showGestures, m_editKeys});
}

QList<QAction*> RollDesk::everyAction() const {
    QList<QAction*> all = m_window.actions();
    for (const auto* list :
         {&m_roll.toolActions(), &m_roll.editActions(), &m_roll.shapeActions(),
          &m_roll.cursorActions(), &m_roll.timeActions(), &m_roll.viewActions()}) {
        for (QAction* action : *list) {
            if (action != nullptr && !all.contains(action)) {
                all.append(action);
            }
        }
    }
    return all;
}

void RollDesk::bindKeys() {
    m_bindings = new KeyBindings(everyAction(), m_settings, this);
}

} // namespace cantilena
