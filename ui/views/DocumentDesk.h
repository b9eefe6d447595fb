#pragma once

#include "ui/document/ExportController.h"
#include "ui/document/ImportController.h"
#include "ui/document/ProjectController.h"
#include "ui/views/FileChooser.h"

#include <QObject>
#include <QSettings>
#include <QStringList>

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

class QWidget;

namespace cantilena {

/// Leads through what concerns files: it asks for paths and for what becomes of unsaved work, and
/// lets the controllers do the rest. Nothing waits: each step goes on when the answer is there.
class DocumentDesk : public QObject {
    Q_OBJECT

public:
    DocumentDesk(ScoreDocument& document, ProjectController& project, ExportController& exporter,
                 QSettings& settings, FileChooser chooser, QWidget& window);

    void startNew();
    void open();
    void openExample(const std::filesystem::path& folder);
    /// A project, or any file with notes; asks about unsaved work first. Of several tunes one can
    /// be chosen.
    void openFile(const std::filesystem::path& path);
    /// Shows every tune of these files with its verdict; what is chosen is opened or added.
    void openFiles(const std::vector<std::filesystem::path>& paths);
    void importTracks();
    void save();
    void saveAs();
    void exportNotes();
    /// Asks how, then where to.
    void exportSound(const std::optional<TickRange>& loop);

    /// Runs `then` at once when nothing is unsaved; else asks, and runs it when the work was saved
    /// or given up.
    void whenSafe(std::function<void()> then);

    /// The latest first.
    [[nodiscard]] QStringList recentFiles() const;

Q_SIGNALS:
    void problem(const QString& sentence);
    void notice(const QString& sentence);
    void recentFilesChanged();
    /// Another score is on the desk.
    void opened();

private:
    void save(std::function<void()> then);
    void saveAs(std::function<void()> then);
    void openProject(const std::filesystem::path& path);
    /// What becomes of tunes once they are read.
    enum class Purpose { Open, AddTracks };
    void read(std::vector<std::filesystem::path> paths, Purpose purpose);
    void takeRead(const ImportController::Tunes& tunes);
    void askWhichTunes(const ImportController::Tunes& tunes);
    void openTune(const FileTune& tune);
    void addTracks(const std::vector<FileTune>& tunes);
    void remember(const std::filesystem::path& path);
    void forget(const std::filesystem::path& path);
    [[nodiscard]] std::filesystem::path lastFolder() const;
    [[nodiscard]] std::filesystem::path proposedFile(const char* suffix) const;
    void ask(FileQuestion question, std::function<void(const std::filesystem::path&)> answer);

    ScoreDocument& m_document;
    ProjectController& m_project;
    ExportController& m_exporter;
    ImportController m_importer;
    std::vector<std::filesystem::path> m_reading;
    Purpose m_purpose = Purpose::Open;
    QSettings& m_settings;
    FileChooser m_chooser;
    QWidget& m_window;
};

} // namespace cantilena
