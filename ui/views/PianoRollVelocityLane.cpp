#include "ui/views/PianoRollVelocityLane.h"

#include "core/score/Edits.h"
#include "core/score/Shapes.h"
#include "ui/views/PianoRollPainting.h"
#include "ui/views/PianoRollWheel.h"
#include "ui/views/TrackChanges.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cantilena {

namespace {

constexpr double kWidestBar = 5.0;
constexpr double kThinnestBar = 2.0;
constexpr double kTopAir = 10.0;
constexpr double kBottomAir = 6.0;
constexpr int kWheelStep = 4;
constexpr int kPageStep = 16;
constexpr int kLoudest = 127;

/// Keys that mean something to the lane while it has the keyboard, whatever the window does on
/// them.
bool isOfTheLane(const QKeyEvent& event) {
    if (event.modifiers().testFlag(Qt::ControlModifier)) {
        return false;
    }
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_Escape: return true;
    default: return event.key() >= Qt::Key_0 && event.key() <= Qt::Key_9;
    }
}

/// How far the bars of a chord, side by side, reach from its onset, with the chosen one's number.
constexpr double kWidestChord = 128.0;
/// What the frame of the chosen bar needs to its left.
constexpr double kBesideChosen = 8.0;
/// Radius of the mark on the bar of a selected note.
constexpr double kKnob = 4.5;
/// Beyond the kinds of `NoteLook`.
constexpr int kKnobKind = 16;

} // namespace

VelocityLane::VelocityLane(RollView& view, QWidget* parent)
    : QWidget(parent)
    , m_view(view) {
    setObjectName(QStringLiteral("velocityLane"));
    setAccessibleName(tr("Velocity"));
    setMinimumHeight(48);
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    const auto updateAll = [this] { update(); };
    connect(&view, &RollView::moved, this, &VelocityLane::follow);
    connect(&view, &RollView::notesChanged, this, &VelocityLane::repaintNotes);
    connect(&view, &RollView::backgroundChanged, this, updateAll);
    connect(&view, &RollView::proposalChanged, this, updateAll);
    connect(&view.document(), &ScoreDocument::selectionChanged, this, updateAll);
    connect(&view, &RollView::playheadMoved, this, [this](Tick from, Tick to) {
        for (const Tick tick : {from, to}) {
            update(static_cast<int>(std::floor(m_view.xAt(tick))) - 2, 0, 6, height());
        }
    });
}

void VelocityLane::follow(const RollMove& move) {
    if (!move.shift || m_mode != Mode::None || isCrowded() != m_showsColumns || !canShift(*this)) {
        update();
    } else if (move.shift->x() != 0) {
        scroll(move.shift->x(), 0, rect());
    }
}

void VelocityLane::repaintNotes(const NoteIndex& before) {
    const Track& now = *m_view.notes().track();
    if (isCrowded() != m_showsColumns || (before.track() && before.track()->look != now.look)) {
        update();
        return;
    }
    // A bar that goes makes room for the others of its chord.
    std::optional<TickRange> onsets;
    visitChanged(before.track().get(), now, [&](const Note& note) {
        const TickRange known = onsets.value_or(TickRange{note.onset, note.onset});
        onsets = TickRange{std::min(known.begin, note.onset), std::max(known.end, note.onset)};
    });
    if (onsets) {
        const double left = std::max(m_view.xAt(onsets->begin) - kBesideChosen, 0.0);
        const double right = std::min(m_view.xAt(onsets->end) + kWidestChord, 1.0 * width());
        update(QRectF(left, 0.0, right - left, height()).toAlignedRect());
    }
}

double VelocityLane::yOf(int velocity) const {
    const double bottom = height() - kBottomAir;
    return bottom - (bottom - kTopAir) * velocity / kLoudest;
}

int VelocityLane::velocityAt(double y) const {
    const double bottom = height() - kBottomAir;
    const double share = (bottom - y) / std::max(bottom - kTopAir, 1.0);
    return std::clamp(static_cast<int>(std::lround(share * kLoudest)), 1, kLoudest);
}

double VelocityLane::barWidth() const {
    // Sixteenths must not run into one another.
    return std::clamp(std::floor(m_view.pixelsPerQuarter() / 7.0), kThinnestBar, kWidestBar);
}

