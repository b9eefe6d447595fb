#include "ui/views/InstrumentPicker.h"

#include "ui/document/GeneralMidi.h"
#include "ui/views/Theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace cantilena {

namespace {

constexpr int kPrograms = 128;
constexpr int kProgramRole = Qt::UserRole + 1;
/// Name and family: "reed" finds the clarinet.
constexpr int kSearchRole = Qt::UserRole + 2;
constexpr QSize kSize{260, 340};

QStandardItemModel* instruments(QObject* parent) {
    auto* model = new QStandardItemModel(parent);
    for (int program = 0; program < kPrograms; ++program) {
        auto* item = new QStandardItem(instrumentName(program));
        item->setEditable(false);
        item->setToolTip(instrumentFamily(program));
        item->setData(program, kProgramRole);
        item->setData(instrumentName(program) + QLatin1Char(' ') + instrumentFamily(program),
                      kSearchRole);
        model->appendRow(item);
    }
    return model;
}

} // namespace

InstrumentPicker::InstrumentPicker(QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_found(new QSortFilterProxyModel(this)) {
    setObjectName(QStringLiteral("instrumentPicker"));
    setProperty("panel", true);
    m_search->setObjectName(QStringLiteral("instrumentSearch"));
    m_search->setPlaceholderText(tr("Search instruments"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("instrumentList"));
    m_list->setUniformItemSizes(true);
    m_found->setSourceModel(instruments(this));
    m_found->setFilterRole(kSearchRole);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(m_found);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kSmall, spacing::kSmall, spacing::kSmall, spacing::kSmall);
    column->setSpacing(spacing::kSmall);
    column->addWidget(m_search);
    column->addWidget(m_list);
    resize(kSize);
    connect(m_search, &QLineEdit::textChanged, this, &InstrumentPicker::search);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { take(m_list->currentIndex()); });
    connect(m_list, &QListView::clicked, this, &InstrumentPicker::take);
}

void InstrumentPicker::openBelow(QWidget* anchor, int program) {
    m_search->clear();
    const QModelIndex now = m_found->index(program, 0);
    m_list->setCurrentIndex(now);
    move(anchor->mapToGlobal(QPoint(0, anchor->height() + spacing::kTiny)));
    show();
    m_list->scrollTo(now, QAbstractItemView::PositionAtCenter);
    m_search->setFocus();
}

void InstrumentPicker::search(const QString& text) {
    m_found->setFilterFixedString(text);
    if (!m_list->currentIndex().isValid()) {
        m_list->setCurrentIndex(m_found->index(0, 0));
    }
}

void InstrumentPicker::take(const QModelIndex& index) {
    if (index.isValid()) {
        close();
        Q_EMIT chosen(index.data(kProgramRole).toInt());
    }
}

bool InstrumentPicker::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            const int row = m_list->currentIndex().row() + (key == Qt::Key_Down ? 1 : -1);
            if (const QModelIndex next = m_found->index(row, 0); next.isValid()) {
                m_list->setCurrentIndex(next);
            }
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace cantilena
