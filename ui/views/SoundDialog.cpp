#include "ui/views/SoundDialog.h"

#include "core/playback/SoundServers.h"
#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTabWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <array>
#include <utility>

namespace cantilena {

namespace {

constexpr QSize kSize{560, 480};
constexpr std::array kRates = {44'100, 48'000, 88'200, 96'000};
constexpr std::array kPeriods = {64, 128, 256, 512, 1024, 2048};
constexpr int kClockColumn = 80;
constexpr int kDelayColumn = 132;
constexpr double kMilliseconds = 1000.0;
constexpr double kLongestOffset = 1000.0;

QStringList toList(const std::vector<std::string>& names) {
    QStringList list;
    for (const std::string& name : names) {
        list.append(QString::fromStdString(name));
    }
    return list;
}

QVBoxLayout* columnOf(QWidget* page) {
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, spacing::kLarge, 0, 0);
    column->setSpacing(spacing::kMedium);
    return column;
}

QPushButton* makeButton(const char* name, const QString& text, const QString& tip,
                        QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(QLatin1String(name));
    button->setToolTip(tip);
    button->setAutoDefault(false);
    return button;
}

QDoubleSpinBox* makeOffset(const QString& name, double seconds, QWidget* parent) {
    auto* offset = new QDoubleSpinBox(parent);
    offset->setObjectName(name);
    offset->setRange(-kLongestOffset, kLongestOffset);
    offset->setDecimals(1);
    offset->setSuffix(SoundDialog::tr(" ms"));
    offset->setKeyboardTracking(false);
    offset->setValue(seconds * kMilliseconds);
    return offset;
}

} // namespace

SoundDialog::SoundDialog(SoundController& sound, FileChooser chooser, QWidget* parent)
    : QDialog(parent)
    , m_sound(sound)
    , m_chooser(std::move(chooser))
    , m_sentence(makeLabel(QStringLiteral("soundSentence"), role::kBody, {}, this))
    , m_figures(makeLabel(QStringLiteral("soundFigures"), role::kMuted, {}, this)) {
    setObjectName(QStringLiteral("soundDialog"));
    setWindowTitle(tr("Sound"));
    m_sentence->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kLarge, spacing::kLarge, spacing::kLarge, spacing::kLarge);
    column->setSpacing(spacing::kSmall);
    column->addWidget(
        makeLabel(QStringLiteral("soundTitle"), role::kWindowTitle, tr("Sound"), this));
    column->addWidget(m_sentence);
    column->addWidget(m_figures);
    auto* tabs = new QTabWidget(this);
    tabs->setObjectName(QStringLiteral("soundTabs"));
    tabs->addTab(makeDevicePage(), tr("Device"));
    tabs->addTab(makeFontPage(), tr("Instruments"));
    tabs->addTab(makeMidiPage(), tr("MIDI"));
    column->addWidget(tabs, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->setObjectName(QStringLiteral("soundButtons"));
    buttons->button(QDialogButtonBox::Close)->setObjectName(QStringLiteral("soundClose"));
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    resize(kSize);
    listDevices();
    listFonts();
    listPorts();
    connect(&m_sound, &SoundController::changed, this, [this] {
        listDevices();
        listFonts();
    });
}

// Device

QWidget* SoundDialog::makeDevicePage() {
    auto* page = new QWidget(this);
    page->setObjectName(QStringLiteral("devicePage"));
    auto* column = columnOf(page);
    auto* form = new QFormLayout;
    form->setSpacing(spacing::kSmall);
    const auto addField = [&](QComboBox*& field, const char* name, const QString& caption) {
        field = new QComboBox(page);
        field->setObjectName(QLatin1String(name));
        connect(field, &QComboBox::activated, this, &SoundDialog::chooseOutput);
        form->addRow(caption, field);
    };
    addField(m_driver, "driverField", tr("Sound system"));
    addField(m_device, "deviceField", tr("Device"));
    m_device->setEditable(true);
    m_device->setInsertPolicy(QComboBox::NoInsert);
    m_device->lineEdit()->setObjectName(QStringLiteral("deviceFieldText"));
    m_device->lineEdit()->setPlaceholderText(tr("the one the system prefers"));
    m_device->setToolTip(tr("Choose one, or type the name that the sound system gives it"));
    connect(m_device->lineEdit(), &QLineEdit::editingFinished, this, &SoundDialog::chooseOutput);
    addField(m_rate, "rateField", tr("Rate"));
    addField(m_buffer, "bufferField", tr("Buffer"));
    m_buffer->setToolTip(tr("Smaller answers sooner; larger survives a busier machine"));
    for (const int rate : kRates) {
        m_rate->addItem(tr("%L1 Hz").arg(rate), rate);
    }
    for (const int frames : kPeriods) {
        m_buffer->addItem(tr("3 \u00D7 %1 frames").arg(frames), frames);
    }
    m_latency = makeLabel(QStringLiteral("latencyLabel"), role::kBody, {}, page);
    form->addRow(tr("Delay"), m_latency);
    column->addLayout(form);
    auto* row = new QHBoxLayout;
    auto* tone = makeButton("testToneButton", tr("Test tone"),
                            tr("A second of A4; it needs no sound font"), page);
    connect(tone, &QPushButton::clicked, this, [this] { m_sound.engine().playTestTone(); });
    auto* defaults = makeButton("soundDefaultsButton", tr("Back to what works"),
                                tr("Whatever device works, and the best sound font found"), page);
    connect(defaults, &QPushButton::clicked, &m_sound, &SoundController::restoreDefaults);
    row->addWidget(tone);
    row->addWidget(defaults);
    row->addStretch(1);
    column->addLayout(row);
    column->addStretch(1);
    return page;
}

