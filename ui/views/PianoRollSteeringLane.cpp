#include "ui/views/PianoRollSteeringLane.h"

#include "core/score/Timeline.h"
#include "ui/views/PianoRollPainting.h"
#include "ui/views/SteeringWords.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <array>

namespace cantilena {

namespace {

constexpr double kTextPadding = 6.0;
constexpr int kTextWidth = 150;
constexpr double kUsualDensity = 8.0;
/// What to paint where no note says how far the melody goes.
constexpr SteeredRange kUsualRange{{60}, {76}};

SteeredRange rangeOf(const Track& track) {
    if (track.notes.empty()) {
        return kUsualRange;
    }
    const auto [low, high] = std::ranges::minmax_element(track.notes, {}, &Note::pitch);
    return {low->pitch, high->pitch};
}

QString laneName(SteeringKind kind) {
    static constexpr std::array kNames = {"steerRange", "steerScale", "steerChordTones",
                                          "steerDensity"};
    return QLatin1String(kNames.at(static_cast<std::size_t>(kind)));
}

} // namespace

TickRange timeToSteer(const RollView& view) {
    if (const auto selected = view.document().selectedRange()) {
        return *selected;
    }
    const Tick here = view.cursor() ? view.cursor()->tick : view.playhead();
    return view.loop().value_or(view.meters().barAround(here));
}

SteeringLane::SteeringLane(SteeringKind kind, RollView& view, QWidget* parent)
    : RollLane(laneName(kind), tr("Steering: %1").arg(steeringTitle(kind).toLower()),
               steeringExample(kind), view, parent)
    , m_kind(kind) {}

std::vector<SteeringSpan> SteeringLane::spans() const {
    std::vector<SteeringSpan> all = score().steering;
    std::erase_if(all, [this](const SteeringSpan& span) { return span.kind() != m_kind; });
    return all;
}

std::optional<SteeringSpan> SteeringLane::spanAt(Tick tick) const {
    const std::vector<SteeringSpan> all = spans();
    const auto found = std::ranges::find_if(
        all, [tick](const SteeringSpan& span) { return span.time.contains(tick); });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

SteeringWish SteeringLane::brush() const {
    if (m_brush) {
        return *m_brush;
    }
    switch (m_kind) {
    case SteeringKind::Range: return rangeOf(m_view.document().track());
    case SteeringKind::Scale: return SteeredScale{};
    case SteeringKind::ChordTones: return ChordToneNotes::OnStrongBeats;
    case SteeringKind::Density: break;
    }
    return SteeredDensity{kUsualDensity};
}

TickRange SteeringLane::stroke(Tick a, Tick b, Qt::KeyboardModifiers modifiers) const {
    const Tick first = std::max(std::min(a, b), Tick{});
    const Tick last = std::max(a, b);
    if (modifiers.testFlag(Qt::ShiftModifier)) {
        return {first, std::max(last, first + Tick{1})};
    }
    const Tick begin = m_view.snappedDown(first);
    Tick end = m_view.snapped(last);
    if (end < last || end <= begin) {
        end = m_view.snapped(std::max(last, begin) + m_view.nudgeStep());
    }
    return {begin, std::max(end, begin + Tick{1})};
}

QRectF SteeringLane::barOf(TickRange time) const {
    const double left = m_view.xAt(time.begin);
    return {left, 2.0, m_view.xAt(time.end) - left - 1.0, kHeight - 5.0};
}

void SteeringLane::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintGround(painter);
    for (const SteeringSpan& span : spans()) {
        paintSpan(painter, span);
    }
}

void SteeringLane::paintSpan(QPainter& painter, const SteeringSpan& span) const {
    const QRectF bar = PixelGrid(painter).aligned(barOf(span.time));
    if (bar.right() < 0.0 || bar.left() > width() || bar.width() < 1.0) {
        return;
    }
    const bool isChosen = m_chosen == span.time.begin && hasFocus();
    const Smoothly smoothly(painter);
    painter.setPen(QPen(isChosen ? theme().text : theme().proposal, 1.0));
    painter.setBrush(mixed(theme().panel, theme().proposal, 0.18));
    painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), 3.0, 3.0);
    painter.setPen(theme().text);
    // What begins left of the view still says what it is.
    const QRectF inside(std::max(bar.left(), 0.0) + kTextPadding, bar.top(),
                        bar.right() - std::max(bar.left(), 0.0) - 2.0 * kTextPadding, bar.height());
    const QString text = painter.fontMetrics().elidedText(
        steeringInWords(span.wish), Qt::ElideRight, static_cast<int>(inside.width()));
    painter.drawText(inside, Qt::AlignLeft | Qt::AlignVCenter, text);
}

void SteeringLane::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    endEdit();
    const std::optional<SteeringSpan> span = spanAt(m_view.tickAt(event->position().x()));
    m_chosen = span ? std::optional(span->time.begin) : std::nullopt;
    if (event->button() == Qt::LeftButton || event->button() == Qt::RightButton) {
        beginDrag(event->position());
        m_button = event->button();
    }
    update();
}

