#include "ui/views/ComposeForm.h"

#include "core/model/CopyGuard.h"

#include "ui/views/Icons.h"
#include "ui/views/KeyField.h"
#include "ui/views/Labels.h"
#include "ui/views/RangeKeyboard.h"
#include "ui/views/Theme.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {

constexpr int kLongestBars = 64;
constexpr int kMostCandidates = 32;
constexpr int kSeeds = 100'000;
/// Sliders step by hundredths.
constexpr double kSliderStep = 0.01;
constexpr int kHighestTemperature = 150;
constexpr int kLowestTopP = 50;
constexpr int kHighestTopP = 100;
constexpr int kHighestMemory = 200;
constexpr int kHighestDensity = 16;
constexpr int kHighestShare = 100;
/// The right end of the slider stands for no limit.
constexpr int kNoCopyLimit = 25;
/// What there is to choose from beside the metre that is written.
constexpr std::array<Meter, 8> kMeters = {
    {{4, 4}, {3, 4}, {2, 4}, {6, 8}, {9, 8}, {12, 8}, {2, 2}, {5, 4}}};

QSpinBox* makeSpin(const QString& name, int low, int high, QWidget* parent) {
    auto* spin = new QSpinBox(parent);
    spin->setObjectName(name);
    spin->setRange(low, high);
    return spin;
}

QPushButton* makeChoice(const QString& name, const QString& text, const QString& tip,
                        QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setCheckable(true);
    button->setToolTip(tip);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

QString adventureInWords(double temperature) {
    const auto word = [temperature] {
        return temperature < 0.005  ? ComposeForm::tr("always the likeliest")
               : temperature < 0.55 ? ComposeForm::tr("careful")
               : temperature < 0.85 ? ComposeForm::tr("relaxed")
               : temperature < 1.05 ? ComposeForm::tr("balanced")
               : temperature < 1.25 ? ComposeForm::tr("adventurous")
                                    : ComposeForm::tr("wild");
    };
    return QStringLiteral("%1 \u2022 %2").arg(temperature, 0, 'f', 2).arg(word());
}

QString varietyInWords(double topP) {
    const auto word = [topP] {
        return topP < 0.7     ? ComposeForm::tr("narrow")
               : topP < 0.9   ? ComposeForm::tr("medium")
               : topP < 0.995 ? ComposeForm::tr("wide")
                              : ComposeForm::tr("everything");
    };
    return QStringLiteral("%1 \u2022 %2").arg(topP, 0, 'f', 2).arg(word());
}

QString memoryInWords(double memory) {
    return memory < 0.05   ? ComposeForm::tr("not at all")
           : memory < 0.75 ? ComposeForm::tr("a little")
           : memory < 1.25 ? ComposeForm::tr("as learnt")
           : memory < 1.65 ? ComposeForm::tr("strong")
                           : ComposeForm::tr("very strong");
}

ComposeForm::ComposeForm(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("composeForm"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::kSmall);
    addTasks(*column);
    addNumbers(*column);
    m_adventure = addSlider(*column, QStringLiteral("adventureSlider"),
                            tr("Adventure (temperature)"), m_adventureWords);
    m_adventure->setRange(0, kHighestTemperature);
    m_adventure->setToolTip(tr("Low keeps to what is usual; high takes chances"));
    m_memory = addSlider(*column, QStringLiteral("memorySlider"), tr("Sticks to its motif"),
                         m_memoryWords);
    m_memory->setRange(0, kHighestMemory);
    addCopyLimit(*column);
    addKept(*column);
    addMore(*column);
    for (QSlider* slider : {m_adventure, m_memory, m_copy, m_variety, m_density}) {
        connect(slider, &QSlider::valueChanged, this, &ComposeForm::changed);
    }
    setSettings({});
    rollSeed();
    setTask(ComposeTask::Continue);
}

void ComposeForm::addTasks(QVBoxLayout& column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::kTiny);
    m_tasks = {makeChoice(QStringLiteral("taskContinue"), tr("Continue"),
                          tr("Go on where the track ends"), this),
               makeChoice(QStringLiteral("taskFill"), tr("Fill"),
                          tr("Write something else between what stands on both sides of the "
                             "selection, ending exactly on time; locked notes stay"),
                          this),
               makeChoice(QStringLiteral("taskVary"), tr("Vary"),
                          tr("Write a variation of the selection; locked notes stay"), this)};
    auto* group = new QButtonGroup(this);
    for (std::size_t i = 0; i < m_tasks.size(); ++i) {
        group->addButton(m_tasks[i], static_cast<int>(i));
        row->addWidget(m_tasks[i], 1);
    }
    connect(group, &QButtonGroup::idClicked, this,
            [this](int id) { setTask(static_cast<ComposeTask>(id)); });
    column.addLayout(row);
    m_span = makeLabel(QStringLiteral("composeSpan"), role::kProposal, {}, this);
    m_span->setWordWrap(true);
    column.addWidget(m_span);
}

