#pragma once

#include "core/score/Key.h"

#include <QToolButton>

class QButtonGroup;
class QFrame;

namespace cantilena {

/// Shows a key and lets another be chosen: a tonic and a mode, in a small panel below.
class KeyField : public QToolButton {
    Q_OBJECT

public:
    explicit KeyField(QWidget* parent = nullptr);

    void setKey(const Key& key);

Q_SIGNALS:
    void keyChosen(const cantilena::Key& key);

private:
    void open();
    void build();
    void choose(const Key& key);
    void showKey();

    Key m_key;
    QFrame* m_panel = nullptr;
    QButtonGroup* m_tonics = nullptr;
    QButtonGroup* m_modes = nullptr;
};

} // namespace cantilena
