#pragma once

#include <QFrame>
#include <QIcon>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace cantilena {

/// One sentence above the score that stands in nobody's way, with at most one thing to do about it.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    enum class Kind { Notice, Problem };

    explicit MessageBar(QWidget* parent = nullptr);

    void say(Kind kind, const QString& sentence);
    /// Also offers a button; `offer` runs when it is pressed, and the bar closes.
    void say(Kind kind, const QString& sentence, const QString& button,
             std::function<void()> offer);
    [[nodiscard]] QString sentence() const;
    void dismiss();

protected:
    void changeEvent(QEvent* event) override;

private:
    QLabel* m_icon;
    QIcon m_sign;
    QLabel* m_sentence;
    QPushButton* m_offerButton;
    QToolButton* m_close;
    std::function<void()> m_offer;
};

} // namespace cantilena
