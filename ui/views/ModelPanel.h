#pragma once

#include "core/model/MelodyModel.h"

#include <QWidget>

class QAction;
class QLabel;

namespace cantilena {

class ElidedLabel;

/// The model that proposes: what it is, and the ways to another one.
class ModelPanel : public QWidget {
    Q_OBJECT

public:
    ModelPanel(QAction* train, QAction* open, QWidget* parent = nullptr);

    void showModel(const MelodyModel& model);
    void showLoading();
    /// No model, and why.
    void showNone(const QString& reason);

private:
    void showTexts(const QString& name, const QString& detail);

    ElidedLabel* m_name;
    QLabel* m_detail;
};

} // namespace cantilena
