#include "ui/views/MainWindow.h"

#include "ui/views/CommandPalette.h"
#include "ui/views/ComposeDesk.h"
#include "ui/views/ComposePanel.h"
#include "ui/views/DockPanel.h"
#include "ui/views/DocumentDesk.h"
#include "ui/views/DuetDesk.h"
#include "ui/views/FirstSteps.h"
#include "ui/views/Icons.h"
#include "ui/views/InsightDesk.h"
#include "ui/views/MessageBar.h"
#include "ui/views/ModelPanel.h"
#include "ui/views/PianoRoll.h"
#include "ui/views/RollDesk.h"
#include "ui/views/ShortcutSheet.h"
#include "ui/views/SoundDesk.h"
#include "ui/views/StatusLine.h"
#include "ui/views/StudioActions.h"
#include "ui/views/Theme.h"
#include "ui/views/TracksPanel.h"
#include "ui/views/TrainingWindow.h"
#include "ui/views/TransportBar.h"
#include "ui/views/TutorialDesk.h"

#include <QApplication>
#include <QDateTime>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace cantilena {

namespace {

/// Tempo changes within this time of each other are one undo step: a turn of the wheel.
constexpr qint64 kTempoStepMilliseconds = 1000;

/// The sentence without what stands in brackets: each driver's own complaint, which the dialog of
/// sound tells to those who want to know.
QString withoutReasons(QString sentence) {
    const qsizetype open = sentence.indexOf(QStringLiteral(" ("));
    const qsizetype close = sentence.lastIndexOf(QLatin1Char(')'));
    return close > open && open >= 0 ? sentence.remove(open, close - open + 1) : sentence;
}

constexpr const char* kThemeKey = "theme";

/// Where the change that is in force at `tick` stands; 0 when none does.
template <typename Change>
Tick inForceSince(const std::vector<Change>& changes, Tick tick) {
    Tick since{0};
    for (const Change& change : changes) {
        if (change.tick <= tick) {
            since = change.tick;
        }
    }
    return since;
}

} // namespace

void MainWindow::addRollActions(QMenu& menu, const std::vector<QAction*>& actions) {
    for (QAction* action : actions) {
        if (action == nullptr) {
            menu.addSeparator();
        } else {
            menu.addAction(action);
        }
    }
}

void MainWindow::makeMenus() {
    auto* bar = findChild<QMenuBar*>(QStringLiteral("menuBar"));
    const auto menu = [bar](const char* name, const QString& title) {
        QMenu* added = bar->addMenu(title);
        added->setObjectName(QLatin1String(name));
        return added;
    };
    StudioActions& a = *m_actions;
    QMenu* file = menu("fileMenu", tr("&File"));
    file->addActions({a.newScore, a.open, a.openExample});
    QMenu* recent = file->addMenu(tr("Open &recent"));
    recent->setObjectName(QStringLiteral("recentMenu"));
    recent->addActions(a.recent);
    connect(file, &QMenu::aboutToShow, this,
            [this, recent] { recent->menuAction()->setVisible(!m_desk->recentFiles().isEmpty()); });
    file->addSeparator();
    file->addActions({a.save, a.saveAs});
    file->addSeparator();
    file->addActions({a.importTracks, a.importTutorial, a.exportNotes, a.exportSound});
    file->addSeparator();
    file->addAction(a.quit);

    QMenu* edit = menu("editMenu", tr("&Edit"));
    edit->addActions({a.undo, a.redo});
    edit->addSeparator();
    addRollActions(*edit, m_roll->editActions());
    edit->addSeparator();
    addRollActions(*edit, m_roll->toolActions());

    m_rollDesk->addMenus(*bar);

    QMenu* tracks = menu("trackMenu", tr("&Track"));
    tracks->addActions({a.addTrack, a.removeTrack, a.renameTrack, a.chooseInstrument});
    tracks->addSeparator();
    tracks->addActions({a.muteTrack, a.soloTrack});
    tracks->addSeparator();
    tracks->addActions({a.previousTrack, a.nextTrack});
    m_rollDesk->addToTrackMenu(*tracks);

    QMenu* compose = menu("composeMenu", tr("&Compose"));
    compose->addActions({a.generate, a.cancelGenerate});
    compose->addSeparator();
    compose->addActions(a.audition);
    compose->addActions({a.keep, a.clearCandidates});
    compose->addSeparator();
    m_duet->addToComposeMenu(*compose);
    m_composeDesk->addToComposeMenu(*compose);
    m_insight->addToComposeMenu(*compose);
    compose->addActions({a.train, a.openModel, a.shippedModel});

    QMenu* play = menu("playMenu", tr("&Play"));
    play->addActions({a.play, a.stop, a.toStart, a.previousBar, a.nextBar, a.loop});
    addRollActions(*play, m_sound->actions());
    play->addSeparator();
    play->addActions({a.panic, a.sound});

    QMenu* view = menu("viewMenu", tr("&View"));
    addRollActions(*view, m_roll->viewActions());
    view->addSeparator();
    view->addActions({m_leftDock->toggleViewAction(), m_rightDock->toggleViewAction(),
                      m_takesDock->toggleViewAction(), m_sound->mixer().toggleViewAction()});
    m_rollDesk->addToViewMenu(*view);
    m_insight->addToViewMenu(*view);
    QMenu* themes = view->addMenu(tr("&Theme"));
    themes->setObjectName(QStringLiteral("themeMenu"));
    themes->addActions({a.themeSystem, a.themeLight, a.themeDark});
    view->addAction(a.fullScreen);

    QMenu* help = menu("helpMenu", tr("&Help"));
    help->addActions({a.find, a.keys});
    m_rollDesk->addToHelpMenu(*help);
    help->addAction(a.about);
}

