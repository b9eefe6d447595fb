#include "ui/views/ImportDialog.h"

#include "ui/document/ProjectController.h"
#include "ui/views/Labels.h"
#include "ui/views/PhraseThumbnail.h"
#include "ui/views/Theme.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {

constexpr QSize kSize{880, 560};
constexpr int kDetailsWidth = 320;
constexpr int kPictureHeight = 96;
/// More remarks than these about one tune are counted, not listed.
constexpr std::size_t kMostRemarks = 40;

QString verdictInWords(const FileTune& found) {
    switch (found.tune.verdict) {
    case Verdict::Taken: return ImportDialog::tr("One melody, ready to compose with");
    case Verdict::LineTaken:
        return ImportDialog::tr("Opens whole. For training its melody would be %1.")
            .arg(QString::fromStdString(found.tune.reason));
    case Verdict::Quantised:
        return ImportDialog::tr("Opens as written. For training: %1.")
            .arg(QString::fromStdString(found.tune.reason));
    case Verdict::NoNotes:
    case Verdict::Broken:
    case Verdict::NotMusic: break;
    }
    return QString::fromStdString(found.tune.reason);
}

QString factsInWords(const FileTune& found) {
    QStringList facts;
    if (found.tune.keySource != KeySource::Unknown) {
        const QString key = QString::fromStdString(found.tune.key.name());
        facts.append(found.tune.keySource == KeySource::Estimated
                         ? ImportDialog::tr("%1 (estimated)").arg(key)
                         : key);
    }
    if (found.tune.meter) {
        facts.append(QString::fromStdString(found.tune.meter->name()));
    }
    if (found.piece) {
        facts.append(ImportDialog::tr("notes: %L1").arg(found.piece->noteCount()));
        facts.append(ImportDialog::tr("tracks: %L1").arg(found.piece->tracks.size()));
    }
    return facts.join(QStringLiteral(" \u2022 "));
}

QString remarksInWords(const std::vector<std::string>& remarks) {
    if (remarks.empty()) {
        return ImportDialog::tr("Everything in it is used.");
    }
    QStringList lines;
    for (std::size_t i = 0; i < std::min(remarks.size(), kMostRemarks); ++i) {
        lines.append(QStringLiteral("\u2013 ") + QString::fromStdString(remarks[i]));
    }
    if (remarks.size() > kMostRemarks) {
        lines.append(ImportDialog::tr("and %n more", nullptr,
                                      static_cast<int>(remarks.size() - kMostRemarks)));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

ImportDialog::ImportDialog(const QString& files, ImportController::Tunes tunes, QWidget* parent)
    : QDialog(parent)
    , m_tunes(std::move(tunes))
    , m_rows(new CorpusList(this))
    , m_found(new QSortFilterProxyModel(this)) {
    setObjectName(QStringLiteral("importDialog"));
    setWindowTitle(tr("Choose what to open"));
    setAttribute(Qt::WA_DeleteOnClose);
    Corpus corpus;
    for (const FileTune& found : m_tunes) {
        corpus.tunes.push_back(found.tune);
    }
    const std::filesystem::path first(m_tunes.front().tune.name);
    m_rows->setCorpus(corpus, first.parent_path().string());
    m_found->setSourceModel(m_rows);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kLarge, spacing::kLarge, spacing::kLarge, spacing::kLarge);
    column->setSpacing(spacing::kMedium);
    const int refused = m_rows->count(CorpusFilter::LeftOut);
    column->addWidget(makeLabel(
        QStringLiteral("importTitle"), role::kTitle,
        tr("%1: %n tunes", nullptr, static_cast<int>(m_tunes.size())).arg(files) +
            (refused > 0 ? QStringLiteral(", ") + tr("without notes or broken: %1").arg(refused)
                         : QString()),
        this));
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::kLarge);
    row->addWidget(makeList(), 1);
    row->addWidget(makeDetails());
    column->addLayout(row, 1);
    column->addWidget(makeButtons());
    resize(kSize);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ImportDialog::showChosen);
    m_list->setCurrentIndex(m_found->index(0, 0));
    showChosen();
    m_search->setFocus();
}

