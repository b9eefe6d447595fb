#include "ui/views/MainWindow.h"

#include "ui/document/TutorialFiles.h"
#include "ui/views/CommandPalette.h"
#include "ui/views/ComposeDesk.h"
#include "ui/views/ComposePanel.h"
#include "ui/views/DockPanel.h"
#include "ui/views/DocumentDesk.h"
#include "ui/views/DuetDesk.h"
#include "ui/views/FirstSteps.h"
#include "ui/views/Icons.h"
#include "ui/views/InsightDesk.h"
#include "ui/views/Labels.h"
#include "ui/views/MessageBar.h"
#include "ui/views/ModelPanel.h"
#include "ui/views/PianoRoll.h"
#include "ui/views/RollDesk.h"
#include "ui/views/SoundDesk.h"
#include "ui/views/StatusLine.h"
#include "ui/views/StudioActions.h"
#include "ui/views/Theme.h"
#include "ui/views/TracksPanel.h"
#include "ui/views/TrainingWindow.h"
#include "ui/views/TransportBar.h"
#include "ui/views/TutorialDesk.h"

#include <QAbstractSpinBox>
#include <QCloseEvent>
#include <QComboBox>
#include <QDateTime>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {

constexpr QSize kFirstSize{1400, 900};
constexpr QSize kSmallest{1040, 600};
constexpr int kLeftWidth = 216;
constexpr int kRightWidth = 352;
/// Of the two docks at the left, in proportion.
constexpr int kTracksHeight = 380;
constexpr int kTakesHeight = 400;
/// Changes when docks are added or renamed.
constexpr int kLayoutVersion = 3;

} // namespace

MainWindow::MainWindow(StudioParts parts, FileChooser chooser)
    : m_parts(std::move(parts))
    , m_chooser(std::move(chooser))
    , m_settings(toText(m_parts.settingsFile), QSettings::IniFormat)
    , m_playback(m_document, *m_parts.engine)
    , m_models(m_parts)
    , m_generate(m_document)
    , m_audition(m_document, m_generate, m_playback)
    , m_training(m_parts)
    , m_export(m_parts)
    , m_project(m_document, m_playback)
    , m_autosave(m_document, m_project, m_parts.recoveryFolder)
    , m_actions(new StudioActions(this))
    , m_desk(new DocumentDesk(m_document, m_project, m_export, m_settings, m_chooser, *this))
    , m_tutorial(new TutorialDesk(m_models, m_parts.modelFolder, m_chooser, *this))
    , m_sound(new SoundDesk(m_document, m_playback, m_parts, m_settings, m_chooser, *this))
    , m_duet(new DuetDesk(m_document, m_playback, *m_sound, m_settings, *this))
    , m_roll(new PianoRoll(m_document, this))
    , m_insight(new InsightDesk(m_document, *m_roll, m_settings, *this))
    , m_transport(nullptr)
    , m_tracks(new TracksPanel(m_document, this))
    , m_model(new ModelPanel(m_actions->train, m_actions->openModel, this))
    , m_compose(new ComposePanel(m_actions->generate, m_actions->cancelGenerate, this))
    , m_messages(new MessageBar(this))
    , m_firstSteps(new FirstSteps(this))
    , m_status(new StatusLine(this))
    , m_documentState(makeLabel(QStringLiteral("documentState"), role::kMuted, {}, this)) {
    setObjectName(QStringLiteral("mainWindow"));
    setAcceptDrops(true);
    m_transport =
        new TransportBar({m_actions->toStart, m_actions->play, m_actions->stop, m_actions->loop,
                          m_sound->recordAction(), m_sound->metronomeAction(), m_duet->duetAction(),
                          m_roll->toolActions(), m_actions->sound, m_actions->find},
                         this);
    m_composeDesk = new ComposeDesk({m_document, m_parts, m_models, m_chooser, m_generate,
                                     m_audition, *m_roll, *m_compose, *m_actions, *m_messages,
                                     *m_firstSteps, *m_status, m_settings, *this});
    layOut();
    makeDocks();
    m_rollDesk = new RollDesk(m_document, *m_roll, *m_tracks, m_settings, m_chooser, *this);
    makeMenus();
    connectFileActions();
    connectDocument();
    connectTrackActions();
    connectModel();
    connectPlaying();
    connectTransport();
    connectViewing();
    connectExport();
    connectTraining();
    freeTextFields();
    m_rollDesk->bindKeys();
    restoreLayout();
    showModel();
    showTitle();
    showRecentFiles();
    m_status->setHint(m_roll->hint());
    m_roll->setFocus();
}