std::vector<VelocityLane::Bar> VelocityLane::barsBetween(double left, double right) const {
    std::vector<Bar> bars;
    const std::vector<Note>& notes = m_view.notes().track()->notes;
    // Bars of a chord reach to the right of its onset.
    const std::size_t first = m_view.notes().firstFrom(m_view.tickAt(left - kWidestChord));
    const double wide = barWidth();
    std::size_t rank = 0;
    for (std::size_t i = first; i < notes.size(); ++i) {
        const double x = m_view.xAt(notes[i].onset);
        if (x > right) {
            break;
        }
        rank = i > first && notes[i].onset == notes[i - 1].onset ? rank + 1 : 0;
        const double top = yOf(notes[i].velocity);
        const QRectF rect(x + (wide + 1.0) * static_cast<double>(rank), top, wide,
                          height() - kBottomAir - top);
        if (rect.right() >= left && rect.left() <= right) {
            bars.push_back({notes[i], rect});
        }
    }
    return bars;
}

QRectF VelocityLane::barOf(const Note& note) const {
    const double x = m_view.xAt(note.onset);
    for (const Bar& bar : barsBetween(x, x + 256.0)) {
        if (bar.note.id == note.id) {
            return bar.rect;
        }
    }
    return {};
}

std::optional<Note> VelocityLane::noteAt(QPointF position) const {
    std::optional<Note> found;
    double nearest = 4.0;
    for (const Bar& bar : barsBetween(position.x() - 8.0, position.x() + 8.0)) {
        const double distance = std::abs(bar.rect.center().x() - position.x());
        if (distance < nearest && position.y() >= bar.rect.top() - 8.0) {
            nearest = distance;
            found = bar.note;
        }
    }
    return found;
}

void VelocityLane::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    const PixelGrid pixels(painter);
    painter.fillRect(rect(),
                     hasFocus() ? mixed(theme().panel, theme().accent, 0.06) : theme().panel);
    for (const int velocity : {kLoudest, 64}) {
        painter.fillRect(QRectF(0.0, pixels.aligned(yOf(velocity)), width(), pixels.hairline()),
                         theme().gridBeat);
    }
    painter.fillRect(QRectF(0.0, height() - kBottomAir, width(), pixels.hairline()),
                     theme().gridBar);
    m_showsColumns = isCrowded();
    paintBars(painter, event->rect());
    paintChosen(painter);
    if (m_mode == Mode::Ramp) {
        const Smoothly smoothly(painter);
        painter.setPen(QPen(theme().text, 1.5, Qt::DashLine));
        painter.drawLine(m_start, m_now);
    }
    const double x = pixels.aligned(m_view.xAt(m_view.playhead()));
    painter.fillRect(QRectF(x, 0.0, 2.0 * pixels.hairline(), height()), theme().text);
    painter.fillRect(QRectF(0.0, 0.0, width(), pixels.hairline()), theme().line);
}

void VelocityLane::paintChosen(QPainter& painter) const {
    const Note* note = hasFocus() ? chosenOrFirst() : nullptr;
    if (note == nullptr) {
        return;
    }
    const QRectF bar = barOf(*note);
    const Smoothly smoothly(painter);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().text, 1.5));
    painter.drawRoundedRect(bar.adjusted(-3.0, -5.0, 3.0, 2.0), 3.0, 3.0);
    painter.setFont(fontOf(type::kHint, QFont::DemiBold));
    const QRectF beside(bar.right() + 8.0, 2.0, 40.0, 16.0);
    painter.drawText(beside, Qt::AlignLeft | Qt::AlignVCenter, QString::number(note->velocity));
}

