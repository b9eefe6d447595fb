#include "ui/views/TrainingWindow.h"

#include "ui/views/Icons.h"
#include "ui/views/Labels.h"
#include "ui/views/Theme.h"
#include "ui/views/TrainingChart.h"

#include <QAbstractItemView>
#include <QButtonGroup>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QListView>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {

constexpr QSize kSize{1280, 760};
constexpr int kDoctorWidth = 540;
constexpr int kMostEpochs = 500;
constexpr int kRecipeLetters = 14;

QFrame* makePanel(const QString& name, QWidget* parent) {
    auto* panel = new QFrame(parent);
    panel->setObjectName(name);
    panel->setProperty("panel", true);
    return panel;
}

QPushButton* makeButton(const QString& name, const QString& text, const QString& hint,
                        QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setToolTip(hint);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

/// The rows of the choice of recipes; the last is there only with a model to go on from.
enum RecipeRow { MelodyRow, TutorialRow, GoOnRow };

QString goOnText(const QString& model) {
    return TrainingWindow::tr("From \u201C%1\u201D").arg(model);
}

QString planName(const TrainingPlan& plan) {
    return !plan.first.file.empty()                  ? goOnText(plan.first.name)
           : plan.recipe == TrainingRecipe::Tutorial ? TrainingWindow::tr("Tutorial")
                                                     : TrainingWindow::tr("Cantilena");
}

} // namespace