void MainWindow::connectFileActions() {
    const StudioActions& a = *m_actions;
    connect(a.newScore, &QAction::triggered, m_desk, &DocumentDesk::startNew);
    connect(a.open, &QAction::triggered, m_desk, &DocumentDesk::open);
    connect(a.openExample, &QAction::triggered, this,
            [this] { m_desk->openExample(m_parts.exampleFolder); });
    connect(a.save, &QAction::triggered, m_desk, qOverload<>(&DocumentDesk::save));
    connect(a.saveAs, &QAction::triggered, m_desk, qOverload<>(&DocumentDesk::saveAs));
    connect(a.importTracks, &QAction::triggered, m_desk, &DocumentDesk::importTracks);
    connect(a.exportNotes, &QAction::triggered, m_desk, &DocumentDesk::exportNotes);
    connect(a.exportSound, &QAction::triggered, this,
            [this] { m_desk->exportSound(m_playback.loop()); });
    connect(a.quit, &QAction::triggered, this, &QWidget::close);
    for (QAction* entry : a.recent) {
        connect(entry, &QAction::triggered, this,
                [this, entry] { m_desk->openFile(toPath(entry->data().toString())); });
    }
    std::error_code failure;
    a.openExample->setEnabled(std::filesystem::is_directory(m_parts.exampleFolder, failure));
    connect(m_desk, &DocumentDesk::recentFilesChanged, this, &MainWindow::showRecentFiles);
    connect(m_desk, &DocumentDesk::problem, this, [this](const QString& sentence) {
        m_messages->say(MessageBar::Kind::Problem, sentence);
    });
    connect(m_desk, &DocumentDesk::notice, this, [this](const QString& sentence) {
        m_messages->say(MessageBar::Kind::Notice, sentence);
    });
    connect(m_desk, &DocumentDesk::opened, this, [this] {
        m_messages->dismiss();
        m_roll->setLoop(m_playback.loop());
        m_loopRange = m_playback.loop();
        m_actions->loop->setChecked(m_loopRange.has_value());
    });
}

