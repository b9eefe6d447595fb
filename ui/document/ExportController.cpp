#include "ui/document/ExportController.h"

#include "core/formats/ScoreFile.h"

#include <utility>

namespace cantilena {

ExportController::ExportController(StudioParts parts, QObject* parent)
    : QObject(parent)
    , m_parts(std::move(parts)) {
    connect(&m_worker, &Worker::idle, this, &ExportController::idle);
}

void ExportController::exportNotes(std::shared_ptr<const Score> score,
                                   const std::filesystem::path& path) {
    run(path, [score = std::move(score), path](const Worker::Line&) {
        return writeScoreFile(*score, path);
    });
}

void ExportController::exportSound(std::shared_ptr<const Score> score,
                                   const std::filesystem::path& path,
                                   const SoundExportSettings& settings) {
    run(path,
        [this, score = std::move(score), path, settings,
         render = m_parts.exportSound](const Worker::Line& line) -> Result<void> {
            const auto progress = [this, &line](double fraction, std::string_view) {
                line.post([this, fraction] { Q_EMIT progressed(fraction); });
            };
            const auto outcome = render(*score, path, settings, line.stop(), progress);
            return outcome ? Result<void>() : outcome.error();
        });
}

void ExportController::run(const std::filesystem::path& path,
                           std::function<Result<void>(const Worker::Line&)> write) {
    m_path = path;
    const QString file = QString::fromStdString(path.string());
    m_worker.start([this, file, write = std::move(write)](const Worker::Line& line) {
        const Result<void> written = write(line);
        line.post([this, file, written] {
            if (written) {
                Q_EMIT finished(file);
            } else if (written.error().code == ErrorCode::Cancelled) {
                Q_EMIT cancelled();
            } else {
                Q_EMIT failed(QString::fromStdString(written.error().message));
            }
        });
    });
    Q_EMIT started(file);
}

void ExportController::cancel() {
    m_worker.requestStop();
}

} // namespace cantilena
