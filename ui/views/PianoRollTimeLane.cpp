#include "ui/views/PianoRollTimeLane.h"

#include "core/score/Chord.h"
#include "core/score/Timeline.h"
#include "ui/views/PianoRollPainting.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cantilena {

namespace {

constexpr double kChipPadding = 6.0;
constexpr int kTextWidth = 120;

QString laneText(const char* source) {
    return QCoreApplication::translate("TimeLane", source);
}

std::optional<Meter> meterFrom(const QString& text) {
    const QStringList parts = text.split(QLatin1Char('/'));
    if (parts.size() != 2) {
        return std::nullopt;
    }
    const Meter meter{parts[0].trimmed().toInt(), parts[1].trimmed().toInt()};
    return meter.isValid() ? std::optional(meter) : std::nullopt;
}

template <typename Entries, typename Text>
std::vector<LaneEntry> listed(const Entries& changes, Text text) {
    std::vector<LaneEntry> list;
    for (const auto& change : changes) {
        list.push_back({change.tick, text(change)});
    }
    return list;
}

} // namespace

LaneKind tempoLane() {
    LaneKind kind;
    kind.name = QStringLiteral("tempo");
    kind.title = laneText("Tempo");
    kind.example = QStringLiteral("96");
    kind.entries = [](const Score& score) {
        return listed(score.tempos, [](const TempoChange& change) {
            return QString::number(std::round(change.bpm * 100.0) / 100.0);
        });
    };
    kind.with = [](const Score& score, Tick tick, const QString& text) -> std::optional<Score> {
        bool isNumber = false;
        const double bpm =
            QString(text).replace(QLatin1Char(','), QLatin1Char('.')).toDouble(&isNumber);
        const bool fits = isNumber && bpm >= kSlowestTempo && bpm <= kFastestTempo;
        return fits ? std::optional(withTempo(score, tick, bpm)) : std::nullopt;
    };
    kind.without = withoutTempo;
    kind.moved = withTempoMoved;
    return kind;
}

namespace {

/// A lane whose entries stand at bars: metres and keys. `read` makes a value of what is typed.
template <typename Change, typename Value>
LaneKind barLane(const char* name, const char* title, const char* example,
                 std::vector<Change> Score::*changes, Value Change::*value,
                 std::optional<Value> (*read)(const QString&),
                 Score (*with)(const Score&, Tick, Value)) {
    LaneKind kind;
    kind.name = QLatin1String(name);
    kind.title = laneText(title);
    kind.example = QLatin1String(example);
    kind.keepsToBars = true;
    kind.entries = [=](const Score& score) {
        return listed(score.*changes, [=](const Change& change) {
            return QString::fromStdString((change.*value).name());
        });
    };
    kind.with = [=](const Score& score, Tick tick, const QString& text) -> std::optional<Score> {
        const std::optional<Value> typed = read(text);
        return typed ? std::optional(with(score, tick, *typed)) : std::nullopt;
    };
    return kind;
}

std::optional<Key> keyFrom(const QString& text) {
    return Key::fromName(text.trimmed().toStdString());
}

} // namespace

LaneKind meterLane() {
    LaneKind kind =
        barLane<MeterChange, Meter>("meter", QT_TRANSLATE_NOOP("TimeLane", "Metre"), "3/4",
                                    &Score::meters, &MeterChange::meter, meterFrom, withMeter);
    kind.without = withoutMeter;
    kind.moved = withMeterMoved;
    return kind;
}

LaneKind keyLane() {
    LaneKind kind = barLane<KeyChange, Key>("key", QT_TRANSLATE_NOOP("TimeLane", "Key"), "D dorian",
                                            &Score::keys, &KeyChange::key, keyFrom, withKey);
    kind.without = withoutKey;
    kind.moved = withKeyMoved;
    return kind;
}

LaneKind markerLane() {
    LaneKind kind;
    kind.name = QStringLiteral("marker");
    kind.title = laneText("Markers");
    kind.example = laneText("Bridge");
    kind.entries = [](const Score& score) {
        return listed(score.markers,
                      [](const Marker& marker) { return QString::fromStdString(marker.name); });
    };
    kind.with = [](const Score& score, Tick tick, const QString& text) -> std::optional<Score> {
        return withMarker(score, tick, text.trimmed().toStdString());
    };
    kind.without = withoutMarker;
    kind.moved = withMarkerMoved;
    return kind;
}

