#include "ui/views/CandidateCard.h"

#include "ui/views/Labels.h"
#include "ui/views/PhraseThumbnail.h"
#include "ui/views/Theme.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace cantilena {

namespace {
/// Keys 1 to 9 choose a card; later ones are chosen by mouse or Tab.
constexpr int kKeys = 9;
/// A run that fewer human phrases than this copy is worth a warning.
constexpr double kRare = 0.05;

QString nameOf(const CopiedRun& run) {
    return QString::fromStdString(run.title.empty() ? run.tune : run.title);
}
} // namespace

CandidateCard::CandidateCard(const Candidate& candidate, const CandidateFacts& facts,
                             QWidget* parent)
    : QFrame(parent)
    , m_number(candidate.number)
    , m_natural(candidate.bitsPerNote)
    , m_join(candidate.joinBits)
    , m_inKey(candidate.inKeyShare)
    , m_facts(facts)
    , m_copied(candidate.copied)
    , m_range(candidate.range)
    , m_thumbnail(new PhraseThumbnail(this))
    , m_keep(new QPushButton(tr("Keep"), this)) {
    const auto named = [this](const char* part) {
        return QStringLiteral("candidate%1%2").arg(m_number).arg(QLatin1String(part));
    };
    setObjectName(named("Card"));
    setProperty("card", true);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(
        tr("Candidate %1, %n notes", nullptr, static_cast<int>(candidate.notes.size()))
            .arg(m_number));
    setToolTip(m_number <= kKeys ? tr("Hear it in its place (key %1)").arg(m_number)
                                 : tr("Hear it in its place"));
    m_thumbnail->setObjectName(named("Thumbnail"));
    m_thumbnail->setPhrase(candidate.notes, candidate.range);
    m_keep->setObjectName(named("Keep"));
    m_keep->setProperty("primary", true);
    m_keep->setFocusPolicy(Qt::TabFocus);
    m_keep->setToolTip(tr("Put it into the score as one step (Enter)"));
    m_state = makeLabel(named("State"), role::kHint, {}, this);

    auto* number = makeLabel(named("Number"), role::kTitle, QString::number(m_number), this);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(spacing::kMedium, spacing::kSmall, spacing::kMedium, spacing::kSmall);
    grid->setHorizontalSpacing(spacing::kMedium);
    grid->setVerticalSpacing(2);
    grid->addWidget(number, 0, 0, Qt::AlignTop);
    grid->addWidget(m_thumbnail, 0, 1, Qt::AlignVCenter);
    grid->addLayout(measures(), 0, 2);
    grid->addWidget(m_state, 1, 0, 1, 2);
    grid->addWidget(m_keep, 1, 2);
    grid->setColumnStretch(1, 1);
    connect(m_keep, &QPushButton::clicked, this, &CandidateCard::keepRequested);
    showState();
}

QVBoxLayout* CandidateCard::measures() {
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    const auto add = [&](const char* part, const char* role, const QString& text,
                         const QString& tip) {
        auto* label =
            makeLabel(QStringLiteral("candidate%1%2").arg(m_number).arg(QLatin1String(part)), role,
                      text, this);
        label->setToolTip(tip);
        label->setAlignment(Qt::AlignRight);
        column->addWidget(label);
    };
    add("Natural", role::kBody, tr("natural %1").arg(m_natural, 0, 'f', 1),
        tr("Bits per note: how surprising the model finds it. Lower is more natural."));
    add("Join", role::kBody, m_join ? tr("join %1").arg(*m_join, 0, 'f', 1) : tr("join \u2013"),
        m_join ? tr("Bits per event of the two bars that follow: how surprising the model finds "
                    "them after this. Lower joins better.")
               : tr("Nothing follows that the model could judge it by."));
    add("Copied", copiesTooMuch() ? role::kDanger : role::kHint, copiedText(), copiedTip());
    add("InKey", role::kHint, tr("in key %1 %").arg(qRound(m_inKey * 100.0)),
        tr("The share of its notes that belong to the key"));
    add("Kinship", role::kHint, tr("motif %1 %").arg(qRound(m_facts.kinship * 100.0)),
        tr("The share of its figures of four notes that the track has elsewhere, at any pitch and "
           "any pace"));
    return column;
}

bool CandidateCard::copiesTooMuch() const {
    return m_facts.humanShare && *m_facts.humanShare < kRare;
}

QString CandidateCard::copiedText() const {
    if (!m_copied) {
        return tr("copied \u2013");
    }
    const CopiedRun& run = m_copied->longest;
    if (run.notes == 0) {
        return tr("copied none");
    }
    const QString notes = tr("copied %n notes", nullptr, static_cast<int>(run.notes));
    return copiesTooMuch() ? notes + QStringLiteral(": ") + nameOf(run) : notes;
}

QString CandidateCard::copiedTip() const {
    if (!m_copied) {
        return tr("This model does not say which tunes it was trained on.");
    }
    const CopiedRun& run = m_copied->longest;
    if (run.notes == 0) {
        return tr("No run of it stands in a tune that the model was trained on.");
    }
    QString tip = tr("The longest run that stands note for note in a training tune: %1, bar %2. "
                     "%3 % of the notes lie in runs of at least %4.")
                      .arg(nameOf(run))
                      .arg(run.tuneBar)
                      .arg(qRound(m_copied->shareCopied * 100.0))
                      .arg(kTellingRun);
    if (m_facts.humanShare) {
        tip += QLatin1Char(' ') + (copiesTooMuch()
                                       ? tr("Only %1 % of human phrases copy as much.")
                                             .arg(*m_facts.humanShare * 100.0, 0, 'f', 1)
                                       : tr("As a human tune would: %1 % of phrases copy as much.")
                                             .arg(qRound(*m_facts.humanShare * 100.0)));
    }
    return tip;
}

double CandidateCard::badness(Measure by) const {
    switch (by) {
    case Measure::Made: break;
    case Measure::Natural: return m_natural;
    case Measure::Join: return m_join.value_or(0.0);
    case Measure::Copied: return m_copied ? static_cast<double>(m_copied->longest.notes) : 0.0;
    case Measure::InKey: return -m_inKey;
    case Measure::Kinship: return -m_facts.kinship;
    }
    return m_number;
}

void CandidateCard::setChosen(bool chosen) {
    m_isChosen = chosen;
    setLook(*this, "chosen", chosen);
    if (!chosen) {
        m_thumbnail->setHeard(-1.0);
    }
    showState();
}

void CandidateCard::setStale(bool stale) {
    m_isStale = stale;
    showState();
}

void CandidateCard::setKept(bool kept) {
    m_isKept = kept;
    showState();
}

void CandidateCard::setPlayhead(Tick tick) {
    const Tick since = tick - m_range.begin;
    m_thumbnail->setHeard(static_cast<double>(since.value) /
                          static_cast<double>(std::max<std::int64_t>(1, m_range.length().value)));
}

void CandidateCard::showState() {
    QString state;
    if (m_isKept) {
        state = tr("kept");
    } else if (m_isStale) {
        state = tr("made before your last change");
    } else if (m_isChosen) {
        state = tr("Esc goes back");
    }
    m_state->setText(state);
    m_state->setVisible(!state.isEmpty());
    m_keep->setVisible(m_isChosen);
    m_thumbnail->setEnabled(!m_isStale || m_isChosen);
}

void CandidateCard::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        Q_EMIT auditionRequested(m_number);
        event->accept();
    }
}

void CandidateCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Select || event->key() == Qt::Key_Return ||
        event->key() == Qt::Key_Space) {
        Q_EMIT auditionRequested(m_number);
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace cantilena
