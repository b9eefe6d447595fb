#pragma once

#include "core/playback/PlaybackEngine.h"
#include "core/score/Score.h"
#include "ui/views/PianoRoll.h"

#include <QFrame>

#include <vector>

class QAction;
class QComboBox;
class QDoubleSpinBox;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace cantilena {

class KeyField;
class LevelMeter;

/// What the bar's buttons do.
struct TransportActions {
    QAction* toStart = nullptr;
    QAction* play = nullptr;
    QAction* stop = nullptr;
    QAction* loop = nullptr;
    QAction* record = nullptr;
    QAction* metronome = nullptr;
    QAction* duet = nullptr;
    std::vector<QAction*> tools;
    QAction* sound = nullptr;
    QAction* find = nullptr;
};

/// The strip on top: transport, where the playhead is, tempo, metre, key and snap, tools, and what
/// the sound is doing.
class TransportBar : public QFrame {
    Q_OBJECT

public:
    explicit TransportBar(const TransportActions& actions, QWidget* parent = nullptr);

    /// Tempo, metre and key at that point of the score.
    void showScore(const Score& score, Tick playhead);
    void showPosition(const MeterMap& meters, Tick playhead);
    void showHealth(const PlaybackHealth& health, const QString& instrument);
    void setSnap(SnapGrid snap);

Q_SIGNALS:
    void tempoChosen(double bpm);
    void meterChosen(cantilena::Meter meter);
    void keyChosen(const cantilena::Key& key);
    void snapChosen(cantilena::SnapGrid snap);

private:
    void addField(QHBoxLayout& row, const QString& caption, QWidget* field);
    void addButtons(QHBoxLayout& row, const TransportActions& actions);
    void addReadouts(QHBoxLayout& row);
    void addTools(QHBoxLayout& row, const TransportActions& actions);
    void addSound(QHBoxLayout& row, const TransportActions& actions);
    void chooseMeter();

    QLabel* m_position;
    QDoubleSpinBox* m_tempo;
    QComboBox* m_meter;
    KeyField* m_key;
    QComboBox* m_snap;
    QToolButton* m_sound;
    QLabel* m_soundDetail;
    LevelMeter* m_meterLights;
};

} // namespace cantilena
