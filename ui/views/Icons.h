#pragma once

#include <QIcon>
#include <QString>

namespace cantilena {

/// One of the line icons of resources/icons by its file's name ("play"), drawn in the theme's
/// colours: text, muted while disabled, the accent while checked. It follows a change of theme.
[[nodiscard]] QIcon icon(const QString& name);

/// The same for a button on the accent, `primary=true` in the style sheet.
[[nodiscard]] QIcon iconOnAccent(const QString& name);

} // namespace cantilena
