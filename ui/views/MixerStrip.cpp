#include "ui/views/MixerStrip.h"

#include "ui/views/Labels.h"
#include "ui/views/LetterButton.h"
#include "ui/views/Theme.h"
#include "ui/views/TrackInk.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>

namespace cantilena {

namespace {

constexpr int kWidth = 228;
constexpr int kChannelWidth = 58;
constexpr int kStripeHeight = 4;
constexpr int kCentre = 64;
constexpr int kInstrumentWidth = 168;

/// "L 12", "centre", "R 30".
QString panText(int pan) {
    if (pan == kCentre) {
        return MixerStrip::tr("centre");
    }
    return pan < kCentre ? MixerStrip::tr("L %1").arg(kCentre - pan)
                         : MixerStrip::tr("R %1").arg(pan - kCentre);
}

} // namespace

MixerStrip::MixerStrip(std::size_t index, QWidget* parent)
    : QFrame(parent)
    , m_index(index)
    , m_name(new ElidedLabel(named("Name"), role::kBody, {}, this))
    , m_instrument(new QToolButton(this))
    , m_port(new QComboBox(this))
    , m_channel(new QSpinBox(this))
    , m_mute(makeLetterButton(named("Mute"), tr("M", "mute"), tr("Mute this track"), this))
    , m_solo(makeLetterButton(named("Solo"), tr("S", "solo"), tr("Hear this track alone"), this))
    , m_volume(makeLevel("Volume", tr("Volume"), Qt::Vertical, &Mix::volume))
    , m_pan(makeLevel("Pan", tr("Pan"), Qt::Horizontal, &Mix::pan))
    , m_reverb(makeLevel("Reverb", tr("Reverb"), Qt::Horizontal, &Mix::reverb))
    , m_chorus(makeLevel("Chorus", tr("Chorus"), Qt::Horizontal, &Mix::chorus)) {
    setObjectName(named("Strip"));
    setProperty("card", true);
    setFixedWidth(kWidth);
    m_instrument->setObjectName(named("Instrument"));
    m_instrument->setProperty("quiet", true);
    m_instrument->setProperty("hint", true);
    m_instrument->setFocusPolicy(Qt::TabFocus);
    m_instrument->setToolTip(tr("Choose the instrument"));
    connect(m_instrument, &QToolButton::clicked, this, &MixerStrip::instrumentRequested);
    m_port->setObjectName(named("Port"));
    m_port->setFocusPolicy(Qt::TabFocus);
    m_port->setToolTip(tr("What plays this track: the studio's own sound or a MIDI port"));
    m_port->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(m_port, &QComboBox::activated, this,
            [this](int item) { Q_EMIT portChosen(m_port->itemData(item).toString()); });
    m_channel->setObjectName(named("Channel"));
    m_channel->setRange(1, 16);
    m_channel->setFixedWidth(kChannelWidth);
    m_channel->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_channel->setPrefix(tr("ch "));
    m_channel->setKeyboardTracking(false);
    m_channel->setToolTip(tr("MIDI channel; 10 is for drums"));
    connect(m_channel, &QSpinBox::valueChanged, this,
            [this](int channel) { Q_EMIT channelChosen(channel - 1); });
    connect(m_mute, &QToolButton::clicked, this, &MixerStrip::muteRequested);
    connect(m_solo, &QToolButton::clicked, this, &MixerStrip::soloRequested);
    layOut();
    setPorts({});
}

QString MixerStrip::named(const char* part) const {
    return QStringLiteral("mixer%1%2").arg(m_index + 1).arg(QLatin1String(part));
}

MixerStrip::Level MixerStrip::makeLevel(const char* part, const QString& meaning,
                                        Qt::Orientation orientation, MixLevel level) {
    auto* slider = new QSlider(orientation, this);
    slider->setObjectName(named(part));
    slider->setRange(0, 127);
    slider->setPageStep(8);
    slider->setFocusPolicy(Qt::TabFocus);
    slider->setAccessibleName(meaning);
    slider->setToolTip(tr("%1, 0 to 127").arg(meaning));
    auto* value = makeLabel(named(part) + QStringLiteral("Value"), role::kHint, {}, this);
    value->setAlignment(orientation == Qt::Vertical ? Qt::AlignCenter
                                                    : Qt::AlignRight | Qt::AlignVCenter);
    connect(slider, &QSlider::sliderPressed, this, [this] { ++m_gesture; });
    connect(slider, &QSlider::valueChanged, this, [this, slider, level](int now) {
        // Keys and wheel: each is a step of its own.
        m_gesture += slider->isSliderDown() ? 0 : 1;
        Q_EMIT levelChanged(level, now, m_gesture);
    });
    return {level, slider, value};
}

void MixerStrip::layOut() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kMedium, spacing::kSmall + kStripeHeight, spacing::kMedium,
                               spacing::kSmall);
    column->setSpacing(spacing::kTiny);
    auto* head = new QHBoxLayout;
    head->setSpacing(2);
    head->addWidget(m_name, 1);
    head->addWidget(m_mute);
    head->addWidget(m_solo);
    column->addLayout(head);
    column->addWidget(m_instrument, 0, Qt::AlignLeft);
    auto* output = new QHBoxLayout;
    output->setSpacing(spacing::kTiny);
    output->addWidget(m_port, 1);
    output->addWidget(m_channel);
    column->addLayout(output);

    auto* body = new QHBoxLayout;
    body->setSpacing(spacing::kMedium);
    auto* fader = new QVBoxLayout;
    fader->setSpacing(2);
    fader->addWidget(m_volume.slider, 1, Qt::AlignHCenter);
    fader->addWidget(m_volume.value);
    m_volume.value->setFixedWidth(28);
    body->addLayout(fader);
    auto* sends = new QGridLayout;
    sends->setHorizontalSpacing(spacing::kTiny);
    sends->setVerticalSpacing(0);
    int row = 0;
    for (const Level& level : {m_pan, m_reverb, m_chorus}) {
        sends->addWidget(makeLabel(level.slider->objectName() + QStringLiteral("Caption"),
                                   role::kHint, level.slider->accessibleName(), this),
                         row, 0);
        sends->addWidget(level.value, row++, 1);
        sends->addWidget(level.slider, row++, 0, 1, 2);
    }
    sends->setRowStretch(row, 1);
    body->addLayout(sends, 1);
    column->addLayout(body, 1);
}