DuetController& MainWindow::duet() {
    return m_duet->duet();
}

SoundController& MainWindow::sound() {
    return m_sound->sound();
}

MainWindow::~MainWindow() {
    // What is being typed is taken in when its field goes out of sight: there must still be
    // somebody to take it.
    hide();
    // The controllers go before the widgets do; nothing they say may reach those any more.
    m_models.disconnect();
    m_generate.disconnect();
    m_audition.disconnect();
    m_training.disconnect();
    m_export.disconnect();
    m_playback.disconnect();
    m_sound->recording().disconnect();
    m_project.disconnect();
    m_document.disconnect();
}

void MainWindow::layOut() {
    auto* centre = new QWidget(this);
    centre->setObjectName(QStringLiteral("centre"));
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_messages);
    column->addWidget(m_firstSteps);
    m_insight->addStrips(*column);
    column->addWidget(m_roll, 1);
    m_roll->setObjectName(QStringLiteral("pianoRoll"));
    setCentralWidget(centre);
    setStatusBar(m_status);
    m_firstSteps->setVisible(!m_settings.value(QStringLiteral("firstStepsClosed")).toBool());

    // The bar spans the whole window, above the docks, as part of the menu's row.
    auto* top = new QWidget(this);
    top->setObjectName(QStringLiteral("topArea"));
    auto* topColumn = new QVBoxLayout(top);
    topColumn->setContentsMargins(0, 0, 0, 0);
    topColumn->setSpacing(0);
    auto* menus = new QMenuBar(top);
    menus->setObjectName(QStringLiteral("menuBar"));
    m_documentState->setContentsMargins(0, 0, spacing::kLarge, 0);
    menus->setCornerWidget(m_documentState);
    topColumn->addWidget(menus);
    topColumn->addWidget(m_transport);
    setMenuWidget(top);
    setMinimumSize(kSmallest);
}