void MainWindow::connectDocument() {
    const auto showUndo = [this] {
        QUndoStack& stack = m_document.undoStack();
        m_actions->undo->setEnabled(stack.canUndo());
        m_actions->undo->setText(stack.canUndo() ? tr("&Undo: %1").arg(stack.undoText())
                                                 : tr("&Undo"));
        m_actions->redo->setEnabled(stack.canRedo());
        m_actions->redo->setText(stack.canRedo() ? tr("&Redo: %1").arg(stack.redoText())
                                                 : tr("&Redo"));
    };
    QUndoStack& stack = m_document.undoStack();
    connect(&stack, &QUndoStack::indexChanged, this, showUndo);
    connect(m_actions->undo, &QAction::triggered, &stack, &QUndoStack::undo);
    connect(m_actions->redo, &QAction::triggered, &stack, &QUndoStack::redo);
    const auto showScore = [this] {
        const Score& score = *m_document.score();
        m_transport->showScore(score, m_playback.playhead());
        showExportable();
        m_actions->removeTrack->setEnabled(score.tracks.size() > 1);
        if (m_document.isModified()) {
            m_firstSteps->setDone(FirstSteps::Step::Sketch);
        }
    };
    connect(&m_document, &ScoreDocument::scoreChanged, this, showScore);
    connect(&m_document, &ScoreDocument::modifiedChanged, this, &MainWindow::showTitle);
    connect(&m_project, &ProjectController::pathChanged, this, &MainWindow::showTitle);
    showUndo();
    showScore();
}

void MainWindow::showExportable() {
    const bool can = m_document.score()->noteCount() > 0 && !m_export.isBusy();
    m_actions->exportNotes->setEnabled(can);
    m_actions->exportSound->setEnabled(can && m_parts.exportSound);
}

void MainWindow::showModel() {
    const auto& model = m_models.model();
    if (m_models.isLoading()) {
        m_status->setWork(QStringLiteral("model"), tr("Opening the model"), -1.0);
    } else {
        m_status->endWork(QStringLiteral("model"));
    }
    if (model) {
        m_model->showModel(*model);
    } else if (m_models.isLoading()) {
        m_model->showLoading();
    } else {
        m_model->showNone(m_models.reason());
    }
    std::error_code failure;
    m_actions->shippedModel->setEnabled(m_parts.backend &&
                                        std::filesystem::exists(m_parts.defaultModel, failure));
    offerToGoOn();
}

void MainWindow::offerToGoOn() {
    const auto& model = m_models.model();
    if (m_trainingWindow && (!model || model->tokens() != nullptr)) {
        m_trainingWindow->setPresentModel({});
    } else if (m_trainingWindow) {
        m_trainingWindow->setPresentModel(
            {QString::fromStdString(model->card().name), m_models.path()});
    }
}

void MainWindow::connectModel() {
    const StudioActions& a = *m_actions;
    connect(a.openModel, &QAction::triggered, this, [this] {
        FileQuestion question;
        question.title = tr("Open a model");
        question.filters = {tr("Models (*.safetensors)")};
        question.start = m_parts.modelFolder;
        m_chooser(this, question,
                  [this](const std::filesystem::path& path) { m_models.load(path); });
    });
    connect(a.importTutorial, &QAction::triggered, this, [this] { m_tutorial->open(); });
    a.importTutorial->setEnabled(m_parts.backend != nullptr);
    connect(m_tutorial, &TutorialDesk::notice, this, [this](const QString& sentence) {
        m_messages->say(MessageBar::Kind::Notice, sentence);
    });
    connect(a.shippedModel, &QAction::triggered, this,
            [this] { m_models.load(m_parts.defaultModel); });
    connect(&m_models, &ModelController::changed, this, &MainWindow::showModel);
    connect(m_composeDesk, &ComposeDesk::modelChanged, this, [this] {
        m_insight->setModel(m_composeDesk->model());
        m_duet->duet().setModel(m_composeDesk->model());
    });
    connect(&m_models, &ModelController::failed, this, [this](const QString& sentence) {
        m_messages->say(MessageBar::Kind::Problem, sentence);
    });
}

