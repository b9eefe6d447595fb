#include "ui/views/TutorialDesk.h"

#include "ui/views/TutorialImportDialog.h"

#include <utility>

namespace cantilena {

TutorialDesk::TutorialDesk(ModelController& models, std::filesystem::path modelFolder,
                           FileChooser chooser, QWidget& window)
    : QObject(&window)
    , m_models(models)
    , m_modelFolder(std::move(modelFolder))
    , m_chooser(std::move(chooser))
    , m_window(window) {
    connect(&m_models, &ModelController::imported, this, [this] {
        if (m_dialog) {
            m_dialog->close();
        }
        Q_EMIT notice(
            tr("\u201C%1\u201D proposes now: a tutorial model, which knows sixteenths and "
               "no metre. It is kept with your models.")
                .arg(QString::fromStdString(m_models.model()->card().name)));
    });
    connect(&m_models, &ModelController::importFailed, this, [this](const QString& sentence) {
        if (m_dialog) {
            m_dialog->setBusy(false);
            m_dialog->showProblem(sentence);
        }
    });
}

void TutorialDesk::open(const std::vector<std::filesystem::path>& files) {
    if (!m_dialog) {
        m_dialog = new TutorialImportDialog(m_modelFolder, m_chooser, &m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &TutorialImportDialog::importWanted, this,
                [this](const KerasImport& import) {
                    m_dialog->setBusy(true);
                    m_models.importTutorial(import);
                });
    }
    if (!files.empty()) {
        m_dialog->offer(files);
    }
    m_dialog->open();
}

} // namespace cantilena
