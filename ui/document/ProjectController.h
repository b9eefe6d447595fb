#pragma once

#include "core/base/Result.h"
#include "core/project/ProjectFile.h"
#include "ui/document/PlaybackController.h"
#include "ui/document/ScoreDocument.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>
#include <vector>

namespace cantilena {

/// The file that the document stands for: new, open, save, import. Lives on the GUI thread. A
/// failure leaves document and file as they were.
class ProjectController : public QObject {
    Q_OBJECT

public:
    ProjectController(ScoreDocument& document, PlaybackController& playback,
                      QObject* parent = nullptr);

    /// Empty for work that has no file yet.
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// The file's name without its ending, the score's title, or "Untitled".
    [[nodiscard]] QString name() const;

    void startNew();
    Result<void> openProject(const std::filesystem::path& path);
    /// Takes a score that came from elsewhere: the work has no project file yet.
    void openScore(Score score);
    /// Adds those of their tracks that hold notes to the document, as one undo step.
    void importTracks(const std::vector<std::shared_ptr<const Score>>& pieces);

    /// Writes to `path()`, which must not be empty.
    Result<void> save();
    /// Writes to `path`, which the document then stands for.
    Result<void> saveAs(const std::filesystem::path& path);

    /// What a save would write now.
    [[nodiscard]] Project project() const;

Q_SIGNALS:
    void pathChanged();

private:
    void adopt(Project project, std::filesystem::path path);

    ScoreDocument& m_document;
    PlaybackController& m_playback;
    std::filesystem::path m_path;
};

/// The lowest MIDI channel that no track uses, the drums' apart; the last one when all are taken.
[[nodiscard]] int freeChannel(const Score& score);

/// Whether a file is a project, by its ending.
[[nodiscard]] bool isProjectFile(const std::filesystem::path& path);

} // namespace cantilena