void VelocityLane::paintColumns(QPainter& painter, const QRectF& clip) const {
    // More bars than pixels: the loudest of each column, and the loudest selected one.
    const int left = static_cast<int>(std::floor(clip.left()));
    const int right = static_cast<int>(std::ceil(clip.right()));
    struct Loudest {
        int plain = 0;
        int selected = 0;
    };
    std::vector<Loudest> loudest(static_cast<std::size_t>(std::max(right - left, 0)));
    const bool mayBeSelected = !m_view.document().selection().empty();
    const std::vector<Note>& notes = m_view.notes().track()->notes;
    for (std::size_t i = m_view.notes().firstFrom(m_view.tickAt(left)); i < notes.size(); ++i) {
        const double x = m_view.xAt(notes[i].onset) - left;
        if (x >= right - left) {
            break;
        }
        Loudest& column = loudest[static_cast<std::size_t>(std::max(x, 0.0))];
        const bool isSelected = mayBeSelected && m_view.isSelected(notes[i].id);
        int& most = isSelected ? column.selected : column.plain;
        most = std::max(most, notes[i].velocity);
    }
    const QColor ink = inkOf(m_view.document().track().look).color;
    const double bottom = height() - kBottomAir;
    // Columns of one height are one rectangle.
    for (const auto& [which, color] :
         {std::pair(&Loudest::plain, ink), std::pair(&Loudest::selected, theme().text)}) {
        for (std::size_t x = 0; x < loudest.size();) {
            const int velocity = loudest[x].*which;
            const std::size_t begin = x;
            while (x < loudest.size() && loudest[x].*which == velocity) {
                ++x;
            }
            if (velocity > 0) {
                const double top = yOf(velocity);
                painter.fillRect(QRectF(left + static_cast<double>(begin), top,
                                        static_cast<double>(x - begin), bottom - top),
                                 color);
            }
        }
    }
}

bool VelocityLane::isCrowded() const {
    return m_view.notes().onsetsWithin(m_view.visibleTicks()) >
           static_cast<std::size_t>(width() / 2);
}

void VelocityLane::paintBar(QPainter& painter, const QRectF& bar, const QColor& color) const {
    // Round enough at this width, and far faster than smooth corners.
    const PixelGrid pixels(painter);
    const QRectF rect = pixels.aligned(bar);
    const double corner = pixels.hairline();
    painter.fillRect(QRectF(rect.left() + corner, rect.top(), rect.width() - 2.0 * corner, corner),
                     color);
    painter.fillRect(rect.adjusted(0.0, corner, 0.0, 0.0), color);
}

void VelocityLane::paintBars(QPainter& painter, const QRectF& clip) const {
    if (isCrowded()) {
        paintColumns(painter, clip);
        return;
    }
    const auto& proposal = m_view.proposal();
    const QColor ink = inkOf(m_view.document().track().look).color;
    std::vector<Bar> bars = barsBetween(clip.left() - kKnob, clip.right() + kKnob);
    std::stable_partition(bars.begin(), bars.end(),
                          [this](const Bar& bar) { return !m_view.isSelected(bar.note.id); });
    const double ratio = painter.device()->devicePixelRatioF();
    const int knob = static_cast<int>(std::ceil(kKnob * ratio));
    for (const Bar& bar : bars) {
        const bool isReplaced = proposal && proposal->range.contains(bar.note.onset);
        paintBar(painter, bar.rect, isReplaced ? theme().ghostOn(theme().panel) : ink);
        if (m_view.isSelected(bar.note.id)) {
            const QPointF middle = PixelGrid(painter)
                                       .aligned(QRectF(bar.rect.center().x(), bar.rect.top(), 0, 0))
                                       .topLeft();
            drawPicture(painter, middle - QPointF(knob, knob) / ratio,
                        {.size = QSize(2 * knob, 2 * knob), .kind = kKnobKind},
                        [=](QPainter& maker) {
                            const Smoothly smoothly(maker);
                            maker.setPen(Qt::NoPen);
                            maker.setBrush(theme().text);
                            maker.drawEllipse(QPointF(knob, knob), kKnob * ratio, kKnob * ratio);
                        });
        }
    }
    if (!proposal) {
        return;
    }
    for (const Note& note : proposal->notes) {
        const double top = yOf(note.velocity);
        paintBar(painter,
                 QRectF(m_view.xAt(note.onset), top, barWidth(), height() - kBottomAir - top),
                 theme().proposal);
    }
}

void VelocityLane::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_mode != Mode::None) {
        return;
    }
    ScoreDocument& document = m_view.document();
    m_base = document.score();
    m_mergeKey = document.newMergeKey();
    m_start = m_now = event->position();
    if (const std::optional<Note> note = noteAt(event->position())) {
        m_mode = Mode::Bar;
        m_anchor = *note;
        dragBar(m_now);
        return;
    }
    m_mode = Mode::Ramp;
    m_view.setHint(tr("Drag across to draw a ramp • Esc calls it off"));
}

void VelocityLane::mouseMoveEvent(QMouseEvent* event) {
    m_now = event->position();
    switch (m_mode) {
    case Mode::None: hover(m_now); break;
    case Mode::Bar: dragBar(m_now); break;
    case Mode::Ramp: dragRamp(m_now); break;
    }
}

