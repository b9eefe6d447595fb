#include "ui/views/SoundDesk.h"

#include "ui/views/DockPanel.h"
#include "ui/views/Icons.h"
#include "ui/views/LetterPiano.h"
#include "ui/views/MixerPanel.h"
#include "ui/views/SoundDialog.h"

#include <QMainWindow>

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {

constexpr double kSpeedStep = 0.05;
constexpr double kSlowest = 0.25;
constexpr double kFastest = 4.0;

QStringList toList(const std::vector<std::string>& names) {
    QStringList list;
    for (const std::string& name : names) {
        list.append(QString::fromStdString(name));
    }
    return list;
}

} // namespace

SoundDesk::SoundDesk(ScoreDocument& document, PlaybackController& playback,
                     const StudioParts& parts, QSettings& settings, FileChooser chooser,
                     QMainWindow& window)
    : QObject(&window)
    , m_document(document)
    , m_playback(playback)
    , m_settings(settings)
    , m_chooser(std::move(chooser))
    , m_window(window)
    , m_sound(parts, settings)
    , m_recording(document, playback) {
    makePlayActions();
    m_actions.push_back(nullptr);
    makeRecordActions();
    makeStepActions();
    makeMixer();
    applyRecordSettings();
    connect(&m_recording, &RecordingController::recordingChanged, this, &SoundDesk::showRecording);
}

QAction* SoundDesk::make(const char* name, const QString& text, const QKeySequence& keys,
                         const QString& tip, const QString& iconName) {
    auto* action = new QAction(text, &m_window);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    action->setStatusTip(tip);
    action->setToolTip(QStringLiteral("%1 (%2)").arg(tip, keys.toString(QKeySequence::NativeText)));
    if (!iconName.isEmpty()) {
        action->setIcon(icon(iconName));
    }
    m_window.addAction(action);
    m_actions.push_back(action);
    return action;
}

QAction* SoundDesk::makeSwitch(const char* name, const QString& text, const QKeySequence& keys,
                               const QString& tip, const char* setting, bool otherwise,
                               std::function<void(bool)> apply) {
    QAction* action = make(name, text, keys, tip);
    action->setCheckable(true);
    const QString key = QLatin1String(setting);
    connect(action, &QAction::toggled, this, [this, key, apply](bool on) {
        m_settings.setValue(key, on);
        apply(on);
    });
    const bool on = m_settings.value(key, otherwise).toBool();
    action->setChecked(on);
    if (!on) {
        apply(false);
    }
    return action;
}

void SoundDesk::makePlayActions() {
    QAction* selection = make("actionPlaySelection", tr("Play se&lection"),
                              QKeySequence(tr("Shift+Space")), tr("Play the selected notes once"));
    connect(selection, &QAction::triggered, this, &SoundDesk::playSelection);
    m_metronome = makeSwitch("actionMetronome", tr("&Metronome"), QKeySequence(tr("Ctrl+Alt+K")),
                             tr("Click on every beat, with an accent on the first of a bar"),
                             "play/metronome", false,
                             [this](bool on) { m_playback.engine().setMetronome(on); });
    m_metronome->setIcon(icon(QStringLiteral("metronome")));
    makeSwitch("actionCountIn", tr("&Count in"), QKeySequence(tr("Ctrl+Alt+C")),
               tr("Click one bar before playing and recording begin"), "play/countIn", false,
               [this](bool on) {
                   m_playback.setCountInBars(on ? 1 : 0);
                   m_recording.setCountInBars(on ? 1 : 0);
               });
    const auto addSpeed = [this](const char* name, const QString& text, const QString& keys,
                                 const QString& tip, std::function<double()> speed) {
        connect(make(name, text, QKeySequence(keys), tip), &QAction::triggered, this,
                [this, speed = std::move(speed)] { setSpeed(speed()); });
    };
    addSpeed("actionSlower", tr("Slo&wer"), tr("Ctrl+Alt+Down"),
             tr("Play slower, without changing the written tempo"),
             [this] { return m_speed - kSpeedStep; });
    addSpeed("actionFaster", tr("&Faster"), tr("Ctrl+Alt+Up"),
             tr("Play faster, without changing the written tempo"),
             [this] { return m_speed + kSpeedStep; });
    addSpeed("actionWrittenSpeed", tr("As &written"), tr("Ctrl+Alt+0"),
             tr("Play at the written tempo"), [] { return 1.0; });
}

void SoundDesk::makeRecordActions() {
    m_record = make("actionRecord", tr("&Record"), QKeySequence(tr("R")),
                    tr("Record what is played on a MIDI keyboard, or end the recording"),
                    QStringLiteral("record"));
    m_record->setCheckable(true);
    connect(m_record, &QAction::triggered, this,
            [this](bool on) { on ? m_recording.record() : m_recording.stop(); });
    makeSwitch("actionRecordWait", tr("W&ait for the first note"), QKeySequence(tr("Shift+W")),
               tr("Recording begins when the first key goes down"), "record/wait", false,
               [this](bool on) { m_recording.setWaitsForNote(on); });
    makeSwitch("actionRecordReplace", tr("Re&place what is there"), QKeySequence(tr("Shift+R")),
               tr("Recorded notes take the place of those that are there"), "record/replace", false,
               [this](bool on) {
                   m_replaces = on;
                   applyRecordSettings();
               });
    makeSwitch("actionRecordQuantize", tr("&Quantise what is played"),
               QKeySequence(tr("Ctrl+Alt+Q")), tr("Recorded notes go to the grid"),
               "record/quantize", false, [this](bool on) {
                   m_quantizes = on;
                   applyRecordSettings();
               });
}

