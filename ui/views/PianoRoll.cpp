#include "ui/views/PianoRoll.h"

#include "ui/views/PianoRollActions.h"
#include "ui/views/PianoRollCanvas.h"
#include "ui/views/PianoRollCursor.h"
#include "ui/views/PianoRollEditing.h"
#include "ui/views/PianoRollKeyboard.h"
#include "ui/views/PianoRollOverview.h"
#include "ui/views/PianoRollPainting.h"
#include "ui/views/PianoRollRuler.h"
#include "ui/views/PianoRollShaping.h"
#include "ui/views/PianoRollSteeringLane.h"
#include "ui/views/PianoRollTimeLane.h"
#include "ui/views/PianoRollVelocityLane.h"
#include "ui/views/SteeringWords.h"

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>

namespace cantilena {

namespace {

/// Scroll bars count in this many ticks, so that the longest score fits an int.
constexpr std::int64_t kScrollUnit = kQuarter.value / 16;

/// What stands at the left of ruler, lane and overview, under or over the keyboard.
QLabel* gutter(const QString& text, const char* name, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setObjectName(QLatin1String(name));
    label->setProperty("role", "caption");
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setContentsMargins(spacing::kSmall, spacing::kSmall, 0, 0);
    label->setFixedWidth(RollKeyboard::kWidth);
    return label;
}

} // namespace

class PianoRoll::Private {
public:
    Private(ScoreDocument& document, PianoRoll& roll)
        : view(document)
        , editing(view)
        , shaping(view, roll)
        , cursor(view, editing)
        , canvas(new RollCanvas(view, editing, &roll))
        , keyboard(new RollKeyboard(view, editing, &roll))
        , ruler(new RollRuler(view, editing, &roll))
        , lanes{new TimeLane(markerLane(), view, &roll), new TimeLane(tempoLane(), view, &roll),
                new TimeLane(meterLane(), view, &roll), new TimeLane(keyLane(), view, &roll),
                new TimeLane(chordLane(), view, &roll)}
        , steering(steeringLanes(roll))
        , velocities(new VelocityLane(view, &roll))
        , overview(new RollOverview(view, &roll))
        , vertical(new QScrollBar(Qt::Vertical, &roll))
        , horizontal(new QScrollBar(Qt::Horizontal, &roll))
        , actions(new RollActions(roll,
                                  {view, editing, shaping, cursor, lanes, steering, *velocities})) {
    }

    std::vector<SteeringLane*> steeringLanes(PianoRoll& roll);
    void layOut(PianoRoll& roll);
    /// A lane with its title at the left, hidden until it is asked for.
    static QWidget* addLane(QGridLayout& grid, int row, QWidget& lane, const QString& title,
                            PianoRoll& roll);
    void connectScrollBars(PianoRoll& roll);
    void updateScrollBars();
    [[nodiscard]] bool isDragging() const {
        return canvas->isDragging() || ruler->isDragging() || velocities->isDragging() ||
               std::ranges::any_of(lanes, &TimeLane::isDragging) ||
               std::ranges::any_of(steering, &SteeringLane::isDragging);
    }
    bool cancelGesture() {
        return canvas->cancelGesture() || ruler->cancelGesture() || velocities->cancelGesture() ||
               std::ranges::any_of(lanes, &TimeLane::cancelGesture) ||
               std::ranges::any_of(steering, &SteeringLane::cancelGesture);
    }

