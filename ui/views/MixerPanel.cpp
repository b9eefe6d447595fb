#include "ui/views/MixerPanel.h"

#include "core/score/Edits.h"
#include "ui/document/GeneralMidi.h"
#include "ui/views/Labels.h"
#include "ui/views/LevelMeter.h"
#include "ui/views/MixerStrip.h"
#include "ui/views/Theme.h"

#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QFrame>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSignalBlocker>

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {
constexpr int kMasterWidth = 236;
constexpr int kHeight = 236;
constexpr int kSpeedWidth = 92;
} // namespace

MixerPanel::MixerPanel(ScoreDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document) {
    setObjectName(QStringLiteral("mixerPanel"));
    setProperty("ground", "panel");
    setAttribute(Qt::WA_StyledBackground);
    layOut();
    connect(&m_document, &ScoreDocument::scoreChanged, this, &MixerPanel::showTracks);
    connect(&m_document, &ScoreDocument::currentTrackChanged, this, &MixerPanel::showTracks);
    showTracks();
}

void MixerPanel::layOut() {
    auto* all = new QHBoxLayout(this);
    all->setContentsMargins(spacing::kMedium, 0, spacing::kMedium, spacing::kMedium);
    all->setSpacing(spacing::kMedium);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("mixerScroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setProperty("ground", "panel");
    scroll->setWidgetResizable(true);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* inside = new QWidget(scroll);
    inside->setObjectName(QStringLiteral("mixerInside"));
    m_row = new QHBoxLayout(inside);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(spacing::kSmall);
    m_row->addStretch(1);
    scroll->setWidget(inside);
    all->addWidget(scroll, 1);
    all->addWidget(makeMaster());
    setMinimumHeight(kHeight);
}

QWidget* MixerPanel::makeMaster() {
    auto* master = new QFrame(this);
    master->setObjectName(QStringLiteral("masterStrip"));
    master->setProperty("card", true);
    master->setFixedWidth(kMasterWidth);
    auto* column = new QVBoxLayout(master);
    column->setContentsMargins(spacing::kMedium, spacing::kMedium, spacing::kMedium,
                               spacing::kMedium);
    column->setSpacing(spacing::kSmall);
    column->addWidget(makeLabel(QStringLiteral("masterTitle"), role::kTitle, tr("Master"), master));
    m_meter = new LevelMeter(master);
    m_meter->setObjectName(QStringLiteral("masterMeter"));
    column->addWidget(m_meter);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(spacing::kMedium);
    form->setVerticalSpacing(spacing::kTiny);
    const auto addFigure = [&](const char* name, const QString& caption, const QString& meaning) {
        auto* value = makeLabel(QLatin1String(name), role::kBody, {}, master);
        value->setToolTip(meaning);
        value->setAlignment(Qt::AlignRight);
        auto* label = makeLabel(QLatin1String(name) + QStringLiteral("Caption"), role::kMuted,
                                caption, master);
        form->addRow(label, value);
        return value;
    };
    m_load = addFigure("masterLoad", tr("Busiest moment"),
                       tr("The longest callback of late, as a share of the time there is for it"));
    m_missed = addFigure("masterMissed", tr("Missed"), tr("Buffers that came too late"));
    m_voices = addFigure("masterVoices", tr("Voices"), tr("Tones that sound now"));
    m_latency = addFigure("masterLatency", tr("Delay"),
                          tr("From the press of a key until it is heard, at most"));
    m_speed = new QDoubleSpinBox(master);
    m_speed->setObjectName(QStringLiteral("speedField"));
    m_speed->setRange(25.0, 400.0);
    m_speed->setDecimals(0);
    m_speed->setSingleStep(5.0);
    m_speed->setValue(100.0);
    m_speed->setSuffix(tr(" %"));
    m_speed->setMinimumWidth(kSpeedWidth);
    m_speed->setKeyboardTracking(false);
    m_speed->setToolTip(tr("How fast to play, without changing the written tempo"));
    connect(m_speed, &QDoubleSpinBox::valueChanged, this,
            [this](double percent) { Q_EMIT speedChosen(percent / 100.0); });
    form->addRow(makeLabel(QStringLiteral("speedCaption"), role::kMuted, tr("Speed"), master),
                 m_speed);
    column->addLayout(form);
    column->addStretch(1);
    return master;
}

void MixerPanel::showHealth(const PlaybackHealth& health) {
    m_meter->setPeaks(health.peakLeft, health.peakRight);
    if (!isVisible()) {
        return;
    }
    m_load->setText(tr("%1 %").arg(qRound(100.0 * health.worstCallbackShare)));
    m_missed->setText(QString::number(health.missedBuffers));
    setLook(*m_missed, "role",
            QLatin1String(health.missedBuffers > 0 ? role::kDanger : role::kBody));
    m_voices->setText(QString::number(health.voices));
    m_latency->setText(tr("%1 ms").arg(qRound(health.latencyMilliseconds)));
}

void MixerPanel::setPorts(const QStringList& ports) {
    if (ports == m_ports) {
        return;
    }
    m_ports = ports;
    for (MixerStrip* strip : m_strips) {
        strip->setPorts(m_ports);
    }
    showTracks();
}

void MixerPanel::setInstruments(std::shared_ptr<const std::vector<Instrument>> instruments) {
    if (instruments != m_instruments) {
        m_instruments = std::move(instruments);
        showTracks();
    }
}

void MixerPanel::setSpeed(double speed) {
    const QSignalBlocker quiet(m_speed);
    m_speed->setValue(100.0 * speed);
}

QString MixerPanel::instrumentOf(const Track& track) const {
    return instrumentName(track, m_instruments.get());
}

void MixerPanel::showTracks() {
    const auto& tracks = m_document.score()->tracks;
    while (m_strips.size() > tracks.size()) {
        m_strips.back()->deleteLater();
        m_strips.pop_back();
    }
    while (m_strips.size() < tracks.size()) {
        auto* strip = new MixerStrip(m_strips.size(), this);
        strip->setPorts(m_ports);
        connectStrip(*strip, m_strips.size());
        m_row->insertWidget(static_cast<int>(m_strips.size()), strip);
        m_strips.push_back(strip);
    }
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        m_strips[i]->showTrack(*tracks[i], instrumentOf(*tracks[i]),
                               i == m_document.currentTrack());
    }
}

