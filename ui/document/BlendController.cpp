#include "ui/document/BlendController.h"

#include "core/model/BlendedModel.h"

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {
constexpr double kEvenly = 0.5;
} // namespace

BlendController::BlendController(StudioParts parts, ModelController& models, QObject* parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_models(models)
    , m_model(models.model()) {
    connect(&m_models, &ModelController::changed, this, &BlendController::blend);
}

void BlendController::load(const std::filesystem::path& path) {
    m_worker.start([this, path, read = m_parts.loadModel](const Worker::Line& line) {
        auto outcome = read(path);
        line.post([this, outcome = std::move(outcome)] { take(outcome); });
    });
}

void BlendController::take(const Result<std::shared_ptr<const MelodyModel>>& read) {
    if (!read) {
        Q_EMIT failed(QString::fromStdString(read.error().message));
        return;
    }
    m_second = *read;
    m_share = kEvenly;
    blend();
}

void BlendController::setShare(double share) {
    if (m_share != share) {
        m_share = std::clamp(share, 0.0, 1.0);
        blend();
    }
}

void BlendController::clear() {
    m_worker.drop();
    m_second = nullptr;
    blend();
}

void BlendController::blend() {
    m_model = m_models.model();
    if (m_model && m_second) {
        auto blended = blendedModel(m_model, m_second, m_share);
        if (blended) {
            m_model = *blended;
        } else {
            m_second = nullptr;
            Q_EMIT failed(QString::fromStdString(blended.error().message));
        }
    }
    Q_EMIT changed();
}

} // namespace cantilena
