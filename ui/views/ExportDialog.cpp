#include "ui/views/ExportDialog.h"

#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace cantilena {

namespace {

enum RangeChoice { kSong, kLoop, kSelection };
constexpr int kWidth = 440;

} // namespace

ExportDialog::ExportDialog(const ExportRanges& ranges, QWidget* parent)
    : QDialog(parent)
    , m_ranges(ranges) {
    setObjectName(QStringLiteral("exportDialog"));
    setWindowTitle(tr("Export sound"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kLarge, spacing::kLarge, spacing::kLarge, spacing::kLarge);
    column->setSpacing(spacing::kMedium);
    column->addWidget(
        makeLabel(QStringLiteral("exportTitle"), role::kWindowTitle, tr("Export sound"), this));
    auto* form = new QFormLayout;
    form->setSpacing(spacing::kSmall);
    addFormat(*form);
    addStretch(*form);
    addLevel(*form);
    column->addLayout(form);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->setObjectName(QStringLiteral("exportButtons"));
    buttons->button(QDialogButtonBox::Cancel)->setObjectName(QStringLiteral("exportCancel"));
    auto* go = buttons->addButton(tr("Choose file\u2026"), QDialogButtonBox::AcceptRole);
    go->setObjectName(QStringLiteral("exportGo"));
    setLook(*go, "primary", true);
    go->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
    showWhatApplies();
}

void ExportDialog::addFormat(QFormLayout& form) {
    m_format = new QComboBox(this);
    m_format->setObjectName(QStringLiteral("exportFormat"));
    m_format->addItem(tr("WAV \u2013 as it is, for everything"), QStringLiteral(".wav"));
    m_format->addItem(tr("FLAC \u2013 half the size, nothing lost"), QStringLiteral(".flac"));
    m_format->addItem(tr("OGG \u2013 small, for sending"), QStringLiteral(".ogg"));
    form.addRow(tr("Format"), m_format);
    m_rate = new QComboBox(this);
    m_rate->setObjectName(QStringLiteral("exportRate"));
    for (const int rate : {44'100, 48'000, 88'200, 96'000}) {
        m_rate->addItem(tr("%L1 Hz").arg(rate), rate);
    }
    m_rate->setCurrentIndex(1);
    form.addRow(tr("Rate"), m_rate);
    m_bits = new QComboBox(this);
    m_bits->setObjectName(QStringLiteral("exportBits"));
    m_bits->addItem(tr("16 bits"), 16);
    m_bits->addItem(tr("24 bits"), 24);
    m_bits->addItem(tr("32 bits, floating point"), 32);
    form.addRow(tr("Depth"), m_bits);
    m_dither = new QCheckBox(tr("Dither"), this);
    m_dither->setObjectName(QStringLiteral("exportDither"));
    m_dither->setToolTip(tr("Hides the rounding of quiet sound under an even, faint noise"));
    m_dither->setChecked(true);
    form.addRow(QString(), m_dither);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::showWhatApplies);
    connect(m_bits, &QComboBox::currentIndexChanged, this, &ExportDialog::showWhatApplies);
}

void ExportDialog::addStretch(QFormLayout& form) {
    m_range = new QComboBox(this);
    m_range->setObjectName(QStringLiteral("exportRange"));
    m_range->addItem(tr("The whole song"), kSong);
    if (m_ranges.loop) {
        m_range->addItem(tr("The loop"), kLoop);
    }
    if (m_ranges.selection) {
        m_range->addItem(tr("The selection"), kSelection);
    }
    form.addRow(tr("What"), m_range);
    m_ending = new QComboBox(this);
    m_ending->setObjectName(QStringLiteral("exportEnding"));
    m_ending->addItem(tr("Let it ring out"), static_cast<int>(RenderEnding::UntilSilence));
    m_ending->addItem(tr("Cut at the end"), static_cast<int>(RenderEnding::Cut));
    m_ending->addItem(tr("Ring on into the beginning, for a loop"),
                      static_cast<int>(RenderEnding::Wrap));
    connect(m_ending, &QComboBox::currentIndexChanged, this, &ExportDialog::showWhatApplies);
    form.addRow(tr("End"), m_ending);
    m_tail = new QDoubleSpinBox(this);
    m_tail->setObjectName(QStringLiteral("exportTail"));
    m_tail->setRange(0.0, 60.0);
    m_tail->setDecimals(1);
    m_tail->setValue(8.0);
    m_tail->setSuffix(tr(" s at most"));
    form.addRow(tr("Tail"), m_tail);
}

void ExportDialog::addLevel(QFormLayout& form) {
    auto* row = new QHBoxLayout;
    m_normalize = new QCheckBox(tr("Bring the loudest peak to"), this);
    m_normalize->setObjectName(QStringLiteral("exportNormalize"));
    m_peak = new QDoubleSpinBox(this);
    m_peak->setObjectName(QStringLiteral("exportPeak"));
    m_peak->setRange(-24.0, 0.0);
    m_peak->setDecimals(1);
    m_peak->setValue(-1.0);
    m_peak->setSuffix(tr(" dB"));
    row->addWidget(m_normalize);
    row->addWidget(m_peak);
    row->addStretch(1);
    form.addRow(tr("Level"), row);
    m_stems = new QCheckBox(tr("One file for each track"), this);
    m_stems->setObjectName(QStringLiteral("exportStems"));
    m_stems->setToolTip(tr("Every track by itself, also those that are muted"));
    form.addRow(tr("Stems"), m_stems);
    connect(m_normalize, &QCheckBox::toggled, this, &ExportDialog::showWhatApplies);
}

void ExportDialog::showWhatApplies() {
    if (!m_stems) {
        return;
    }
    const QString kind = suffix();
    const bool isFlac = kind == QLatin1String(".flac");
    if (isFlac && m_bits->currentData().toInt() == 32) {
        m_bits->setCurrentIndex(m_bits->findData(24));
    }
    m_bits->setEnabled(kind != QLatin1String(".ogg"));
    m_dither->setEnabled(m_bits->isEnabled() && m_bits->currentData().toInt() != 32);
    m_tail->setEnabled(m_ending->currentData().toInt() != static_cast<int>(RenderEnding::Cut));
    m_peak->setEnabled(m_normalize->isChecked());
}

QString ExportDialog::suffix() const {
    return m_format->currentData().toString();
}

SoundExportSettings ExportDialog::settings() const {
    SoundExportSettings settings;
    settings.render.sampleRate = m_rate->currentData().toDouble();
    settings.bits = m_bits->currentData().toInt();
    settings.dithering = m_dither->isChecked() ? Dithering::Triangular : Dithering::Off;
    switch (m_range->currentData().toInt()) {
    case kLoop: settings.render.range = m_ranges.loop; break;
    case kSelection: settings.render.range = m_ranges.selection; break;
    default: break;
    }
    settings.render.ending = static_cast<RenderEnding>(m_ending->currentData().toInt());
    settings.render.longestTailSeconds = m_tail->value();
    if (m_normalize->isChecked()) {
        settings.peakDecibels = m_peak->value();
    }
    settings.parts = m_stems->isChecked() ? ExportParts::Stems : ExportParts::Mix;
    return settings;
}

} // namespace cantilena