QSlider* ComposeForm::addSlider(QVBoxLayout& column, const QString& name, const QString& caption,
                                QLabel*& value) {
    auto* head = new QHBoxLayout;
    auto* label = makeLabel(name + QStringLiteral("Caption"), role::kMuted, caption, this);
    value = makeLabel(name + QStringLiteral("Words"), role::kBody, {}, this);
    head->addWidget(label);
    head->addStretch(1);
    head->addWidget(value);
    auto* slider = new QSlider(Qt::Horizontal, this);
    slider->setObjectName(name);
    slider->setAccessibleName(caption);
    slider->setPageStep(10);
    label->setBuddy(slider);
    auto* group = new QVBoxLayout;
    group->setSpacing(0);
    group->addLayout(head);
    group->addWidget(slider);
    column.addLayout(group);
    connect(slider, &QSlider::valueChanged, this, &ComposeForm::showWords);
    return slider;
}

void ComposeForm::addNumbers(QVBoxLayout& column) {
    m_bars = makeSpin(QStringLiteral("barsField"), 1, kLongestBars, this);
    m_bars->setSuffix(tr(" bars"));
    m_bars->setToolTip(tr("How many bars to continue by; they are filled exactly"));
    m_count = makeSpin(QStringLiteral("candidatesField"), 1, kMostCandidates, this);
    m_count->setToolTip(tr("How many candidates to make"));
    m_seed = makeSpin(QStringLiteral("seedField"), 0, kSeeds - 1, this);
    m_seed->setToolTip(
        tr("Random seed: the same seed, settings and score give the same candidates"));
    m_keepSeed = new QCheckBox(tr("keep this seed"), this);
    m_keepSeed->setObjectName(QStringLiteral("keepSeedBox"));
    m_keepSeed->setToolTip(tr("Use this seed again instead of a new one each time"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(spacing::kSmall);
    grid->setVerticalSpacing(spacing::kSmall);
    const auto addLabel = [&](int row, int at, const QString& caption, QWidget* field) {
        auto* label =
            makeLabel(field->objectName() + QStringLiteral("Caption"), role::kMuted, caption, this);
        label->setBuddy(field);
        grid->addWidget(label, row, at);
        return label;
    };
    m_barsCaption = addLabel(0, 0, tr("Length"), m_bars);
    grid->addWidget(m_bars, 0, 1);
    addLabel(0, 2, tr("Candidates"), m_count);
    grid->addWidget(m_count, 0, 3);
    addLabel(1, 0, tr("Seed"), m_seed);
    grid->addWidget(m_seed, 1, 1);
    grid->addWidget(m_keepSeed, 1, 2, 1, 2);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    column.addLayout(grid);
    connect(m_count, &QSpinBox::valueChanged, this, &ComposeForm::changed);
    connect(m_bars, &QSpinBox::valueChanged, this, &ComposeForm::changed);
    connect(m_seed, &QSpinBox::valueChanged, this, &ComposeForm::changed);
}

void ComposeForm::addCopyLimit(QVBoxLayout& column) {
    m_copyRow = new QWidget(this);
    m_copyRow->setObjectName(QStringLiteral("copyRow"));
    auto* inside = new QVBoxLayout(m_copyRow);
    inside->setContentsMargins(0, 0, 0, 0);
    m_copy = addSlider(*inside, QStringLiteral("copySlider"), tr("May copy at most"), m_copyWords);
    m_copy->setRange(static_cast<int>(kTightestCopyLimit), kNoCopyLimit);
    m_copy->setPageStep(1);
    m_copy->setToolTip(tr("No longer run of notes from a tune that the model was trained on; at "
                          "the right end no limit"));
    column.addWidget(m_copyRow);
}

void ComposeForm::setKnowsCopies(bool knows) {
    m_copyRow->setVisible(knows);
    if (std::exchange(m_knowsCopies, knows) != knows) {
        Q_EMIT changed();
    }
}

void ComposeForm::setGoesByGrid(bool goes) {
    if (std::exchange(m_goesByGrid, goes) != goes) {
        showHeeded();
        Q_EMIT changed();
    }
}

void ComposeForm::showHeeded() {
    setHeeded(*m_memory, !m_goesByGrid,
              m_goesByGrid ? tr("An imported model has no memory of motifs that could be weighed")
                           : tr("How much the tune's own motifs draw the new notes to them"));
    const bool heedsDensity = !m_goesByGrid || m_task != ComposeTask::Continue;
    setHeeded(*m_density, heedsDensity,
              heedsDensity ? tr("Notes a bar to aim at; at the left end as it comes")
                           : tr("An imported model goes on by sixteenths, as it has learnt, and "
                                "aims at no number of notes"));
}

void ComposeForm::setHeeded(QSlider& slider, bool heeded, const QString& tip) {
    for (const char* part : {"", "Caption", "Words"}) {
        auto* widget = findChild<QWidget*>(slider.objectName() + QLatin1String(part));
        widget->setEnabled(heeded);
        widget->setToolTip(tip);
    }
    slider.setAccessibleDescription(tip);
}

void ComposeForm::addKept(QVBoxLayout& column) {
    m_keptRow = new QWidget(this);
    m_keptRow->setObjectName(QStringLiteral("keptRow"));
    auto* row = new QHBoxLayout(m_keptRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kTiny);
    row->addWidget(makeLabel(QStringLiteral("keptCaption"), role::kMuted, tr("Keep"), m_keptRow));
    row->addSpacing(spacing::kSmall);
    m_keepRhythm = makeChoice(QStringLiteral("keepRhythm"), tr("Rhythm"),
                              tr("Notes begin and end as they do now"), m_keptRow);
    m_keepPitches =
        makeChoice(QStringLiteral("keepPitches"), tr("Pitches"),
                   tr("The same pitches in the same order, in another rhythm"), m_keptRow);
    m_keepContour = makeChoice(QStringLiteral("keepContour"), tr("Contour"),
                               tr("Up where it goes up, down where it goes down"), m_keptRow);
    for (QPushButton* kept : {m_keepRhythm, m_keepPitches, m_keepContour}) {
        row->addWidget(kept);
        connect(kept, &QPushButton::toggled, this, &ComposeForm::changed);
    }
    m_keepRhythm->setChecked(true);
    row->addStretch(1);
    column.addWidget(m_keptRow);
    m_cadence = new QCheckBox(tr("End on a cadence"), this);
    m_cadence->setObjectName(QStringLiteral("cadenceBox"));
    m_cadence->setProperty("switch", true);
    m_cadence->setToolTip(tr("The last note is the tonic and begins on a beat, as tunes end"));
    connect(m_cadence, &QCheckBox::toggled, this, &ComposeForm::changed);
    column.addWidget(m_cadence);
}

void ComposeForm::addMore(QVBoxLayout& column) {
    m_moreButton = new QToolButton(this);
    m_moreButton->setObjectName(QStringLiteral("moreSettings"));
    m_moreButton->setText(tr("More settings"));
    m_moreButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_moreButton->setArrowType(Qt::RightArrow);
    m_moreButton->setCheckable(true);
    m_moreButton->setProperty("quiet", true);
    m_moreButton->setFocusPolicy(Qt::TabFocus);
    column.addWidget(m_moreButton, 0, Qt::AlignLeft);
    m_more = new QWidget(this);
    m_more->setObjectName(QStringLiteral("moreArea"));
    auto* inside = new QVBoxLayout(m_more);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(spacing::kSmall);
    m_variety =
        addSlider(*inside, QStringLiteral("varietySlider"), tr("Variety (top-p)"), m_varietyWords);
    m_variety->setRange(kLowestTopP, kHighestTopP);
    m_variety->setToolTip(tr("How much of what the model thinks possible is allowed"));
    m_density = addSlider(*inside, QStringLiteral("densitySlider"), tr("Density"), m_densityWords);
    m_density->setRange(0, kHighestDensity);
    m_density->setPageStep(1);
    addFrame(*inside);
    addRange(*inside);
    addStyle(*inside);
    addBlend(column);
    column.addWidget(m_more);
    connect(m_moreButton, &QToolButton::toggled, this, &ComposeForm::setShowsMore);
    setShowsMore(false);
    setStyles({});
    setKnowsCopies(false);
}

void ComposeForm::addFrame(QVBoxLayout& column) {
    auto* row = new QHBoxLayout;
    m_key = new KeyField(this);
    m_key->setObjectName(QStringLiteral("composeKeyField"));
    m_key->setProperty("flat", false);
    m_key->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_key->offerNone(tr("as written"));
    m_key->setToolTip(tr("The key to write in; it is written into the score with what is kept"));
    m_meter = new QComboBox(this);
    m_meter->setObjectName(QStringLiteral("composeMeterField"));
    m_meter->setToolTip(
        tr("The metre to go on in; it is written into the score with what is kept"));
    m_meter->addItem(tr("as written"));
    for (const Meter& meter : kMeters) {
        m_meter->addItem(QString::fromStdString(meter.name()));
    }
    const auto addField = [&](const QString& caption, QWidget* field) {
        auto* label =
            makeLabel(field->objectName() + QStringLiteral("Caption"), role::kMuted, caption, this);
        label->setBuddy(field);
        row->addWidget(label);
        row->addWidget(field, 1);
        return label;
    };
    addField(tr("Key"), m_key);
    row->addSpacing(spacing::kSmall);
    m_meterCaption = addField(tr("Metre"), m_meter);
    column.addLayout(row);
    connect(m_key, &KeyField::keyChosen, this, &ComposeForm::changed);
    connect(m_key, &KeyField::noneChosen, this, &ComposeForm::changed);
    connect(m_meter, &QComboBox::currentIndexChanged, this, &ComposeForm::changed);
}

void ComposeForm::addRange(QVBoxLayout& column) {
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(QStringLiteral("rangeCaption"), role::kMuted, tr("Range"), this));
    head->addStretch(1);
    m_rangeWords = makeLabel(QStringLiteral("rangeWords"), role::kBody, {}, this);
    head->addWidget(m_rangeWords);
    column.addLayout(head);
    m_range = new RangeKeyboard(this);
    m_range->setToolTip(tr("Paint the pitches allowed; double-click allows all"));
    connect(m_range, &RangeKeyboard::rangeChanged, this, &ComposeForm::showWords);
    connect(m_range, &RangeKeyboard::rangeChanged, this, &ComposeForm::changed);
    column.addWidget(m_range);
}

void ComposeForm::addStyle(QVBoxLayout& column) {
    m_styleRow = new QWidget(this);
    m_styleRow->setObjectName(QStringLiteral("styleRow"));
    auto* row = new QHBoxLayout(m_styleRow);
    row->setContentsMargins(0, 0, 0, 0);
    m_style = new QComboBox(m_styleRow);
    m_style->setObjectName(QStringLiteral("styleField"));
    auto* caption =
        makeLabel(QStringLiteral("styleCaption"), role::kMuted, tr("Style"), m_styleRow);
    caption->setBuddy(m_style);
    row->addWidget(caption);
    row->addWidget(m_style, 1);
    column.addWidget(m_styleRow);
    connect(m_style, &QComboBox::currentIndexChanged, this, &ComposeForm::changed);
}

void ComposeForm::addBlend(QVBoxLayout& column) {
    m_blendRow = new QWidget(this);
    m_blendRow->setObjectName(QStringLiteral("blendRow"));
    auto* inside = new QVBoxLayout(m_blendRow);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(0);
    m_blend = addSlider(*inside, QStringLiteral("blendSlider"), tr("Blend"), m_blendWords);
    m_blend->setRange(0, kHighestShare);
    m_blend->setToolTip(tr("The left end is the one model, the right end the other"));
    connect(m_blend, &QSlider::valueChanged, this,
            [this](int value) { Q_EMIT blendShareChanged(value * kSliderStep); });
    auto* row = new QHBoxLayout;
    m_blendNames = new ElidedLabel(QStringLiteral("blendNames"), role::kHint, {}, m_blendRow);
    row->addWidget(m_blendNames, 1);
    auto* end = new QToolButton(m_blendRow);
    end->setObjectName(QStringLiteral("blendEnd"));
    end->setProperty("quiet", true);
    end->setIcon(icon(QStringLiteral("close")));
    end->setToolTip(tr("Go back to the one model"));
    end->setAccessibleName(end->toolTip());
    end->setFocusPolicy(Qt::TabFocus);
    connect(end, &QToolButton::clicked, this, &ComposeForm::blendEnded);
    row->addWidget(end);
    inside->addLayout(row);
    column.addWidget(m_blendRow);
    m_blendRow->hide();
}

void ComposeForm::setBlend(const QString& first, const QString& second, double share) {
    const QSignalBlocker quietly(m_blend);
    m_blend->setValue(qRound(share / kSliderStep));
    m_blendNames->setText(tr("%1 and %2").arg(first, second));
    m_blendRow->setVisible(!second.isEmpty());
    showWords();
}

bool ComposeForm::showsMore() const {
    return !m_more->isHidden();
}

void ComposeForm::setShowsMore(bool shown) {
    m_more->setVisible(shown);
    m_moreButton->setChecked(shown);
    m_moreButton->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
    m_moreButton->setText(shown ? tr("Fewer settings") : tr("More settings"));
}

void ComposeForm::setStyles(const std::vector<std::string>& styles) {
    const QString was = m_style->currentData().toString();
    QSignalBlocker quietly(m_style);
    m_style->clear();
    m_style->addItem(tr("any"), QString());
    for (const std::string& style : styles) {
        m_style->addItem(QString::fromStdString(style), QString::fromStdString(style));
    }
    m_style->setCurrentIndex(std::max(0, m_style->findData(was)));
    m_styleRow->setVisible(!styles.empty());
    quietly.unblock();
    if (m_style->currentData().toString() != was) {
        Q_EMIT changed();
    }
}

void ComposeForm::setSpan(const QString& words) {
    m_span->setText(words);
    m_span->setVisible(m_task != ComposeTask::Continue);
}

void ComposeForm::setTask(ComposeTask task) {
    m_task = task;
    m_tasks.at(static_cast<std::size_t>(task))->setChecked(true);
    const bool continues = task == ComposeTask::Continue;
    m_bars->setEnabled(continues);
    m_barsCaption->setEnabled(continues);
    m_meter->setEnabled(continues);
    m_meterCaption->setEnabled(continues);
    m_span->setVisible(!continues);
    m_cadence->setVisible(task != ComposeTask::Vary);
    m_keptRow->setVisible(task == ComposeTask::Vary);
    showHeeded();
    Q_EMIT changed();
}

GenerateSettings ComposeForm::settings() const {
    GenerateSettings heeded = wishes();
    const GenerateSettings unset;
    if (!m_knowsCopies) {
        heeded.mostCopiedNotes = unset.mostCopiedNotes;
    }
    if (m_goesByGrid) {
        heeded.memory = unset.memory;
        heeded.density = m_density->isEnabled() ? heeded.density : unset.density;
    }
    return heeded;
}

GenerateSettings ComposeForm::wishes() const {
    GenerateSettings settings;
    settings.task = m_task;
    settings.bars = m_bars->value();
    settings.candidates = m_count->value();
    settings.temperature = m_adventure->value() * kSliderStep;
    settings.topP = m_variety->value() * kSliderStep;
    settings.rng = static_cast<std::uint64_t>(m_seed->value());
    if (!m_range->isEverything()) {
        settings.lowest = m_range->lowest();
        settings.highest = m_range->highest();
    }
    settings.style = m_style->currentData().toString().toStdString();
    settings.memory = m_memory->value() * kSliderStep;
    settings.density = m_density->value();
    settings.cadence = m_cadence->isChecked();
    settings.key = m_key->chosen();
    if (m_meter->currentIndex() > 0) {
        settings.meter = kMeters.at(static_cast<std::size_t>(m_meter->currentIndex() - 1));
    }
    if (m_copy->value() < kNoCopyLimit) {
        settings.mostCopiedNotes = static_cast<std::size_t>(m_copy->value());
    }
    settings.keep = {m_keepRhythm->isChecked(), m_keepPitches->isChecked(),
                     m_keepContour->isChecked()};
    return settings;
}

void ComposeForm::setSettings(const GenerateSettings& settings) {
    QSignalBlocker quietly(this);
    m_bars->setValue(settings.bars);
    m_count->setValue(settings.candidates);
    m_adventure->setValue(qRound(settings.temperature / kSliderStep));
    m_variety->setValue(qRound(settings.topP / kSliderStep));
    m_seed->setValue(static_cast<int>(settings.rng % kSeeds));
    m_range->setRange(settings.lowest, settings.highest);
    m_memory->setValue(qRound(settings.memory / kSliderStep));
    m_density->setValue(qRound(settings.density));
    m_cadence->setChecked(settings.cadence);
    if (settings.key) {
        m_key->setKey(*settings.key);
    } else {
        m_key->setNone();
    }
    const auto meter = settings.meter ? std::ranges::find(kMeters, *settings.meter) : kMeters.end();
    m_meter->setCurrentIndex(
        meter == kMeters.end() ? 0 : static_cast<int>(meter - kMeters.begin()) + 1);
    m_copy->setValue(settings.mostCopiedNotes ? static_cast<int>(*settings.mostCopiedNotes)
                                              : kNoCopyLimit);
    showWords();
    quietly.unblock();
    Q_EMIT changed();
}

bool ComposeForm::keepsSeed() const {
    return m_keepSeed->isChecked();
}

void ComposeForm::rollSeed() {
    if (!keepsSeed()) {
        m_seed->setValue(QRandomGenerator::global()->bounded(kSeeds));
    }
}

void ComposeForm::showWords() {
    if (m_blendNames == nullptr) {
        return;
    }
    m_adventureWords->setText(adventureInWords(m_adventure->value() * kSliderStep));
    m_varietyWords->setText(varietyInWords(m_variety->value() * kSliderStep));
    m_memoryWords->setText(memoryInWords(m_memory->value() * kSliderStep));
    m_blendWords->setText(
        QStringLiteral("%1 : %2").arg(m_blend->maximum() - m_blend->value()).arg(m_blend->value()));
    m_copyWords->setText(m_copy->value() == kNoCopyLimit
                             ? tr("no limit")
                             : tr("%n notes", nullptr, m_copy->value()));
    m_densityWords->setText(m_density->value() == 0 ? tr("as it comes")
                            : m_density->value() == 1
                                ? tr("1 note a bar")
                                : tr("%1 notes a bar").arg(m_density->value()));
    m_rangeWords->setText(m_range->isEverything()
                              ? tr("all")
                              : QString::fromStdString(pitchName(m_range->lowest()) + " \u2013 " +
                                                       pitchName(m_range->highest())));
}

} // namespace cantilena
