#pragma once

#include "core/corpus/Corpus.h"
#include "ui/document/Worker.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <vector>

namespace cantilena {

/// Reads files with notes away from the GUI thread, each tune with the verdict that the corpus
/// doctor would give it. Lives on the GUI thread.
class ImportController : public QObject {
    Q_OBJECT

public:
    using Tunes = std::vector<FileTune>;

    explicit ImportController(QObject* parent = nullptr);

    /// Starts reading; what an earlier call was reading is given up.
    void read(std::vector<std::filesystem::path> files);
    [[nodiscard]] bool isReading() const { return m_worker.isBusy(); }

Q_SIGNALS:
    /// Every tune of every file, in their order; never empty.
    void finished(const cantilena::ImportController::Tunes& tunes);

private:
    Worker m_worker;
};

} // namespace cantilena
