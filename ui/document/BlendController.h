#pragma once

#include "core/model/MelodyModel.h"
#include "ui/document/ModelController.h"
#include "ui/document/StudioParts.h"
#include "ui/document/Worker.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>

namespace cantilena {

/// The model to compose with: the one at work, or a blend of it with a second one. Lives on the
/// GUI thread and loads on a worker thread.
class BlendController : public QObject {
    Q_OBJECT

public:
    BlendController(StudioParts parts, ModelController& models, QObject* parent = nullptr);

    /// Null until one is loaded.
    [[nodiscard]] const std::shared_ptr<const MelodyModel>& model() const { return m_model; }
    /// The model that is blended in; null for none.
    [[nodiscard]] const std::shared_ptr<const MelodyModel>& second() const { return m_second; }
    /// The second model's weight, 0 to 1.
    [[nodiscard]] double share() const { return m_share; }

    /// Blends that model in, half and half to begin with.
    void load(const std::filesystem::path& path);
    void setShare(double share);
    /// Goes back to the one model.
    void clear();

Q_SIGNALS:
    void changed();
    void failed(const QString& sentence);

private:
    void take(const Result<std::shared_ptr<const MelodyModel>>& read);
    void blend();

    StudioParts m_parts;
    ModelController& m_models;
    std::shared_ptr<const MelodyModel> m_model;
    std::shared_ptr<const MelodyModel> m_second;
    double m_share = 0.5;
    Worker m_worker;
};

} // namespace cantilena