void VelocityLane::dragBar(QPointF position) {
    ScoreDocument& document = m_view.document();
    const int velocity = velocityAt(position.y());
    const std::size_t track = document.currentTrack();
    if (document.isSelected(m_anchor.id)) {
        document.apply(withVelocitiesChanged(*m_base, track, document.selection(),
                                             velocity - m_anchor.velocity),
                       tr("Change velocities"), m_mergeKey);
    } else {
        const NoteVelocity one{m_anchor.id, velocity};
        document.apply(withVelocities(*m_base, track, std::span(&one, 1)), tr("Change velocity"),
                       m_mergeKey);
    }
    m_view.setHint(tr("Velocity %1 • Esc calls it off").arg(velocity));
}

void VelocityLane::dragRamp(QPointF position) {
    const double left = std::min(m_start.x(), position.x());
    const double right = std::max(m_start.x(), position.x());
    const double way = position.x() - m_start.x();
    ScoreDocument& document = m_view.document();
    std::vector<Bar> bars = barsBetween(left, right);
    // With a selection under the line, the line is meant for that alone.
    const auto isSelected = [&](const Bar& bar) { return m_view.isSelected(bar.note.id); };
    if (std::any_of(bars.begin(), bars.end(), isSelected)) {
        std::erase_if(bars, [&](const Bar& bar) { return !isSelected(bar); });
    }
    std::vector<NoteVelocity> velocities;
    for (const Bar& bar : bars) {
        const double share = way == 0.0 ? 1.0 : (bar.rect.center().x() - m_start.x()) / way;
        const double y = m_start.y() + std::clamp(share, 0.0, 1.0) * (position.y() - m_start.y());
        velocities.push_back({bar.note.id, velocityAt(y)});
    }
    document.apply(withVelocities(*m_base, document.currentTrack(), velocities),
                   tr("Draw a velocity ramp"), m_mergeKey);
    update();
}

void VelocityLane::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_mode == Mode::None) {
        return;
    }
    if (m_mode == Mode::Bar) {
        if (const Note* note = findNote(m_view.document().track(), m_anchor.id)) {
            m_view.rememberDrawn(*note);
            m_view.soundBriefly(note->pitch, note->velocity);
        }
    }
    m_mode = Mode::None;
    m_base.reset();
    update();
    hover(event->position());
}

bool VelocityLane::cancelGesture() {
    if (m_mode == Mode::None) {
        return false;
    }
    m_mode = Mode::None;
    m_view.document().apply(*m_base, QString(), m_mergeKey);
    m_base.reset();
    update();
    return true;
}

void VelocityLane::hover(QPointF position) {
    if (const std::optional<Note> note = noteAt(position)) {
        setCursor(Qt::SizeVerCursor);
        m_view.setHint(
            tr("%1, velocity %2 • drag or turn the wheel • selected notes change together")
                .arg(m_view.rowName(note->pitch, note->onset))
                .arg(note->velocity));
    } else {
        setCursor(Qt::ArrowCursor);
        m_view.setHint(tr("Drag a bar for one velocity • drag across for a ramp"));
    }
}

void VelocityLane::wheelEvent(QWheelEvent* event) {
    const std::optional<Note> note = noteAt(event->position());
    if (!note || event->modifiers() != Qt::NoModifier || event->angleDelta().y() == 0) {
        wheelOver(m_view, *event, QPointF(event->position().x(), 0.0));
        event->accept();
        return;
    }
    ScoreDocument& document = m_view.document();
    const int by = event->angleDelta().y() > 0 ? kWheelStep : -kWheelStep;
    std::vector<NoteId> notes{note->id};
    if (document.isSelected(note->id)) {
        notes = document.selection();
    }
    document.apply(withVelocitiesChanged(*document.score(), document.currentTrack(), notes, by),
                   tr("Change velocity"));
    hover(event->position());
    event->accept();
}

const Note* VelocityLane::chosenOrFirst() const {
    const Track& track = *m_view.notes().track();
    if (const Note* note = m_chosen ? findNote(track, *m_chosen) : nullptr) {
        return note;
    }
    // A selected one, else the first that is in view, else the last.
    if (!m_view.document().selection().empty()) {
        for (const Note& note : track.notes) {
            if (m_view.isSelected(note.id)) {
                return &note;
            }
        }
    }
    const std::size_t first = m_view.notes().firstFrom(m_view.visibleTicks().begin);
    if (track.notes.empty()) {
        return nullptr;
    }
    return &track.notes[std::min(first, track.notes.size() - 1)];
}

