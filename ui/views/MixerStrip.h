#pragma once

#include "core/score/Track.h"

#include <QFrame>
#include <QString>
#include <QStringList>

class QComboBox;
class QLabel;
class QSlider;
class QSpinBox;
class QToolButton;

namespace cantilena {

class ElidedLabel;

/// One of the levels that a mix has.
using MixLevel = int Mix::*;

/// One track in the mixer: where it is played, how loud, from where, and with how much room. Shows
/// and asks only.
class MixerStrip : public QFrame {
    Q_OBJECT

public:
    explicit MixerStrip(std::size_t index, QWidget* parent = nullptr);

    void showTrack(const Track& track, const QString& instrument, bool isCurrent);
    /// Ports that a track can be played on; one that the track names is offered even if it has
    /// gone.
    void setPorts(const QStringList& ports);
    [[nodiscard]] QWidget* instrumentField() const;

Q_SIGNALS:
    void chosen();
    void instrumentRequested();
    void portChosen(const QString& port);
    void channelChosen(int channel);
    void muteRequested(bool muted);
    void soloRequested(bool soloed);
    /// One of the mix's levels is another; steps with one `gesture` belong together.
    void levelChanged(cantilena::MixLevel level, int value, int gesture);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Level {
        MixLevel level;
        QSlider* slider;
        QLabel* value;
    };
    Level makeLevel(const char* part, const QString& meaning, Qt::Orientation orientation,
                    MixLevel level);
    void layOut();
    void showPort(const QString& port);
    [[nodiscard]] QString named(const char* part) const;

    std::size_t m_index;
    bool m_isCurrent = false;
    TrackLook m_look;
    int m_gesture = 0;
    ElidedLabel* m_name;
    QToolButton* m_instrument;
    QComboBox* m_port;
    QSpinBox* m_channel;
    QToolButton* m_mute;
    QToolButton* m_solo;
    Level m_volume;
    Level m_pan;
    Level m_reverb;
    Level m_chorus;
};

} // namespace cantilena