void SoundDialog::listDevices() {
    const AudioOutputSettings& now = m_sound.output();
    m_driver->clear();
    m_driver->addItem(tr("Automatic"), QString());
    for (const QString& driver : toList(m_sound.drivers())) {
        m_driver->addItem(QString::fromStdString(soundSystemName(driver.toStdString())), driver);
    }
    const QString driver = QString::fromStdString(now.driver);
    if (m_driver->findData(driver) < 0) {
        m_driver->addItem(tr("%1 (not built in)").arg(driver), driver);
    }
    m_driver->setCurrentIndex(m_driver->findData(driver));
    m_device->clear();
    m_device->addItems(toList(m_sound.devices(now.driver)));
    m_device->setCurrentText(QString::fromStdString(now.device));
    m_device->setEnabled(!driver.isEmpty());
    m_rate->setCurrentIndex(m_rate->findData(static_cast<int>(now.sampleRate)));
    m_buffer->setCurrentIndex(m_buffer->findData(now.periodFrames));
}

void SoundDialog::chooseOutput() {
    AudioOutputSettings wanted = m_sound.output();
    const std::string driver = m_driver->currentData().toString().toStdString();
    wanted.device = driver == wanted.driver ? m_device->currentText().toStdString() : std::string();
    wanted.driver = driver;
    wanted.sampleRate = m_rate->currentData().toDouble();
    wanted.periodFrames = m_buffer->currentData().toInt();
    const AudioOutputSettings& now = m_sound.output();
    if (wanted.driver != now.driver || wanted.device != now.device ||
        wanted.sampleRate != now.sampleRate || wanted.periodFrames != now.periodFrames) {
        m_sound.setOutput(wanted);
    }
}

// Instruments

QWidget* SoundDialog::makeFontPage() {
    auto* page = new QWidget(this);
    page->setObjectName(QStringLiteral("fontPage"));
    auto* column = columnOf(page);
    auto* hint =
        makeLabel(QStringLiteral("fontHint"), role::kMuted,
                  tr("Sound fonts (.sf2, .sf3) hold the instruments. The present one plays "
                     "until another is loaded."),
                  page);
    hint->setWordWrap(true);
    column->addWidget(hint);
    m_fonts = new QListWidget(page);
    m_fonts->setObjectName(QStringLiteral("soundFontList"));
    connect(m_fonts, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
        m_sound.setFont(toPath(item->data(Qt::UserRole).toString()));
    });
    connect(m_fonts, &QListWidget::itemClicked, m_fonts, &QListWidget::itemActivated);
    column->addWidget(m_fonts, 1);
    auto* row = new QHBoxLayout;
    auto* add =
        makeButton("addFontButton", tr("Add\u2026"), tr("Use a sound font from anywhere"), page);
    connect(add, &QPushButton::clicked, this, &SoundDialog::addFont);
    auto* reload = makeButton("reloadFontButton", tr("Reload"),
                              tr("Read the font anew, as when its file was changed"), page);
    connect(reload, &QPushButton::clicked, &m_sound, &SoundController::reloadFont);
    row->addWidget(add);
    row->addWidget(reload);
    row->addStretch(1);
    column->addLayout(row);
    return page;
}

void SoundDialog::listFonts() {
    const QSignalBlocker quiet(m_fonts);
    m_fonts->clear();
    for (const std::filesystem::path& font : m_sound.fonts()) {
        auto* item = new QListWidgetItem(toText(font.filename()), m_fonts);
        item->setData(Qt::UserRole, toText(font));
        item->setToolTip(toText(font));
        std::error_code failure;
        if (!std::filesystem::exists(font, failure)) {
            item->setText(tr("%1 (not there)").arg(toText(font.filename())));
        }
        if (font == m_sound.font()) {
            m_fonts->setCurrentItem(item);
        }
    }
}

void SoundDialog::addFont() {
    FileQuestion question;
    question.title = tr("Add a sound font");
    question.filters = {tr("Sound fonts (*.sf2 *.sf3 *.SF2 *.SF3)")};
    question.start = m_sound.font().parent_path();
    m_chooser(this, question, [this](const std::filesystem::path& path) { m_sound.addFont(path); });
}

// MIDI

