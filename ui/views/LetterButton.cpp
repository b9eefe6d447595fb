#include "ui/views/LetterButton.h"

#include <QToolButton>

namespace cantilena {

namespace {
constexpr int kSide = 26;
}

QToolButton* makeLetterButton(const QString& name, const QString& letter, const QString& meaning,
                              QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setText(letter);
    button->setCheckable(true);
    button->setProperty("quiet", true);
    button->setProperty("letter", true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(meaning);
    button->setAccessibleName(meaning);
    button->setFixedSize(kSide, kSide);
    return button;
}

} // namespace cantilena
