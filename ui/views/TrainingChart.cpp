#include "ui/views/TrainingChart.h"

#include "ui/views/Theme.h"

#include <QEvent>
#include <QVBoxLayout>

#include <algorithm>

// QCustomPlot's header does not keep to this project's warnings.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <qcustomplot.h>
#pragma GCC diagnostic pop

namespace cantilena {

namespace {

constexpr int kFewestEpochs = 4;
/// Room above and below the curves, as a share of their span.
constexpr double kMargin = 0.08;

/// A solid pen for one curve and dashes for the other: never told apart by colour alone.
QPen curvePen(const QColor& color, Qt::PenStyle style) {
    QPen pen(color, 2.0, style);
    pen.setCapStyle(Qt::RoundCap);
    return pen;
}

void dressAxis(QCPAxis& axis) {
    axis.setBasePen(QPen(theme().line));
    axis.setTickPen(QPen(theme().line));
    axis.setSubTickPen(Qt::NoPen);
    axis.setTickLabelColor(theme().mutedText);
    axis.setLabelColor(theme().mutedText);
    axis.setTickLabelFont(fontOf(type::kHint));
    axis.setLabelFont(fontOf(type::kHint));
    axis.grid()->setPen(QPen(theme().gridBeat));
    axis.grid()->setZeroLinePen(Qt::NoPen);
}

} // namespace

TrainingChart::TrainingChart(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_live(m_plot->addGraph())
    , m_training(m_plot->addGraph())
    , m_validation(m_plot->addGraph())
    , m_bestLine(new QCPItemStraightLine(m_plot))
    , m_bestText(new QCPItemText(m_plot)) {
    setObjectName(QStringLiteral("trainingChart"));
    m_plot->setObjectName(QStringLiteral("trainingPlot"));
    m_plot->setAccessibleName(tr("Bits per event over the epochs"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_plot);

    m_live->removeFromLegend();
    m_training->setName(tr("training"));
    m_validation->setName(tr("set aside"));
    m_validation->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, 5));
    m_plot->xAxis->setLabel(tr("epoch"));
    const auto whole = QSharedPointer<QCPAxisTickerFixed>::create();
    whole->setTickStep(1.0);
    whole->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    m_plot->xAxis->setTicker(whole);
    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    m_plot->axisRect()->insetLayout()->setInsetAlignment(0, Qt::AlignTop | Qt::AlignRight);
    m_bestText->position->setTypeX(QCPItemPosition::ptPlotCoords);
    m_bestText->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    m_bestText->setPadding(QMargins(spacing::kSmall, 0, spacing::kSmall, spacing::kTiny));
    connect(m_plot, &QCustomPlot::mousePress, this, [this] { m_isMoved = true; });
    connect(m_plot, &QCustomPlot::mouseWheel, this, [this] { m_isMoved = true; });
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, [this] {
        m_isMoved = false;
        showAll();
    });
    dress();
    setEpochs({}, 0);
}

void TrainingChart::dress() {
    m_plot->setBackground(QBrush(theme().panel));
    dressAxis(*m_plot->xAxis);
    dressAxis(*m_plot->yAxis);
    QColor faint = theme().accent;
    faint.setAlphaF(0.45F);
    m_live->setPen(QPen(faint, 1.2));
    m_training->setPen(curvePen(theme().accent, Qt::SolidLine));
    m_validation->setPen(curvePen(theme().proposal, Qt::DashLine));
    for (QCPGraph* graph : m_earlier) {
        graph->setPen(curvePen(theme().mutedText, Qt::DashDotLine));
        graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssSquare, 5));
    }
    m_bestLine->setPen(QPen(theme().proposal, 1.0, Qt::DotLine));
    m_bestText->setColor(theme().proposal);
    m_bestText->setFont(fontOf(type::kHint, QFont::DemiBold));
    // Curves that pass behind the legend must not run through its words.
    m_plot->legend->setBrush(QBrush(theme().panel));
    m_plot->legend->setBorderPen(Qt::NoPen);
    m_plot->legend->setTextColor(theme().text);
    m_plot->legend->setFont(fontOf(type::kHint));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void TrainingChart::setEpochs(const std::vector<EpochReport>& reports, int epochs) {
    m_planned = epochs;
    m_training->data()->clear();
    m_validation->data()->clear();
    for (const EpochReport& report : reports) {
        m_training->addData(report.epoch, report.trainingBits);
        m_validation->addData(report.epoch, report.validationBits);
    }
    if (reports.empty()) {
        m_live->data()->clear();
    }
    m_plot->legend->setVisible(!reports.empty() || !m_earlier.empty());
    showBest(reports);
    showAll();
}

