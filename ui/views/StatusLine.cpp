#include "ui/views/StatusLine.h"

#include "ui/views/Icons.h"
#include "ui/views/Labels.h"

#include <QProgressBar>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {
constexpr int kBarWidth = 96;
constexpr int kBarSteps = 1000;
} // namespace

StatusLine::StatusLine(QWidget* parent)
    : QStatusBar(parent)
    , m_hint(new ElidedLabel(QStringLiteral("gestureHint"), role::kHint, {}, this))
    , m_text(makeLabel(QStringLiteral("workText"), role::kHint, {}, this))
    , m_bar(new QProgressBar(this))
    , m_cancel(new QToolButton(this)) {
    setObjectName(QStringLiteral("statusLine"));
    setSizeGripEnabled(false);
    m_bar->setObjectName(QStringLiteral("workProgress"));
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(kBarWidth);
    m_cancel->setObjectName(QStringLiteral("workCancel"));
    m_cancel->setProperty("quiet", true);
    m_cancel->setProperty("hint", true);
    m_cancel->setIcon(icon(QStringLiteral("close")));
    m_cancel->setIconSize({12, 12});
    m_cancel->setToolTip(tr("Cancel this work"));
    m_cancel->setAccessibleName(m_cancel->toolTip());
    m_cancel->setFocusPolicy(Qt::TabFocus);
    addWidget(m_hint, 1);
    addPermanentWidget(m_text);
    addPermanentWidget(m_bar);
    addPermanentWidget(m_cancel);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (!m_work.isEmpty() && m_work.back().cancel) {
            const auto cancel = m_work.back().cancel;
            cancel();
        }
    });
    showWork();
}

void StatusLine::setHint(const QString& hint) {
    m_hint->setText(hint);
}

void StatusLine::setWork(const QString& name, const QString& text, double fraction,
                         std::function<void()> cancel) {
    const auto found = std::ranges::find(m_work, name, &Work::name);
    Work work{name, text, fraction, std::move(cancel)};
    if (found == m_work.end()) {
        m_work.push_back(std::move(work));
    } else {
        *found = std::move(work);
    }
    showWork();
}

void StatusLine::endWork(const QString& name) {
    m_work.removeIf([&name](const Work& work) { return work.name == name; });
    showWork();
}

void StatusLine::showWork() {
    const bool any = !m_work.isEmpty();
    m_text->setVisible(any);
    m_bar->setVisible(any);
    m_cancel->setVisible(any && m_work.back().cancel);
    if (!any) {
        return;
    }
    const Work& work = m_work.back();
    m_text->setText(work.text);
    m_bar->setRange(0, work.fraction < 0.0 ? 0 : kBarSteps);
    m_bar->setValue(static_cast<int>(std::clamp(work.fraction, 0.0, 1.0) * kBarSteps));
}

} // namespace cantilena
