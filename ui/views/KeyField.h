#pragma once

#include "core/score/Key.h"

#include <QString>
#include <QToolButton>

#include <optional>

class QButtonGroup;
class QFrame;
class QPushButton;

namespace cantilena {

/// Shows a key and lets another be chosen: a tonic and a mode, in a small panel below.
class KeyField : public QToolButton {
    Q_OBJECT

public:
    explicit KeyField(QWidget* parent = nullptr);

    void setKey(const Key& key);
    /// Lets no key be chosen too, in these words, and chooses none.
    void offerNone(const QString& words);
    void setNone();
    /// Nothing when none is.
    [[nodiscard]] std::optional<Key> chosen() const;

Q_SIGNALS:
    void keyChosen(const cantilena::Key& key);
    void noneChosen();

private:
    void open();
    void build();
    void choose(const Key& key);
    void showChoice();
    void showKey();

    Key m_key;
    /// Empty where there is no such choice.
    QString m_noneWords;
    bool m_isNone = false;
    QPushButton* m_none = nullptr;
    QFrame* m_panel = nullptr;
    QButtonGroup* m_tonics = nullptr;
    QButtonGroup* m_modes = nullptr;
};

} // namespace cantilena
