#pragma once

#include "core/model/Training.h"

#include <QWidget>

#include <vector>

class QCPGraph;
class QCPItemStraightLine;
class QCPItemText;
class QCustomPlot;

namespace cantilena {

/// Bits per event over the epochs: on the tunes learnt from and on those set aside. The wheel
/// zooms, dragging moves, a double click shows all again.
class TrainingChart : public QWidget {
    Q_OBJECT

public:
    enum class Scale { Linear, Logarithmic };

    explicit TrainingChart(QWidget* parent = nullptr);

    /// Replaces the curves. `epochs` is how many are planned, 0 when that is not known.
    void setEpochs(const std::vector<EpochReport>& reports, int epochs);
    /// What the present curves are called, and how those of the tunes set aside fell in earlier
    /// trainings.
    struct EarlierCurve {
        QString name;
        std::vector<EpochReport> epochs;
    };
    void setEarlier(const QString& presentName, const std::vector<EarlierCurve>& earlier);
    /// The training curve within the present epoch.
    void addProgress(const TrainingProgress& progress);
    void setScale(Scale scale);
    [[nodiscard]] Scale scale() const { return m_scale; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void dress();
    void showAll();
    void showBest(const std::vector<EpochReport>& reports);

    QCustomPlot* m_plot;
    QCPGraph* m_live;
    QCPGraph* m_training;
    QCPGraph* m_validation;
    std::vector<QCPGraph*> m_earlier;
    QCPItemStraightLine* m_bestLine;
    QCPItemText* m_bestText;
    Scale m_scale = Scale::Linear;
    int m_planned = 0;
    bool m_isMoved = false;
};

} // namespace cantilena