QWidget* ImportDialog::makeList() {
    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::kSmall);
    m_search = new QLineEdit(left);
    m_search->setObjectName(QStringLiteral("importSearch"));
    m_search->setPlaceholderText(tr("Search by title"));
    m_search->setClearButtonEnabled(true);
    m_search->setVisible(m_tunes.size() > 8);
    m_list = new QListView(left);
    m_list->setObjectName(QStringLiteral("tuneList"));
    m_list->setModel(m_found);
    m_list->setItemDelegate(new CorpusRowDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setAccessibleName(tr("Tunes and their verdicts"));
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    connect(m_search, &QLineEdit::textChanged, m_found,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(m_search, &QLineEdit::returnPressed, this, &ImportDialog::openOne);
    connect(m_list, &QListView::activated, this, &ImportDialog::openOne);
    return left;
}

QWidget* ImportDialog::makeDetails() {
    auto* card = new QFrame(this);
    card->setObjectName(QStringLiteral("importDetails"));
    card->setProperty("panel", true);
    card->setFixedWidth(kDetailsWidth);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(spacing::kLarge, spacing::kLarge, spacing::kLarge, spacing::kLarge);
    column->setSpacing(spacing::kSmall);
    const auto line = [&](const char* name, const char* role) {
        auto* label = makeLabel(QLatin1String(name), role, {}, card);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        return label;
    };
    m_title = line("importTuneTitle", role::kTitle);
    m_facts = line("importFacts", role::kHint);
    m_picture = new PhraseThumbnail(card);
    m_picture->setObjectName(QStringLiteral("importPicture"));
    m_picture->setMinimumHeight(kPictureHeight);
    m_verdict = line("importVerdict", role::kBody);
    m_remarks = line("importRemarks", role::kMuted);
    m_remarks->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_remarks->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* scroll = new QScrollArea(card);
    scroll->setObjectName(QStringLiteral("importRemarksScroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setProperty("ground", "panel");
    scroll->setWidgetResizable(true);
    scroll->setWidget(m_remarks);
    for (QWidget* part : std::initializer_list<QWidget*>{m_title, m_facts, m_picture, m_verdict}) {
        column->addWidget(part);
    }
    column->addWidget(scroll, 1);
    return card;
}

QWidget* ImportDialog::makeButtons() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kSmall);
    const auto button = [&](const char* name, const QString& text, const QString& hint) {
        auto* made = new QPushButton(text, bar);
        made->setObjectName(QLatin1String(name));
        made->setToolTip(hint);
        row->addWidget(made);
        return made;
    };
    row->addStretch(1);
    auto* cancel = button("tuneCancel", tr("Cancel"), {});
    m_add = button("tuneAdd", tr("Add as tracks"),
                   tr("Put its tracks beside those that are there, as one undo step"));
    m_open = button("tuneOpen", tr("Open"), tr("Compose with this tune"));
    m_open->setProperty("primary", true);
    m_open->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_add, &QPushButton::clicked, this, &ImportDialog::addTracks);
    connect(m_open, &QPushButton::clicked, this, &ImportDialog::openOne);
    return bar;
}

std::vector<const FileTune*> ImportDialog::chosen() const {
    std::vector<const FileTune*> tunes;
    for (const QModelIndex& index : m_list->selectionModel()->selectedRows()) {
        tunes.push_back(&m_tunes[static_cast<std::size_t>(m_found->mapToSource(index).row())]);
    }
    return tunes;
}

void ImportDialog::showChosen() {
    const auto tunes = chosen();
    const auto readable =
        std::ranges::count_if(tunes, [](const FileTune* found) { return found->piece != nullptr; });
    m_open->setEnabled(tunes.size() == 1 && readable == 1);
    m_add->setEnabled(readable > 0);
    if (tunes.size() != 1) {
        m_title->setText(tr("Tunes chosen: %1").arg(tunes.size()));
        for (QLabel* label : {m_facts, m_verdict, m_remarks}) {
            label->clear();
        }
        m_picture->setPhrase({}, {});
        return;
    }
    const FileTune& found = *tunes.front();
    m_title->setText(m_list->selectionModel()->selectedRows().front().data().toString());
    m_facts->setText(factsInWords(found));
    m_verdict->setText(verdictInWords(found));
    m_remarks->setText(found.piece ? remarksInWords(found.tune.remarks) : QString());
    if (found.tune.melody) {
        m_picture->setPhrase(found.tune.melody->tracks.front()->notes,
                             {Tick{}, found.tune.melody->end()});
    } else {
        m_picture->setPhrase({}, {});
    }
}

void ImportDialog::openOne() {
    const auto tunes = chosen();
    if (tunes.size() == 1 && tunes.front()->piece) {
        Q_EMIT openChosen(*tunes.front());
        accept();
    }
}

void ImportDialog::addTracks() {
    std::vector<FileTune> wanted;
    for (const FileTune* found : chosen()) {
        if (found->piece) {
            wanted.push_back(*found);
        }
    }
    Q_EMIT tracksChosen(wanted);
    accept();
}

} // namespace cantilena
