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

/// Found by the name, by General MIDI's name for it, and by its family.
QStandardItem* itemOf(int program, const QString& name, bool drums) {
    auto* item = new QStandardItem(name);
    item->setEditable(false);
    item->setData(program, kProgramRole);
    item->setData(name, kSearchRole);
    if (!drums) {
        const QString family = instrumentFamily(program);
        item->setToolTip(family);
        item->setData(QStringList{name, instrumentName(program), family}.join(QLatin1Char(' ')),
                      kSearchRole);
    }
    return item;
}

} // namespace

InstrumentPicker::InstrumentPicker(QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_instruments(new QStandardItemModel(this))
    , m_found(new QSortFilterProxyModel(this)) {
    setObjectName(QStringLiteral("instrumentPicker"));
    setProperty("panel", true);
    m_search->setObjectName(QStringLiteral("instrumentSearch"));
    m_search->setPlaceholderText(tr("Search instruments"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("instrumentList"));
    m_list->setUniformItemSizes(true);
    m_found->setSourceModel(m_instruments);
    setInstruments(nullptr, false);
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

void InstrumentPicker::setInstruments(const std::vector<Instrument>* font, bool drums) {
    m_instruments->clear();
    if (font) {
        for (const Instrument& instrument : *font) {
            if (instrument.bank == (drums ? kDrumBank : 0)) {
                m_instruments->appendRow(
                    itemOf(instrument.program, QString::fromStdString(instrument.name), drums));
            }
        }
    }
    if (!drums && m_instruments->rowCount() == 0) {
        for (int program = 0; program < kPrograms; ++program) {
            m_instruments->appendRow(itemOf(program, instrumentName(program), false));
        }
    }
}

void InstrumentPicker::openBelow(QWidget* anchor, int program) {
    m_search->clear();
    const QModelIndexList same =
        m_found->match(m_found->index(0, 0), kProgramRole, program, 1, Qt::MatchExactly);
    const QModelIndex now = same.isEmpty() ? m_found->index(0, 0) : same.front();
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
