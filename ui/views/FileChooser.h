#pragma once

#include <QString>
#include <QStringList>

#include <filesystem>
#include <functional>
#include <vector>

class QMimeData;
class QWidget;

namespace cantilena {

/// A question for a file or folder.
struct FileQuestion {
    enum class Kind { Open, Save, Folder };

    Kind kind = Kind::Open;
    QString title;
    /// "MIDI files (*.mid *.midi)"; the first is chosen.
    QStringList filters;
    /// Where to begin: a folder, or for a save the proposed file.
    std::filesystem::path start;
    /// Added to a name without an ending, such as "mid".
    QString suffix;
};

/// Asks, returns at once, and calls `answer` when a path was chosen; not when the person thought
/// better of it.
using FileChooser = std::function<void(QWidget* parent, const FileQuestion& question,
                                       std::function<void(const std::filesystem::path&)> answer)>;

/// Asks with a file dialog.
[[nodiscard]] FileChooser fileDialogChooser();

/// The files and folders of a drop that lie on this machine.
[[nodiscard]] std::vector<std::filesystem::path> localFiles(const QMimeData& mime);

[[nodiscard]] QString toText(const std::filesystem::path& path);
[[nodiscard]] std::filesystem::path toPath(const QString& text);

} // namespace cantilena