QString durationInWords(double seconds) {
    const int whole = qRound(seconds);
    if (whole < 60) {
        return TrainingWindow::tr("%1 s").arg(whole);
    }
    if (whole >= 600 && whole < 3600) {
        return TrainingWindow::tr("%1 min").arg(whole / 60);
    }
    if (whole < 3600) {
        return TrainingWindow::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    }
    return TrainingWindow::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

TrainingWindow::TrainingWindow(TrainingController& training, FileChooser chooser, QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_training(training)
    , m_chooser(std::move(chooser)) {
    setObjectName(QStringLiteral("trainingWindow"));
    setWindowTitle(tr("Train"));
    setAcceptDrops(true);
    setAutoFillBackground(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    auto* grid = new QGridLayout;
    grid->setContentsMargins(spacing::kHuge, spacing::kHuge, spacing::kHuge, spacing::kHuge);
    grid->setHorizontalSpacing(spacing::kHuge);
    grid->setVerticalSpacing(spacing::kMedium);
    grid->addWidget(makeDoctor(), 0, 0);
    grid->addWidget(makeChart(), 0, 1);
    grid->addWidget(makeFacts(), 1, 0);
    grid->addWidget(makeJudgement(), 1, 1);
    grid->setColumnStretch(0, 2);
    grid->setColumnStretch(1, 3);
    grid->setColumnMinimumWidth(0, kDoctorWidth);
    grid->setRowStretch(0, 1);
    column->addLayout(grid, 1);
    resize(kSize);
    connectController();
    showCorpus();
    showState();
}

QWidget* TrainingWindow::makeHeader() {
    auto* header = new QFrame(this);
    header->setObjectName(QStringLiteral("trainingHeader"));
    header->setProperty("bar", true);
    auto* titles = new QVBoxLayout;
    titles->setSpacing(2);
    titles->addWidget(
        makeLabel(QStringLiteral("trainingTitle"), role::kWindowTitle, tr("Train"), header));
    m_subtitle = new ElidedLabel(QStringLiteral("trainingSubtitle"), role::kMuted, {}, header);
    titles->addWidget(m_subtitle);
    m_folder = makeButton(QStringLiteral("trainingFolder"), tr("Choose folder\u2026"),
                          tr("A folder of tunes to learn from, as MIDI, ABC, MusicXML or **kern; "
                             "dropping it works too"),
                          header);
    m_folder->setIcon(icon(QStringLiteral("folder")));
    m_run = makeButton(QStringLiteral("trainingRun"), {}, {}, header);
    m_stop = makeButton(QStringLiteral("trainingStop"), tr("Stop, keep best"),
                        tr("End now; the best epoch's model is the result"), header);
    m_use = makeButton(QStringLiteral("trainingUse"), tr("Use this model"),
                       tr("Let the best model so far propose notes; it is saved already"), header);
    auto* recipeLabel =
        makeLabel(QStringLiteral("trainingRecipeCaption"), role::kMuted, tr("Recipe"), header);
    m_recipe = new QComboBox(header);
    m_recipe->setObjectName(QStringLiteral("trainingRecipe"));
    // A model's name may be long; the list shows it whole.
    m_recipe->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_recipe->setMinimumContentsLength(kRecipeLetters);
    for (const TrainingRecipe recipe : {TrainingRecipe::Melody, TrainingRecipe::Tutorial}) {
        m_recipe->addItem(planName({recipe, {}}));
    }
    m_recipe->setItemData(MelodyRow, tr("Notes with their key, metre and motifs"), Qt::ToolTipRole);
    m_recipe->setItemData(TutorialRow,
                          tr("The network of the notebook \u201CMelody Generation with LSTM\u201D: "
                             "sixteenths in C major or A minor"),
                          Qt::ToolTipRole);
    m_recipe->setToolTip(tr("Which network learns, or which model goes on learning. Train with one "
                            "after the other to see their curves in one chart."));
    recipeLabel->setBuddy(m_recipe);
    auto* epochsLabel =
        makeLabel(QStringLiteral("trainingEpochsCaption"), role::kMuted, tr("Epochs"), header);
    m_epochs = new QSpinBox(header);
    m_epochs->setObjectName(QStringLiteral("trainingEpochs"));
    m_epochs->setRange(0, kMostEpochs);
    m_epochs->setSpecialValueText(tr("auto"));
    m_epochs->setToolTip(tr("Passes over all tunes; \u201Cauto\u201D chooses by their number"));
    epochsLabel->setBuddy(m_epochs);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(spacing::kHuge, spacing::kMedium, spacing::kHuge, spacing::kMedium);
    row->setSpacing(spacing::kSmall);
    row->addLayout(titles, 1);
    row->addWidget(recipeLabel);
    row->addWidget(m_recipe);
    row->addSpacing(spacing::kMedium);
    row->addWidget(epochsLabel);
    row->addWidget(m_epochs);
    row->addSpacing(spacing::kMedium);
    for (QPushButton* button : {m_folder, m_run, m_stop, m_use}) {
        row->addWidget(button);
    }
    return header;
}

QWidget* TrainingWindow::makeDoctor() {
    auto* panel = makePanel(QStringLiteral("corpusDoctor"), this);
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(spacing::kLarge, spacing::kLarge, spacing::kLarge, spacing::kMedium);
    column->setSpacing(spacing::kMedium);
    auto* head = new QHBoxLayout;
    head->addWidget(
        makeLabel(QStringLiteral("corpusTitle"), role::kTitle, tr("Corpus doctor"), panel));
    head->addStretch(1);
    m_counts = makeLabel(QStringLiteral("corpusCounts"), role::kHint, {}, panel);
    head->addWidget(m_counts);
    column->addLayout(head);

    auto* filters = new QHBoxLayout;
    filters->setSpacing(spacing::kTiny);
    m_filters = new QButtonGroup(this);
    for (int i = 0; i < kCorpusFilters; ++i) {
        auto* button = makeButton(QStringLiteral("corpusFilter%1").arg(i), {}, {}, panel);
        button->setCheckable(true);
        button->setProperty("filter", true);
        m_filters->addButton(button, i);
        filters->addWidget(button, 1);
    }
    m_filters->button(0)->setChecked(true);
    column->addLayout(filters);

    m_tunes = new CorpusList(this);
    m_list = new QListView(panel);
    m_list->setObjectName(QStringLiteral("corpusList"));
    m_list->setModel(m_tunes);
    m_list->setItemDelegate(new CorpusRowDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setAccessibleName(tr("Tunes and their verdicts"));
    m_emptyList = makeLabel(
        QStringLiteral("corpusEmpty"), role::kMuted,
        tr("Choose a folder of tunes (MIDI, ABC, MusicXML or **kern) or drop it here. Each tune "
           "is looked at before anything is learnt from it."),
        panel);
    m_emptyList->setWordWrap(true);
    m_emptyList->setAlignment(Qt::AlignCenter);
    m_scanBar = new QProgressBar(panel);
    m_scanBar->setObjectName(QStringLiteral("corpusProgress"));
    m_scanBar->setTextVisible(false);
    m_scanBar->setRange(0, 1000);
    column->addWidget(m_list, 1);
    column->addWidget(m_emptyList, 1);
    column->addWidget(m_scanBar);
    return panel;
}

QWidget* TrainingWindow::makeChart() {
    auto* panel = makePanel(QStringLiteral("chartPanel"), this);
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(spacing::kLarge, spacing::kLarge, spacing::kLarge, spacing::kMedium);
    column->setSpacing(spacing::kSmall);
    auto* head = new QHBoxLayout;
    head->addWidget(
        makeLabel(QStringLiteral("chartTitle"), role::kTitle, tr("Bits per event"), panel));
    head->addStretch(1);
    head->addWidget(makeLabel(
        QStringLiteral("chartHint"), role::kHint,
        tr("lower is better  \u2022  wheel zooms, drag moves, double click shows all"), panel));
    auto* scale = makeButton(QStringLiteral("chartLog"), tr("log"), tr("Logarithmic scale"), panel);
    scale->setCheckable(true);
    scale->setProperty("filter", true);
    head->addWidget(scale);
    column->addLayout(head);
    m_chart = new TrainingChart(panel);
    column->addWidget(m_chart, 1);
    connect(scale, &QPushButton::toggled, this, [this](bool on) {
        m_chart->setScale(on ? TrainingChart::Scale::Logarithmic : TrainingChart::Scale::Linear);
    });
    return panel;
}

QWidget* TrainingWindow::makeFacts() {
    auto* row = new QWidget(this);
    row->setObjectName(QStringLiteral("trainingFacts"));
    auto* cards = new QHBoxLayout(row);
    cards->setContentsMargins(0, 0, 0, 0);
    cards->setSpacing(spacing::kSmall);
    const std::array<std::pair<const char*, QString>, kFacts> captions = {
        {{"Epoch", tr("Epoch")},
         {"Time", tr("Time left")},
         {"Speed", tr("Tunes a second")},
         {"Bits", tr("Best bits")},
         {"Accuracy", tr("Pitches right")}}};
    for (std::size_t i = 0; i < captions.size(); ++i) {
        const QString name = QStringLiteral("fact") + QLatin1String(captions.at(i).first);
        auto* card = makePanel(name + QStringLiteral("Card"), row);
        auto* column = new QVBoxLayout(card);
        column->setContentsMargins(spacing::kMedium, spacing::kSmall, spacing::kSmall,
                                   spacing::kSmall);
        column->setSpacing(2);
        column->addWidget(
            makeLabel(name + QStringLiteral("Caption"), role::kHint, captions.at(i).second, card));
        m_facts.at(i) = makeLabel(name, role::kTitle, QStringLiteral("\u2013"), card);
        column->addWidget(m_facts.at(i));
        // What a card says must not move its neighbours.
        card->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        cards->addWidget(card, i == TimeFact || i == SpeedFact ? 5 : 4);
    }
    return row;
}

QWidget* TrainingWindow::makeJudgement() {
    auto* card = makePanel(QStringLiteral("judgementCard"), this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(spacing::kLarge, spacing::kSmall, spacing::kLarge, spacing::kSmall);
    m_judgement = makeLabel(QStringLiteral("judgement"), role::kBody, {}, card);
    m_judgement->setWordWrap(true);
    m_problem = makeLabel(QStringLiteral("trainingProblem"), role::kDanger, {}, card);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_judgement, 0, Qt::AlignVCenter);
    column->addWidget(m_problem, 0, Qt::AlignVCenter);
    return card;
}

void TrainingWindow::connectController() {
    connect(m_folder, &QPushButton::clicked, this, &TrainingWindow::chooseFolder);
    connect(m_run, &QPushButton::clicked, this, &TrainingWindow::runOrPause);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_training.stop(); });
    connect(m_use, &QPushButton::clicked, this, &TrainingWindow::modelChosen);
    connect(m_filters, &QButtonGroup::idClicked, this,
            [this](int id) { m_tunes->setFilter(static_cast<CorpusFilter>(id)); });
    connect(&m_training, &TrainingController::stateChanged, this, &TrainingWindow::showState);
    connect(&m_training, &TrainingController::bestModelChanged, this, &TrainingWindow::showState);
    connect(&m_training, &TrainingController::corpusScanned, this, &TrainingWindow::showCorpus);
    connect(&m_training, &TrainingController::scanProgressed, this, [this](double fraction) {
        m_scanBar->setValue(static_cast<int>(fraction * m_scanBar->maximum()));
    });
    connect(&m_training, &TrainingController::progressed, this, &TrainingWindow::showProgress);
    connect(&m_training, &TrainingController::epochFinished, this, &TrainingWindow::showEpoch);
    connect(&m_training, &TrainingController::failed, this, &TrainingWindow::showProblem);
}

void TrainingWindow::chooseFolder() {
    FileQuestion question;
    question.kind = FileQuestion::Kind::Folder;
    question.title = tr("Folder of tunes");
    question.start = m_training.folder().empty()
                         ? toPath(QStandardPaths::writableLocation(QStandardPaths::MusicLocation))
                         : m_training.folder();
    m_chooser(this, question,
              [this](const std::filesystem::path& folder) { m_training.scan(folder); });
}

void TrainingWindow::setPresentModel(const FirstModel& model) {
    m_present = model;
    if (m_present.file.empty()) {
        m_recipe->removeItem(GoOnRow);
        return;
    }
    if (m_recipe->count() == GoOnRow) {
        m_recipe->addItem({});
        m_recipe->setItemData(GoOnRow,
                              tr("The model that proposes now learns these tunes on top of what it "
                                 "knows; some ten tunes are enough"),
                              Qt::ToolTipRole);
    }
    m_recipe->setItemText(GoOnRow, goOnText(m_present.name));
    m_recipe->view()->setMinimumWidth(m_recipe->view()->sizeHintForColumn(0) + spacing::kHuge);
}

void TrainingWindow::runOrPause() {
    switch (m_training.state()) {
    case TrainingState::Training: m_training.pause(); break;
    case TrainingState::Paused: m_training.resume(); break;
    case TrainingState::Ready:
    case TrainingState::Finished: {
        showProblem({});
        m_chart->setEpochs({}, m_epochs->value());
        TrainingSettings settings;
        settings.epochs = m_epochs->value();
        const int row = m_recipe->currentIndex();
        settings.recipe = row == TutorialRow ? TrainingRecipe::Tutorial : TrainingRecipe::Melody;
        m_training.start(settings, row == GoOnRow ? m_present : FirstModel{});
        showEarlier();
        break;
    }
    case TrainingState::Empty:
    case TrainingState::Scanning:
    case TrainingState::Stopping: break;
    }
}

void TrainingWindow::showEarlier() {
    std::vector<TrainingChart::EarlierCurve> curves;
    for (const EarlierTraining& earlier : m_training.earlier()) {
        curves.push_back({planName(earlier.plan), earlier.epochs});
    }
    m_chart->setEarlier(planName(m_training.plan()), curves);
}

void TrainingWindow::showState() {
    const TrainingState state = m_training.state();
    const bool scanning = state == TrainingState::Scanning;
    const bool canStart = state == TrainingState::Ready || state == TrainingState::Finished;
    m_run->setText(state == TrainingState::Training ? tr("Pause")
                   : state == TrainingState::Paused ? tr("Resume")
                                                    : tr("Start"));
    m_run->setEnabled(canStart || state == TrainingState::Training ||
                      state == TrainingState::Paused);
    setLook(*m_run, "primary", canStart && !m_training.bestModel());
    m_stop->setEnabled(state == TrainingState::Training || state == TrainingState::Paused);
    m_use->setEnabled(m_training.bestModel() != nullptr);
    setLook(*m_use, "primary", m_training.bestModel() != nullptr);
    m_folder->setEnabled(!m_training.isTraining() && !scanning);
    m_epochs->setEnabled(!m_training.isTraining());
    m_recipe->setEnabled(!m_training.isTraining());
    m_scanBar->setVisible(scanning);
    if (scanning) {
        showProblem({});
        m_emptyList->setText(tr("Looking at every tune\u2026"));
    }
    switch (state) {
    case TrainingState::Ready:
        say(tr("Ready. Start trains with settings that suit the number of tunes."));
        break;
    case TrainingState::Stopping: say(tr("Stopping; the best model is kept.")); break;
    case TrainingState::Finished: {
        const QString saved = tr("Saved as %1.").arg(toText(m_training.output().filename()));
        QStringList sentences = {trainingJudgement(m_training.epochs()), m_training.remark(),
                                 saved};
        sentences.removeAll(QString());
        say(sentences.join(QLatin1Char(' ')));
        m_judgement->setToolTip(toText(m_training.output()));
        break;
    }
    case TrainingState::Training:
        if (m_training.epochs().empty()) {
            say(tr("The first epoch is under way; playing and editing go on."));
        }
        break;
    case TrainingState::Empty:
        say(tr("Tunes of one style teach best; some hundred of them are plenty."));
        break;
    case TrainingState::Scanning: say(tr("Reading the tunes.")); break;
    case TrainingState::Paused: break;
    }
}

void TrainingWindow::showCorpus() {
    const Corpus& corpus = m_training.corpus();
    const CorpusSummary& summary = m_training.summary();
    m_tunes->setCorpus(corpus, m_training.folder().string());
    const std::array<QString, kCorpusFilters> names = {tr("All"), tr("Taken"), tr("Look at"),
                                                       tr("Left out"), tr("Duplicates")};
    for (int i = 0; i < kCorpusFilters; ++i) {
        const int count = m_tunes->count(static_cast<CorpusFilter>(i));
        m_filters->button(i)->setText(
            QStringLiteral("%1 %L2").arg(names.at(static_cast<std::size_t>(i))).arg(count));
        m_filters->button(i)->setEnabled(i == 0 || count > 0);
    }
    const bool any = !corpus.tunes.empty();
    m_list->setVisible(any);
    m_emptyList->setVisible(!any);
    m_emptyList->setText(
        tr("Choose a folder of tunes (MIDI, ABC, MusicXML or **kern) or drop it here. Each tune is "
           "looked at before anything is learnt from it."));
    m_counts->setText(!any ? QString()
                      : summary.files == 1
                          ? tr("%L1 tunes in one file").arg(summary.tunes)
                          : tr("%L1 tunes in %L2 files").arg(summary.tunes).arg(summary.files));
    if (any) {
        m_subtitle->setText(tr("%1 \u2022 %L2 tunes to learn from \u2022 %L3 notes")
                                .arg(toText(m_training.folder().filename()))
                                .arg(summary.accepted)
                                .arg(summary.notes));
    } else {
        m_subtitle->setText(tr("From tunes to a model that goes on like them"));
    }
    m_chart->setEpochs({}, 0);
    showEarlier();
}

void TrainingWindow::showProgress(const TrainingProgress& progress) {
    m_chart->addProgress(progress);
    m_facts[EpochFact]->setText(tr("%1 of %2").arg(progress.epoch).arg(progress.epochs));
    m_facts[TimeFact]->setText(durationInWords(progress.secondsLeft));
    m_facts[SpeedFact]->setText(QString::number(progress.tunesPerSecond, 'f', 0));
}

void TrainingWindow::showEpoch(const EpochReport& report) {
    const auto& epochs = m_training.epochs();
    m_chart->setEpochs(epochs, report.epochs);
    m_facts[EpochFact]->setText(tr("%1 of %2").arg(report.epoch).arg(report.epochs));
    m_facts[TimeFact]->setText(durationInWords(report.secondsLeft));
    m_facts[SpeedFact]->setText(QString::number(report.tunesPerSecond, 'f', 0));
    const auto best = std::ranges::min_element(epochs, {}, &EpochReport::validationBits);
    m_facts[BitsFact]->setText(QString::number(best->validationBits, 'f', 2));
    m_facts[AccuracyFact]->setText(tr("%1 %").arg(qRound(report.validationAccuracy * 100.0)));
    say(trainingJudgement(epochs));
}

void TrainingWindow::say(const QString& sentence) {
    m_judgement->setText(sentence);
    m_judgement->parentWidget()->setVisible(!sentence.isEmpty() || !m_problem->text().isEmpty());
}

void TrainingWindow::showProblem(const QString& sentence) {
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
    m_judgement->setVisible(sentence.isEmpty());
    say(m_judgement->text());
}

void TrainingWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && QFileInfo(urls.front().toLocalFile()).isDir() &&
        !m_training.isTraining()) {
        event->acceptProposedAction();
    }
}

void TrainingWindow::dropEvent(QDropEvent* event) {
    m_training.scan(toPath(event->mimeData()->urls().front().toLocalFile()));
    event->acceptProposedAction();
}

} // namespace cantilena
