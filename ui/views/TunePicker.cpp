#include "ui/views/TunePicker.h"

#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QDialogButtonBox>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace cantilena {

namespace {

constexpr QSize kSize{460, 520};

QListWidgetItem* itemFor(const TuneReading& tune) {
    const QString name = QString::fromStdString(tune.name);
    auto* item = new QListWidgetItem(name);
    if (!tune.score) {
        item->setText(QString::fromStdString(tune.score.error().message));
        item->setFlags(Qt::NoItemFlags);
    } else if (!tune.score->title.empty()) {
        item->setText(QString::fromStdString(tune.score->title));
        item->setToolTip(name);
    }
    return item;
}

} // namespace

TunePicker::TunePicker(const QString& file, std::vector<TuneReading> tunes, QWidget* parent)
    : QDialog(parent)
    , m_tunes(std::move(tunes))
    , m_list(new QListWidget(this)) {
    setObjectName(QStringLiteral("tunePicker"));
    setWindowTitle(tr("Choose a tune"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_list->setObjectName(QStringLiteral("tuneList"));
    for (const TuneReading& tune : m_tunes) {
        m_list->addItem(itemFor(tune));
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel, this);
    buttons->setObjectName(QStringLiteral("tuneButtons"));
    buttons->button(QDialogButtonBox::Open)->setObjectName(QStringLiteral("tuneOpen"));
    buttons->button(QDialogButtonBox::Open)->setProperty("primary", true);
    buttons->button(QDialogButtonBox::Cancel)->setObjectName(QStringLiteral("tuneCancel"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kLarge, spacing::kLarge, spacing::kLarge, spacing::kLarge);
    column->setSpacing(spacing::kMedium);
    column->addWidget(makeLabel(
        QStringLiteral("tuneTitle"), role::kTitle,
        tr("%1 holds %n tunes", nullptr, static_cast<int>(m_tunes.size())).arg(file), this));
    column->addWidget(m_list);
    column->addWidget(buttons);
    resize(kSize);
    m_list->setCurrentRow(0);
    connect(buttons, &QDialogButtonBox::accepted, this, &TunePicker::take);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QListWidget::itemActivated, this, &TunePicker::take);
}

void TunePicker::take() {
    const int row = m_list->currentRow();
    if (row < 0 || !m_tunes[static_cast<std::size_t>(row)].score) {
        return;
    }
    Q_EMIT chosen(*m_tunes[static_cast<std::size_t>(row)].score);
    accept();
}

} // namespace cantilena
