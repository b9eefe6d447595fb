#pragma once

#include "ui/document/AuditionController.h"
#include "ui/document/Autosave.h"
#include "ui/document/ExportController.h"
#include "ui/document/GenerateController.h"
#include "ui/document/ModelController.h"
#include "ui/document/PlaybackController.h"
#include "ui/document/ProjectController.h"
#include "ui/document/ScoreDocument.h"
#include "ui/document/StudioParts.h"
#include "ui/document/TrainingController.h"
#include "ui/views/FileChooser.h"

#include <QMainWindow>
#include <QSettings>

#include <filesystem>
#include <optional>

class QLabel;
class QMenu;

namespace cantilena {

class CommandPalette;
class ComposeDesk;
class ComposePanel;
class DockPanel;
class DocumentDesk;
class DuetController;
class DuetDesk;
class FirstSteps;
class InsightDesk;
class MessageBar;
class ModelPanel;
class PianoRoll;
class RollDesk;
class SoundController;
class SoundDesk;
class StatusLine;
class StudioActions;
class TracksPanel;
class TrainingWindow;
class TransportBar;
class TutorialDesk;

/// The studio's window: holds document and controllers, lays out the panels, and leads what they
/// ask for to the controller that does it.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(StudioParts parts, FileChooser chooser = fileDialogChooser());
    ~MainWindow() override;

    /// Opens that file; without one the example tune on a first run, else an empty score.
    void begin(const std::filesystem::path& file = {});

    [[nodiscard]] ScoreDocument& document() { return m_document; }
    [[nodiscard]] ProjectController& project() { return m_project; }
    [[nodiscard]] ModelController& models() { return m_models; }
    [[nodiscard]] TrainingController& training() { return m_training; }
    [[nodiscard]] GenerateController& generator() { return m_generate; }
    [[nodiscard]] PlaybackController& playback() { return m_playback; }

    [[nodiscard]] SoundController& sound();
    [[nodiscard]] DuetController& duet();
    void showTraining();

protected:
    bool event(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void layOut();
    void makeDocks();
    void makeMenus();
    void addRollActions(QMenu& menu, const std::vector<QAction*>& actions);
    void freeTextFields();

    void connectFileActions();
    void connectTrackActions();
    void connectModel();
    void connectPlaying();
    void connectViewing();
    void connectTransport();
    void connectExport();
    void connectTraining();
    void connectDocument();

    void showModel();
    /// Tells the training window which model it may go on from.
    void offerToGoOn();
    void showTitle();
    void showExportable();
    void offerRecovery();
    void showRecentFiles();
    void showHealth(const PlaybackHealth& health);
    void showTrainingWork();
    void showAbout();
    void useTrainedModel();

    void editTrack(const QString& text, const std::function<void(Track&)>& edit);
    void addTrack();
    void removeTrack();
    void stepTrack(int by);
    void stepBar(int by);
    void toggleLoop(bool on);
    void chooseTempo(double bpm);
    void restoreLayout();
    void keepLayout();
    [[nodiscard]] bool mayClose();

    StudioParts m_parts;
    FileChooser m_chooser;
    QSettings m_settings;
    ScoreDocument m_document;
    PlaybackController m_playback;
    ModelController m_models;
    GenerateController m_generate;
    AuditionController m_audition;
    TrainingController m_training;
    ExportController m_export;
    ProjectController m_project;
    Autosave m_autosave;

    StudioActions* m_actions;
    DocumentDesk* m_desk;
    TutorialDesk* m_tutorial;
    SoundDesk* m_sound;
    DuetDesk* m_duet;
    PianoRoll* m_roll;
    InsightDesk* m_insight;
    TransportBar* m_transport;
    TracksPanel* m_tracks;
    ModelPanel* m_model;
    ComposePanel* m_compose;
    MessageBar* m_messages;
    FirstSteps* m_firstSteps;
    StatusLine* m_status;
    QLabel* m_documentState;
    RollDesk* m_rollDesk = nullptr;
    ComposeDesk* m_composeDesk = nullptr;
    DockPanel* m_leftDock = nullptr;
    DockPanel* m_rightDock = nullptr;
    DockPanel* m_takesDock = nullptr;
    CommandPalette* m_palette = nullptr;
    TrainingWindow* m_trainingWindow = nullptr;

    std::optional<TickRange> m_loopRange;
    QString m_soundSentence;
    /// What the message bar was told of silence; goes when sound comes back.
    QString m_silence;
    qint64 m_lastTempoChange = 0;
    int m_tempoKey = 0;
    bool m_hasPainted = false;
    bool m_closes = false;
};

} // namespace cantilena