QWidget* SoundDialog::makeMidiPage() {
    auto* page = new QWidget(this);
    page->setObjectName(QStringLiteral("midiPage"));
    auto* column = columnOf(page);
    m_noPorts = makeLabel(QStringLiteral("noPortsLabel"), role::kMuted,
                          tr("No MIDI port is there. Plug one in, or start JACK: it appears by "
                             "itself."),
                          page);
    m_noPorts->setWordWrap(true);
    column->addWidget(m_noPorts);
    column->addWidget(makeLabel(QStringLiteral("outputsTitle"), role::kTitle, tr("Outputs"), page));
    m_outputs = new QTreeWidget(page);
    m_outputs->setObjectName(QStringLiteral("midiOutputList"));
    m_outputs->setHeaderLabels({tr("Port"), tr("Clock"), tr("Later by")});
    m_outputs->header()->setStretchLastSection(false);
    m_outputs->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_outputs->setColumnWidth(1, kClockColumn);
    m_outputs->setColumnWidth(2, kDelayColumn);
    m_outputs->setRootIsDecorated(false);
    m_outputs->setSelectionMode(QAbstractItemView::NoSelection);
    m_outputs->setToolTip(tr("The mixer leads each track to a port. Clock sends start, stop and "
                             "song position too."));
    column->addWidget(m_outputs, 2);
    column->addWidget(makeLabel(QStringLiteral("inputsTitle"), role::kTitle, tr("Inputs"), page));
    m_inputs = new QListWidget(page);
    m_inputs->setObjectName(QStringLiteral("midiInputList"));
    connect(m_inputs, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        m_sound.setInputMuted(item->text().toStdString(), item->checkState() != Qt::Checked);
    });
    column->addWidget(m_inputs, 1);
    auto* form = new QFormLayout;
    m_inputDelay = makeOffset(QStringLiteral("inputDelayField"), m_sound.inputDelaySeconds(), page);
    m_inputDelay->setToolTip(
        tr("What the keyboard adds to the delay of the sound: recorded notes go so much earlier"));
    connect(m_inputDelay, &QDoubleSpinBox::valueChanged, this,
            [this](double value) { m_sound.setInputDelaySeconds(value / kMilliseconds); });
    form->addRow(tr("Delay of the keyboard"), m_inputDelay);
    column->addLayout(form);
    return page;
}

void SoundDialog::listPorts() {
    const QStringList outputs = toList(m_sound.engine().midiOutputs());
    const QStringList inputs = toList(m_sound.engine().midiInputs());
    m_noPorts->setVisible(outputs.isEmpty() && inputs.isEmpty());
    if (outputs != m_shownOutputs) {
        m_shownOutputs = outputs;
        m_outputs->clear();
        for (const QString& port : outputs) {
            addOutputRow(port);
        }
    }
    if (inputs != m_shownInputs) {
        m_shownInputs = inputs;
        const QSignalBlocker quiet(m_inputs);
        m_inputs->clear();
        for (const QString& port : inputs) {
            addInput(port);
        }
    }
}

void SoundDialog::addOutputRow(const QString& port) {
    const int row = m_outputs->topLevelItemCount();
    auto* item = new QTreeWidgetItem(m_outputs, {port});
    const std::string name = port.toStdString();
    const MidiOutputSettings settings = m_sound.midiOutput(name);
    auto* clock = new QCheckBox(m_outputs);
    clock->setObjectName(QStringLiteral("clock%1").arg(row));
    clock->setAccessibleName(tr("Send clock to %1").arg(port));
    clock->setChecked(settings.clock);
    auto* delay = makeOffset(QStringLiteral("offset%1").arg(row), settings.delaySeconds, m_outputs);
    const auto apply = [this, name, clock, delay] {
        m_sound.setMidiOutput(name, {clock->isChecked(), delay->value() / kMilliseconds});
    };
    connect(clock, &QCheckBox::toggled, this, apply);
    connect(delay, &QDoubleSpinBox::valueChanged, this, apply);
    m_outputs->setItemWidget(item, 1, clock);
    m_outputs->setItemWidget(item, 2, delay);
}

void SoundDialog::addInput(const QString& port) {
    auto* item = new QListWidgetItem(port, m_inputs);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
    const bool muted = m_sound.mutedInputs().count(port.toStdString()) > 0;
    item->setCheckState(muted ? Qt::Unchecked : Qt::Checked);
}

void SoundDialog::showHealth(const PlaybackHealth& health) {
    m_sentence->setText(QString::fromStdString(
        health.notice.empty() ? health.sentence : health.sentence + ". " + health.notice + "."));
    const bool isBad = !health.audible && !health.opening;
    setLook(*m_sentence, "role", QLatin1String(isBad ? role::kDanger : role::kBody));
    const QString missed = health.missedBuffers == 1
                               ? tr("1 buffer missed")
                               : tr("%1 buffers missed").arg(health.missedBuffers);
    const QString voices = health.voices == 1 ? tr("1 voice") : tr("%1 voices").arg(health.voices);
    m_figures->setText(tr("%1 \u2022 busiest moment %2 % \u2022 %3")
                           .arg(missed)
                           .arg(qRound(100.0 * health.worstCallbackShare))
                           .arg(voices));
    m_latency->setText(health.audible ? tr("%1 ms at %L2 Hz")
                                            .arg(health.latencyMilliseconds, 0, 'f', 1)
                                            .arg(qRound(health.sampleRate))
                                      : tr("no device"));
    listPorts();
}

} // namespace cantilena
