#include "ui/views/ComposeDesk.h"

#include "ui/views/ComposePanel.h"
#include "ui/views/FirstSteps.h"
#include "ui/views/MessageBar.h"
#include "ui/views/PianoRoll.h"
#include "ui/views/StatusLine.h"
#include "ui/views/SteeringWords.h"
#include "ui/views/StudioActions.h"

#include <QMainWindow>
#include <QMenu>
#include <QSettings>

#include <algorithm>
#include <array>

namespace cantilena {

ComposeDesk::ComposeDesk(const Parts& parts)
    : QObject(&parts.window)
    , m_parts(parts)
    , m_blend(parts.studio, parts.models)
    , m_takes(parts.document, parts.generate, parts.audition)
    , m_takesPanel(nullptr) {
    makeTakeActions();
    m_takesPanel = new TakesPanel(m_takes, m_parts.document, m_takeActions, &m_parts.window);
    connectGenerating();
    connectAudition();
    connectTakes();
    connectBlend();
    showModel();
    showSpan();
    updateTakeActions();
}

QAction* ComposeDesk::make(const char* name, const QString& text, const QKeySequence& keys,
                           const QString& tip) {
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    action->setStatusTip(tip);
    m_parts.window.addAction(action);
    return action;
}

void ComposeDesk::makeTakeActions() {
    m_tasks = {make("actionTaskContinue", tr("C&ontinue"), QKeySequence("Alt+1"),
                    tr("Let the model go on where the track ends")),
               make("actionTaskFill", tr("&Fill"), QKeySequence("Alt+2"),
                    tr("Let the model fill the selection between what stands on both sides")),
               make("actionTaskVary", tr("&Vary"), QKeySequence("Alt+3"),
                    tr("Let the model vary the selection"))};
    m_blendWith =
        make("actionBlend", tr("&Blend with another model\u2026"), QKeySequence("Ctrl+Alt+L"),
             tr("Let a second model join in, as much as a slider says"));
    m_takeActions.hear = make("actionHearTake", tr("&Hear take"), QKeySequence("Ctrl+Return"),
                              tr("Hear the chosen take in its place, looped"));
    m_takeActions.keep = make("actionKeepTake", tr("Keep ta&ke"), QKeySequence("Ctrl+Alt+Return"),
                              tr("Put the chosen take into the score"));
    m_takeActions.star = make("actionStarTake", tr("&Star take"), QKeySequence("Ctrl+Alt+S"),
                              tr("Give the chosen take a star, or take it away"));
    m_takeActions.replay =
        make("actionReplayTake", tr("&Replay take"), QKeySequence("Ctrl+Alt+R"),
             tr("Make the chosen take again and say whether it comes out the same"));
    m_takeActions.markA = make("actionTakeA", tr("Compare as &A"), QKeySequence("Ctrl+Alt+A"),
                               tr("Make the chosen take the first of the two compared"));
    m_takeActions.markB = make("actionTakeB", tr("Compare as &B"), QKeySequence("Ctrl+Alt+B"),
                               tr("Make the chosen take the second of the two compared"));
    m_takeActions.compare = make("actionCompareTakes", tr("Hear the &other of A and B"),
                                 QKeySequence("X"), tr("Go from take A to take B and back"));
}

void ComposeDesk::addToComposeMenu(QMenu& menu) {
    menu.addActions(m_tasks);
    menu.addAction(m_blendWith);
    menu.addSeparator();
    QMenu* takes = menu.addMenu(tr("Ta&kes"));
    takes->setObjectName(QStringLiteral("takesMenu"));
    takes->addActions(
        {m_takeActions.hear, m_takeActions.keep, m_takeActions.star, m_takeActions.replay});
    takes->addSeparator();
    takes->addActions({m_takeActions.markA, m_takeActions.markB, m_takeActions.compare});
    menu.addSeparator();
}

void ComposeDesk::connectGenerating() {
    const StudioActions& a = m_parts.actions;
    GenerateController& generate = m_parts.generate;
    connect(a.generate, &QAction::triggered, this, &ComposeDesk::generate);
    connect(a.cancelGenerate, &QAction::triggered, &generate, &GenerateController::cancel);
    connect(a.clearCandidates, &QAction::triggered, this, &ComposeDesk::clear);
    connect(&m_parts.document, &ScoreDocument::scoreReplaced, this, &ComposeDesk::clear);
    for (int i = 0; i < m_tasks.size(); ++i) {
        connect(m_tasks.at(i), &QAction::triggered, this,
                [this, i] { m_parts.panel.form().setTask(static_cast<ComposeTask>(i)); });
    }
    connect(&m_parts.panel.form(), &ComposeForm::changed, this, &ComposeDesk::showSpan);
    connect(&m_parts.document, &ScoreDocument::selectionChanged, this, &ComposeDesk::showSpan);
    connect(&m_parts.roll, &PianoRoll::loopChanged, this, &ComposeDesk::showSpan);
    connect(&m_parts.document, &ScoreDocument::scoreChanged, this, [this] {
        m_parts.panel.setStale(m_parts.generate.isStale());
        showSpan();
    });
    connect(&generate, &GenerateController::changed, this, &ComposeDesk::showState);
    connect(&generate, &GenerateController::failed, this, [this](const QString& sentence) {
        m_parts.messages.say(MessageBar::Kind::Problem, sentence);
    });
    connect(&generate, &GenerateController::candidateMade, this,
            [this](const Candidate& candidate) {
                m_parts.panel.addCandidate(candidate, m_parts.generate.facts(candidate.number));
                m_parts.panel.setStale(m_parts.generate.isStale());
                m_parts.steps.setDone(FirstSteps::Step::Generate);
                showState();
            });
    connect(&generate, &GenerateController::accepted, &m_parts.panel, &ComposePanel::setKept);
}

std::optional<TickRange> ComposeDesk::span() const {
    if (const auto selected = m_parts.document.selectedRange()) {
        return selected;
    }
    return m_parts.roll.loop();
}

void ComposeDesk::showSpan() {
    const std::optional<TickRange> range = span();
    if (!range) {
        m_parts.panel.form().setSpan(tr("Select the notes that may give way, or set the loop."));
    } else {
        const MeterMap meters = m_parts.document.score()->meterMap();
        const int first = meters.at(range->begin).bar;
        const int last = meters.at(range->end - Tick{1}).bar;
        const QString bars =
            first == last ? tr("bar %1").arg(first) : tr("bars %1\u2013%2").arg(first).arg(last);
        const auto locked = lockedWithin(m_parts.document.track(), *range).size();
        QString words = tr("%1 \u2022 ends on time").arg(bars);
        if (locked > 0) {
            words += tr(" \u2022 %1 locked").arg(locked);
        }
        m_parts.panel.form().setSpan(words);
    }
    showSteering();
    showState();
}

void ComposeDesk::showSteering() {
    const Score& score = *m_parts.document.score();
    const ComposeForm& form = m_parts.panel.form();
    const std::size_t track = m_parts.document.currentTrack();
    const TickRange range =
        form.task() == ComposeTask::Continue
            ? barsFrom(score, continuationStart(score, track), form.settings().bars)
            : span().value_or(TickRange{});
    const QString all = steeringOver(score, range);
    QString words = all.isEmpty() ? QString() : tr("Steered: %1").arg(all);
    // Imported models go on by sixteenths, which no wish for density lengthens.
    const auto& model = m_blend.model();
    const bool byGrid = model && model->tokens() && form.task() == ComposeTask::Continue;
    if (byGrid && steers(score, range, SteeringKind::Density)) {
        words += tr(" \u2022 this model does not heed density");
    }
    m_parts.panel.setSteering(words);
}

void ComposeDesk::generate() {
    ComposePanel& panel = m_parts.panel;
    panel.form().rollSeed();
    m_parts.audition.end();
    const GenerateSettings settings = panel.form().settings();
    panel.clearCandidates(settings);
    m_parts.messages.dismiss();
    m_parts.generate.generate(m_blend.model(), settings, span().value_or(TickRange{}));
}

void ComposeDesk::clear() {
    m_parts.generate.clear();
    m_parts.panel.clearCandidates(m_parts.panel.form().settings());
}

void ComposeDesk::showState() {
    const StudioActions& a = m_parts.actions;
    const GenerateController& generate = m_parts.generate;
    const bool running = generate.isRunning();
    const bool hasTime = m_parts.panel.form().task() == ComposeTask::Continue || span().has_value();
    a.generate->setEnabled(m_blend.model() != nullptr && !running && hasTime);
    a.cancelGenerate->setEnabled(running);
    a.clearCandidates->setEnabled(!running && !generate.candidates().empty());
    for (int i = 0; i < kAuditionKeys; ++i) {
        a.audition.at(i)->setEnabled(generate.candidate(i + 1) != nullptr);
    }
    m_parts.panel.setRunning(running);
    if (!running) {
        m_parts.status.endWork(QStringLiteral("generate"));
        return;
    }
    const auto made = generate.candidates().size();
    const int asked = generate.settings().candidates;
    m_parts.status.setWork(
        QStringLiteral("generate"), tr("Generating: %1 of %2").arg(made).arg(asked),
        static_cast<double>(made) / std::max(1, asked), [this] { m_parts.generate.cancel(); });
}

void ComposeDesk::showModel() {
    const auto& model = m_blend.model();
    m_takes.setModel(model);
    ComposePanel& panel = m_parts.panel;
    const auto name = [](const auto& part) {
        return part ? QString::fromStdString(part->card().name) : QString();
    };
    panel.form().setBlend(name(m_parts.models.model()), name(m_blend.second()), m_blend.share());
    m_blendWith->setEnabled(m_parts.models.model() != nullptr);
    panel.form().setStyles(model ? model->styles() : std::vector<std::string>());
    panel.form().setKnowsCopies(model && model->copies() != nullptr);
    panel.form().setGoesByGrid(model && model->tokens() != nullptr);
    if (model) {
        panel.setObstacle({});
    } else if (m_parts.models.isLoading()) {
        panel.setObstacle(tr("The model is being opened; draw a few notes meanwhile."));
    } else {
        panel.setObstacle(
            tr("There is no model yet: train one on your tunes (Ctrl+T), or open one (Ctrl+M)."));
    }
    panel.setAbilities(abilities());
    showSteering();
    showState();
    Q_EMIT modelChanged();
}

QString ComposeDesk::abilities() const {
    const auto& model = m_blend.model();
    QStringList sentences;
    if (model && !model->seesFuture()) {
        sentences.append(tr("This model only looks back: of several fillings it keeps the one "
                            "that the next two bars follow on best."));
    }
    if (model && model->tokens() != nullptr) {
        sentences.append(tr("Being imported, it weighs no motifs and, when it continues, aims "
                            "at no density."));
    }
    return sentences.join(QLatin1Char(' '));
}

void ComposeDesk::connectBlend() {
    ComposeForm& form = m_parts.panel.form();
    connect(m_blendWith, &QAction::triggered, this, &ComposeDesk::askForSecondModel);
    connect(&form, &ComposeForm::blendShareChanged, &m_blend, &BlendController::setShare);
    connect(&form, &ComposeForm::blendEnded, &m_blend, &BlendController::clear);
    connect(&m_blend, &BlendController::changed, this, &ComposeDesk::showModel);
    connect(&m_blend, &BlendController::failed, this, [this](const QString& sentence) {
        m_parts.messages.say(MessageBar::Kind::Problem, sentence);
    });
}

void ComposeDesk::askForSecondModel() {
    FileQuestion question;
    question.title = tr("Blend with a model");
    question.filters = {tr("Models (*.safetensors)")};
    question.start = m_parts.studio.modelFolder;
    m_parts.chooser(&m_parts.window, question,
                    [this](const std::filesystem::path& path) { m_blend.load(path); });
}

void ComposeDesk::connectAudition() {
    const StudioActions& a = m_parts.actions;
    AuditionController& audition = m_parts.audition;
    for (int i = 0; i < kAuditionKeys; ++i) {
        connect(a.audition.at(i), &QAction::triggered, this,
                [this, i] { m_parts.audition.audition(i + 1); });
    }
    connect(&m_parts.panel, &ComposePanel::auditionRequested, &audition,
            &AuditionController::audition);
    connect(&m_parts.panel, &ComposePanel::keepRequested, &audition, &AuditionController::keep);
    connect(a.keep, &QAction::triggered, &audition, &AuditionController::keep);
    connect(&audition, &AuditionController::currentChanged, this, &ComposeDesk::showProposal);
    connect(&audition, &AuditionController::takeChanged, this, &ComposeDesk::showTake);
    connect(&audition, &AuditionController::failed, this, [this](const QString& sentence) {
        m_parts.messages.say(MessageBar::Kind::Problem, sentence);
    });
    a.keep->setEnabled(false);
}

void ComposeDesk::showProposal(int number) {
    const Candidate* candidate = m_parts.generate.candidate(number);
    m_parts.roll.setProposal(candidate ? std::optional(*candidate) : std::nullopt);
    m_parts.panel.setCurrent(number);
    m_parts.actions.keep->setEnabled(number != 0);
    if (number != 0) {
        m_parts.steps.setDone(FirstSteps::Step::Listen);
        m_parts.status.setHint(tr("Hearing candidate %1: Enter keeps it, Esc goes back, "
                                  "1\u20139 hear another")
                                   .arg(number));
    } else {
        m_parts.status.setHint(m_parts.roll.hint());
    }
}

void ComposeDesk::showTake(TakeId id) {
    const bool hears = id != TakeId{};
    if (hears || m_parts.audition.current() == 0) {
        m_parts.roll.setProposal(m_parts.audition.takePhrase());
        m_parts.actions.keep->setEnabled(hears);
        m_parts.status.setHint(
            hears ? tr("Hearing a take: Enter keeps it, Esc goes back, X compares A and B")
                  : m_parts.roll.hint());
    }
    if (hears) {
        m_takesPanel->choose(id);
    }
}

void ComposeDesk::connectTakes() {
    const auto chosen = [this] { return m_takesPanel->chosen(); };
    const TakeActions& a = m_takeActions;
    const auto hear = [this, chosen] { return m_parts.audition.auditionTake(chosen()); };
    connect(a.hear, &QAction::triggered, this, hear);
    connect(m_takesPanel, &TakesPanel::hearRequested, this, hear);
    connect(a.keep, &QAction::triggered, this, [this, hear] {
        if (hear()) {
            m_parts.audition.keep();
        }
    });
    connect(a.star, &QAction::triggered, this, [this, chosen] {
        if (const Take* take = placeOf(m_takes.tree(), chosen()).take) {
            m_takes.setStarred(take->id, !take->starred);
        }
    });
    connect(a.replay, &QAction::triggered, this, [this, chosen] { m_takes.replay(chosen()); });
    using Side = TakeController::Side;
    connect(a.markA, &QAction::triggered, this,
            [this, chosen] { m_takes.setCompared(Side::A, chosen()); });
    connect(a.markB, &QAction::triggered, this,
            [this, chosen] { m_takes.setCompared(Side::B, chosen()); });
    connect(a.compare, &QAction::triggered, this, [this] { m_takes.hearOther(); });
    connect(&m_takes, &TakeController::replayed, this,
            [this](TakeId, bool, const QString& sentence) { m_takesPanel->say(sentence); });
    connect(&m_takes, &TakeController::replayFailed, m_takesPanel, &TakesPanel::say);
    connect(m_takesPanel, &TakesPanel::chosenChanged, this, &ComposeDesk::updateTakeActions);
    connect(&m_takes, &TakeController::comparedChanged, this, &ComposeDesk::updateTakeActions);
}

void ComposeDesk::updateTakeActions() {
    if (m_takesPanel == nullptr) {
        return;
    }
    const bool has = m_takesPanel->chosen() != TakeId{};
    const TakeActions& a = m_takeActions;
    for (QAction* action : {a.hear, a.keep, a.star, a.replay, a.markA, a.markB}) {
        action->setEnabled(has);
    }
    a.compare->setEnabled(m_takes.canCompare());
}

void ComposeDesk::keepSettings() const {
    const GenerateSettings settings = m_parts.panel.form().wishes();
    QSettings& kept = m_parts.settings;
    kept.setValue(QStringLiteral("generate/bars"), settings.bars);
    kept.setValue(QStringLiteral("generate/candidates"), settings.candidates);
    kept.setValue(QStringLiteral("generate/temperature"), settings.temperature);
    kept.setValue(QStringLiteral("generate/topP"), settings.topP);
    kept.setValue(QStringLiteral("generate/memory"), settings.memory);
    kept.setValue(QStringLiteral("generate/density"), settings.density);
    kept.setValue(QStringLiteral("generate/cadence"), settings.cadence);
    kept.setValue(QStringLiteral("generate/mostCopied"),
                  static_cast<int>(settings.mostCopiedNotes.value_or(0)));
    kept.setValue(QStringLiteral("generate/lowest"), settings.lowest.number);
    kept.setValue(QStringLiteral("generate/highest"), settings.highest.number);
    kept.setValue(QStringLiteral("generate/more"), m_parts.panel.form().showsMore());
}

void ComposeDesk::restoreSettings() {
    const QSettings& kept = m_parts.settings;
    if (!kept.contains(QStringLiteral("generate/bars"))) {
        return;
    }
    ComposeForm& form = m_parts.panel.form();
    GenerateSettings settings = form.wishes();
    const auto value = [&kept](const char* name, const QVariant& otherwise) {
        return kept.value(QStringLiteral("generate/") + QLatin1String(name), otherwise);
    };
    settings.bars = value("bars", settings.bars).toInt();
    settings.candidates = value("candidates", settings.candidates).toInt();
    settings.temperature = value("temperature", settings.temperature).toDouble();
    settings.topP = value("topP", settings.topP).toDouble();
    settings.memory = value("memory", settings.memory).toDouble();
    settings.density = value("density", settings.density).toDouble();
    settings.cadence = value("cadence", settings.cadence).toBool();
    const int mostCopied = value("mostCopied", 0).toInt();
    if (mostCopied > 0) {
        settings.mostCopiedNotes = static_cast<std::size_t>(mostCopied);
    }
    settings.lowest = {value("lowest", settings.lowest.number).toInt()};
    settings.highest = {value("highest", settings.highest.number).toInt()};
    form.setSettings(settings);
    form.setShowsMore(value("more", false).toBool());
}

} // namespace cantilena