void MainWindow::makeDocks() {
    auto* left = new QWidget(this);
    left->setObjectName(QStringLiteral("leftPanels"));
    left->setProperty("ground", "panel");
    auto* scroll = new QScrollArea(left);
    scroll->setObjectName(QStringLiteral("tracksScroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setProperty("ground", "panel");
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* inside = new QWidget(scroll);
    inside->setObjectName(QStringLiteral("tracksInside"));
    auto* insideColumn = new QVBoxLayout(inside);
    insideColumn->setContentsMargins(0, 0, 0, 0);
    insideColumn->addWidget(m_tracks);
    insideColumn->addStretch(1);
    scroll->setWidget(inside);
    left->setMinimumWidth(kLeftWidth);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(scroll, 1);
    column->addWidget(m_model);

    m_leftDock = new DockPanel(QStringLiteral("tracksDock"), tr("Tracks"), left, this);
    auto* add = new QToolButton(m_leftDock);
    add->setObjectName(QStringLiteral("addTrackButton"));
    add->setDefaultAction(m_actions->addTrack);
    add->setProperty("quiet", true);
    add->setToolButtonStyle(Qt::ToolButtonIconOnly);
    add->setIconSize({16, 16});
    add->setFocusPolicy(Qt::TabFocus);
    m_leftDock->addToHead(add);
    m_rightDock = new DockPanel(QStringLiteral("composeDock"), tr("Compose"), m_compose, this);
    m_takesDock =
        new DockPanel(QStringLiteral("takesDock"), tr("Takes"), &m_composeDesk->takesPanel(), this);
    addDockWidget(Qt::LeftDockWidgetArea, m_leftDock);
    addDockWidget(Qt::LeftDockWidgetArea, m_takesDock);
    addDockWidget(Qt::RightDockWidgetArea, m_rightDock);
    // The mixer lies below the score alone, between the side panels.
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    addDockWidget(Qt::BottomDockWidgetArea, &m_sound->mixer());
    m_sound->mixer().hide();
    resizeDocks({m_leftDock, m_rightDock}, {kLeftWidth, kRightWidth}, Qt::Horizontal);
    resizeDocks({m_leftDock, m_takesDock}, {kTracksHeight, kTakesHeight}, Qt::Vertical);

    const auto dress = [](QAction* action, const char* name, const QKeySequence& keys,
                          const QString& tip) {
        action->setObjectName(QLatin1String(name));
        action->setShortcut(keys);
        action->setStatusTip(tip);
    };
    dress(m_leftDock->toggleViewAction(), "actionShowTracks", QKeySequence(Qt::Key_F7),
          tr("Show or fold the tracks and the model"));
    dress(m_rightDock->toggleViewAction(), "actionShowCompose", QKeySequence(Qt::Key_F8),
          tr("Show or fold the compose panel"));
    dress(m_takesDock->toggleViewAction(), "actionShowTakes", QKeySequence("Shift+F9"),
          tr("Show or fold the takes"));
    addActions({m_leftDock->toggleViewAction(), m_rightDock->toggleViewAction(),
                m_takesDock->toggleViewAction()});
}

/// A text field takes Enter and Escape for itself and then gives the keyboard back to the score.
void MainWindow::freeTextFields() {
    for (auto* spin : findChildren<QAbstractSpinBox*>()) {
        spin->installEventFilter(this);
        if (auto* edit = spin->findChild<QLineEdit*>()) {
            edit->setObjectName(spin->objectName() + QStringLiteral("Text"));
        }
    }
    for (auto* combo : findChildren<QComboBox*>()) {
        combo->installEventFilter(this);
    }
    findChild<QLineEdit*>(QStringLiteral("takeRemark"))->installEventFilter(this);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    const bool isKey =
        event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (!isKey) {
        return QMainWindow::eventFilter(watched, event);
    }
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Escape) {
        if (event->type() == QEvent::ShortcutOverride) {
            event->accept();
            return true;
        }
        QMetaObject::invokeMethod(
            this, [this] { m_roll->setFocus(); }, Qt::QueuedConnection);
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::begin(const std::filesystem::path& file) {
    std::error_code failure;
    if (!file.empty()) {
        m_desk->openFile(file);
    } else if (!m_firstSteps->isHidden() && std::filesystem::exists(m_parts.firstTune, failure)) {
        m_desk->openFile(m_parts.firstTune);
    }
    offerRecovery();
}

void MainWindow::offerRecovery() {
    const auto leftovers = m_autosave.leftovers();
    if (leftovers.empty()) {
        return;
    }
    const auto& newest = leftovers.front();
    const QDateTime when = QFileInfo(toText(newest)).lastModified();
    m_messages->say(
        MessageBar::Kind::Notice,
        tr("Unsaved work of %1 was found.").arg(QLocale().toString(when, QLocale::ShortFormat)),
        tr("Recover"), [this, newest] {
            m_desk->whenSafe([this, newest] {
                if (const Result<void> read = m_autosave.recover(newest); !read) {
                    m_messages->say(MessageBar::Kind::Problem,
                                    QString::fromStdString(read.error().message));
                }
            });
        });
}

bool MainWindow::event(QEvent* event) {
    const bool done = QMainWindow::event(event);
    if (event->type() == QEvent::Paint && !m_hasPainted) {
        m_hasPainted = true;
        // The window is on screen before anything is read.
        QTimer::singleShot(0, this, [this] {
            std::error_code failure;
            if (!m_models.model() && std::filesystem::exists(m_parts.defaultModel, failure)) {
                m_models.load(m_parts.defaultModel);
            }
        });
    }
    return done;
}

void MainWindow::showTitle() {
    const QString name = m_project.name();
    setWindowTitle(tr("%1[*] \u2013 Cantilena").arg(name));
    setWindowModified(m_document.isModified());
    const QString state = m_document.isModified()    ? tr("not saved")
                          : m_project.path().empty() ? tr("new")
                                                     : tr("saved");
    m_documentState->setText(QStringLiteral("%1 \u2022 %2").arg(name, state));
    m_documentState->setToolTip(toText(m_project.path()));
    // The menu bar gives its corner the room that it asked for when it came, and asks no more.
    qobject_cast<QMenuBar*>(m_documentState->parentWidget())->setCornerWidget(m_documentState);
}

void MainWindow::showRecentFiles() {
    const QStringList files = m_desk->recentFiles();
    for (int i = 0; i < kRecentEntries; ++i) {
        QAction* entry = m_actions->recent.at(i);
        const bool is = i < files.size();
        entry->setVisible(is);
        entry->setEnabled(is);
        entry->setText(is ? QFileInfo(files.at(i)).fileName() : QString());
        entry->setData(is ? files.at(i) : QString());
        entry->setStatusTip(is ? files.at(i) : QString());
    }
}

void MainWindow::restoreLayout() {
    if (!restoreGeometry(m_settings.value(QStringLiteral("geometry")).toByteArray())) {
        resize(kFirstSize);
    }
    restoreState(m_settings.value(QStringLiteral("docks")).toByteArray(), kLayoutVersion);
    m_composeDesk->restoreSettings();
}

void MainWindow::keepLayout() {
    m_settings.setValue(QStringLiteral("geometry"), saveGeometry());
    m_settings.setValue(QStringLiteral("docks"), saveState(kLayoutVersion));
    m_composeDesk->keepSettings();
}

bool MainWindow::mayClose() {
    if (m_closes) {
        return true;
    }
    const auto closeNow = [this] {
        m_closes = true;
        close();
    };
    if (!m_training.isTraining()) {
        if (!m_document.isModified()) {
            return true;
        }
        m_desk->whenSafe(closeNow);
        return false;
    }
    auto* question = new QMessageBox(QMessageBox::NoIcon, tr("Training is under way"),
                                     tr("Stop training and close?"), QMessageBox::NoButton, this);
    question->setObjectName(QStringLiteral("trainingQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(tr("The best model so far is kept."));
    auto* yes = question->addButton(tr("Stop and close"), QMessageBox::AcceptRole);
    yes->setObjectName(QStringLiteral("trainingClose"));
    auto* no = question->addButton(tr("Go on"), QMessageBox::RejectRole);
    no->setObjectName(QStringLiteral("trainingGoOn"));
    connect(yes, &QAbstractButton::clicked, this, [this, closeNow] { m_desk->whenSafe(closeNow); });
    question->open();
    return false;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!mayClose()) {
        event->ignore();
        return;
    }
    keepLayout();
    m_playback.endAudition();
    m_playback.engine().stop();
    if (m_trainingWindow) {
        m_trainingWindow->close();
    }
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (!urls.empty() && std::ranges::all_of(urls, &QUrl::isLocalFile)) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    const std::vector<std::filesystem::path> files = localFiles(*event->mimeData());
    if (areTutorialFiles(files)) {
        m_tutorial->open(files);
    } else if (std::filesystem::is_directory(files.front())) {
        showTraining();
        m_training.scan(files.front());
    } else if (files.front().extension() == ".safetensors") {
        m_models.load(files.front());
    } else {
        m_desk->openFiles(files);
    }
}

} // namespace cantilena
