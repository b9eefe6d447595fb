#include "ui/views/TransportBar.h"

#include "ui/views/Icons.h"
#include "ui/views/KeyField.h"
#include "ui/views/Labels.h"
#include "ui/views/LevelMeter.h"
#include "ui/views/Theme.h"

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <optional>

namespace cantilena {

namespace {

constexpr std::array<Meter, 10> kMeters = {
    {{4, 4}, {3, 4}, {2, 4}, {6, 8}, {9, 8}, {12, 8}, {3, 8}, {2, 2}, {5, 4}, {7, 8}}};

/// A tempo without needless zeros: "96", "96.5".
class TempoSpin : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;

    [[nodiscard]] QString textFromValue(double value) const override {
        return locale().toString(value, 'g', 6);
    }
};

/// "7/8" as a metre.
std::optional<Meter> meterFrom(const QString& text) {
    const QStringList parts = text.split(QLatin1Char('/'));
    if (parts.size() != 2) {
        return std::nullopt;
    }
    const Meter meter{parts[0].trimmed().toInt(), parts[1].trimmed().toInt()};
    return meter.isValid() ? std::optional(meter) : std::nullopt;
}

} // namespace

TransportBar::TransportBar(const TransportActions& actions, QWidget* parent)
    : QFrame(parent)
    , m_position(makeLabel(QStringLiteral("positionReadout"), role::kNumber, {}, this))
    , m_tempo(new TempoSpin(this))
    , m_meter(new QComboBox(this))
    , m_key(new KeyField(this))
    , m_snap(new QComboBox(this))
    , m_sound(new QToolButton(this))
    , m_soundDetail(makeLabel(QStringLiteral("soundDetail"), role::kHint, {}, this))
    , m_meterLights(new LevelMeter(this)) {
    setObjectName(QStringLiteral("transportBar"));
    setProperty("bar", true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(spacing::kLarge, spacing::kSmall, spacing::kLarge, spacing::kSmall);
    row->setSpacing(spacing::kLarge);
    addButtons(*row, actions);
    addReadouts(*row);
    row->addStretch(1);
    addTools(*row, actions);
    row->addStretch(1);
    addSound(*row, actions);
}

void TransportBar::addField(QHBoxLayout& row, const QString& caption, QWidget* field) {
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    auto* label = makeLabel(field->objectName() + QStringLiteral("Caption"), role::kCaption,
                            caption.toUpper(), this);
    label->setBuddy(field);
    column->addWidget(label);
    column->addWidget(field);
    row.addLayout(column);
}

void TransportBar::addButtons(QHBoxLayout& row, const TransportActions& actions) {
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(spacing::kTiny);
    for (QAction* action : {actions.toStart, actions.play, actions.stop, actions.record,
                            actions.loop, actions.metronome, actions.duet}) {
        auto* button = new QToolButton(this);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setDefaultAction(action);
        button->setFocusPolicy(Qt::TabFocus);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setIconSize({18, 18});
        button->setMinimumSize(action == actions.play ? QSize(52, 32) : QSize(36, 32));
        if (action == actions.play) {
            button->setProperty("primary", true);
        }
        buttons->addWidget(button);
    }
    row.addLayout(buttons);
}

void TransportBar::addReadouts(QHBoxLayout& row) {
    m_position->setToolTip(tr("Bar, beat and hundredths of a beat"));
    m_position->setMinimumHeight(24);
    m_position->setMinimumWidth(
        QFontMetrics(fontOf(type::kNumber, QFont::DemiBold)).horizontalAdvance("000.0.00"));
    addField(row, tr("Bar"), m_position);

    m_tempo->setObjectName(QStringLiteral("tempoField"));
    m_tempo->setProperty("flat", true);
    m_tempo->setRange(kSlowestTempo, kFastestTempo);
    m_tempo->setDecimals(2);
    m_tempo->setKeyboardTracking(false);
    m_tempo->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_tempo->setToolTip(tr("Quarter notes a minute; wheel or arrow keys change it"));
    m_tempo->setMinimumWidth(64);
    connect(m_tempo, &QDoubleSpinBox::valueChanged, this, &TransportBar::tempoChosen);
    addField(row, tr("Tempo"), m_tempo);

    m_meter->setObjectName(QStringLiteral("meterField"));
    m_meter->setProperty("flat", true);
    m_meter->setEditable(true);
    m_meter->setInsertPolicy(QComboBox::NoInsert);
    m_meter->lineEdit()->setObjectName(QStringLiteral("meterFieldText"));
    m_meter->setValidator(new QRegularExpressionValidator(
        QRegularExpression(QStringLiteral(R"(\d{1,3}\s*/\s*(1|2|4|8|16|32|64))")), m_meter));
    for (const Meter& meter : kMeters) {
        m_meter->addItem(QString::fromStdString(meter.name()));
    }
    m_meter->setToolTip(tr("Metre: choose one or type it"));
    m_meter->setFixedWidth(78);
    connect(m_meter, &QComboBox::activated, this, &TransportBar::chooseMeter);
    connect(m_meter->lineEdit(), &QLineEdit::editingFinished, this, &TransportBar::chooseMeter);
    addField(row, tr("Metre"), m_meter);

    connect(m_key, &KeyField::keyChosen, this, &TransportBar::keyChosen);
    addField(row, tr("Key"), m_key);

    m_snap->setObjectName(QStringLiteral("snapField"));
    m_snap->setProperty("flat", true);
    m_snap->setFocusPolicy(Qt::TabFocus);
    for (const SnapChoice& choice : snapChoices()) {
        m_snap->addItem(choice.name);
    }
    m_snap->setToolTip(tr("The grid that notes keep to; hold Shift to ignore it"));
    m_snap->setFixedWidth(104);
    connect(m_snap, &QComboBox::activated, this, [this](int index) {
        Q_EMIT snapChosen(snapChoices().at(static_cast<std::size_t>(index)).grid);
    });
    addField(row, tr("Snap"), m_snap);
}

void TransportBar::addTools(QHBoxLayout& row, const TransportActions& actions) {
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(spacing::kTiny);
    for (QAction* action : actions.tools) {
        auto* button = new QToolButton(this);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setDefaultAction(action);
        // Five names do not fit beside the readouts; the tool tip has name and key.
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setFocusPolicy(Qt::TabFocus);
        button->setIconSize({16, 16});
        button->setMinimumSize(36, 30);
        buttons->addWidget(button);
    }
    row.addLayout(buttons);
}

void TransportBar::addSound(QHBoxLayout& row, const TransportActions& actions) {
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    m_sound->setObjectName(QStringLiteral("soundStatus"));
    m_sound->setProperty("quiet", true);
    m_sound->setProperty("status", true);
    m_sound->setFocusPolicy(Qt::TabFocus);
    m_sound->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_sound, &QToolButton::clicked, actions.sound, &QAction::trigger);
    m_soundDetail->setAlignment(Qt::AlignRight);
    column->addWidget(m_sound, 0, Qt::AlignRight);
    column->addWidget(m_soundDetail);
    row.addLayout(column);
    row.addWidget(m_meterLights);

    auto* find = new QToolButton(this);
    find->setObjectName(QStringLiteral("findActionButton"));
    find->setDefaultAction(actions.find);
    find->setToolButtonStyle(Qt::ToolButtonIconOnly);
    find->setFocusPolicy(Qt::TabFocus);
    find->setIconSize({16, 16});
    find->setMinimumSize(32, 30);
    row.addWidget(find);
}

