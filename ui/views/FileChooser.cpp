#include "ui/views/FileChooser.h"

#include <QFileDialog>
#include <QMimeData>
#include <QRegularExpression>
#include <QUrl>

#include <utility>

namespace cantilena {

namespace {

/// "mid" of "MIDI files (*.mid *.midi)".
QString firstEnding(const QString& filter) {
    static const QRegularExpression ending(QStringLiteral("\\*\\.(\\w+)"));
    return ending.match(filter).captured(1);
}

void ask(QWidget* parent, const FileQuestion& question,
         std::function<void(const std::filesystem::path&)> answer) {
    auto* dialog = new QFileDialog(parent, question.title);
    dialog->setObjectName(QStringLiteral("fileDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const bool saves = question.kind == FileQuestion::Kind::Save;
    if (question.kind == FileQuestion::Kind::Folder) {
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
    } else {
        dialog->setFileMode(saves ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
        dialog->setNameFilters(question.filters);
    }
    dialog->setAcceptMode(saves ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setDefaultSuffix(question.suffix);
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        if (dialog->acceptMode() == QFileDialog::AcceptSave) {
            dialog->setDefaultSuffix(firstEnding(filter));
        }
    });
    if (saves) {
        dialog->setDirectory(toText(question.start.parent_path()));
        dialog->selectFile(toText(question.start.filename()));
    } else if (!question.start.empty()) {
        dialog->setDirectory(toText(question.start));
    }
    QObject::connect(dialog, &QFileDialog::fileSelected, parent,
                     [answer = std::move(answer)](const QString& file) { answer(toPath(file)); });
    dialog->open();
}

} // namespace

FileChooser fileDialogChooser() {
    return ask;
}

std::vector<std::filesystem::path> localFiles(const QMimeData& mime) {
    std::vector<std::filesystem::path> files;
    for (const QUrl& url : mime.urls()) {
        if (url.isLocalFile()) {
            files.push_back(toPath(url.toLocalFile()));
        }
    }
    return files;
}

QString toText(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

std::filesystem::path toPath(const QString& text) {
    return text.toStdString();
}

} // namespace cantilena
