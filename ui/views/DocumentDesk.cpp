#include "ui/views/DocumentDesk.h"

#include "core/formats/ScoreFile.h"
#include "ui/views/ExportDialog.h"
#include "ui/views/ImportDialog.h"

#include <QApplication>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>

#include <utility>

namespace cantilena {

namespace {

constexpr qsizetype kRecentFiles = 8;
constexpr const char* kRecentKey = "recentFiles";
constexpr const char* kFolderKey = "lastFolder";

/// "Scores (*.mid *.abc ...)" of everything that can be read.
QString patterns(const std::vector<std::string>& extensions) {
    QStringList parts;
    for (const std::string& extension : extensions) {
        parts.append(QLatin1Char('*') + QString::fromStdString(extension));
    }
    return parts.join(QLatin1Char(' '));
}

/// The file that a tune stands in, without the number that it has there.
std::filesystem::path fileOf(const FileTune& tune) {
    const std::filesystem::path path(tune.tune.name);
    std::error_code failure;
    return std::filesystem::exists(path, failure)
               ? path
               : std::filesystem::path(tune.tune.name.substr(0, tune.tune.name.rfind('#')));
}

/// What is being typed belongs to what is saved.
void endTyping() {
    if (auto* field = qobject_cast<QLineEdit*>(QApplication::focusWidget())) {
        Q_EMIT field->editingFinished();
    }
}

} // namespace

DocumentDesk::DocumentDesk(ScoreDocument& document, ProjectController& project,
                           ExportController& exporter, QSettings& settings, FileChooser chooser,
                           QWidget& window)
    : QObject(&window)
    , m_document(document)
    , m_project(project)
    , m_exporter(exporter)
    , m_settings(settings)
    , m_chooser(std::move(chooser))
    , m_window(window) {
    connect(&m_importer, &ImportController::finished, this, &DocumentDesk::takeRead);
}

void DocumentDesk::ask(FileQuestion question,
                       std::function<void(const std::filesystem::path&)> answer) {
    m_chooser(&m_window, question,
              [this, answer = std::move(answer)](const std::filesystem::path& path) {
                  m_settings.setValue(QLatin1String(kFolderKey), toText(path.parent_path()));
                  answer(path);
              });
}

std::filesystem::path DocumentDesk::lastFolder() const {
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return toPath(m_settings.value(QLatin1String(kFolderKey), documents).toString());
}

std::filesystem::path DocumentDesk::proposedFile(const char* suffix) const {
    const std::filesystem::path folder =
        m_project.path().empty() ? lastFolder() : m_project.path().parent_path();
    QString name = m_project.name();
    name.replace(QLatin1Char('/'), QLatin1Char('-'));
    return folder / (name.toStdString() + suffix);
}

void DocumentDesk::whenSafe(std::function<void()> then) {
    if (!m_document.isModified()) {
        then();
        return;
    }
    auto* question =
        new QMessageBox(QMessageBox::NoIcon, tr("Unsaved work"),
                        tr("Save your changes to \u201C%1\u201D first?").arg(m_project.name()),
                        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, &m_window);
    question->setObjectName(QStringLiteral("unsavedQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setDefaultButton(QMessageBox::Save);
    question->setInformativeText(tr("Without saving they are lost."));
    question->button(QMessageBox::Save)->setObjectName(QStringLiteral("unsavedSave"));
    question->button(QMessageBox::Discard)->setObjectName(QStringLiteral("unsavedDiscard"));
    question->button(QMessageBox::Cancel)->setObjectName(QStringLiteral("unsavedCancel"));
    connect(question, &QMessageBox::finished, this, [this, then = std::move(then)](int answer) {
        if (answer == QMessageBox::Save) {
            save(then);
        } else if (answer == QMessageBox::Discard) {
            then();
        }
    });
    question->open();
}

void DocumentDesk::startNew() {
    whenSafe([this] {
        m_project.startNew();
        Q_EMIT opened();
    });
}

void DocumentDesk::open() {
    const QString readable = patterns(readableExtensions());
    FileQuestion question;
    question.title = tr("Open");
    question.filters = {tr("Projects and scores (*.cantilena %1)").arg(readable),
                        tr("Cantilena projects (*.cantilena)"), tr("Scores (%1)").arg(readable),
                        tr("All files (*)")};
    question.start = lastFolder();
    ask(question, [this](const std::filesystem::path& path) { openFile(path); });
}

void DocumentDesk::openExample(const std::filesystem::path& folder) {
    FileQuestion question;
    question.title = tr("Open an example");
    question.filters = {tr("Tunes (%1)").arg(patterns(readableExtensions()))};
    question.start = folder;
    m_chooser(&m_window, question, [this](const std::filesystem::path& path) { openFile(path); });
}

void DocumentDesk::openFile(const std::filesystem::path& path) {
    whenSafe([this, path] {
        if (isProjectFile(path)) {
            openProject(path);
        } else {
            read({path}, Purpose::Open);
        }
    });
}

void DocumentDesk::openFiles(const std::vector<std::filesystem::path>& paths) {
    if (paths.size() == 1) {
        openFile(paths.front());
    } else {
        read(paths, Purpose::Open);
    }
}

void DocumentDesk::openProject(const std::filesystem::path& path) {
    if (const Result<void> read = m_project.openProject(path); !read) {
        forget(path);
        Q_EMIT problem(QString::fromStdString(read.error().message));
        return;
    }
    remember(path);
    Q_EMIT opened();
}

void DocumentDesk::read(std::vector<std::filesystem::path> paths, Purpose purpose) {
    m_reading = std::move(paths);
    m_purpose = purpose;
    m_importer.read(m_reading);
}

void DocumentDesk::takeRead(const ImportController::Tunes& tunes) {
    if (tunes.size() > 1) {
        askWhichTunes(tunes);
        return;
    }
    const FileTune& found = tunes.front();
    if (!found.piece) {
        forget(m_reading.front());
        Q_EMIT problem(QString::fromStdString(found.tune.reason));
        return;
    }
    if (m_purpose == Purpose::AddTracks) {
        addTracks(tunes);
    } else {
        openTune(found);
    }
    if (!found.tune.remarks.empty()) {
        Q_EMIT notice(QString::fromStdString(found.tune.remarks.front()));
    }
}

void DocumentDesk::askWhichTunes(const ImportController::Tunes& tunes) {
    const QString files = m_reading.size() == 1
                              ? toText(m_reading.front().filename())
                              : tr("%n files", nullptr, static_cast<int>(m_reading.size()));
    auto* dialog = new ImportDialog(files, tunes, &m_window);
    connect(dialog, &ImportDialog::openChosen, this,
            [this](const FileTune& tune) { whenSafe([this, tune] { openTune(tune); }); });
    connect(dialog, &ImportDialog::tracksChosen, this, &DocumentDesk::addTracks);
    dialog->open();
}

void DocumentDesk::openTune(const FileTune& tune) {
    const std::filesystem::path path = fileOf(tune);
    Score named = *tune.piece;
    if (named.title.empty()) {
        named.title = path.stem().string();
    }
    m_project.openScore(std::move(named));
    remember(path);
    Q_EMIT opened();
}

void DocumentDesk::addTracks(const std::vector<FileTune>& tunes) {
    std::vector<std::shared_ptr<const Score>> pieces;
    for (const FileTune& tune : tunes) {
        pieces.push_back(tune.piece);
    }
    m_project.importTracks(pieces);
}

void DocumentDesk::importTracks() {
    FileQuestion question;
    question.title = tr("Import tracks");
    question.filters = {tr("Scores (%1)").arg(patterns(readableExtensions()))};
    question.start = lastFolder();
    ask(question, [this](const std::filesystem::path& path) { read({path}, Purpose::AddTracks); });
}

void DocumentDesk::save() {
    save([] {});
}

void DocumentDesk::saveAs() {
    saveAs([] {});
}

void DocumentDesk::save(std::function<void()> then) {
    endTyping();
    if (m_project.path().empty()) {
        saveAs(std::move(then));
        return;
    }
    if (const Result<void> saved = m_project.save(); !saved) {
        Q_EMIT problem(QString::fromStdString(saved.error().message));
        return;
    }
    remember(m_project.path());
    then();
}

void DocumentDesk::saveAs(std::function<void()> then) {
    endTyping();
    FileQuestion question;
    question.kind = FileQuestion::Kind::Save;
    question.title = tr("Save as");
    question.filters = {tr("Cantilena projects (*.cantilena)")};
    question.start = proposedFile(".cantilena");
    question.suffix = QStringLiteral("cantilena");
    ask(question, [this, then = std::move(then)](const std::filesystem::path& path) {
        if (const Result<void> saved = m_project.saveAs(path); !saved) {
            Q_EMIT problem(QString::fromStdString(saved.error().message));
            return;
        }
        remember(path);
        then();
    });
}

void DocumentDesk::exportNotes() {
    FileQuestion question;
    question.kind = FileQuestion::Kind::Save;
    question.title = tr("Export notes");
    question.filters = {tr("MIDI files (*.mid *.midi)"), tr("MusicXML files (*.musicxml *.xml)"),
                        tr("Packed MusicXML files (*.mxl)"), tr("ABC files (*.abc)")};
    question.start = proposedFile(".mid");
    question.suffix = QStringLiteral("mid");
    ask(question, [this](const std::filesystem::path& path) {
        m_exporter.exportNotes(m_document.score(), path);
    });
}

void DocumentDesk::exportSound(const std::optional<TickRange>& loop) {
    auto* dialog = new ExportDialog({loop, m_document.selectedRange()}, &m_window);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const SoundExportSettings settings = dialog->settings();
        const QString suffix = dialog->suffix();
        FileQuestion question;
        question.kind = FileQuestion::Kind::Save;
        question.title = tr("Export sound");
        question.filters = {tr("Sound files (*%1)").arg(suffix)};
        question.start = proposedFile(qPrintable(suffix));
        question.suffix = suffix.mid(1);
        ask(question, [this, settings](const std::filesystem::path& path) {
            m_exporter.exportSound(m_document.score(), path, settings);
        });
    });
    dialog->open();
}

QStringList DocumentDesk::recentFiles() const {
    return m_settings.value(QLatin1String(kRecentKey)).toStringList();
}

void DocumentDesk::remember(const std::filesystem::path& path) {
    QStringList files = recentFiles();
    std::error_code failure;
    const QString file = toText(std::filesystem::absolute(path, failure));
    files.removeAll(file);
    files.prepend(file);
    m_settings.setValue(QLatin1String(kRecentKey), files.mid(0, kRecentFiles));
    Q_EMIT recentFilesChanged();
}

void DocumentDesk::forget(const std::filesystem::path& path) {
    QStringList files = recentFiles();
    std::error_code failure;
    if (files.removeAll(toText(path)) > 0 && !std::filesystem::exists(path, failure)) {
        m_settings.setValue(QLatin1String(kRecentKey), files);
        Q_EMIT recentFilesChanged();
    }
}

} // namespace cantilena
