#include "ui/views/ComposePanel.h"

#include "ui/views/CandidateCard.h"
#include "ui/views/Icons.h"
#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QAction>
#include <QCheckBox>
#include <QGridLayout>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace cantilena {

namespace {

constexpr int kNarrowest = 348;
constexpr int kLongestBars = 64;
constexpr int kFewestCandidates = 3;
constexpr int kMostCandidates = 16;
constexpr int kSeeds = 100'000;
/// Sliders step by hundredths.
constexpr double kSliderStep = 0.01;
constexpr int kHighestTemperature = 150;
constexpr int kLowestTopP = 50;
constexpr int kHighestTopP = 100;

QSpinBox* makeSpin(const QString& name, int low, int high, QWidget* parent) {
    auto* spin = new QSpinBox(parent);
    spin->setObjectName(name);
    spin->setRange(low, high);
    return spin;
}

} // namespace

QString adventureInWords(double temperature) {
    const auto word = [temperature] {
        return temperature < 0.005  ? ComposePanel::tr("always the likeliest")
               : temperature < 0.55 ? ComposePanel::tr("careful")
               : temperature < 0.85 ? ComposePanel::tr("relaxed")
               : temperature < 1.05 ? ComposePanel::tr("balanced")
               : temperature < 1.25 ? ComposePanel::tr("adventurous")
                                    : ComposePanel::tr("wild");
    };
    return QStringLiteral("%1 \u2022 %2").arg(temperature, 0, 'f', 2).arg(word());
}

QString varietyInWords(double topP) {
    const auto word = [topP] {
        return topP < 0.7     ? ComposePanel::tr("narrow")
               : topP < 0.9   ? ComposePanel::tr("medium")
               : topP < 0.995 ? ComposePanel::tr("wide")
                              : ComposePanel::tr("everything");
    };
    return QStringLiteral("%1 \u2022 %2").arg(topP, 0, 'f', 2).arg(word());
}

ComposePanel::ComposePanel(QAction* generate, QAction* cancel, QWidget* parent)
    : QWidget(parent)
    , m_generate(generate)
    , m_cancel(cancel) {
    setObjectName(QStringLiteral("composePanel"));
    setProperty("ground", "panel");
    setAttribute(Qt::WA_StyledBackground);
    setMinimumWidth(kNarrowest);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kLarge, 0, spacing::kLarge, spacing::kMedium);
    column->setSpacing(spacing::kSmall);
    addSettings(*column);
    addCandidates(*column);
    setSettings({});
    rollSeed();
    setRunning(false);
}

QSlider* ComposePanel::addSlider(QVBoxLayout& column, const QString& name, const QString& caption,
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
    connect(slider, &QSlider::valueChanged, this, &ComposePanel::showWords);
    return slider;
}

void ComposePanel::addSettings(QVBoxLayout& column) {
    m_bars = makeSpin(QStringLiteral("barsField"), 1, kLongestBars, this);
    m_bars->setSuffix(tr(" bars"));
    m_bars->setToolTip(tr("How many bars to continue by; they are filled exactly"));
    m_count = makeSpin(QStringLiteral("candidatesField"), kFewestCandidates, kMostCandidates, this);
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
    };
    addLabel(0, 0, tr("Length"), m_bars);
    grid->addWidget(m_bars, 0, 1);
    addLabel(0, 2, tr("Candidates"), m_count);
    grid->addWidget(m_count, 0, 3);
    addLabel(1, 0, tr("Seed"), m_seed);
    grid->addWidget(m_seed, 1, 1);
    grid->addWidget(m_keepSeed, 1, 2, 1, 2);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    column.addLayout(grid);
    column.addSpacing(spacing::kTiny);

    m_adventure = addSlider(column, QStringLiteral("adventureSlider"),
                            tr("Adventure (temperature)"), m_adventureWords);
    m_adventure->setRange(0, kHighestTemperature);
    m_adventure->setToolTip(tr("Low keeps to what is usual; high takes chances"));
    m_variety =
        addSlider(column, QStringLiteral("varietySlider"), tr("Variety (top-p)"), m_varietyWords);
    m_variety->setRange(kLowestTopP, kHighestTopP);
    m_variety->setToolTip(tr("How much of what the model thinks possible is allowed"));

    m_button = new QPushButton(this);
    m_button->setObjectName(QStringLiteral("generateButton"));
    m_button->setFocusPolicy(Qt::TabFocus);
    m_button->setMinimumHeight(36);
    connect(m_button, &QPushButton::clicked, this,
            [this] { (m_isRunning ? m_cancel : m_generate)->trigger(); });
    connect(m_count, &QSpinBox::valueChanged, this, [this] { setRunning(m_isRunning); });
    connect(m_generate, &QAction::changed, this, [this] { setRunning(m_isRunning); });
    column.addWidget(m_button);
    column.addSpacing(spacing::kTiny);
}