void MainWindow::connectPlaying() {
    const StudioActions& a = *m_actions;
    connect(a.play, &QAction::triggered, &m_playback, &PlaybackController::togglePlay);
    connect(a.stop, &QAction::triggered, this, [this] {
        if (!m_playback.isAuditioning()) {
            m_document.setSelection({});
        }
        if (m_sound->recording().isRecording()) {
            m_sound->recording().stop();
        } else {
            m_playback.stop();
        }
    });
    connect(a.toStart, &QAction::triggered, this, [this] { m_playback.seek(Tick{0}); });
    connect(a.previousBar, &QAction::triggered, this, [this] { stepBar(-1); });
    connect(a.nextBar, &QAction::triggered, this, [this] { stepBar(1); });
    connect(a.panic, &QAction::triggered, &m_playback, &PlaybackController::panic);
    connect(a.loop, &QAction::triggered, this, &MainWindow::toggleLoop);
    connect(a.sound, &QAction::triggered, m_sound, &SoundDesk::showDialog);
    connect(m_sound, &SoundDesk::problem, this, [this](const QString& sentence) {
        m_messages->say(MessageBar::Kind::Problem, sentence);
    });
    connect(m_sound, &SoundDesk::instrumentRequested, m_tracks, &TracksPanel::chooseInstrument);
    connect(m_sound, &SoundDesk::instrumentsChanged, m_tracks, &TracksPanel::setInstruments);
    connect(&m_sound->recording(), &RecordingController::keyMoved, m_roll,
            [this](int key, bool down) { m_roll->setKeyDown(Pitch{key}, down); });
    connect(m_sound, &SoundDesk::hintChanged, this, [this](const QString& hint) {
        m_status->setHint(hint.isEmpty() ? m_roll->hint() : hint);
    });
    const auto setManner = [this] { m_duet->duet().setManner(m_compose->form().settings()); };
    connect(&m_compose->form(), &ComposeForm::changed, this, setManner);
    connect(m_composeDesk, &ComposeDesk::modelChanged, this, setManner);
    setManner();
    // Candidates go by a score that the duet goes on writing in.
    connect(&m_duet->duet(), &DuetController::onChanged, this, [this, setManner](bool on) {
        if (on) {
            setManner();
            m_composeDesk->clear();
        }
    });
    connect(&m_generate, &GenerateController::begun, this, [this] { m_duet->duet().stop(); });
    connect(m_duet, &DuetDesk::notice, this, [this](const QString& sentence) {
        m_messages->say(MessageBar::Kind::Notice, sentence);
    });
    connect(m_duet, &DuetDesk::hintChanged, this, [this](const QString& hint) {
        m_status->setHint(hint.isEmpty() ? m_roll->hint() : hint);
    });
    const auto setGrid = [this](SnapGrid snap) { m_sound->setGrid(snap.step); };
    connect(m_roll, &PianoRoll::snapChanged, this, setGrid);
    setGrid(m_roll->snap());
    connect(&m_playback, &PlaybackController::playheadMoved, this, [this](Tick tick, bool playing) {
        m_roll->setPlayhead(tick, playing);
        m_transport->showPosition(m_document.score()->meterMap(), tick);
        if (m_playback.isAuditioning()) {
            m_compose->setPlayhead(tick);
        }
    });
    connect(&m_playback, &PlaybackController::playingChanged, this, [this](bool playing) {
        m_actions->play->setIcon(
            iconOnAccent(playing ? QStringLiteral("pause") : QStringLiteral("play")));
        m_actions->play->setText(playing ? tr("&Pause") : tr("&Play"));
    });
    connect(&m_playback, &PlaybackController::healthChanged, this, &MainWindow::showHealth);
    connect(m_roll, &PianoRoll::noteStarted, &m_playback, &PlaybackController::startNote);
    connect(m_roll, &PianoRoll::noteEnded, &m_playback, &PlaybackController::endNote);
    connect(m_roll, &PianoRoll::seekRequested, &m_playback, &PlaybackController::seek);
    connect(m_roll, &PianoRoll::hintChanged, m_status, &StatusLine::setHint);
    connect(m_roll, &PianoRoll::loopChanged, this, [this](const std::optional<TickRange>& loop) {
        m_loopRange = loop ? loop : m_loopRange;
        m_playback.setLoop(loop);
        m_actions->loop->setChecked(m_playback.loop().has_value());
    });
}

void MainWindow::toggleLoop(bool on) {
    if (on && !m_loopRange) {
        const MeterMap meters = m_document.score()->meterMap();
        m_loopRange = meters.barAround(m_playback.playhead());
        const auto& selection = m_document.selection();
        if (!selection.empty()) {
            TickRange range{kLongestScore, Tick{0}};
            for (const NoteId id : selection) {
                if (const Note* note = findNote(m_document.track(), id)) {
                    range.begin = std::min(range.begin, note->onset);
                    range.end = std::max(range.end, note->end());
                }
            }
            m_loopRange = range;
        }
    }
    m_playback.setLoop(on ? m_loopRange : std::nullopt);
    m_roll->setLoop(m_playback.loop());
    m_actions->loop->setChecked(m_playback.loop().has_value());
}

