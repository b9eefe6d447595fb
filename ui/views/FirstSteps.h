#pragma once

#include <QFrame>

#include <array>

class QLabel;

namespace cantilena {

/// The strip of three steps that a first run shows: each is ticked off when it has happened.
class FirstSteps : public QFrame {
    Q_OBJECT

public:
    enum class Step { Sketch, Generate, Listen };

    explicit FirstSteps(QWidget* parent = nullptr);

    void setDone(Step step);
    [[nodiscard]] bool isDone(Step step) const;

Q_SIGNALS:
    /// The person has seen enough of it.
    void closed();

protected:
    void changeEvent(QEvent* event) override;

private:
    static constexpr std::size_t kSteps = 3;
    struct Shown {
        QLabel* mark = nullptr;
        QLabel* text = nullptr;
        bool isDone = false;
    };
    void showSteps();

    std::array<Shown, kSteps> m_steps;
};

} // namespace cantilena
