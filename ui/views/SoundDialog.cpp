#include "ui/views/SoundDialog.h"

#include "ui/views/FileChooser.h"
#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace cantilena {

namespace {
constexpr int kWidth = 460;
}

SoundDialog::SoundDialog(const StudioParts& parts, QWidget* parent)
    : QDialog(parent)
    , m_parts(parts)
    , m_sentence(makeLabel(QStringLiteral("soundSentence"), role::kBody, {}, this))
    , m_figures(makeLabel(QStringLiteral("soundFigures"), role::kMuted, {}, this))
    , m_font(new QComboBox(this)) {
    setObjectName(QStringLiteral("soundDialog"));
    setWindowTitle(tr("Sound"));
    m_sentence->setWordWrap(true);
    m_font->setObjectName(QStringLiteral("soundFontField"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kLarge, spacing::kLarge, spacing::kLarge, spacing::kLarge);
    column->setSpacing(spacing::kMedium);
    column->addWidget(
        makeLabel(QStringLiteral("soundTitle"), role::kWindowTitle, tr("Sound"), this));
    column->addWidget(m_sentence);
    column->addWidget(m_figures);
    auto* form = new QFormLayout;
    form->setSpacing(spacing::kSmall);
    form->addRow(tr("Soundfont"), m_font);
    column->addLayout(form);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->setObjectName(QStringLiteral("soundButtons"));
    buttons->button(QDialogButtonBox::Close)->setObjectName(QStringLiteral("soundClose"));
    column->addWidget(buttons);
    setMinimumWidth(kWidth);
    listFonts();
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(m_font, &QComboBox::activated, this, [this](int index) {
        m_parts.useSoundFont(toPath(m_font->itemData(index).toString()));
    });
}

void SoundDialog::listFonts() {
    m_font->clear();
    if (m_parts.soundFonts) {
        for (const std::filesystem::path& font : m_parts.soundFonts()) {
            m_font->addItem(toText(font.filename()), toText(font));
            m_font->setItemData(m_font->count() - 1, toText(font), Qt::ToolTipRole);
        }
    }
    m_font->setEnabled(m_font->count() > 0 && m_parts.useSoundFont != nullptr);
    if (m_font->count() == 0) {
        m_font->addItem(tr("none found"));
    }
}

void SoundDialog::showHealth(const PlaybackHealth& health) {
    m_sentence->setText(QString::fromStdString(health.sentence));
    setLook(*m_sentence, "role", QLatin1String(health.audible ? role::kBody : role::kDanger));
    m_figures->setText(tr("%1 ms delay, %2 buffers missed, %3 voices")
                           .arg(qRound(health.latencyMilliseconds))
                           .arg(health.missedBuffers)
                           .arg(health.voices));
}

} // namespace cantilena
