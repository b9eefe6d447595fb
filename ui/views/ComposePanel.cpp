#include "ui/views/ComposePanel.h"

#include "ui/views/CandidateCard.h"
#include "ui/views/Icons.h"
#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace cantilena {

namespace {
constexpr int kNarrowest = 348;
} // namespace

ComposePanel::ComposePanel(QAction* generate, QAction* cancel, QWidget* parent)
    : QWidget(parent)
    , m_generate(generate)
    , m_cancel(cancel)
    , m_form(new ComposeForm(this)) {
    setObjectName(QStringLiteral("composePanel"));
    setProperty("ground", "panel");
    setAttribute(Qt::WA_StyledBackground);
    setMinimumWidth(kNarrowest);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kLarge, 0, spacing::kLarge, spacing::kMedium);
    column->setSpacing(spacing::kSmall);
    column->addWidget(m_form);
    m_button = new QPushButton(this);
    m_button->setObjectName(QStringLiteral("generateButton"));
    m_button->setFocusPolicy(Qt::TabFocus);
    m_button->setMinimumHeight(36);
    connect(m_button, &QPushButton::clicked, this,
            [this] { (m_isRunning ? m_cancel : m_generate)->trigger(); });
    connect(m_form, &ComposeForm::changed, this, [this] { setRunning(m_isRunning); });
    connect(m_generate, &QAction::changed, this, [this] { setRunning(m_isRunning); });
    column->addWidget(m_button);
    m_abilities = makeLabel(QStringLiteral("composeAbilities"), role::kHint, {}, this);
    m_abilities->setWordWrap(true);
    m_abilities->hide();
    column->addWidget(m_abilities);
    m_steering = makeLabel(QStringLiteral("composeSteering"), role::kHint, {}, this);
    m_steering->setWordWrap(true);
    m_steering->hide();
    column->addWidget(m_steering);
    column->addSpacing(spacing::kTiny);
    addCandidates(*column);
    setRunning(false);
}

void ComposePanel::addCandidates(QVBoxLayout& column) {
    auto* head = new QHBoxLayout;
    head->addWidget(
        makeLabel(QStringLiteral("candidatesTitle"), role::kTitle, tr("Candidates"), this));
    head->addStretch(1);
    m_asked = makeLabel(QStringLiteral("candidatesAsked"), role::kHint, {}, this);
    head->addWidget(m_asked);
    head->addSpacing(spacing::kSmall);
    m_sort = new QComboBox(this);
    m_sort->setObjectName(QStringLiteral("candidateSort"));
    m_sort->setAccessibleName(tr("Order of the candidates"));
    m_sort->setToolTip(m_sort->accessibleName());
    for (const auto& [measure, name] :
         {std::pair{Measure::Made, tr("as made")}, std::pair{Measure::Natural, tr("by natural")},
          std::pair{Measure::Join, tr("by join")}, std::pair{Measure::Copied, tr("by copied")},
          std::pair{Measure::InKey, tr("by key")}, std::pair{Measure::Kinship, tr("by motif")}}) {
        m_sort->addItem(name, static_cast<int>(measure));
    }
    connect(m_sort, &QComboBox::currentIndexChanged, this, &ComposePanel::sortCards);
    head->addWidget(m_sort);
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

void ComposePanel::setRunning(bool running) {
    m_isRunning = running;
    const QAction* action = running ? m_cancel : m_generate;
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    m_button->setText(running ? tr("Cancel")
                              : tr("Generate %1").arg(m_form->settings().candidates));
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

void ComposePanel::setAbilities(const QString& words) {
    m_abilities->setText(words);
    m_abilities->setVisible(!words.isEmpty());
}

void ComposePanel::setSteering(const QString& words) {
    m_steering->setText(words);
    m_steering->setVisible(!words.isEmpty());
}

void ComposePanel::showEmptyState() {
    if (m_isRunning) {
        m_empty->setText(tr("The model is reading the seed."));
    } else if (!m_obstacle.isEmpty()) {
        m_empty->setText(m_obstacle);
    } else if (m_form->task() == ComposeTask::Continue) {
        m_empty->setText(tr("Draw a few notes and press Generate: the model goes on where they "
                            "end, and nothing is changed until you keep one."));
    } else {
        m_empty->setText(tr("Select some notes and press Generate: what stands around them stays, "
                            "and nothing is changed until you keep a candidate."));
    }
    m_empty->setVisible(m_shown.empty());
    m_sort->setVisible(m_shown.size() > 1);
}

void ComposePanel::clearCandidates(const GenerateSettings& asked) {
    for (CandidateCard* shown : m_shown) {
        shown->hide();
        shown->deleteLater();
    }
    m_shown.clear();
    m_current = 0;
    m_asked->setText(tr("seed %1").arg(asked.rng));
    showEmptyState();
}

void ComposePanel::addCandidate(const Candidate& candidate, const CandidateFacts& facts) {
    auto* added = new CandidateCard(candidate, facts, m_scroll->widget());
    // A cleared card of the same name may not be gone yet; the new one takes its place.
    m_cards->insertWidget(static_cast<int>(m_shown.size()), added);
    m_shown.push_back(added);
    connect(added, &CandidateCard::auditionRequested, this, &ComposePanel::auditionRequested);
    connect(added, &CandidateCard::keepRequested, this, &ComposePanel::keepRequested);
    sortCards();
    showEmptyState();
}

void ComposePanel::sortCards() {
    const auto by = static_cast<Measure>(m_sort->currentData().toInt());
    std::ranges::stable_sort(m_shown, [by](const CandidateCard* a, const CandidateCard* b) {
        const double left = a->badness(by);
        const double right = b->badness(by);
        return left != right ? left < right : a->number() < b->number();
    });
    int at = 0;
    for (CandidateCard* shown : m_shown) {
        m_cards->insertWidget(at++, shown);
    }
    // Tab goes through them as they stand.
    for (std::size_t i = 1; i < m_shown.size(); ++i) {
        setTabOrder(m_shown[i - 1], m_shown[i]);
    }
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
    // A chosen card grows, which the layout learns of only now.
    QTimer::singleShot(0, this, [this] {
        if (CandidateCard* current = card(m_current)) {
            m_scroll->ensureWidgetVisible(current, 0, spacing::kSmall);
        }
    });
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
