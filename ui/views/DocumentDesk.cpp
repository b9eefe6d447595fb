#include "ui/views/DocumentDesk.h"

#include "core/formats/ScoreFile.h"
#include "ui/views/TunePicker.h"

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
    , m_window(window) {}

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
            openTunes(path, [this, path](const Score& score) { take(score, path); });
        }
    });
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

void DocumentDesk::openTunes(const std::filesystem::path& path,
                             std::function<void(const Score&)> take) {
    Result<std::vector<TuneReading>> read = readScoreFile(path);
    if (!read) {
        forget(path);
        Q_EMIT problem(QString::fromStdString(read.error().message));
        return;
    }
    if (read->empty()) {
        Q_EMIT problem(tr("%1: there is no tune in this file.").arg(toText(path)));
        return;
    }
    if (read->size() > 1) {
        auto* picker = new TunePicker(toText(path.filename()), std::move(*read), &m_window);
        connect(picker, &TunePicker::chosen, this, take);
        picker->open();
        return;
    }
    const TuneReading& tune = read->front();
    if (!tune.score) {
        Q_EMIT problem(QString::fromStdString(tune.score.error().message));
        return;
    }
    take(*tune.score);
    if (!tune.remarks.empty()) {
        Q_EMIT notice(QString::fromStdString(tune.remarks.front()));
    }
}

void DocumentDesk::take(const Score& score, const std::filesystem::path& path) {
    Score named = score;
    if (named.title.empty()) {
        named.title = path.stem().string();
    }
    m_project.openScore(std::move(named));
    remember(path);
    Q_EMIT opened();
}

void DocumentDesk::importTracks() {
    FileQuestion question;
    question.title = tr("Import tracks");
    question.filters = {tr("Scores (%1)").arg(patterns(readableExtensions()))};
    question.start = lastFolder();
    ask(question, [this](const std::filesystem::path& path) {
        openTunes(path, [this](const Score& score) { m_project.importTracks(score); });
    });
}

void DocumentDesk::save() {
    save([] {});
}

void DocumentDesk::saveAs() {
    saveAs([] {});
}

void DocumentDesk::save(std::function<void()> then) {
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
    question.filters = {tr("MIDI files (*.mid *.midi)")};
    question.start = proposedFile(".mid");
    question.suffix = QStringLiteral("mid");
    ask(question, [this](const std::filesystem::path& path) {
        m_exporter.exportNotes(m_document.score(), path);
    });
}

void DocumentDesk::exportSound() {
    FileQuestion question;
    question.kind = FileQuestion::Kind::Save;
    question.title = tr("Export sound");
    question.filters = {tr("WAV files (*.wav)")};
    question.start = proposedFile(".wav");
    question.suffix = QStringLiteral("wav");
    ask(question, [this](const std::filesystem::path& path) {
        m_exporter.exportSound(m_document.score(), path);
    });
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
