#pragma once

#include "ui/document/ImportController.h"
#include "ui/views/CorpusList.h"

#include <QDialog>

#include <string>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QSortFilterProxyModel;

namespace cantilena {

class PhraseThumbnail;

/// Shows what was found in files, each tune with its verdict, what could not be used of it and a
/// picture of its melody; lets some be taken into the document. Those that cannot be read say why
/// and cannot be taken.
class ImportDialog : public QDialog {
    Q_OBJECT

public:
    /// `files` are shown as the names of what was read.
    ImportDialog(const QString& files, ImportController::Tunes tunes, QWidget* parent);

Q_SIGNALS:
    /// This tune is wanted as the document.
    void openChosen(const cantilena::FileTune& tune);
    /// Their tracks are wanted beside those of the document.
    void tracksChosen(const std::vector<cantilena::FileTune>& tunes);

private:
    [[nodiscard]] QWidget* makeList();
    [[nodiscard]] QWidget* makeDetails();
    [[nodiscard]] QWidget* makeButtons();
    [[nodiscard]] std::vector<const FileTune*> chosen() const;
    void showChosen();
    void openOne();
    void addTracks();

    ImportController::Tunes m_tunes;
    CorpusList* m_rows;
    QSortFilterProxyModel* m_found;
    QLineEdit* m_search = nullptr;
    QListView* m_list = nullptr;
    PhraseThumbnail* m_picture = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_facts = nullptr;
    QLabel* m_verdict = nullptr;
    QLabel* m_remarks = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_add = nullptr;
};

} // namespace cantilena