    RollView view;
    RollEditing editing;
    RollShaping shaping;
    RollCursorKeys cursor;
    RollCanvas* canvas;
    RollKeyboard* keyboard;
    RollRuler* ruler;
    std::vector<TimeLane*> lanes;
    std::vector<QWidget*> laneTitles;
    std::vector<SteeringLane*> steering;
    std::vector<QWidget*> steeringTitles;
    VelocityLane* velocities;
    RollOverview* overview;
    QScrollBar* vertical;
    QScrollBar* horizontal;
    RollActions* actions;
};

std::vector<SteeringLane*> PianoRoll::Private::steeringLanes(PianoRoll& roll) {
    std::vector<SteeringLane*> all;
    for (const SteeringKind kind : {SteeringKind::Range, SteeringKind::Scale,
                                    SteeringKind::ChordTones, SteeringKind::Density}) {
        all.push_back(new SteeringLane(kind, view, &roll));
    }
    return all;
}

QWidget* PianoRoll::Private::addLane(QGridLayout& grid, int row, QWidget& lane,
                                     const QString& title, PianoRoll& roll) {
    const QByteArray name = lane.objectName().chopped(4).toLatin1() + "Gutter";
    QLabel* label = gutter(title, name.constData(), &roll);
    label->setContentsMargins(spacing::kSmall, 0, 0, 0);
    label->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    grid.addWidget(label, row, 0);
    grid.addWidget(&lane, row, 1);
    label->hide();
    lane.hide();
    return label;
}

void PianoRoll::Private::layOut(PianoRoll& roll) {
    auto* grid = new QGridLayout(&roll);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(0);
    grid->addWidget(gutter({}, "rulerGutter", &roll), 0, 0);
    grid->addWidget(ruler, 0, 1);
    int row = 1;
    for (TimeLane* lane : lanes) {
        laneTitles.push_back(addLane(*grid, row++, *lane, lane->kind().title, roll));
    }
    for (SteeringLane* lane : steering) {
        const QString whole = steeringTitle(lane->kind());
        const QString title = lane->kind() == SteeringKind::ChordTones ? tr("Tones") : whole;
        steeringTitles.push_back(addLane(*grid, row++, *lane, title, roll));
        steeringTitles.back()->setToolTip(tr("Steering: %1").arg(whole.toLower()));
    }
    grid->addWidget(keyboard, row, 0);
    grid->addWidget(canvas, row, 1);
    grid->addWidget(vertical, row, 2);
    grid->setRowStretch(row++, 1);
    grid->addWidget(gutter(tr("Velocity"), "velocityGutter", &roll), row, 0);
    grid->addWidget(velocities, row++, 1);
    grid->addWidget(gutter({}, "overviewGutter", &roll), row, 0);
    grid->addWidget(overview, row++, 1);
    grid->addWidget(horizontal, row, 1);
    grid->setColumnStretch(1, 1);
    velocities->setFixedHeight(velocities->sizeHint().height());
}

void PianoRoll::Private::connectScrollBars(PianoRoll& roll) {
    vertical->setObjectName(QStringLiteral("pianoRollVerticalScrollBar"));
    horizontal->setObjectName(QStringLiteral("pianoRollHorizontalScrollBar"));
    QObject::connect(&view, &RollView::moved, &roll, [this] { updateScrollBars(); });
    QObject::connect(&view, &RollView::notesChanged, &roll, [this] { updateScrollBars(); });
    QObject::connect(vertical, &QScrollBar::valueChanged, &roll,
                     [this](int value) { view.scrollToTop(value); });
    QObject::connect(horizontal, &QScrollBar::valueChanged, &roll,
                     [this](int value) { view.scrollToTick(Tick{kScrollUnit} * value); });
}

void PianoRoll::Private::updateScrollBars() {
    const QSignalBlocker quietly(vertical);
    const QSignalBlocker quietlyToo(horizontal);
    const int page = view.size().height();
    vertical->setRange(0, std::max(0, static_cast<int>(view.contentHeight()) - page));
    vertical->setPageStep(page);
    vertical->setSingleStep(view.rowHeight());
    vertical->setValue(static_cast<int>(std::lround(view.top())));
    const TickRange visible = view.visibleTicks();
    const auto units = [](Tick tick) { return static_cast<int>(tick.value / kScrollUnit); };
    horizontal->setRange(0, std::max(0, units(view.length() - visible.length() / 2)));
    horizontal->setPageStep(std::max(1, units(visible.length())));
    horizontal->setSingleStep(std::max(1, units(visible.length()) / 20));
    horizontal->setValue(units(visible.begin));
}

PianoRoll::PianoRoll(ScoreDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_private(std::make_unique<Private>(document, *this)) {
    setObjectName(QStringLiteral("pianoRoll"));
    setFocusProxy(m_private->canvas);
    m_private->canvas->installEventFilter(this);
    m_private->layOut(*this);
    m_private->connectScrollBars(*this);
    const RollView& view = m_private->view;
    connect(&view, &RollView::noteStarted, this, &PianoRoll::noteStarted);
    connect(&view, &RollView::noteEnded, this, &PianoRoll::noteEnded);
    connect(&view, &RollView::seekRequested, this, &PianoRoll::seekRequested);
    connect(&view, &RollView::loopChanged, this, &PianoRoll::loopChanged);
    connect(&view, &RollView::toolChanged, this, &PianoRoll::toolChanged);
    connect(&view, &RollView::snapChanged, this,
            [this] { Q_EMIT snapChanged(m_private->view.snap()); });
    connect(&view, &RollView::hintChanged, this, &PianoRoll::hintChanged);
    connect(m_private->canvas, &RollCanvas::contextMenuRequested, this, [this](QPoint position) {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->setObjectName(QStringLiteral("pianoRollMenu"));
        for (QAction* action : editActions()) {
            action == nullptr ? menu->addSeparator() : (menu->addAction(action), nullptr);
        }
        menu->popup(position);
    });
}

PianoRoll::~PianoRoll() = default;

RollTool PianoRoll::tool() const {
    return m_private->view.tool();
}

void PianoRoll::setTool(RollTool tool) {
    m_private->view.setTool(tool);
}

SnapGrid PianoRoll::snap() const {
    return m_private->view.snap();
}

void PianoRoll::setSnap(SnapGrid snap) {
    m_private->view.setSnap(snap);
}

void PianoRoll::setKeyDown(Pitch pitch, bool down) {
    m_private->view.setKeyDown(pitch, down);
}

void PianoRoll::setPlayhead(Tick tick, bool playing) {
    m_private->view.setPlayhead(tick, playing);
}

std::optional<TickRange> PianoRoll::loop() const {
    return m_private->view.loop();
}

void PianoRoll::setLoop(std::optional<TickRange> loop) {
    m_private->view.setLoop(loop);
}

void PianoRoll::setProposal(std::optional<Candidate> proposal) {
    m_private->view.setProposal(std::move(proposal));
}

RollView& PianoRoll::view() {
    return m_private->view;
}

void PianoRoll::addLayer(const RollLayer& layer) {
    m_private->canvas->addLayer(layer);
}

void PianoRoll::repaintLayers() {
    m_private->canvas->update();
}

const std::vector<QAction*>& PianoRoll::editActions() const {
    return m_private->actions->edit();
}

const std::vector<QAction*>& PianoRoll::shapeActions() const {
    return m_private->actions->shape();
}

const std::vector<QAction*>& PianoRoll::cursorActions() const {
    return m_private->actions->cursor();
}

const std::vector<QAction*>& PianoRoll::timeActions() const {
    return m_private->actions->time();
}

bool PianoRoll::hasTimeLanes() const {
    return !m_private->lanes.front()->isHidden();
}

void PianoRoll::setTimeLanes(bool shown) {
    if (shown == hasTimeLanes()) {
        return;
    }
    for (TimeLane* lane : m_private->lanes) {
        lane->setVisible(shown);
    }
    for (QWidget* title : m_private->laneTitles) {
        title->setVisible(shown);
    }
    if (isVisible()) {
        // At once: what is written next stands where it is to stay.
        layout()->activate();
    }
    Q_EMIT timeLanesChanged(shown);
}

bool PianoRoll::hasSteeringLanes() const {
    return !m_private->steering.front()->isHidden();
}

void PianoRoll::setSteeringLanes(bool shown) {
    if (shown == hasSteeringLanes()) {
        return;
    }
    for (SteeringLane* lane : m_private->steering) {
        lane->setVisible(shown);
    }
    for (QWidget* title : m_private->steeringTitles) {
        title->setVisible(shown);
    }
    if (isVisible()) {
        // At once: what is written next stands where it is to stay.
        layout()->activate();
    }
    Q_EMIT steeringLanesChanged(shown);
}

const std::vector<QAction*>& PianoRoll::viewActions() const {
    return m_private->actions->view();
}

const std::vector<QAction*>& PianoRoll::toolActions() const {
    return m_private->actions->tools();
}

std::optional<TickRange> PianoRoll::selectedRange() const {
    return m_private->editing.selectedRange();
}

QString PianoRoll::hint() const {
    return m_private->view.hint();
}

QPoint PianoRoll::canvasPosition(Tick tick, Pitch pitch) const {
    const RollView& view = m_private->view;
    return QPoint(static_cast<int>(std::lround(view.xAt(tick))),
                  static_cast<int>(view.yAt(pitch)) + view.rowHeight() / 2);
}

QRect PianoRoll::canvasRect(const Note& note) const {
    return m_private->view.rectOf(note).toRect();
}

void PianoRoll::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), theme().panel);
}

