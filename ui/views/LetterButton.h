#pragma once

#include <QString>

class QToolButton;
class QWidget;

namespace cantilena {

/// A switch of a track that a single letter stands for: M, S. `meaning` is its tip and its name for
/// those who do not see it.
[[nodiscard]] QToolButton* makeLetterButton(const QString& name, const QString& letter,
                                            const QString& meaning, QWidget* parent);

} // namespace cantilena