void TrainingChart::setEarlier(const QString& presentName,
                               const std::vector<EarlierCurve>& earlier) {
    for (QCPGraph* graph : m_earlier) {
        m_plot->removeGraph(graph);
    }
    m_earlier.clear();
    m_validation->setName(earlier.empty() ? tr("set aside") : tr("set aside, %1").arg(presentName));
    for (const EarlierCurve& curve : earlier) {
        QCPGraph* graph = m_plot->addGraph();
        graph->setName(tr("set aside, %1").arg(curve.name));
        for (const EpochReport& report : curve.epochs) {
            graph->addData(report.epoch, report.validationBits);
        }
        m_earlier.push_back(graph);
    }
    m_plot->legend->setVisible(!earlier.empty() || !m_training->data()->isEmpty());
    dress();
    showAll();
}

void TrainingChart::showBest(const std::vector<EpochReport>& reports) {
    const auto best = std::ranges::min_element(reports, {}, &EpochReport::validationBits);
    const bool any = best != reports.end();
    m_bestLine->setVisible(any);
    m_bestText->setVisible(any);
    if (!any) {
        return;
    }
    m_bestLine->point1->setCoords(best->epoch, 0.0);
    m_bestLine->point2->setCoords(best->epoch, 1.0);
    m_bestText->position->setCoords(best->epoch, 1.0);
    const bool isLate = 2 * best->epoch > std::max(m_planned, kFewestEpochs);
    m_bestText->setPositionAlignment((isLate ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignBottom);
    m_bestText->setText(
        tr("best: epoch %1, %2 bits").arg(best->epoch).arg(best->validationBits, 0, 'f', 2));
}

void TrainingChart::addProgress(const TrainingProgress& progress) {
    m_planned = progress.epochs;
    if (progress.trainingBits > 0.0) {
        m_live->addData(progress.epoch - 1 + progress.fraction, progress.trainingBits);
        showAll();
    }
}

void TrainingChart::showAll() {
    if (m_isMoved) {
        m_plot->replot(QCustomPlot::rpQueuedReplot);
        return;
    }
    bool found = false;
    QCPRange bits;
    std::vector<const QCPGraph*> shown = {m_live, m_training, m_validation};
    shown.insert(shown.end(), m_earlier.begin(), m_earlier.end());
    double seen = 0.0;
    for (const QCPGraph* graph : shown) {
        seen =
            graph->data()->isEmpty() ? seen : std::max(seen, (graph->data()->constEnd() - 1)->key);
        bool here = false;
        const QCPRange range = graph->getValueRange(here);
        if (here) {
            bits = found ? bits.expanded(range) : range;
            found = true;
        }
    }
    if (!found) {
        bits = {1.0, 4.0};
    }
    const double margin = std::max(0.05, bits.size() * kMargin);
    m_plot->yAxis->setRange(std::max(0.05, bits.lower - margin), bits.upper + margin);
    m_plot->xAxis->setRange(
        0.0, std::max<double>({kFewestEpochs, seen, static_cast<double>(m_planned)}) * 1.02);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void TrainingChart::setScale(Scale scale) {
    m_scale = scale;
    const bool isLog = scale == Scale::Logarithmic;
    m_plot->yAxis->setScaleType(isLog ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    if (isLog) {
        const auto ticker = QSharedPointer<QCPAxisTickerLog>::create();
        ticker->setLogBase(2.0);
        m_plot->yAxis->setTicker(ticker);
    } else {
        m_plot->yAxis->setTicker(QSharedPointer<QCPAxisTicker>::create());
    }
    m_isMoved = false;
    showAll();
}

void TrainingChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        dress();
    }
}

} // namespace cantilena