QWidget* MixerStrip::instrumentField() const {
    return m_instrument;
}

void MixerStrip::showTrack(const Track& track, const QString& instrument, bool isCurrent) {
    m_isCurrent = isCurrent;
    m_look = track.look;
    const QString name = QString::fromStdString(track.name);
    m_name->setText(name.isEmpty() ? tr("Track %1").arg(m_index + 1) : name);
    m_instrument->setText(
        QFontMetrics(fontOf(type::kHint)).elidedText(instrument, Qt::ElideRight, kInstrumentWidth));
    m_instrument->setToolTip(tr("%1 \u2013 choose the instrument").arg(instrument));
    m_mute->setChecked(track.mix.muted);
    m_solo->setChecked(track.mix.soloed);
    for (const Level& level : {m_volume, m_pan, m_reverb, m_chorus}) {
        const QSignalBlocker quiet(level.slider);
        const int value = track.mix.*level.level;
        if (!level.slider->isSliderDown()) {
            level.slider->setValue(value);
        }
        level.value->setText(level.level == &Mix::pan ? panText(value) : QString::number(value));
    }
    const QSignalBlocker quietChannel(m_channel);
    m_channel->setValue(track.channel + 1);
    showPort(QString::fromStdString(track.midiPort));
    setLook(*this, "current", isCurrent);
    update();
}

void MixerStrip::setPorts(const QStringList& ports) {
    const QString current = m_port->currentData().toString();
    m_port->clear();
    m_port->addItem(tr("Studio sound"), QString());
    for (const QString& port : ports) {
        m_port->addItem(port, port);
    }
    showPort(current);
}

void MixerStrip::showPort(const QString& port) {
    if (m_port->findData(port) < 0) {
        m_port->addItem(tr("%1 (not there)").arg(port), port);
    }
    m_port->setCurrentIndex(m_port->findData(port));
}

void MixerStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        Q_EMIT chosen();
        event->accept();
    }
}

void MixerStrip::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    QPainter painter(this);
    paintTrackStripe(
        painter,
        QRectF(spacing::kMedium, spacing::kTiny, width() - 2.0 * spacing::kMedium, kStripeHeight),
        m_look, m_isCurrent);
}

} // namespace cantilena
