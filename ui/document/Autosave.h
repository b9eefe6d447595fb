#pragma once

#include "ui/document/ProjectController.h"
#include "ui/document/Worker.h"

#include <QLockFile>
#include <QObject>
#include <QTimer>

#include <filesystem>
#include <memory>
#include <vector>

namespace cantilena {

/// Keeps a copy of unsaved work in a folder, against a crash or a power cut, and finds what earlier
/// sessions left there. It deletes nothing but its own copy, once that is saved or given up. Lives
/// on the GUI thread; writes on a worker thread.
class Autosave : public QObject {
    Q_OBJECT

public:
    Autosave(ScoreDocument& document, ProjectController& project, std::filesystem::path folder,
             QObject* parent = nullptr);
    ~Autosave() override;

    /// Copies of sessions that did not end well, the newest first.
    [[nodiscard]] std::vector<std::filesystem::path> leftovers() const;
    /// Reads one into the document, as unsaved work, and sets the file aside under another name.
    Result<void> recover(const std::filesystem::path& leftover);

    /// Writes now if there is something new to keep.
    void write();
    /// The copy of this session; there only while work is unsaved.
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    void forgetWhenSaved(bool modified);

    ScoreDocument& m_document;
    ProjectController& m_project;
    std::filesystem::path m_folder;
    std::filesystem::path m_path;
    std::unique_ptr<QLockFile> m_lock;
    std::shared_ptr<const Score> m_written;
    std::shared_ptr<const TakeTree> m_writtenTakes;
    QTimer m_timer;
    Worker m_worker;
};

} // namespace cantilena