void MainWindow::stepBar(int by) {
    const MeterMap meters = m_document.score()->meterMap();
    const Tick now = m_playback.playhead();
    const TickRange bar = meters.barAround(now);
    if (by > 0) {
        m_playback.seek(bar.end);
    } else {
        m_playback.seek(now > bar.begin || bar.begin == Tick{0}
                            ? bar.begin
                            : meters.barAround(bar.begin - Tick{1}).begin);
    }
}

void MainWindow::chooseTempo(double bpm) {
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (now - m_lastTempoChange > kTempoStepMilliseconds) {
        m_tempoKey = m_document.newMergeKey();
    }
    m_lastTempoChange = now;
    const Score& score = *m_document.score();
    m_document.apply(withTempo(score, inForceSince(score.tempos, m_playback.playhead()), bpm),
                     tr("tempo %1").arg(bpm), m_tempoKey);
}

void MainWindow::connectTransport() {
    connect(m_transport, &TransportBar::tempoChosen, this, &MainWindow::chooseTempo);
    connect(m_transport, &TransportBar::meterChosen, this, [this](Meter meter) {
        const Score& score = *m_document.score();
        m_document.apply(withMeter(score, inForceSince(score.meters, m_playback.playhead()), meter),
                         tr("metre %1").arg(QString::fromStdString(meter.name())));
    });
    connect(m_transport, &TransportBar::keyChosen, this, [this](const Key& key) {
        const Score& score = *m_document.score();
        m_document.apply(withKey(score, inForceSince(score.keys, m_playback.playhead()), key),
                         tr("key %1").arg(QString::fromStdString(key.name())));
    });
    connect(m_transport, &TransportBar::snapChosen, m_roll, &PianoRoll::setSnap);
    connect(m_roll, &PianoRoll::snapChanged, m_transport, &TransportBar::setSnap);
    m_transport->setSnap(m_roll->snap());
    m_transport->showScore(*m_document.score(), m_playback.playhead());
}

void MainWindow::showHealth(const PlaybackHealth& health) {
    m_transport->showHealth(health, QString::fromStdString(health.sentence));
    m_sound->showHealth(health);
    const QString sentence = QString::fromStdString(health.sentence);
    if (sentence != m_soundSentence) {
        m_soundSentence = sentence;
        if (!health.audible && !health.opening && !sentence.isEmpty() &&
            m_messages->sentence().isEmpty()) {
            m_silence = withoutReasons(sentence) + tr(" Everything else works.");
            m_messages->say(MessageBar::Kind::Notice, m_silence, tr("Sound\u2026"),
                            [this] { m_sound->showDialog(); });
        }
    }
    if (health.audible && !m_silence.isEmpty()) {
        if (m_messages->sentence() == m_silence) {
            m_messages->dismiss();
        }
        m_silence.clear();
    }
}

void MainWindow::connectViewing() {
    const StudioActions& a = *m_actions;
    const auto choose = [this](ThemeChoice choice) {
        applyTheme(choice);
        m_settings.setValue(QLatin1String(kThemeKey), static_cast<int>(choice));
    };
    connect(a.themeSystem, &QAction::triggered, this, [choose] { choose(ThemeChoice::System); });
    connect(a.themeLight, &QAction::triggered, this, [choose] { choose(ThemeChoice::Light); });
    connect(a.themeDark, &QAction::triggered, this, [choose] { choose(ThemeChoice::Dark); });
    const auto chosen = static_cast<ThemeChoice>(
        m_settings.value(QLatin1String(kThemeKey), static_cast<int>(ThemeChoice::System)).toInt());
    (chosen == ThemeChoice::Light  ? a.themeLight
     : chosen == ThemeChoice::Dark ? a.themeDark
                                   : a.themeSystem)
        ->setChecked(true);
    applyTheme(chosen);
    connect(a.fullScreen, &QAction::triggered, this,
            [this](bool on) { on ? showFullScreen() : showNormal(); });
    connect(a.find, &QAction::triggered, this, [this] {
        if (!m_palette) {
            m_palette = new CommandPalette(this);
        }
        m_palette->openWith(m_rollDesk->everyAction());
    });
    connect(a.keys, &QAction::triggered, this,
            [this] { (new ShortcutSheet(m_rollDesk->everyAction(), this))->open(); });
    connect(a.about, &QAction::triggered, this, &MainWindow::showAbout);
    connect(m_firstSteps, &FirstSteps::closed, this, [this] {
        m_firstSteps->hide();
        m_settings.setValue(QStringLiteral("firstStepsClosed"), true);
    });
}

