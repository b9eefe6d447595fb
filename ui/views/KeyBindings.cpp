#include "ui/views/KeyBindings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>

namespace cantilena {

namespace {

constexpr const char* kSettingsKey = "keys";

bool collide(const QKeySequence& a, const QKeySequence& b) {
    return !a.isEmpty() && !b.isEmpty() &&
           (a.matches(b) != QKeySequence::NoMatch || b.matches(a) != QKeySequence::NoMatch);
}

} // namespace

KeyBindings::KeyBindings(QList<QAction*> actions, QSettings& settings, QObject* parent)
    : QObject(parent)
    , m_actions(std::move(actions))
    , m_settings(settings) {
    for (const QAction* action : m_actions) {
        m_usual.insert(action, action->shortcuts());
    }
    const QByteArray kept = m_settings.value(QLatin1String(kSettingsKey)).toByteArray();
    if (!kept.isEmpty()) {
        // What cannot be read any more leaves the usual keys.
        (void)restore(kept);
    }
}

QList<QKeySequence> KeyBindings::usual(const QAction* action) const {
    return m_usual.value(action);
}

bool KeyBindings::isChanged(const QAction* action) const {
    return action->shortcuts() != usual(action);
}

QAction* KeyBindings::holderOf(const QKeySequence& keys, const QAction* apartFrom) const {
    for (QAction* action : m_actions) {
        for (const QKeySequence& own : action->shortcuts()) {
            if (action != apartFrom && collide(own, keys)) {
                return action;
            }
        }
    }
    return nullptr;
}

void KeyBindings::put(QAction* action, const QList<QKeySequence>& keys) {
    action->setShortcuts(keys);
}

void KeyBindings::setKeys(QAction* action, const QKeySequence& keys) {
    while (QAction* holder = holderOf(keys, action)) {
        QList<QKeySequence> left = holder->shortcuts();
        left.removeIf([&](const QKeySequence& own) { return collide(own, keys); });
        put(holder, left);
    }
    put(action, keys.isEmpty() ? QList<QKeySequence>() : QList<QKeySequence>{keys});
    keep();
}

void KeyBindings::reset(QAction* action) {
    for (const QKeySequence& keys : usual(action)) {
        while (QAction* holder = holderOf(keys, action)) {
            QList<QKeySequence> left = holder->shortcuts();
            left.removeIf([&](const QKeySequence& own) { return collide(own, keys); });
            put(holder, left);
        }
    }
    put(action, usual(action));
    keep();
}

void KeyBindings::resetAll() {
    for (QAction* action : m_actions) {
        put(action, usual(action));
    }
    keep();
}

QByteArray KeyBindings::exported() const {
    QJsonObject object;
    for (const QAction* action : m_actions) {
        if (isChanged(action)) {
            QJsonArray keys;
            for (const QKeySequence& sequence : action->shortcuts()) {
                keys.append(sequence.toString(QKeySequence::PortableText));
            }
            object.insert(action->objectName(), keys);
        }
    }
    return QJsonDocument(object).toJson();
}

Result<void> KeyBindings::restore(const QByteArray& json) {
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (!document.isObject()) {
        const QString reason = problem.error == QJsonParseError::NoError
                                   ? tr("it is not a list of keys by action")
                                   : problem.errorString();
        return Error{ErrorCode::Malformed,
                     tr("The keys cannot be read: %1").arg(reason).toStdString()};
    }
    const QJsonObject object = document.object();
    for (QAction* action : m_actions) {
        const QJsonValue value = object.value(action->objectName());
        QList<QKeySequence> keys = usual(action);
        if (value.isArray()) {
            keys.clear();
            for (const QJsonValue& sequence : value.toArray()) {
                keys.append(QKeySequence(sequence.toString(), QKeySequence::PortableText));
            }
        }
        put(action, keys);
    }
    keep();
    return {};
}

void KeyBindings::keep() {
    m_settings.setValue(QLatin1String(kSettingsKey), exported());
    Q_EMIT changed();
}

} // namespace cantilena
