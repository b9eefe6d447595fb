#pragma once

#include "core/score/Note.h"

#include <QMimeData>

#include <memory>
#include <vector>

namespace cantilena {

/// The MIME type of notes on the clipboard and in a drag: JSON, see `clipboardFrom`.
inline constexpr const char* kNotesMimeType = "application/x-cantilena-notes";

/// The notes for the clipboard: `{"version": 1, "notes": [{"onset", "duration", "pitch",
/// "velocity"}]}` in ticks, and as text for other programs ("C4 1/4, D4 1/8 ...").
[[nodiscard]] std::unique_ptr<QMimeData> clipboardFrom(const std::vector<Note>& notes);

/// The notes in there, the earliest at tick 0, without ids; none when there are none or when any of
/// them makes no sense.
[[nodiscard]] std::vector<Note> notesFrom(const QMimeData* data);

} // namespace cantilena