void MainWindow::showAbout() {
    auto* box = new QMessageBox(this);
    box->setObjectName(QStringLiteral("aboutBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Cantilena"));
    box->setText(tr("Cantilena %1").arg(QApplication::applicationVersion()));
    box->setInformativeText(
        tr("A composition studio for melodies: draw a few notes, and a network that learnt from "
           "tunes goes on.\n\nFree software under the GNU General Public License, version 3 or "
           "later."));
    box->setStandardButtons(QMessageBox::Close);
    box->button(QMessageBox::Close)->setObjectName(QStringLiteral("aboutClose"));
    box->open();
}

void MainWindow::connectExport() {
    const QString work = QStringLiteral("export");
    const auto end = [this, work] { m_status->endWork(work); };
    connect(&m_export, &ExportController::started, this, [this, work](const QString& file) {
        m_status->setWork(work, tr("Writing %1").arg(toText(toPath(file).filename())), -1.0,
                          [this] { m_export.cancel(); });
    });
    connect(&m_export, &ExportController::progressed, this, [this, work](double fraction) {
        m_status->setWork(work, tr("Writing %1").arg(toText(m_export.path().filename())), fraction,
                          [this] { m_export.cancel(); });
    });
    connect(&m_export, &ExportController::finished, this, [this, end](const QString& file) {
        end();
        m_messages->say(MessageBar::Kind::Notice, tr("Written: %1").arg(file));
    });
    connect(&m_export, &ExportController::started, this, &MainWindow::showExportable);
    connect(&m_export, &ExportController::idle, this, &MainWindow::showExportable);
    connect(&m_export, &ExportController::cancelled, this, end);
    connect(&m_export, &ExportController::failed, this, [this, end](const QString& sentence) {
        end();
        m_messages->say(MessageBar::Kind::Problem, sentence);
    });
}

void MainWindow::showTraining() {
    if (!m_trainingWindow) {
        m_trainingWindow = new TrainingWindow(m_training, m_chooser, this);
        connect(m_trainingWindow, &TrainingWindow::modelChosen, this, &MainWindow::useTrainedModel);
        offerToGoOn();
    }
    m_trainingWindow->show();
    m_trainingWindow->raise();
    m_trainingWindow->activateWindow();
}

void MainWindow::useTrainedModel() {
    m_models.use(m_training.bestModel(), m_training.output());
    raise();
    activateWindow();
    m_messages->say(
        MessageBar::Kind::Notice,
        tr("\u201C%1\u201D proposes notes from now on.").arg(toText(m_training.output().stem())));
}

void MainWindow::showTrainingWork() {
    const QString work = QStringLiteral("training");
    if (!m_training.isTraining()) {
        m_status->endWork(work);
        return;
    }
    const QString name = toText(m_training.folder().filename());
    const auto& epochs = m_training.epochs();
    QString text = m_training.state() == TrainingState::Paused
                       ? tr("Training \u201C%1\u201D is paused").arg(name)
                       : tr("Training \u201C%1\u201D").arg(name);
    double fraction = -1.0;
    if (!epochs.empty()) {
        const EpochReport& last = epochs.back();
        text += tr(" \u2022 epoch %1 of %2 \u2022 %3 bits")
                    .arg(last.epoch)
                    .arg(last.epochs)
                    .arg(last.validationBits, 0, 'f', 2);
        fraction = last.epochs > 0 ? static_cast<double>(last.epoch) / last.epochs : -1.0;
    }
    m_status->setWork(work, text, fraction);
}

void MainWindow::connectTraining() {
    connect(m_actions->train, &QAction::triggered, this, &MainWindow::showTraining);
    connect(&m_training, &TrainingController::stateChanged, this, &MainWindow::showTrainingWork);
    connect(&m_training, &TrainingController::epochFinished, this, &MainWindow::showTrainingWork);
}

} // namespace cantilena
