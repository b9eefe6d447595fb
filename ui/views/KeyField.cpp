#include "ui/views/KeyField.h"

#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QButtonGroup>
#include <QFrame>
#include <QGridLayout>
#include <QPushButton>
#include <QScreen>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace cantilena {

namespace {

/// Chromatic from C, each with the spelling that needs the fewest accidentals as a major key.
constexpr std::array kTonics = {"C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};
constexpr int kTonicsPerRow = 6;
constexpr int kModesPerRow = 4;

/// With real sharp and flat signs.
QString shown(QString name) {
    for (qsizetype at = 1; at < name.size() && at < 3; ++at) {
        if (name[at] == QLatin1Char('b')) {
            name[at] = QChar(0x266D);
        } else if (name[at] == QLatin1Char('#')) {
            name[at] = QChar(0x266F);
        }
    }
    return name;
}

QString shown(std::string_view name) {
    return shown(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
}

/// The tonic spelled so that the key's signature has the fewest accidentals.
PitchSpelling spelledTonic(int pitchClass, Mode mode) {
    PitchSpelling best = PitchSpelling::fromName(kTonics.at(static_cast<std::size_t>(pitchClass)))
                             .value_or(PitchSpelling{});
    for (int signature = -6; signature <= 6; ++signature) {
        const Key key = Key::fromSignature(signature, mode);
        if (key.tonic.pitchClass() == pitchClass &&
            std::abs(signature) < std::abs(Key{best, mode}.fifths())) {
            best = key.tonic;
        }
    }
    return best;
}

QPushButton* choice(const QString& name, const QString& text, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setCheckable(true);
    button->setAutoDefault(false);
    return button;
}

} // namespace

KeyField::KeyField(QWidget* parent)
    : QToolButton(parent) {
    setObjectName(QStringLiteral("keyField"));
    setProperty("flat", true);
    setFocusPolicy(Qt::TabFocus);
    setToolTip(tr("Key: shown in the roll, and told to the model"));
    connect(this, &QToolButton::clicked, this, &KeyField::open);
    showKey();
}

void KeyField::setKey(const Key& key) {
    m_key = key;
    m_isNone = false;
    showKey();
}

void KeyField::offerNone(const QString& words) {
    m_noneWords = words;
    setNone();
}

void KeyField::setNone() {
    m_isNone = true;
    showKey();
}

std::optional<Key> KeyField::chosen() const {
    return m_isNone ? std::nullopt : std::optional(m_key);
}

void KeyField::showKey() {
    setText(m_isNone ? m_noneWords : shown(m_key.name()));
    setAccessibleName(tr("Key: %1").arg(text()));
}

void KeyField::build() {
    m_panel = new QFrame(this, Qt::Popup);
    m_panel->setObjectName(QStringLiteral("keyPanel"));
    m_panel->setProperty("panel", true);
    m_tonics = new QButtonGroup(m_panel);
    m_modes = new QButtonGroup(m_panel);
    auto* grid = new QGridLayout(m_panel);
    grid->setContentsMargins(spacing::kMedium, spacing::kMedium, spacing::kMedium,
                             spacing::kMedium);
    grid->setSpacing(spacing::kTiny);
    for (int i = 0; i < static_cast<int>(kTonics.size()); ++i) {
        const QString text = shown(std::string_view(kTonics.at(static_cast<std::size_t>(i))));
        auto* button = choice(QStringLiteral("keyTonic%1").arg(i), text, m_panel);
        m_tonics->addButton(button, i);
        grid->addWidget(button, i / kTonicsPerRow, (i % kTonicsPerRow) * 2, 1, 2);
    }
    const int firstModeRow = static_cast<int>(kTonics.size()) / kTonicsPerRow + 1;
    grid->setRowMinimumHeight(firstModeRow - 1, spacing::kSmall);
    for (int i = 0; i < static_cast<int>(kModes.size()); ++i) {
        const QString text = shown(modeName(kModes.at(static_cast<std::size_t>(i))));
        auto* button = choice(QStringLiteral("keyMode%1").arg(i), text, m_panel);
        m_modes->addButton(button, i);
        grid->addWidget(button, firstModeRow + i / kModesPerRow, (i % kModesPerRow) * 3, 1, 3);
    }
    connect(m_tonics, &QButtonGroup::idClicked, this, [this](int id) {
        choose({spelledTonic(id, m_key.mode), m_key.mode});
        showChoice();
    });
    connect(m_modes, &QButtonGroup::idClicked, this, [this](int id) {
        const Mode mode = kModes.at(static_cast<std::size_t>(id));
        choose({spelledTonic(m_key.tonic.pitchClass(), mode), mode});
        m_panel->close();
    });
    if (!m_noneWords.isEmpty()) {
        m_none = choice(QStringLiteral("keyNone"), m_noneWords, m_panel);
        grid->setRowMinimumHeight(firstModeRow + 2, spacing::kSmall);
        grid->addWidget(m_none, firstModeRow + 3, 0, 1, -1);
        connect(m_none, &QPushButton::clicked, this, [this] {
            setNone();
            Q_EMIT noneChosen();
            m_panel->close();
        });
    }
}

void KeyField::showChoice() {
    for (QButtonGroup* group : {m_tonics, m_modes}) {
        // An exclusive group would not let go of its last button.
        group->setExclusive(!m_isNone);
    }
    for (QAbstractButton* button : m_tonics->buttons()) {
        button->setChecked(!m_isNone && m_tonics->id(button) == m_key.tonic.pitchClass());
    }
    for (QAbstractButton* button : m_modes->buttons()) {
        button->setChecked(!m_isNone && m_modes->id(button) == static_cast<int>(m_key.mode));
    }
    if (m_none != nullptr) {
        m_none->setChecked(m_isNone);
    }
}

void KeyField::open() {
    if (m_panel == nullptr) {
        build();
    }
    showChoice();
    m_panel->adjustSize();
    QPoint corner = mapToGlobal(QPoint(0, height() + spacing::kTiny));
    const int furthest = screen()->availableGeometry().right() - m_panel->width();
    corner.setX(std::min(corner.x(), furthest));
    m_panel->move(corner);
    m_panel->show();
}

void KeyField::choose(const Key& key) {
    if (key != m_key || m_isNone) {
        setKey(key);
        Q_EMIT keyChosen(key);
    }
}

} // namespace cantilena
