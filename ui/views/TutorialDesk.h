#pragma once

#include "ui/document/ModelController.h"
#include "ui/views/FileChooser.h"

#include <QObject>
#include <QPointer>

#include <filesystem>
#include <vector>

namespace cantilena {

class TutorialImportDialog;

/// Leads the tutorial's files from the dialog to the controller that imports them.
class TutorialDesk : public QObject {
    Q_OBJECT

public:
    /// Models go into `modelFolder`.
    TutorialDesk(ModelController& models, std::filesystem::path modelFolder, FileChooser chooser,
                 QWidget& window);

    /// Opens the dialog, with what is found among these files.
    void open(const std::vector<std::filesystem::path>& files = {});

Q_SIGNALS:
    /// A model was imported and proposes now: one sentence.
    void notice(const QString& sentence);

private:
    ModelController& m_models;
    std::filesystem::path m_modelFolder;
    FileChooser m_chooser;
    QWidget& m_window;
    QPointer<TutorialImportDialog> m_dialog;
};

} // namespace cantilena
