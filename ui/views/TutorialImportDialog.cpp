#include "ui/views/TutorialImportDialog.h"

#include "ui/document/TutorialFiles.h"
#include "ui/views/Icons.h"
#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QDragEnterEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace cantilena {

namespace {

constexpr int kWidth = 600;
constexpr int kMarkSize = 20;

} // namespace

TutorialImportDialog::TutorialImportDialog(std::filesystem::path modelFolder, FileChooser chooser,
                                           QWidget* parent)
    : QDialog(parent)
    , m_modelFolder(std::move(modelFolder))
    , m_chooser(std::move(chooser)) {
    setObjectName(QStringLiteral("tutorialImportDialog"));
    setWindowTitle(tr("Import tutorial files"));
    setAcceptDrops(true);
    setMinimumWidth(kWidth);
    auto* intro = makeLabel(
        QStringLiteral("tutorialIntro"), role::kBody,
        tr("Did you follow \u201CMelody Generation with LSTM\u201D? It left files in your folder. "
           "Choose them here, or drop the folder onto this window, and Cantilena makes a model of "
           "them. The files stay as they are."),
        this);
    intro->setWordWrap(true);
    m_problem = makeLabel(QStringLiteral("tutorialProblem"), role::kDanger, {}, this);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kHuge, spacing::kHuge, spacing::kHuge, spacing::kHuge);
    column->setSpacing(spacing::kMedium);
    column->addWidget(makeLabel(QStringLiteral("tutorialTitle"), role::kWindowTitle,
                                tr("Import tutorial files"), this));
    column->addWidget(intro);
    for (const Part part : {Weights, Mapping, Songs}) {
        column->addWidget(makeRow(part));
    }
    column->addWidget(makeNameRow());
    column->addWidget(m_problem);
    column->addWidget(makeButtons());
    showFiles();
    // The texts wrap, so the height follows from the width.
    resize(kWidth, column->heightForWidth(kWidth));
}

QWidget* TutorialImportDialog::makeRow(Part part) {
    struct Texts {
        const char* name;
        QString title;
        QString explanation;
    };
    const std::array<Texts, kParts> texts = {
        {{"Weights", tr("Weights"), tr("model.h5, or a .keras file: what the network has learned")},
         {"Mapping", tr("Mapping"),
          tr("mapping.json: which number stands for which note. It belongs to these weights and "
             "to no others")},
         {"Songs", tr("Songs (if you have them)"),
          tr("file_dataset: what it was trained on. The model\u2019s card will say so")}}};
    const Texts& text = texts.at(part);
    const auto named = [&text](const char* what) {
        return QStringLiteral("tutorial") + QLatin1String(text.name) + QLatin1String(what);
    };
    auto* card = new QFrame(this);
    card->setObjectName(named("Card"));
    card->setProperty("card", true);
    Row& row = m_rows.at(part);
    row.mark = makeLabel(named("Mark"), role::kMuted, {}, card);
    row.mark->setFixedSize(kMarkSize, kMarkSize);
    row.mark->setAlignment(Qt::AlignCenter);
    row.file = new ElidedLabel(named("File"), role::kBody, {}, card);
    row.choose = new QPushButton(tr("Choose\u2026"), card);
    row.choose->setObjectName(named("Choose"));
    row.choose->setAutoDefault(false);
    row.choose->setAccessibleName(tr("Choose %1").arg(text.title));
    connect(row.choose, &QPushButton::clicked, this, [this, part] { chooseFile(part); });
    auto* explanation = makeLabel(named("Explanation"), role::kHint, text.explanation, card);
    explanation->setWordWrap(true);
    auto* words = new QVBoxLayout;
    words->setSpacing(spacing::kTiny);
    words->addWidget(makeLabel(named("Title"), role::kTitle, text.title, card));
    words->addWidget(explanation);
    words->addWidget(row.file);
    auto* line = new QHBoxLayout(card);
    line->setContentsMargins(spacing::kMedium, spacing::kMedium, spacing::kMedium,
                             spacing::kMedium);
    line->setSpacing(spacing::kMedium);
    line->addWidget(row.mark);
    line->addLayout(words, 1);
    line->addWidget(row.choose);
    return card;
}

QWidget* TutorialImportDialog::makeNameRow() {
    auto* row = new QWidget(this);
    row->setObjectName(QStringLiteral("tutorialNameRow"));
    auto* label = makeLabel(QStringLiteral("tutorialNameLabel"), role::kBody, tr("&Name"), row);
    m_name = new QLineEdit(row);
    m_name->setObjectName(QStringLiteral("tutorialName"));
    label->setBuddy(m_name);
    connect(m_name, &QLineEdit::textEdited, this, [this] {
        m_nameIsOurs = false;
        showFiles();
    });
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(spacing::kMedium);
    line->addWidget(label);
    line->addWidget(m_name, 1);
    return row;
}

