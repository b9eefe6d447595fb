#pragma once

#include <QStatusBar>

#include <functional>

class QLabel;
class QProgressBar;
class QToolButton;

namespace cantilena {

class ElidedLabel;

/// The line at the foot: what the present gesture does at the left, work in the background at the
/// right. The work that began last is shown.
class StatusLine : public QStatusBar {
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent = nullptr);

    void setHint(const QString& hint);

    /// Shows work under `name`, again with each step. A negative fraction says only that it goes
    /// on. With `cancel` there is a button for that.
    void setWork(const QString& name, const QString& text, double fraction,
                 std::function<void()> cancel = {});
    void endWork(const QString& name);

private:
    struct Work {
        QString name;
        QString text;
        double fraction = -1.0;
        std::function<void()> cancel;
    };
    void showWork();

    ElidedLabel* m_hint;
    QLabel* m_text;
    QProgressBar* m_bar;
    QToolButton* m_cancel;
    QList<Work> m_work;
};

} // namespace cantilena