void SoundDesk::makeStepActions() {
    m_letters = new LetterPiano(m_window);
    connect(m_letters, &LetterPiano::pressed, &m_recording, &RecordingController::pressKey);
    connect(m_letters, &LetterPiano::released, &m_recording, &RecordingController::releaseKey);
    connect(m_letters, &LetterPiano::takenBack, &m_recording, &RecordingController::takeBack);
    connect(m_letters, &LetterPiano::settingsChanged, this, &SoundDesk::showStepping);
    QAction* step = make("actionStepEntry", tr("Step &entry"), QKeySequence(tr("Shift+E")),
                         tr("Each chord on the MIDI keyboard, or on the letters A to L, fills one "
                            "step of the grid"));
    m_step = step;
    step->setCheckable(true);
    connect(step, &QAction::toggled, this, [this](bool on) {
        m_letters->setOn(on);
        m_recording.setStepping(on);
        showStepping();
    });
    connect(&m_recording, &RecordingController::recordingChanged, step, [step](bool recording) {
        if (recording) {
            step->setChecked(false);
        }
    });
    QAction* rest = make("actionStepRest", tr("Leave a step e&mpty"), QKeySequence(tr("Shift+.")),
                         tr("Go a step of the grid forward"));
    connect(rest, &QAction::triggered, &m_recording, &RecordingController::rest);
    QAction* back = make("actionStepBack", tr("Take &back a step"), QKeySequence(tr("Shift+,")),
                         tr("Go a step of the grid back and take away what begins there"));
    connect(back, &QAction::triggered, &m_recording, &RecordingController::takeBack);
}

void SoundDesk::lendLetters(bool lent) {
    m_step->setChecked(false);
    m_letters->setOn(lent);
}

void SoundDesk::showStepping() {
    if (!m_step->isChecked()) {
        Q_EMIT hintChanged({});
        return;
    }
    Q_EMIT hintChanged(
        tr("Step entry: play a chord for each step, or type it: A is %1, W the black "
           "key above; Z X octave, C V loudness (%2) • Backspace takes back, Shift+. "
           "leaves a step empty")
            .arg(QString::fromStdString(pitchName(Pitch{m_letters->lowest()})))
            .arg(m_letters->velocity()));
}

void SoundDesk::makeMixer() {
    m_mixer = new MixerPanel(m_document, &m_window);
    m_mixerDock = new DockPanel(QStringLiteral("mixerDock"), tr("Mixer"), m_mixer, &m_window);
    QAction* show = m_mixerDock->toggleViewAction();
    show->setObjectName(QStringLiteral("actionShowMixer"));
    show->setShortcut(QKeySequence(Qt::Key_F9));
    show->setStatusTip(tr("Show or fold the mixer"));
    m_window.addAction(show);
    connect(m_mixer, &MixerPanel::speedChosen, this, &SoundDesk::setSpeed);
    connect(m_mixer, &MixerPanel::instrumentRequested, this, &SoundDesk::instrumentRequested);
}

void SoundDesk::playSelection() {
    const std::optional<TickRange> range = m_document.selectedRange();
    if (!range) {
        Q_EMIT hintChanged(tr("Select the notes to be played first"));
        return;
    }
    m_playback.endAudition();
    m_playback.engine().pause();
    PlayOptions options;
    options.range = range;
    m_playback.play(options);
}

void SoundDesk::setSpeed(double speed) {
    m_speed = std::clamp(speed, kSlowest, kFastest);
    m_playback.engine().setSpeed(m_speed);
    m_mixer->setSpeed(m_speed);
    Q_EMIT hintChanged(m_speed == 1.0
                           ? tr("Plays at the written tempo")
                           : tr("Plays at %1 % of the written tempo").arg(qRound(100.0 * m_speed)));
}

void SoundDesk::showRecording(bool recording) {
    m_record->setChecked(recording);
    Q_EMIT hintChanged(recording ? tr("Recording: play on the MIDI keyboard; R or Space ends it")
                                 : QString());
}

void SoundDesk::setGrid(Tick grid) {
    m_grid = grid > Tick{} ? grid : quarters(1, 4);
    m_recording.setStep(m_grid);
    applyRecordSettings();
}

void SoundDesk::applyRecordSettings() {
    RecordSettings settings;
    settings.mode = m_replaces ? RecordMode::Replace : RecordMode::Overdub;
    if (m_quantizes) {
        settings.grid = m_grid;
    }
    m_recording.setSettings(settings);
}

void SoundDesk::showDialog() {
    if (!m_dialog) {
        m_dialog = new SoundDialog(m_sound, m_chooser, &m_window);
    }
    m_dialog->show();
    m_dialog->raise();
}

void SoundDesk::showHealth(const PlaybackHealth& health) {
    m_sound.listen();
    m_mixer->showHealth(health);
    m_mixer->setPorts(toList(m_sound.engine().midiOutputs()));
    if (const auto instruments = m_sound.engine().instruments(); instruments != m_instruments) {
        m_instruments = instruments;
        m_mixer->setInstruments(instruments);
        Q_EMIT instrumentsChanged(instruments);
    }
    if (m_dialog && m_dialog->isVisible()) {
        m_dialog->showHealth(health);
    }
    if (health.midiNotice != std::exchange(m_midiNotice, health.midiNotice) &&
        !health.midiNotice.empty()) {
        Q_EMIT problem(QString::fromStdString(health.midiNotice));
    }
}

} // namespace cantilena
