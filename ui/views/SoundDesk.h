#pragma once

#include "ui/document/PlaybackController.h"
#include "ui/document/RecordingController.h"
#include "ui/document/ScoreDocument.h"
#include "ui/document/SoundController.h"
#include "ui/views/FileChooser.h"

#include <QAction>
#include <QObject>
#include <QSettings>

#include <functional>
#include <string>
#include <vector>

class QMainWindow;

namespace cantilena {

class DockPanel;
class LetterPiano;
class MixerPanel;
class SoundDialog;

/// What the window does about sound besides play and stop: recording, metronome, speed, mixer and
/// the dialog of devices. Its actions are the window's.
class SoundDesk : public QObject {
    Q_OBJECT

public:
    SoundDesk(ScoreDocument& document, PlaybackController& playback, const StudioParts& parts,
              QSettings& settings, FileChooser chooser, QMainWindow& window);

    [[nodiscard]] SoundController& sound() { return m_sound; }
    [[nodiscard]] RecordingController& recording() { return m_recording; }
    [[nodiscard]] DockPanel& mixer() { return *m_mixerDock; }

    /// For the menu; a null pointer is a separator.
    [[nodiscard]] const std::vector<QAction*>& actions() const { return m_actions; }
    [[nodiscard]] QAction* recordAction() const { return m_record; }
    [[nodiscard]] QAction* metronomeAction() const { return m_metronome; }

    void showDialog();
    void showHealth(const PlaybackHealth& health);
    /// Letters are a piano as long as they are lent, too.
    void lendLetters(bool lent);
    /// The grid that steps and quantised recordings keep to.
    void setGrid(Tick grid);

Q_SIGNALS:
    void problem(const QString& sentence);
    void instrumentRequested(std::size_t track, QWidget* anchor);
    /// The font that plays has others.
    void instrumentsChanged(std::shared_ptr<const std::vector<cantilena::Instrument>> instruments);
    /// What keys and recording do now, for the status line.
    void hintChanged(const QString& hint);

private:
    QAction* make(const char* name, const QString& text, const QKeySequence& keys,
                  const QString& tip, const QString& iconName = {});
    QAction* makeSwitch(const char* name, const QString& text, const QKeySequence& keys,
                        const QString& tip, const char* setting, bool otherwise,
                        std::function<void(bool)> apply);
    void makeRecordActions();
    void makeStepActions();
    void showStepping();
    void makePlayActions();
    void makeMixer();
    void playSelection();
    void setSpeed(double speed);
    void showRecording(bool recording);
    void applyRecordSettings();

    ScoreDocument& m_document;
    PlaybackController& m_playback;
    QSettings& m_settings;
    FileChooser m_chooser;
    QMainWindow& m_window;
    SoundController m_sound;
    RecordingController m_recording;

    std::vector<QAction*> m_actions;
    QAction* m_record = nullptr;
    QAction* m_metronome = nullptr;
    QAction* m_step = nullptr;
    LetterPiano* m_letters = nullptr;
    MixerPanel* m_mixer = nullptr;
    DockPanel* m_mixerDock = nullptr;
    SoundDialog* m_dialog = nullptr;
    Tick m_grid = quarters(1, 4);
    bool m_replaces = false;
    bool m_quantizes = false;
    double m_speed = 1.0;
    std::shared_ptr<const std::vector<Instrument>> m_instruments;
    std::string m_midiNotice;
};

} // namespace cantilena
