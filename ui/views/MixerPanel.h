#pragma once

#include "core/playback/PlaybackEngine.h"
#include "ui/document/ScoreDocument.h"
#include "ui/views/MixerStrip.h"

#include <QAction>
#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

class QDoubleSpinBox;
class QHBoxLayout;
class QLabel;

namespace cantilena {

class LevelMeter;

/// A strip for each track, and the master: how loud it is altogether, how the sound keeps up, and
/// how fast it plays.
class MixerPanel : public QWidget {
    Q_OBJECT

public:
    explicit MixerPanel(ScoreDocument& document, QWidget* parent = nullptr);

    void showHealth(const PlaybackHealth& health);
    void setPorts(const QStringList& ports);
    void setInstruments(std::shared_ptr<const std::vector<Instrument>> instruments);
    /// Of the written tempo; 1 is as written.
    void setSpeed(double speed);

Q_SIGNALS:
    void speedChosen(double speed);
    /// Asked for below that widget.
    void instrumentRequested(std::size_t track, QWidget* anchor);

private:
    void layOut();
    QWidget* makeMaster();
    void showTracks();
    void connectStrip(MixerStrip& strip, std::size_t index);
    void change(std::size_t index, const QString& text, int mergeKey,
                const std::function<void(Track&)>& edit);
    [[nodiscard]] QString instrumentOf(const Track& track) const;
    void changeLevel(std::size_t index, MixLevel level, int value, int gesture);

    ScoreDocument& m_document;
    QHBoxLayout* m_row = nullptr;
    std::vector<MixerStrip*> m_strips;
    QStringList m_ports;
    std::shared_ptr<const std::vector<Instrument>> m_instruments;
    int m_gesture = -1;
    int m_mergeKey = 0;
    MixerStrip* m_gestureOf = nullptr;
    LevelMeter* m_meter = nullptr;
    QLabel* m_load = nullptr;
    QLabel* m_missed = nullptr;
    QLabel* m_voices = nullptr;
    QLabel* m_latency = nullptr;
    QDoubleSpinBox* m_speed = nullptr;
};

} // namespace cantilena
