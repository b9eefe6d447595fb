#include "ui/views/TakesPanel.h"

#include "ui/views/Icons.h"
#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <cmath>

namespace cantilena {

namespace {

constexpr int kIdRole = Qt::UserRole;
constexpr int kLowestTree = 96;

/// Shows `iconName`, or `text` without one, whatever the action itself would show.
QToolButton* buttonFor(QAction* action, const QString& iconName, const QString& text,
                       QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(action->objectName() + QStringLiteral("Button"));
    button->setProperty("quiet", true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setText(text);
    if (!iconName.isEmpty()) {
        button->setIcon(icon(iconName));
        button->setIconSize({16, 16});
    }
    button->setToolTip(QStringLiteral("%1 (%2)").arg(
        action->statusTip(), action->shortcut().toString(QKeySequence::NativeText)));
    button->setAccessibleName(action->text().remove(QLatin1Char('&')));
    const auto follow = [button, action] { button->setEnabled(action->isEnabled()); };
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QToolButton::clicked, action, &QAction::trigger);
    follow();
    return button;
}

} // namespace

TakesPanel::TakesPanel(TakeController& takes, const ScoreDocument& document,
                       const TakeActions& actions, QWidget* parent)
    : QWidget(parent)
    , m_takes(takes)
    , m_document(document)
    , m_tree(new QTreeWidget(this))
    , m_empty(makeLabel(QStringLiteral("takesEmpty"), role::kMuted,
                        tr("What the model proposes is noted down here, kept or not."), this))
    , m_details(makeLabel(QStringLiteral("takeDetails"), role::kHint, {}, this))
    , m_said(makeLabel(QStringLiteral("takeSaid"), role::kBody, {}, this))
    , m_remark(new QLineEdit(this)) {
    setObjectName(QStringLiteral("takesPanel"));
    setProperty("ground", "panel");
    setAttribute(Qt::WA_StyledBackground);
    m_tree->setObjectName(QStringLiteral("takesTree"));
    m_tree->setAccessibleName(tr("Takes"));
    m_tree->setColumnCount(2);
    m_tree->header()->setObjectName(QStringLiteral("takesHeader"));
    m_tree->setHeaderHidden(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setIndentation(spacing::kSmall);
    m_tree->setExpandsOnDoubleClick(false);
    // The texts below have the room that they need; the tree has the rest, and scrolls.
    m_tree->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    m_tree->setMinimumHeight(kLowestTree);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    for (QLabel* label : {m_empty, m_details, m_said}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_empty->setAlignment(Qt::AlignTop);
    m_remark->setObjectName(QStringLiteral("takeRemark"));
    m_remark->setPlaceholderText(tr("A note on this take"));
    m_remark->setAccessibleName(m_remark->placeholderText());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kLarge, 0, spacing::kLarge, spacing::kMedium);
    column->setSpacing(spacing::kTiny);
    column->addWidget(m_empty);
    column->addWidget(m_tree, 1);
    addButtons(*column, actions);
    column->addWidget(m_remark);
    column->addWidget(m_said);
    column->addWidget(m_details);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this] {
        m_said->hide();
        showDetails();
        Q_EMIT chosenChanged();
    });
    connect(m_tree, &QTreeWidget::itemActivated, this, &TakesPanel::hearRequested);
    connect(m_remark, &QLineEdit::editingFinished, this, &TakesPanel::commitRemark);
    connect(&m_document, &ScoreDocument::scoreReplaced, this, [this] {
        // What was being written belongs to a take of the score before.
        m_remarked = {};
        showDetails();
    });
    connect(&m_document, &ScoreDocument::takesChanged, this, &TakesPanel::showTakes);
    connect(&m_takes, &TakeController::comparedChanged, this, &TakesPanel::showTakes);
    m_said->hide();
    showTakes();
}

void TakesPanel::addButtons(QVBoxLayout& column, const TakeActions& actions) {
    auto* row = new QHBoxLayout;
    row->setSpacing(2);
    row->addWidget(buttonFor(actions.hear, QStringLiteral("play"), {}, this));
    row->addWidget(buttonFor(actions.keep, QStringLiteral("accept"), {}, this));
    row->addWidget(buttonFor(actions.star, QStringLiteral("star"), {}, this));
    row->addWidget(buttonFor(actions.replay, QStringLiteral("history"), {}, this));
    row->addStretch(1);
    column.addLayout(row);
    auto* comparing = new QHBoxLayout;
    comparing->setSpacing(2);
    comparing->addWidget(
        makeLabel(QStringLiteral("compareCaption"), role::kMuted, tr("Compare"), this));
    comparing->addStretch(1);
    comparing->addWidget(buttonFor(actions.markA, {}, tr("A"), this));
    comparing->addWidget(buttonFor(actions.markB, {}, tr("B"), this));
    comparing->addWidget(buttonFor(actions.compare, {}, tr("A/B"), this));
    column.addLayout(comparing);
}

void TakesPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        showTakes();
    }
}

