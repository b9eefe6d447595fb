#pragma once

#include "core/score/Score.h"
#include "ui/document/StudioParts.h"
#include "ui/document/Worker.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>

namespace cantilena {

/// Writes a score to MIDI and sound files, one at a time. Lives on the GUI thread; the writing
/// happens on a worker thread, so that editing and playing go on.
class ExportController : public QObject {
    Q_OBJECT

public:
    explicit ExportController(StudioParts parts, QObject* parent = nullptr);

    [[nodiscard]] bool isBusy() const { return m_worker.isBusy(); }
    /// The file being written, or the last one.
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

    /// Each replaces what is being written at that moment, which then leaves no file behind.
    void exportNotes(std::shared_ptr<const Score> score, const std::filesystem::path& path);
    void exportSound(std::shared_ptr<const Score> score, const std::filesystem::path& path,
                     const SoundExportSettings& settings = {});
    void cancel();

Q_SIGNALS:
    void started(const QString& file);
    void progressed(double fraction);
    void finished(const QString& file);
    void cancelled();
    void failed(const QString& sentence);
    /// Nothing is being written any more.
    void idle();

private:
    void run(const std::filesystem::path& path,
             std::function<Result<void>(const Worker::Line&)> write);

    StudioParts m_parts;
    std::filesystem::path m_path;
    Worker m_worker;
};

} // namespace cantilena