void SteeringLane::mouseMoveEvent(QMouseEvent* event) {
    const Tick now = m_view.tickAt(event->position().x());
    if (!isDragging()) {
        showHint(now);
        return;
    }
    if (!isUnderWay(event->position())) {
        return;
    }
    const TickRange time = stroke(m_view.tickAt(m_start.x()), now, event->modifiers());
    const QString title = steeringTitle(m_kind).toLower();
    if (m_button == Qt::RightButton) {
        m_view.document().apply(withoutSteering(base(), time, m_kind), tr("Erase %1").arg(title),
                                m_mergeKey);
        m_view.setHint(tr("Erasing %1, %2 \u2022 Shift ignores the grid \u2022 Esc calls it off")
                           .arg(title, barsInWords(base(), time)));
        return;
    }
    m_view.document().apply(withSteering(base(), time, brush()), tr("Paint %1").arg(title),
                            m_mergeKey);
    m_view.setHint(tr("Painting %1 %2, %3 \u2022 Shift ignores the grid \u2022 Esc calls it off")
                       .arg(title, steeringInWords(brush()), barsInWords(base(), time)));
}

void SteeringLane::mouseReleaseEvent(QMouseEvent* event) {
    const bool wasDragging = isDragging();
    const bool wasClick = wasDragging && !m_isUnderWay;
    endDrag();
    const std::optional<SteeringSpan> span = spanAt(m_view.tickAt(m_start.x()));
    if (wasClick && span && event->button() == Qt::RightButton) {
        erase(span->time);
    }
    if (wasDragging) {
        showHint(m_view.tickAt(event->position().x()));
    }
}

void SteeringLane::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    endDrag();
    const Tick tick = std::max(m_view.tickAt(event->position().x()), Tick{});
    const std::optional<SteeringSpan> span = spanAt(tick);
    edit(span ? span->time : m_view.meters().barAround(tick));
}

void SteeringLane::edit(TickRange time) {
    m_edited = time;
    m_chosen = time.begin;
    const std::optional<SteeringSpan> span = spanAt(time.begin);
    openText(time.begin, steeringInWords(span ? span->wish : brush()), kTextWidth);
    m_view.setHint(
        tr("%1, %2: write %3 \u2022 empty takes it away \u2022 Enter takes it \u2022 "
           "Esc leaves it")
            .arg(steeringTitle(m_kind), barsInWords(score(), time), steeringExample(m_kind)));
}

void SteeringLane::take(const QString& text) {
    if (text.isEmpty()) {
        erase(m_edited);
        return;
    }
    const std::optional<SteeringWish> wish = steeringFromWords(m_kind, text);
    if (!wish) {
        m_view.setHint(tr("\u201C%1\u201D is no %2; write it like %3")
                           .arg(text, steeringTitle(m_kind).toLower(), steeringExample(m_kind)));
        return;
    }
    m_brush = wish;
    m_view.document().apply(
        withSteering(score(), m_edited, *wish),
        tr("Steer: %1 %2").arg(steeringTitle(m_kind).toLower(), steeringInWords(*wish)));
}

void SteeringLane::erase(TickRange time) {
    m_view.document().apply(withoutSteering(score(), time, m_kind),
                            tr("Erase %1").arg(steeringTitle(m_kind).toLower()));
    m_chosen.reset();
    update();
}

void SteeringLane::choose(int by) {
    const std::vector<SteeringSpan> all = spans();
    if (all.empty()) {
        return;
    }
    const Tick from = m_chosen.value_or(m_view.playhead());
    const auto begin = [](const SteeringSpan& span) { return span.time.begin; };
    auto next = std::ranges::upper_bound(all, from, {}, begin);
    if (by < 0) {
        next = std::ranges::lower_bound(all, from, {}, begin);
        next = next == all.begin() ? next : next - 1;
    }
    const SteeringSpan& span = next == all.end() ? all.back() : *next;
    m_chosen = span.time.begin;
    reveal(*m_chosen, 0.0);
    describe(span);
    update();
}

void SteeringLane::describe(const SteeringSpan& span) {
    const QString words = QStringLiteral("%1 %2, %3")
                              .arg(steeringTitle(m_kind), steeringInWords(span.wish),
                                   barsInWords(score(), span.time));
    setAccessibleDescription(words);
    m_view.setHint(tr("%1 \u2022 Enter changes \u2022 Delete takes away").arg(words));
}

void SteeringLane::keyPressEvent(QKeyEvent* event) {
    const std::optional<SteeringSpan> chosen = m_chosen ? spanAt(*m_chosen) : std::nullopt;
    switch (event->key()) {
    case Qt::Key_Left: choose(-1); break;
    case Qt::Key_Right: choose(1); break;
    case Qt::Key_Return:
    case Qt::Key_Enter: chosen ? edit(chosen->time) : edit(timeToSteer(m_view)); break;
    case Qt::Key_Insert: edit(timeToSteer(m_view)); break;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (chosen) {
            erase(chosen->time);
        }
        break;
    default: QWidget::keyPressEvent(event);
    }
}

void SteeringLane::showHint(Tick tick) {
    const std::optional<SteeringSpan> span = spanAt(tick);
    const QString what = span ? QStringLiteral("%1 %2, %3")
                                    .arg(steeringTitle(m_kind), steeringInWords(span->wish),
                                         barsInWords(score(), span->time))
                              : steeringTitle(m_kind);
    m_view.setHint(tr("%1 \u2022 drag paints %2 \u2022 right-drag erases \u2022 double-click "
                      "writes another")
                       .arg(what, steeringInWords(brush())));
}

void SteeringLane::showKeys() {
    m_view.setHint(tr("%1: arrows choose \u2022 Enter changes \u2022 Insert paints the selection "
                      "\u2022 Delete takes away")
                       .arg(steeringTitle(m_kind)));
}

} // namespace cantilena
