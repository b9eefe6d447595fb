#include "ui/views/DuetDesk.h"

#include "ui/views/Icons.h"
#include "ui/views/SoundDesk.h"

#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>

#include <algorithm>
#include <array>

namespace cantilena {

namespace {
constexpr std::array kLengths = {1, 2, 4};
constexpr int kFirstLengthKey = 7;
constexpr const char* kBarsKey = "duet/bars";
} // namespace

DuetDesk::DuetDesk(ScoreDocument& document, PlaybackController& playback, SoundDesk& sound,
                   QSettings& settings, QMainWindow& window)
    : QObject(&window)
    , m_document(document)
    , m_sound(sound)
    , m_settings(settings)
    , m_duet(document, playback, sound.recording()) {
    makeActions(window);
    connect(&m_duet, &DuetController::stateChanged, this, &DuetDesk::showState);
    connect(&m_duet, &DuetController::failed, this, &DuetDesk::notice);
    connect(&m_duet, &DuetController::onChanged, this, [this](bool on) {
        m_action->setChecked(on);
        m_sound.lendLetters(on);
    });
}

void DuetDesk::makeActions(QMainWindow& window) {
    const auto make = [&](const QString& name, const QString& text, const QString& keys,
                          const QString& tip) {
        auto* action = new QAction(text, &window);
        action->setObjectName(name);
        action->setShortcut(QKeySequence(keys));
        action->setStatusTip(tip);
        action->setToolTip(QStringLiteral("%1 (%2)").arg(tip, keys));
        action->setCheckable(true);
        window.addAction(action);
        return action;
    };
    m_action = make(QStringLiteral("actionDuet"), tr("D&uet"), tr("Shift+D"),
                    tr("Play in turns with the model: it answers each phrase, in time"));
    m_action->setIcon(icon(QStringLiteral("duet")));
    connect(m_action, &QAction::triggered, this, [this](bool on) {
        on ? m_duet.start() : m_duet.stop();
        m_action->setChecked(m_duet.isOn());
    });
    auto* group = new QActionGroup(this);
    for (const int bars : kLengths) {
        QAction* length = make(
            QStringLiteral("actionDuetBars%1").arg(bars), tr("Phrases of %n bars", nullptr, bars),
            QStringLiteral("Ctrl+Alt+%1").arg(kFirstLengthKey + m_lengths.size()),
            tr("How long each of you plays before the other answers"));
        group->addAction(length);
        m_lengths.append(length);
        connect(length, &QAction::triggered, this, [this, bars] { setBars(bars); });
    }
    const int kept = m_settings.value(QLatin1String(kBarsKey), m_duet.bars()).toInt();
    setBars(std::ranges::find(kLengths, kept) == kLengths.end() ? m_duet.bars() : kept);
}

void DuetDesk::setBars(int bars) {
    m_duet.setBars(bars);
    m_settings.setValue(QLatin1String(kBarsKey), bars);
    const auto index = std::ranges::find(kLengths, bars) - kLengths.begin();
    m_lengths.at(index)->setChecked(true);
}

void DuetDesk::addToComposeMenu(QMenu& menu) {
    menu.addAction(m_action);
    QMenu* lengths = menu.addMenu(tr("Duet p&hrases"));
    lengths->setObjectName(QStringLiteral("duetMenu"));
    lengths->addActions(m_lengths);
    menu.addSeparator();
}

void DuetDesk::showState() {
    const MeterMap meters = m_document.score()->meterMap();
    const auto barOf = [&meters](Tick tick) { return meters.at(tick).bar; };
    const DuetTurn& turn = m_duet.turn();
    switch (m_duet.isOn() ? m_duet.state() : DuetState::Off) {
    case DuetState::Off: Q_EMIT hintChanged({}); break;
    case DuetState::Waiting:
        Q_EMIT hintChanged(tr("Duet: your turn begins with bar %1").arg(barOf(turn.phrase.begin)));
        break;
    case DuetState::Listening:
        Q_EMIT hintChanged(
            tr("Duet: play, on the MIDI keyboard or the letters A to L; the model answers from "
               "bar %1 on")
                .arg(barOf(turn.answer.begin)));
        break;
    case DuetState::Thinking:
        Q_EMIT hintChanged(
            tr("Duet: the model answers from bar %1 on").arg(barOf(turn.answer.begin)));
        break;
    case DuetState::Answering:
        Q_EMIT hintChanged(
            tr("Duet: the model answers up to bar %1").arg(barOf(turn.answer.end - Tick{1})));
        break;
    }
}

} // namespace cantilena
