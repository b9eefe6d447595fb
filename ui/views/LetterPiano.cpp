#include "ui/views/LetterPiano.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

#include <algorithm>
#include <array>
#include <optional>

namespace cantilena {

namespace {

constexpr int kOctave = 12;
constexpr int kLowestOctave = 0;
constexpr int kHighestOctave = 108;
constexpr int kLouder = 16;

/// In semitones above A's.
constexpr std::array kPianoKeys = {
    std::pair{Qt::Key_A, 0},  std::pair{Qt::Key_W, 1},         std::pair{Qt::Key_S, 2},
    std::pair{Qt::Key_E, 3},  std::pair{Qt::Key_D, 4},         std::pair{Qt::Key_F, 5},
    std::pair{Qt::Key_T, 6},  std::pair{Qt::Key_G, 7},         std::pair{Qt::Key_Y, 8},
    std::pair{Qt::Key_H, 9},  std::pair{Qt::Key_U, 10},        std::pair{Qt::Key_J, 11},
    std::pair{Qt::Key_K, 12}, std::pair{Qt::Key_O, 13},        std::pair{Qt::Key_L, 14},
    std::pair{Qt::Key_P, 15}, std::pair{Qt::Key_Semicolon, 16}};

std::optional<int> semitonesOf(int letter) {
    const auto found = std::find_if(kPianoKeys.begin(), kPianoKeys.end(),
                                    [&](const auto& key) { return key.first == letter; });
    return found == kPianoKeys.end() ? std::nullopt : std::optional(found->second);
}

bool isSetting(int letter) {
    return letter == Qt::Key_Z || letter == Qt::Key_X || letter == Qt::Key_C || letter == Qt::Key_V;
}

bool takesText(const QObject* widget) {
    const auto* combo = qobject_cast<const QComboBox*>(widget);
    return qobject_cast<const QLineEdit*>(widget) != nullptr ||
           qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
           qobject_cast<const QTextEdit*>(widget) != nullptr ||
           qobject_cast<const QPlainTextEdit*>(widget) != nullptr ||
           (combo != nullptr && combo->isEditable());
}

} // namespace

LetterPiano::LetterPiano(QWidget& window)
    : QObject(&window)
    , m_window(window) {}

LetterPiano::~LetterPiano() = default;

void LetterPiano::setOn(bool on) {
    if (on == m_isOn) {
        return;
    }
    m_isOn = on;
    if (on) {
        qApp->installEventFilter(this);
    } else {
        qApp->removeEventFilter(this);
        releaseAll();
    }
}

bool LetterPiano::isOurs(const QObject* watched) const {
    const auto* widget = qobject_cast<const QWidget*>(watched);
    return widget != nullptr && widget->window() == &m_window && !takesText(widget);
}

bool LetterPiano::takes(const QKeyEvent& event) const {
    const bool isPlain = event.modifiers() == Qt::NoModifier;
    return isPlain &&
           (semitonesOf(event.key()) || isSetting(event.key()) || event.key() == Qt::Key_Backspace);
}

bool LetterPiano::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::WindowDeactivate && watched == &m_window) {
        releaseAll();
        return false;
    }
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress &&
        event->type() != QEvent::KeyRelease) {
        return false;
    }
    auto* key = static_cast<QKeyEvent*>(event);
    if (!isOurs(watched)) {
        return false;
    }
    if (event->type() == QEvent::KeyRelease) {
        // Whatever modifier came meanwhile, what is down comes up.
        const bool isDown = m_down.contains(key->key());
        if (isDown && !key->isAutoRepeat()) {
            release(key->key());
        }
        return isDown;
    }
    if (!takes(*key)) {
        return false;
    }
    event->accept();
    if (event->type() == QEvent::KeyPress && !key->isAutoRepeat()) {
        press(key->key());
    }
    return true;
}

void LetterPiano::press(int letter) {
    if (const auto semitones = semitonesOf(letter)) {
        const int key = m_lowest + *semitones;
        if (key <= 127 && m_down.emplace(letter, key).second) {
            Q_EMIT pressed(key, m_velocity);
        }
        return;
    }
    switch (letter) {
    case Qt::Key_Z: m_lowest = std::max(m_lowest - kOctave, kLowestOctave); break;
    case Qt::Key_X: m_lowest = std::min(m_lowest + kOctave, kHighestOctave); break;
    case Qt::Key_C: m_velocity = std::max(m_velocity - kLouder, 1); break;
    case Qt::Key_V: m_velocity = std::min(m_velocity + kLouder, 127); break;
    default: Q_EMIT takenBack(); return;
    }
    Q_EMIT settingsChanged();
}

void LetterPiano::release(int letter) {
    const auto down = m_down.extract(letter);
    if (!down.empty()) {
        Q_EMIT released(down.mapped());
    }
}

void LetterPiano::releaseAll() {
    while (!m_down.empty()) {
        release(m_down.begin()->first);
    }
}

} // namespace cantilena