LaneKind chordLane() {
    LaneKind kind;
    kind.name = QStringLiteral("chord");
    kind.title = laneText("Chords");
    kind.example = QStringLiteral("Am7");
    kind.entries = [](const Score& score) {
        std::vector<LaneEntry> list;
        for (const ChordSymbol& chord : score.chords) {
            LaneEntry entry{chord.tick, QString::fromStdString(chord.name)};
            if (!Chord::fromName(chord.name) && !chord.name.starts_with("N.C")) {
                entry.doubt = laneText("\u201C%1\u201D is no chord that is known here: it stays as "
                                       "it is, and steers nothing")
                                  .arg(entry.text);
            }
            list.push_back(std::move(entry));
        }
        return list;
    };
    kind.with = [](const Score& score, Tick tick, const QString& text) -> std::optional<Score> {
        return withChord(score, tick, text.trimmed().toStdString());
    };
    kind.without = withoutChord;
    kind.moved = withChordMoved;
    return kind;
}

TimeLane::TimeLane(LaneKind kind, RollView& view, QWidget* parent)
    : RollLane(kind.name, kind.title, kind.example, view, parent)
    , m_kind(std::move(kind)) {}

std::vector<LaneEntry> TimeLane::entries() const {
    return m_kind.entries(score());
}

QRectF TimeLane::chipOf(const LaneEntry& entry) const {
    const QFontMetricsF metrics(fontOf(type::kHint, QFont::DemiBold));
    return {m_view.xAt(entry.tick), 2.0, metrics.horizontalAdvance(entry.text) + 2.0 * kChipPadding,
            kHeight - 5.0};
}

std::optional<LaneEntry> TimeLane::entryAt(QPointF position) const {
    std::optional<LaneEntry> found;
    for (const LaneEntry& entry : entries()) {
        if (chipOf(entry).adjusted(-2.0, -2.0, 0.0, 3.0).contains(position)) {
            found = entry;
        }
    }
    return found;
}

void TimeLane::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const PixelGrid pixels(painter);
    paintGround(painter);
    const std::vector<LaneEntry> all = entries();
    for (std::size_t i = 0; i < all.size(); ++i) {
        QRectF chip = pixels.aligned(chipOf(all[i]));
        if (i + 1 < all.size()) {
            // An entry ends where the next begins; its text is cut, not its neighbour covered.
            chip.setRight(std::min(chip.right(), pixels.aligned(m_view.xAt(all[i + 1].tick)) - 2));
        }
        if (chip.right() < 0.0 || chip.left() > width() || chip.width() < 3.0) {
            continue;
        }
        const Smoothly smoothly(painter);
        painter.setPen(Qt::NoPen);
        const bool isChosen = m_chosen == all[i].tick && hasFocus();
        painter.setBrush(isChosen ? theme().accentWash() : theme().raised);
        painter.drawRoundedRect(chip, 3.0, 3.0);
        if (all[i].doubt.isEmpty()) {
            painter.setBrush(theme().accent);
            painter.drawRect(QRectF(chip.left(), chip.top(), 2.0, chip.height()));
        } else {
            painter.setPen(QPen(theme().danger, 1.0, Qt::DashLine));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(chip.adjusted(0.5, 0.5, -0.5, -0.5), 3.0, 3.0);
        }
        if (isChosen) {
            painter.setPen(QPen(theme().text, 1.0));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(chip.adjusted(0.5, 0.5, -0.5, -0.5), 3.0, 3.0);
        }
        painter.setPen(theme().text);
        const QString text = painter.fontMetrics().elidedText(
            all[i].text, Qt::ElideRight, static_cast<int>(chip.width() - kChipPadding));
        painter.drawText(chip.adjusted(kChipPadding, 0.0, 0.0, 0.0),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
    }
}

Tick TimeLane::placeOf(Tick tick, Qt::KeyboardModifiers modifiers) const {
    tick = std::max(tick, Tick{});
    if (m_kind.keepsToBars) {
        const TickRange bar = m_view.meters().barAround(tick);
        return tick - bar.begin < bar.end - tick ? bar.begin : bar.end;
    }
    return modifiers.testFlag(Qt::ShiftModifier) ? tick : m_view.snapped(tick);
}

void TimeLane::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    endEdit();
    const std::optional<LaneEntry> entry = entryAt(event->position());
    m_chosen = entry ? std::optional(entry->tick) : std::nullopt;
    update();
    if (entry && event->button() == Qt::RightButton) {
        remove(entry->tick);
    } else if (entry && event->button() == Qt::LeftButton) {
        beginDrag(event->position());
        m_grabbed = entry->tick;
    }
}

void TimeLane::mouseMoveEvent(QMouseEvent* event) {
    if (!isDragging()) {
        const std::optional<LaneEntry> under = entryAt(event->position());
        setCursor(under ? Qt::SizeHorCursor : Qt::ArrowCursor);
        showHint();
        if (under) {
            showDoubt(under->tick);
        }
        return;
    }
    if (!isUnderWay(event->position())) {
        return;
    }
    const Tick by = m_view.tickAt(event->position().x()) - m_view.tickAt(m_start.x());
    const Tick now = placeOf(m_grabbed + by, event->modifiers());
    m_view.document().apply(m_kind.moved(base(), m_grabbed, now),
                            tr("Move %1").arg(m_kind.title.toLower()), m_mergeKey);
    m_chosen = now;
    m_view.setHint(tr("Drag to move • Shift ignores the grid • Esc calls it off"));
}