QString TakesPanel::bars(const TakeSet& set) const {
    const MeterMap meters = m_takes.tree().bases[set.base].meterMap();
    const int first = meters.at(set.settings.range.begin).bar;
    const int last = meters.at(set.settings.range.end - Tick{1}).bar;
    return first == last ? tr("bar %1").arg(first) : tr("bars %1\u2013%2").arg(first).arg(last);
}

QString TakesPanel::stateOf(const Take& take) const {
    QStringList states;
    using Side = TakeController::Side;
    for (const auto& [side, letter] : {std::pair{Side::A, tr("A")}, std::pair{Side::B, tr("B")}}) {
        if (m_takes.compared(side) == take.id) {
            states.append(letter);
        }
    }
    if (take.kept) {
        states.append(tr("kept"));
    } else if (take.heard) {
        states.append(tr("heard"));
    }
    if (take.starred) {
        states.append(QStringLiteral("\u2605"));
    }
    return states.join(QLatin1Char(' '));
}

QTreeWidgetItem* TakesPanel::setItem(const TakeSet& set) const {
    auto* item = new QTreeWidgetItem;
    item->setText(0, bars(set));
    item->setToolTip(0, QString::fromStdString(set.trackName));
    item->setText(1, set.takes.size() == 1 ? tr("1 take") : tr("%1 takes").arg(set.takes.size()));
    item->setForeground(1, theme().mutedText);
    item->setData(0, kIdRole, QVariant::fromValue<qulonglong>(0));
    return item;
}

QTreeWidgetItem* TakesPanel::takeItem(const Take& take) const {
    auto* item = new QTreeWidgetItem;
    item->setText(0, tr("take %1").arg(take.number));
    item->setText(1, stateOf(take));
    item->setForeground(1, theme().mutedText);
    if (!take.kept && !take.heard && !take.starred) {
        item->setForeground(0, theme().mutedText);
    }
    item->setToolTip(0, QString::fromStdString(take.remark));
    item->setData(0, kIdRole, QVariant::fromValue<qulonglong>(take.id.value));
    return item;
}

void TakesPanel::showTakes() {
    const TakeId was = chosen();
    {
        const QSignalBlocker quietly(m_tree);
        m_tree->clear();
        for (const TakeSet& set : m_takes.tree().sets) {
            QTreeWidgetItem* item = setItem(set);
            QTreeWidgetItem* parent = itemOf(set.parent);
            parent == nullptr ? m_tree->addTopLevelItem(item) : parent->addChild(item);
            for (const Take& take : set.takes) {
                item->addChild(takeItem(take));
            }
        }
        m_tree->expandAll();
        if (QTreeWidgetItem* item = itemOf(was)) {
            m_tree->setCurrentItem(item);
        }
    }
    const bool isEmpty = m_takes.tree().isEmpty();
    m_empty->setVisible(isEmpty);
    m_tree->setVisible(!isEmpty);
    showDetails();
    Q_EMIT chosenChanged();
}

QTreeWidgetItem* TakesPanel::itemOf(TakeId id) const {
    if (id == TakeId{}) {
        return nullptr;
    }
    QTreeWidgetItemIterator at(m_tree);
    while (*at != nullptr && (*at)->data(0, kIdRole).toULongLong() != id.value) {
        ++at;
    }
    return *at;
}

TakeId TakesPanel::chosen() const {
    const QTreeWidgetItem* item = m_tree->currentItem();
    return item == nullptr ? TakeId{} : TakeId{item->data(0, kIdRole).toULongLong()};
}

void TakesPanel::commitRemark() {
    m_takes.setRemark(m_remarked, m_remark->text());
}

void TakesPanel::choose(TakeId id) {
    // The field may be in use: hearing another take does not take the focus.
    commitRemark();
    if (QTreeWidgetItem* item = itemOf(id)) {
        m_tree->setCurrentItem(item);
        m_tree->scrollToItem(item);
    }
}

void TakesPanel::showDetails() {
    const TakePlace place = placeOf(m_takes.tree(), chosen());
    m_remark->setEnabled(place.take != nullptr);
    m_details->setVisible(place.take != nullptr);
    if (place.take == nullptr) {
        m_remarked = {};
        m_remark->clear();
        return;
    }
    if (m_remarked != place.take->id || !m_remark->hasFocus()) {
        m_remark->setText(QString::fromStdString(place.take->remark));
        m_remarked = place.take->id;
    }
    const TakeSettings& settings = place.set->settings;
    m_details->setText(
        tr("%1 (%2)\nseed %3 \u2022 adventure %4 \u2022 variety %5\n%6 bits a note \u2022 %n notes",
           nullptr, static_cast<int>(place.take->notes.size()))
            .arg(QString::fromStdString(place.set->modelName),
                 QString::fromStdString(place.set->modelHash).left(8))
            .arg(place.take->rng)
            .arg(settings.temperature, 0, 'f', 2)
            .arg(settings.topP, 0, 'f', 2)
            .arg(place.take->bitsPerNote, 0, 'f', 1));
}

void TakesPanel::say(const QString& sentence) {
    m_said->setText(sentence);
    m_said->show();
}

} // namespace cantilena