void TransportBar::showScore(const Score& score, Tick playhead) {
    const QSignalBlocker quietTempo(m_tempo);
    m_tempo->setValue(score.tempoMap().bpmAt(playhead));
    const MeterMap meters = score.meterMap();
    if (!m_meter->lineEdit()->hasFocus() || !m_meter->lineEdit()->isModified()) {
        m_meter->setEditText(QString::fromStdString(meters.meterAt(playhead).name()));
    }
    m_key->setKey(score.keyAt(playhead));
    showPosition(meters, playhead);
}

void TransportBar::showPosition(const MeterMap& meters, Tick playhead) {
    const BarPosition at = meters.at(playhead);
    const int hundredths = static_cast<int>(at.offset.value * 100 / at.meter.beatLength().value);
    m_position->setText(QStringLiteral("%1.%2.%3")
                            .arg(at.bar)
                            .arg(at.beat)
                            .arg(hundredths, 2, 10, QLatin1Char('0')));
}

void TransportBar::showHealth(const PlaybackHealth& health, const QString& instrument) {
    m_meterLights->setPeaks(health.peakLeft, health.peakRight);
    const QString sentence = QString::fromStdString(health.sentence);
    m_sound->setText(health.audible ? instrument : tr("No sound"));
    m_sound->setToolTip(sentence);
    m_sound->setIcon(icon(health.audible ? QStringLiteral("sound") : QStringLiteral("mute")));
    m_sound->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_soundDetail->setToolTip(sentence);
    m_soundDetail->setText(health.audible ? tr("%1 ms, %2 missed")
                                                .arg(qRound(health.latencyMilliseconds))
                                                .arg(health.missedBuffers)
                                          : tr("click for the reason"));
}

void TransportBar::setSnap(SnapGrid snap) {
    const auto& choices = snapChoices();
    const auto found = std::ranges::find(choices, snap, &SnapChoice::grid);
    if (found != choices.end()) {
        m_snap->setCurrentIndex(static_cast<int>(found - choices.begin()));
    }
}

void TransportBar::chooseMeter() {
    if (const std::optional<Meter> meter = meterFrom(m_meter->currentText())) {
        m_meter->lineEdit()->setModified(false);
        Q_EMIT meterChosen(*meter);
    }
}

} // namespace cantilena