void TimeLane::mouseReleaseEvent(QMouseEvent*) {
    if (isDragging()) {
        endDrag();
        showHint();
    }
}

void TimeLane::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    endDrag();
    const std::optional<LaneEntry> entry = entryAt(event->position());
    edit(entry ? entry->tick : placeOf(m_view.tickAt(event->position().x()), event->modifiers()));
}

void TimeLane::edit(Tick tick) {
    m_edited = tick;
    m_chosen = tick;
    const std::vector<LaneEntry> all = entries();
    const auto entry = std::ranges::find(all, tick, &LaneEntry::tick);
    openText(tick, entry == all.end() ? QString() : entry->text, kTextWidth);
    m_view.setHint(tr("%1, for example %2 • Enter takes it • Esc leaves it")
                       .arg(m_kind.title, m_kind.example));
}

void TimeLane::editHere() {
    const Tick at = m_view.cursor() ? m_view.cursor()->tick : m_view.playhead();
    edit(placeOf(at, {}));
}

void TimeLane::take(const QString& text) {
    const std::vector<LaneEntry> all = entries();
    const auto entry = std::ranges::find(all, m_edited, &LaneEntry::tick);
    if (text == (entry == all.end() ? QString() : entry->text)) {
        return;
    }
    std::optional<Score> next = m_kind.with(score(), m_edited, text);
    if (!next) {
        m_view.setHint(tr("\u201C%1\u201D is no %2; write it like %3")
                           .arg(text, m_kind.title.toLower(), m_kind.example));
        return;
    }
    m_view.document().apply(std::move(*next), tr("%1 %2").arg(m_kind.title, text));
    showDoubt(m_edited);
}

void TimeLane::showDoubt(Tick tick) {
    const std::vector<LaneEntry> all = entries();
    const auto entry = std::ranges::find(all, tick, &LaneEntry::tick);
    if (entry != all.end() && !entry->doubt.isEmpty()) {
        m_view.setHint(entry->doubt);
    }
}

void TimeLane::remove(Tick tick) {
    m_view.document().apply(m_kind.without(score(), tick),
                            tr("Remove %1").arg(m_kind.title.toLower()));
    m_chosen.reset();
}

void TimeLane::choose(int by) {
    const std::vector<LaneEntry> all = entries();
    if (all.empty()) {
        return;
    }
    const Tick from = m_chosen.value_or(m_view.playhead());
    auto next = std::ranges::upper_bound(all, from, {}, &LaneEntry::tick);
    if (by < 0) {
        next = std::ranges::lower_bound(all, from, {}, &LaneEntry::tick);
        next = next == all.begin() ? next : next - 1;
    }
    m_chosen = next == all.end() ? all.back().tick : next->tick;
    reveal(*m_chosen, 0.0);
    showHint();
    showDoubt(*m_chosen);
    update();
}

void TimeLane::moveChosen(int by) {
    if (!m_chosen) {
        return;
    }
    const TickRange bar = m_view.meters().barAround(*m_chosen);
    const Tick barAway =
        by > 0 ? bar.end : m_view.meters().barAround(std::max(bar.begin - Tick{1}, Tick{})).begin;
    const Tick to =
        m_kind.keepsToBars ? barAway : std::max(*m_chosen + m_view.nudgeStep() * by, Tick{});
    m_view.document().apply(m_kind.moved(score(), *m_chosen, to),
                            tr("Move %1").arg(m_kind.title.toLower()));
    m_chosen = to;
    update();
}

void TimeLane::keyPressEvent(QKeyEvent* event) {
    const bool ctrl = event->modifiers().testFlag(Qt::ControlModifier);
    switch (event->key()) {
    case Qt::Key_Left: ctrl ? moveChosen(-1) : choose(-1); break;
    case Qt::Key_Right: ctrl ? moveChosen(1) : choose(1); break;
    case Qt::Key_Return:
    case Qt::Key_Enter: m_chosen ? edit(*m_chosen) : editHere(); break;
    case Qt::Key_Insert: editHere(); break;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (m_chosen) {
            remove(*m_chosen);
        }
        break;
    default: QWidget::keyPressEvent(event);
    }
}

void TimeLane::showHint() {
    m_view.setHint(tr("%1: double-click writes or changes • drag moves • right-click takes away")
                       .arg(m_kind.title));
}

void TimeLane::showKeys() {
    m_view.setHint(tr("%1: arrows choose • Ctrl+arrows move • Enter changes • Insert writes one at "
                      "the playhead • Delete takes away")
                       .arg(m_kind.title));
}

} // namespace cantilena
