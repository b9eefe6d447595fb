#include "ui/document/ModelController.h"

#include <system_error>
#include <utility>

namespace cantilena {

ModelController::ModelController(StudioParts parts, QObject* parent)
    : QObject(parent)
    , m_parts(std::move(parts)) {
    connect(&m_worker, &Worker::idle, this, &ModelController::changed);
}

void ModelController::load(const std::filesystem::path& path) {
    m_reason.clear();
    m_worker.start(
        [this, path, choice = ++m_choices, load = m_parts.loadModel](const Worker::Line& line) {
            auto loaded = load(path);
            line.post([this, path, choice, loaded = std::move(loaded)] {
                if (choice != m_choices) {
                    return;
                }
                if (loaded) {
                    m_model = *loaded;
                    m_path = path;
                    return;
                }
                const QString sentence = QString::fromStdString(loaded.error().message);
                if (!m_model) {
                    m_reason = sentence;
                }
                Q_EMIT failed(sentence);
            });
        });
    Q_EMIT changed();
}

void ModelController::importTutorial(const KerasImport& import) {
    m_worker.start([this, import, open = m_parts.backend](const Worker::Line& line) {
        std::error_code failure;
        std::filesystem::create_directories(import.output.parent_path(), failure);
        auto backend = open();
        auto made = backend ? (*backend)->importKeras(import)
                            : Result<std::shared_ptr<const MelodyModel>>(backend.error());
        line.post([this, path = import.output, made = std::move(made)] {
            if (!made) {
                Q_EMIT importFailed(QString::fromStdString(made.error().message));
                return;
            }
            use(*made, path);
            Q_EMIT imported();
        });
    });
    Q_EMIT changed();
}

void ModelController::use(std::shared_ptr<const MelodyModel> model,
                          const std::filesystem::path& path) {
    ++m_choices;
    m_model = std::move(model);
    m_path = path;
    m_reason.clear();
    Q_EMIT changed();
}

} // namespace cantilena