bool PianoRoll::eventFilter(QObject* watched, QEvent* event) {
    // Escape is a shortcut of the window; while it means something here, it is ours.
    if (event->type() == QEvent::ShortcutOverride) {
        const bool isEscape = static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
        const bool putsCursorAway = m_private->view.cursor() && !m_private->view.isPlaying() &&
                                    m_private->view.document().selection().empty();
        if (isEscape && (m_private->isDragging() || putsCursorAway)) {
            event->accept();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void PianoRoll::keyPressEvent(QKeyEvent* event) {
    // Escape first calls a drag off, then deselects; left over, it is the transport's.
    if (event->key() == Qt::Key_Escape) {
        const bool hadSelection = !m_private->view.document().selection().empty();
        if (m_private->cancelGesture()) {
            return;
        }
        if (hadSelection) {
            m_private->editing.selectNone();
            return;
        }
        if (m_private->view.cursor()) {
            m_private->view.hideCursor();
            return;
        }
    }
    QWidget::keyPressEvent(event);
}

const std::vector<SnapChoice>& snapChoices() {
    const auto text = [](const char* source) {
        return QCoreApplication::translate("SnapGrid", source);
    };
    static const std::vector<SnapChoice> choices = [&] {
        std::vector<SnapChoice> list{{text("Adaptive"), {Tick{}, true}}};
        for (const int part : {1, 2, 4, 8, 16, 32, 64}) {
            list.push_back({QStringLiteral("1/%1").arg(part), {kWhole / part}});
        }
        for (const int part : {2, 4, 8, 16, 32, 64}) {
            list.push_back({text("1/%1 triplet").arg(part), {kWhole * 2 / (3 * part)}});
        }
        for (const int part : {2, 4, 8, 16, 32}) {
            list.push_back({text("1/%1 dotted").arg(part), {kWhole * 3 / (2 * part)}});
        }
        list.push_back({text("Off"), {Tick{}}});
        return list;
    }();
    return choices;
}

} // namespace cantilena