void VelocityLane::choose(int by) {
    const std::vector<Note>& notes = m_view.notes().track()->notes;
    const Note* now = chosenOrFirst();
    if (now == nullptr) {
        return;
    }
    const auto index = now - notes.data() + by;
    choose(notes[static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(index, 0, std::ssize(notes) - 1))]);
}

void VelocityLane::choose(const Note& note) {
    m_chosen = note.id;
    m_typed = {};
    const double x = m_view.xAt(note.onset);
    if (x < 0.0 || x > width() - kWidestBar) {
        m_view.scrollBy(x - width() * 0.3, 0.0);
    }
    m_view.soundBriefly(note.pitch, note.velocity);
    showChosen();
}

void VelocityLane::changeChosen(const Score& base, int by, int mergeKey) {
    const Note* note = chosenOrFirst();
    if (note == nullptr) {
        return;
    }
    ScoreDocument& document = m_view.document();
    m_chosen = note->id;
    std::vector<NoteId> notes{note->id};
    if (document.isSelected(note->id)) {
        notes = document.selection();
    }
    document.apply(withVelocitiesChanged(base, document.currentTrack(), notes, by),
                   tr("Change velocity"), mergeKey);
    if (const Note* now = findNote(document.track(), *m_chosen)) {
        m_view.rememberDrawn(*now);
        m_view.soundBriefly(now->pitch, now->velocity);
    }
    showChosen();
}

void VelocityLane::type(int digit) {
    const Note* note = chosenOrFirst();
    if (note == nullptr) {
        return;
    }
    ScoreDocument& document = m_view.document();
    const bool goesOn = m_typed.value > 0 && m_typed.result == document.score() &&
                        m_typed.value * 10 + digit <= kLoudest;
    if (!goesOn) {
        m_typed = {0, document.score(), nullptr, document.newMergeKey()};
    }
    m_typed.value = m_typed.value * 10 + digit;
    const Note* before = findNote(*m_typed.base->tracks[document.currentTrack()], note->id);
    if (m_typed.value > 0 && before != nullptr) {
        changeChosen(*m_typed.base, m_typed.value - before->velocity, m_typed.mergeKey);
    }
    m_typed.result = document.score();
}

void VelocityLane::showChosen() {
    if (const Note* note = chosenOrFirst()) {
        const BarPosition at = m_view.meters().at(note->onset);
        m_view.setHint(
            tr("%1, bar %2 beat %3, velocity %4 • Left and Right choose • Up and Down or "
               "digits change • Esc goes back to the notes")
                .arg(m_view.rowName(note->pitch, note->onset))
                .arg(at.bar)
                .arg(at.beat)
                .arg(note->velocity));
    } else {
        m_view.setHint(tr("There are no notes in this track"));
    }
    update();
}

void VelocityLane::keyPressEvent(QKeyEvent* event) {
    if (!isOfTheLane(*event) || (event->key() == Qt::Key_Escape && m_mode != Mode::None)) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto last = static_cast<int>(m_view.notes().track()->notes.size());
    const auto changeBy = [this](int by) {
        m_typed = {};
        changeChosen(*m_view.document().score(), by, 0);
    };
    switch (event->key()) {
    case Qt::Key_Left: choose(-1); break;
    case Qt::Key_Right: choose(1); break;
    case Qt::Key_Home: choose(-last); break;
    case Qt::Key_End: choose(last); break;
    case Qt::Key_Up: changeBy(kWheelStep); break;
    case Qt::Key_Down: changeBy(-kWheelStep); break;
    case Qt::Key_PageUp: changeBy(kPageStep); break;
    case Qt::Key_PageDown: changeBy(-kPageStep); break;
    case Qt::Key_Escape: parentWidget()->setFocus(); break;
    default: type(event->key() - Qt::Key_0);
    }
}

bool VelocityLane::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && isOfTheLane(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void VelocityLane::focusInEvent(QFocusEvent* event) {
    m_chosen.reset();
    m_typed = {};
    showChosen();
    QWidget::focusInEvent(event);
}

void VelocityLane::focusOutEvent(QFocusEvent* event) {
    update();
    QWidget::focusOutEvent(event);
}

void VelocityLane::leaveEvent(QEvent*) {
    if (m_mode == Mode::None) {
        m_view.setHint({});
    }
}

} // namespace cantilena
