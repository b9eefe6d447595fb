#include "ui/document/ImportController.h"

#include <iterator>
#include <utility>

namespace cantilena {

ImportController::ImportController(QObject* parent)
    : QObject(parent) {}

void ImportController::read(std::vector<std::filesystem::path> files) {
    m_worker.start([this, files = std::move(files)](const Worker::Line& line) {
        auto tunes = std::make_shared<Tunes>();
        for (const std::filesystem::path& file : files) {
            if (line.stop().stop_requested()) {
                return;
            }
            Tunes found = judgedFile(file);
            std::ranges::move(found, std::back_inserter(*tunes));
        }
        line.post([this, tunes] { Q_EMIT finished(*tunes); });
    });
}

} // namespace cantilena