void MixerPanel::connectStrip(MixerStrip& strip, std::size_t index) {
    connect(&strip, &MixerStrip::chosen, this,
            [this, index] { m_document.setCurrentTrack(index); });
    connect(&strip, &MixerStrip::instrumentRequested, this, [this, index] {
        Q_EMIT instrumentRequested(index, m_strips[index]->instrumentField());
    });
    connect(&strip, &MixerStrip::portChosen, this, [this, index](const QString& port) {
        change(index, tr("choose output"), 0,
               [&port](Track& track) { track.midiPort = port.toStdString(); });
    });
    connect(&strip, &MixerStrip::channelChosen, this, [this, index](int channel) {
        change(index, tr("choose channel"), 0,
               [channel](Track& track) { track.channel = channel; });
    });
    connect(&strip, &MixerStrip::muteRequested, this, [this, index](bool muted) {
        change(index, muted ? tr("mute track") : tr("unmute track"), 0,
               [muted](Track& track) { track.mix.muted = muted; });
    });
    connect(&strip, &MixerStrip::soloRequested, this, [this, index](bool soloed) {
        change(index, soloed ? tr("solo track") : tr("end solo"), 0,
               [soloed](Track& track) { track.mix.soloed = soloed; });
    });
    connect(&strip, &MixerStrip::levelChanged, this,
            [this, index](MixLevel level, int value, int gesture) {
                changeLevel(index, level, value, gesture);
            });
}

void MixerPanel::changeLevel(std::size_t index, MixLevel level, int value, int gesture) {
    if (gesture != m_gesture || m_gestureOf != m_strips[index]) {
        m_gesture = gesture;
        m_gestureOf = m_strips[index];
        m_mergeKey = m_document.newMergeKey();
    }
    const QString text = level == &Mix::volume   ? tr("volume")
                         : level == &Mix::pan    ? tr("pan")
                         : level == &Mix::reverb ? tr("reverb")
                                                 : tr("chorus");
    change(index, text, m_mergeKey, [level, value](Track& track) { track.mix.*level = value; });
}

void MixerPanel::change(std::size_t index, const QString& text, int mergeKey,
                        const std::function<void(Track&)>& edit) {
    const Score& score = *m_document.score();
    if (index >= score.tracks.size()) {
        return;
    }
    Track track = *score.tracks[index];
    edit(track);
    m_document.apply(withTrack(score, index, std::move(track)), text, mergeKey);
}

} // namespace cantilena
