#include "ui/views/FirstSteps.h"

#include "ui/views/Icons.h"
#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

namespace cantilena {

namespace {

struct StepText {
    const char* name;
    const char* text;
};
constexpr std::array<StepText, 3> kTexts = {
    {{"sketch", QT_TRANSLATE_NOOP("cantilena::FirstSteps", "<b>Sketch</b> \u2013 D, then draw")},
     {"generate", QT_TRANSLATE_NOOP("cantilena::FirstSteps", "<b>Generate</b> \u2013 Ctrl+G")},
     {"listen",
      QT_TRANSLATE_NOOP("cantilena::FirstSteps", "<b>Listen</b> \u2013 1 to 9, Enter keeps")}}};
constexpr int kMarkSize = 16;

} // namespace

FirstSteps::FirstSteps(QWidget* parent)
    : QFrame(parent) {
    setObjectName(QStringLiteral("firstSteps"));
    setProperty("bar", true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(spacing::kLarge, spacing::kTiny, spacing::kSmall, spacing::kTiny);
    row->setSpacing(spacing::kSmall);
    for (std::size_t i = 0; i < kSteps; ++i) {
        const QString name = QStringLiteral("step-") + QLatin1String(kTexts.at(i).name);
        m_steps[i].mark = makeLabel(name + QStringLiteral("Mark"), role::kCaption, {}, this);
        m_steps[i].mark->setAlignment(Qt::AlignCenter);
        m_steps[i].mark->setFixedWidth(kMarkSize + spacing::kTiny);
        m_steps[i].text = makeLabel(name + QStringLiteral("Text"), role::kBody, {}, this);
        row->addWidget(m_steps[i].mark);
        row->addWidget(m_steps[i].text);
        row->addSpacing(spacing::kLarge);
    }
    row->addStretch(1);
    auto* close = new QToolButton(this);
    close->setObjectName(QStringLiteral("firstStepsClose"));
    close->setProperty("quiet", true);
    close->setIcon(icon(QStringLiteral("close")));
    close->setToolTip(tr("Hide the first steps"));
    close->setAccessibleName(close->toolTip());
    close->setFocusPolicy(Qt::TabFocus);
    connect(close, &QToolButton::clicked, this, &FirstSteps::closed);
    row->addWidget(close);
    showSteps();
}

void FirstSteps::setDone(Step step) {
    m_steps[static_cast<std::size_t>(step)].isDone = true;
    showSteps();
}

bool FirstSteps::isDone(Step step) const {
    return m_steps[static_cast<std::size_t>(step)].isDone;
}

void FirstSteps::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::StyleChange) {
        showSteps();
    }
}

void FirstSteps::showSteps() {
    for (std::size_t i = 0; i < kSteps; ++i) {
        const Shown& step = m_steps[i];
        step.text->setText(tr(kTexts.at(i).text));
        step.text->setEnabled(!step.isDone);
        if (step.isDone) {
            step.mark->setPixmap(icon(QStringLiteral("check")).pixmap(kMarkSize, kMarkSize));
        } else {
            step.mark->setText(QString::number(i + 1));
        }
    }
}

} // namespace cantilena
