#include "ui/views/CandidateCard.h"

#include "ui/views/Labels.h"
#include "ui/views/PhraseThumbnail.h"
#include "ui/views/Theme.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPushButton>

#include <algorithm>

namespace cantilena {

namespace {
/// Keys 1 to 9 choose a card; later ones are chosen by mouse or Tab.
constexpr int kKeys = 9;
} // namespace

CandidateCard::CandidateCard(const Candidate& candidate, QWidget* parent)
    : QFrame(parent)
    , m_number(candidate.number)
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
    auto* natural = makeLabel(named("Natural"), role::kBody,
                              tr("natural %1").arg(candidate.bitsPerNote, 0, 'f', 1), this);
    natural->setToolTip(
        tr("Bits per note: how surprising the model finds it. Lower is more natural."));
    auto* inKey = makeLabel(named("InKey"), role::kHint,
                            tr("in key %1 %").arg(qRound(candidate.inKeyShare * 100.0)), this);
    auto* notes =
        makeLabel(named("Notes"), role::kHint,
                  tr("%n notes", nullptr, static_cast<int>(candidate.notes.size())), this);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(spacing::kMedium, spacing::kSmall, spacing::kMedium, spacing::kSmall);
    grid->setHorizontalSpacing(spacing::kMedium);
    grid->setVerticalSpacing(2);
    grid->addWidget(number, 0, 0, Qt::AlignTop);
    grid->addWidget(m_thumbnail, 0, 1, 3, 1, Qt::AlignVCenter);
    grid->addWidget(natural, 0, 2, Qt::AlignRight);
    grid->addWidget(inKey, 1, 2, Qt::AlignRight);
    grid->addWidget(notes, 2, 2, Qt::AlignRight);
    grid->addWidget(m_state, 3, 0, 1, 2);
    grid->addWidget(m_keep, 3, 2);
    grid->setColumnStretch(1, 1);
    connect(m_keep, &QPushButton::clicked, this, &CandidateCard::keepRequested);
    showState();
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
