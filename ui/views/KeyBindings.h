#pragma once

#include <QAction>
#include <QByteArray>
#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QObject>

#include "core/base/Result.h"

class QSettings;

namespace cantilena {

/// The keys of all actions: what they are, what they were to begin with, and what the person at
/// them made of them, which settings keep. GUI thread.
class KeyBindings : public QObject {
    Q_OBJECT

public:
    /// Takes the keys that `actions` have now for the usual ones, then puts those of `settings` in
    /// force.
    KeyBindings(QList<QAction*> actions, QSettings& settings, QObject* parent = nullptr);

    [[nodiscard]] const QList<QAction*>& actions() const { return m_actions; }
    [[nodiscard]] QList<QKeySequence> usual(const QAction* action) const;
    [[nodiscard]] bool isChanged(const QAction* action) const;

    /// Takes the keys away from whatever action has them.
    void setKeys(QAction* action, const QKeySequence& keys);
    /// Another action that these keys would reach, in whole or as their beginning; null for none.
    [[nodiscard]] QAction* holderOf(const QKeySequence& keys, const QAction* apartFrom) const;
    void reset(QAction* action);
    void resetAll();

    /// JSON of the changed keys by objectName.
    [[nodiscard]] QByteArray exported() const;
    /// Puts such keys in force in place of all changes. Names that are not known are passed over.
    Result<void> restore(const QByteArray& json);

Q_SIGNALS:
    void changed();

private:
    void put(QAction* action, const QList<QKeySequence>& keys);
    void keep();

    QList<QAction*> m_actions;
    QHash<const QAction*, QList<QKeySequence>> m_usual;
    QSettings& m_settings;
};

} // namespace cantilena
