#pragma once

#include "core/model/MelodyModel.h"
#include "core/model/ModelImport.h"
#include "ui/document/StudioParts.h"
#include "ui/document/Worker.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>

namespace cantilena {

/// The model that proposes notes. Lives on the GUI thread and loads on a worker thread; a
/// generation under way keeps the model that it began with.
class ModelController : public QObject {
    Q_OBJECT

public:
    explicit ModelController(StudioParts parts, QObject* parent = nullptr);

    /// Null until one is loaded.
    [[nodiscard]] const std::shared_ptr<const MelodyModel>& model() const { return m_model; }
    /// The file that it came from; empty for none.
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] bool isLoading() const { return m_worker.isBusy(); }
    /// Why there is no model; empty while one is there or is being loaded.
    [[nodiscard]] const QString& reason() const { return m_reason; }

    /// The present model stays until the new one is read, and when that fails.
    void load(const std::filesystem::path& path);
    /// Makes a model of the tutorial's files and takes it; the present one stays when that fails.
    void importTutorial(const KerasImport& import);
    /// Takes a model that is ready, as a training gives it; one that is still being read is then
    /// wanted no more.
    void use(std::shared_ptr<const MelodyModel> model, const std::filesystem::path& path);

Q_SIGNALS:
    /// Another model, or loading has begun or ended.
    void changed();
    void failed(const QString& sentence);
    /// The import is done and its model the present one, or it failed for that reason.
    void imported();
    void importFailed(const QString& sentence);

private:
    StudioParts m_parts;
    std::shared_ptr<const MelodyModel> m_model;
    std::filesystem::path m_path;
    QString m_reason;
    /// How often a model was asked for or given: the last one counts.
    int m_choices = 0;
    Worker m_worker;
};

} // namespace cantilena
