#pragma once

#include <QList>
#include <QString>

namespace cantilena {

/// What a hand does with the mouse in the roll, in words.
struct Gesture {
    QString what;
    QString how;
};

struct GestureGroup {
    QString title;
    QList<Gesture> gestures;
};

/// All gestures of the roll, for the overlay and the sheet of keys.
[[nodiscard]] QList<GestureGroup> gestureGroups();

} // namespace cantilena
