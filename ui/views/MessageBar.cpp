#include "ui/views/MessageBar.h"

#include "ui/views/Icons.h"
#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

#include <utility>

namespace cantilena {

namespace {
constexpr int kIconSize = 18;
}

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent)
    , m_icon(makeLabel(QStringLiteral("messageIcon"), role::kBody, {}, this))
    , m_sentence(makeLabel(QStringLiteral("messageSentence"), role::kBody, {}, this))
    , m_offerButton(new QPushButton(this))
    , m_close(new QToolButton(this)) {
    setObjectName(QStringLiteral("messageBar"));
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_offerButton->setObjectName(QStringLiteral("messageOffer"));
    m_offerButton->setFocusPolicy(Qt::TabFocus);
    m_close->setObjectName(QStringLiteral("messageClose"));
    m_close->setProperty("quiet", true);
    m_close->setIcon(icon(QStringLiteral("close")));
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(m_close->toolTip());
    m_close->setFocusPolicy(Qt::TabFocus);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(spacing::kLarge, spacing::kSmall, spacing::kSmall, spacing::kSmall);
    row->setSpacing(spacing::kMedium);
    row->addWidget(m_icon);
    row->addWidget(m_sentence, 1);
    row->addWidget(m_offerButton);
    row->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::dismiss);
    connect(m_offerButton, &QPushButton::clicked, this, [this] {
        const auto offer = std::exchange(m_offer, nullptr);
        dismiss();
        offer();
    });
    hide();
}

void MessageBar::say(Kind kind, const QString& sentence) {
    say(kind, sentence, {}, nullptr);
}

void MessageBar::say(Kind kind, const QString& sentence, const QString& button,
                     std::function<void()> offer) {
    const bool isProblem = kind == Kind::Problem;
    setLook(*this, "message", isProblem ? QStringLiteral("problem") : QStringLiteral("notice"));
    m_sign = icon(isProblem ? QStringLiteral("warning") : QStringLiteral("info"));
    m_icon->setPixmap(m_sign.pixmap(kIconSize, kIconSize));
    m_sentence->setText(sentence);
    m_offer = std::move(offer);
    m_offerButton->setText(button);
    m_offerButton->setVisible(m_offer != nullptr);
    setAccessibleName(sentence);
    show();
}

void MessageBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        m_icon->setPixmap(m_sign.pixmap(kIconSize, kIconSize));
    }
    QFrame::changeEvent(event);
}

QString MessageBar::sentence() const {
    return isHidden() ? QString() : m_sentence->text();
}

void MessageBar::dismiss() {
    m_offer = nullptr;
    hide();
}

} // namespace cantilena
