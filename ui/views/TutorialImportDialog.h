#pragma once

#include "core/model/ModelImport.h"
#include "ui/views/FileChooser.h"

#include <QDialog>

#include <array>
#include <filesystem>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;

namespace cantilena {

class ElidedLabel;

/// Asks people who followed the tutorial for the files that it left them: says what each is, takes
/// them one by one, as a folder or as a drop. Shows and asks; who listens imports.
class TutorialImportDialog : public QDialog {
    Q_OBJECT

public:
    /// Models are kept in `modelFolder`.
    TutorialImportDialog(std::filesystem::path modelFolder, FileChooser chooser,
                         QWidget* parent = nullptr);

    /// Fills in what is found among these files or in this folder.
    void offer(const std::vector<std::filesystem::path>& paths);
    [[nodiscard]] const KerasImport& files() const { return m_files; }

    /// An import is under way, or not any more.
    void setBusy(bool busy);
    /// Says why the import failed.
    void showProblem(const QString& sentence);

Q_SIGNALS:
    void importWanted(const KerasImport& import);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    enum Part { Weights, Mapping, Songs, kParts };

    struct Row {
        QLabel* mark = nullptr;
        ElidedLabel* file = nullptr;
        QPushButton* choose = nullptr;
    };

    [[nodiscard]] QWidget* makeRow(Part part);
    [[nodiscard]] QWidget* makeNameRow();
    [[nodiscard]] QWidget* makeButtons();
    [[nodiscard]] std::filesystem::path& slot(Part part);
    void chooseFile(Part part);
    void chooseFolder();
    void showFiles();

    std::filesystem::path m_modelFolder;
    FileChooser m_chooser;
    KerasImport m_files;
    std::array<Row, kParts> m_rows;
    QLineEdit* m_name = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton* m_folder = nullptr;
    QPushButton* m_import = nullptr;
    bool m_nameIsOurs = true;
    bool m_busy = false;
};

} // namespace cantilena
