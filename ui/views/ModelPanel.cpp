#include "ui/views/ModelPanel.h"

#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace cantilena {

namespace {

QPushButton* buttonFor(QAction* action, const QString& text, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(action->objectName() + QStringLiteral("Button"));
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(action->text().remove(QLatin1Char('&')) + QStringLiteral(" (") +
                       action->shortcut().toString(QKeySequence::NativeText) + QLatin1Char(')'));
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

} // namespace

ModelPanel::ModelPanel(QAction* train, QAction* open, QWidget* parent)
    : QWidget(parent)
    , m_name(new ElidedLabel(QStringLiteral("modelName"), role::kBody, {}, this))
    , m_detail(makeLabel(QStringLiteral("modelDetail"), role::kHint, {}, this)) {
    setObjectName(QStringLiteral("modelPanel"));
    m_detail->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kLarge, spacing::kSmall, spacing::kLarge, spacing::kLarge);
    column->setSpacing(spacing::kTiny);
    column->addWidget(makeLabel(QStringLiteral("modelTitle"), role::kTitle, tr("Model"), this));
    column->addWidget(m_name);
    column->addWidget(m_detail);
    column->addSpacing(spacing::kTiny);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(spacing::kSmall);
    buttons->addWidget(buttonFor(train, tr("Train\u2026"), this));
    buttons->addWidget(buttonFor(open, tr("Open\u2026"), this));
    column->addLayout(buttons);
    showNone({});
}

void ModelPanel::showTexts(const QString& name, const QString& detail) {
    m_name->setText(name);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
}

void ModelPanel::showModel(const MelodyModel& model) {
    const ModelCard& card = model.card();
    QStringList facts;
    if (model.tokens() != nullptr) {
        facts.append(tr("tutorial model: sixteenth grid, no metre"));
    }
    if (card.validationBits > 0.0) {
        facts.append(tr("%1 bits per event").arg(card.validationBits, 0, 'f', 2));
    }
    if (card.tunes > 0) {
        facts.append(tr("%L1 tunes").arg(card.tunes));
    }
    showTexts(card.name.empty() ? tr("Unnamed model") : QString::fromStdString(card.name),
              facts.join(QStringLiteral(" \u2022 ")));
    QStringList sources;
    for (const std::string& source : card.sources) {
        sources.append(QString::fromStdString(source));
    }
    m_detail->setToolTip(sources.join(QLatin1Char('\n')));
}

void ModelPanel::showLoading() {
    showTexts(tr("Opening the model\u2026"), {});
}

void ModelPanel::showNone(const QString& reason) {
    showTexts(tr("No model yet"),
              reason.isEmpty() ? tr("Train one on your tunes, or open a model file.") : reason);
}

} // namespace cantilena