void ComposePanel::addCandidates(QVBoxLayout& column) {
    auto* head = new QHBoxLayout;
    head->addWidget(
        makeLabel(QStringLiteral("candidatesTitle"), role::kTitle, tr("Candidates"), this));
    head->addStretch(1);
    m_asked = makeLabel(QStringLiteral("candidatesAsked"), role::kHint, {}, this);
    head->addWidget(m_asked);
    column.addLayout(head);

    m_empty = makeLabel(QStringLiteral("candidatesEmpty"), role::kMuted, {}, this);
    m_empty->setWordWrap(true);
    column.addWidget(m_empty);

    auto* inside = new QWidget(this);
    inside->setObjectName(QStringLiteral("candidateList"));
    m_cards = new QVBoxLayout(inside);
    m_cards->setContentsMargins(0, 0, 0, 0);
    m_cards->setSpacing(spacing::kSmall);
    m_cards->addStretch(1);
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(QStringLiteral("candidateScroll"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setProperty("ground", "panel");
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(inside);
    column.addWidget(m_scroll, 1);
    column.addWidget(
        makeLabel(QStringLiteral("candidateKeys"), role::kHint,
                  tr("1\u20139 hear in context  \u2022  Enter keep  \u2022  Esc go back"), this));
}

GenerateSettings ComposePanel::settings() const {
    GenerateSettings settings;
    settings.bars = m_bars->value();
    settings.candidates = m_count->value();
    settings.temperature = m_adventure->value() * kSliderStep;
    settings.topP = m_variety->value() * kSliderStep;
    settings.rng = static_cast<std::uint64_t>(m_seed->value());
    return settings;
}

void ComposePanel::setSettings(const GenerateSettings& settings) {
    m_bars->setValue(settings.bars);
    m_count->setValue(settings.candidates);
    m_adventure->setValue(qRound(settings.temperature / kSliderStep));
    m_variety->setValue(qRound(settings.topP / kSliderStep));
    m_seed->setValue(static_cast<int>(settings.rng % kSeeds));
    showWords();
}

bool ComposePanel::keepsSeed() const {
    return m_keepSeed->isChecked();
}

void ComposePanel::rollSeed() {
    if (!keepsSeed()) {
        m_seed->setValue(QRandomGenerator::global()->bounded(kSeeds));
    }
}

void ComposePanel::showWords() {
    m_adventureWords->setText(adventureInWords(m_adventure->value() * kSliderStep));
    m_varietyWords->setText(varietyInWords(m_variety->value() * kSliderStep));
}

void ComposePanel::setRunning(bool running) {
    m_isRunning = running;
    const QAction* action = running ? m_cancel : m_generate;
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    m_button->setText(running ? tr("Cancel") : tr("Generate %1").arg(m_count->value()));
    m_button->setToolTip(keys);
    m_button->setIcon(running ? icon(QStringLiteral("close"))
                              : iconOnAccent(QStringLiteral("generate")));
    m_button->setEnabled(action->isEnabled());
    setLook(*m_button, "primary", !running);
    showEmptyState();
}

void ComposePanel::setObstacle(const QString& reason) {
    m_obstacle = reason;
    showEmptyState();
}

void ComposePanel::showEmptyState() {
    if (m_isRunning) {
        m_empty->setText(tr("The model is reading the seed."));
    } else if (!m_obstacle.isEmpty()) {
        m_empty->setText(m_obstacle);
    } else {
        m_empty->setText(tr("Draw a few notes and press Generate: the model goes on where they "
                            "end, and nothing is changed until you keep one."));
    }
    m_empty->setVisible(m_shown.empty());
}

void ComposePanel::clearCandidates(const GenerateSettings& asked) {
    for (CandidateCard* shown : m_shown) {
        shown->hide();
        shown->deleteLater();
    }
    m_shown.clear();
    m_current = 0;
    m_asked->setText(tr("%n bars", nullptr, asked.bars) + QStringLiteral(" \u2022 ") +
                     tr("seed %1").arg(asked.rng));
    showEmptyState();
}

void ComposePanel::addCandidate(const Candidate& candidate) {
    auto* added = new CandidateCard(candidate, m_scroll->widget());
    // A cleared card of the same name may not be gone yet; the new one takes its place.
    m_cards->insertWidget(static_cast<int>(m_shown.size()), added);
    m_shown.push_back(added);
    connect(added, &CandidateCard::auditionRequested, this, &ComposePanel::auditionRequested);
    connect(added, &CandidateCard::keepRequested, this, &ComposePanel::keepRequested);
    showEmptyState();
}

CandidateCard* ComposePanel::card(int number) const {
    const auto found = std::ranges::find(m_shown, number, &CandidateCard::number);
    return found == m_shown.end() ? nullptr : *found;
}

void ComposePanel::setCurrent(int number) {
    m_current = number;
    for (CandidateCard* shown : m_shown) {
        shown->setChosen(shown->number() == number);
    }
    if (CandidateCard* current = card(number)) {
        m_scroll->ensureWidgetVisible(current, 0, spacing::kSmall);
    }
}

void ComposePanel::setStale(bool stale) {
    for (CandidateCard* shown : m_shown) {
        shown->setStale(stale);
        if (!stale) {
            shown->setKept(false);
        }
    }
}

void ComposePanel::setKept(int number) {
    for (CandidateCard* shown : m_shown) {
        shown->setKept(shown->number() == number);
    }
}

void ComposePanel::setPlayhead(Tick tick) {
    if (CandidateCard* current = card(m_current)) {
        current->setPlayhead(tick);
    }
}

} // namespace cantilena