QWidget* TutorialImportDialog::makeButtons() {
    auto* row = new QWidget(this);
    row->setObjectName(QStringLiteral("tutorialButtons"));
    const auto button = [row](const char* name, const QString& text) {
        auto* made = new QPushButton(text, row);
        made->setObjectName(QLatin1String(name));
        made->setAutoDefault(false);
        return made;
    };
    m_folder = button("tutorialFolder", tr("Choose the whole &folder\u2026"));
    auto* cancel = button("tutorialCancel", tr("Cancel"));
    m_import = button("tutorialImport", tr("&Import"));
    m_import->setProperty("primary", true);
    m_import->setDefault(true);
    m_folder->setFocus();
    connect(m_folder, &QPushButton::clicked, this, &TutorialImportDialog::chooseFolder);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_import, &QPushButton::clicked, this, [this] {
        KerasImport import = m_files;
        import.name = m_name->text().trimmed().toStdString();
        import.output = freeModelFile(m_modelFolder, import.name);
        m_problem->hide();
        Q_EMIT importWanted(import);
    });
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(spacing::kSmall);
    line->addWidget(m_folder);
    line->addStretch(1);
    line->addWidget(cancel);
    line->addWidget(m_import);
    return row;
}

std::filesystem::path& TutorialImportDialog::slot(Part part) {
    switch (part) {
    case Mapping: return m_files.mapping;
    case Songs: return m_files.dataSet;
    default: return m_files.weights;
    }
}

void TutorialImportDialog::offer(const std::vector<std::filesystem::path>& paths) {
    const KerasImport found = tutorialFilesIn(paths);
    for (const auto& [from, to] :
         {std::pair(&found.weights, &m_files.weights), std::pair(&found.mapping, &m_files.mapping),
          std::pair(&found.dataSet, &m_files.dataSet)}) {
        if (!from->empty()) {
            *to = *from;
        }
    }
    m_problem->hide();
    if (found.weights.empty() && found.mapping.empty() && found.dataSet.empty()) {
        showProblem(tr("There is no model.h5, mapping.json or file_dataset in %1.")
                        .arg(paths.empty() ? QString() : toText(paths.front().filename())));
    }
    showFiles();
}

void TutorialImportDialog::chooseFile(Part part) {
    FileQuestion question;
    question.start =
        m_files.weights.empty() ? std::filesystem::path() : m_files.weights.parent_path();
    switch (part) {
    case Mapping:
        question.title = tr("Choose the mapping");
        question.filters = {tr("Mappings (*.json)"), tr("All files (*)")};
        break;
    case Songs:
        question.title = tr("Choose the songs");
        question.filters = {tr("Songs (file_dataset)"), tr("All files (*)")};
        break;
    default:
        question.title = tr("Choose the weights");
        question.filters = {tr("Keras files (*.h5 *.hdf5 *.keras)"), tr("All files (*)")};
        break;
    }
    m_chooser(this, question, [this, part](const std::filesystem::path& path) {
        slot(part) = path;
        m_problem->hide();
        if (part == Weights) {
            // Its neighbours are most likely meant as well.
            offer({path});
        }
        showFiles();
    });
}

void TutorialImportDialog::chooseFolder() {
    FileQuestion question;
    question.kind = FileQuestion::Kind::Folder;
    question.title = tr("Choose the tutorial's folder");
    m_chooser(this, question, [this](const std::filesystem::path& path) { offer({path}); });
}

void TutorialImportDialog::showFiles() {
    for (const Part part : {Weights, Mapping, Songs}) {
        const std::filesystem::path& file = slot(part);
        Row& row = m_rows.at(part);
        row.file->setText(file.empty() ? tr("not chosen yet") : toText(file));
        row.file->setToolTip(toText(file));
        setLook(*row.file, "role", QLatin1String(file.empty() ? role::kMuted : role::kBody));
        if (file.empty()) {
            row.mark->setText(QString::number(part + 1));
        } else {
            row.mark->setPixmap(icon(QStringLiteral("check")).pixmap(kMarkSize, kMarkSize));
        }
        row.mark->setAccessibleName(file.empty() ? tr("not chosen yet") : tr("chosen"));
        row.choose->setText(file.empty() ? tr("Choose\u2026") : tr("Change\u2026"));
        row.choose->setEnabled(!m_busy);
    }
    if (m_nameIsOurs && !m_files.weights.empty()) {
        const QString folder = toText(m_files.weights.parent_path().filename());
        const QString stem = toText(m_files.weights.stem());
        m_name->setText(folder.isEmpty() ? stem : tr("%1 (tutorial)").arg(folder));
    }
    m_name->setEnabled(!m_busy);
    m_folder->setEnabled(!m_busy);
    m_import->setEnabled(!m_busy && !m_files.weights.empty() && !m_files.mapping.empty() &&
                         !m_name->text().trimmed().isEmpty());
    m_import->setText(m_busy ? tr("Importing\u2026") : tr("&Import"));
}

void TutorialImportDialog::setBusy(bool busy) {
    m_busy = busy;
    showFiles();
}

void TutorialImportDialog::showProblem(const QString& sentence) {
    m_problem->setText(sentence);
    m_problem->show();
    resize(width(), layout()->heightForWidth(width()));
}

void TutorialImportDialog::dragEnterEvent(QDragEnterEvent* event) {
    if (!m_busy && !localFiles(*event->mimeData()).empty()) {
        event->acceptProposedAction();
    }
}

void TutorialImportDialog::dropEvent(QDropEvent* event) {
    offer(localFiles(*event->mimeData()));
    event->acceptProposedAction();
}

} // namespace cantilena
