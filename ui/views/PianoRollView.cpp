#include "ui/views/PianoRollView.h"

#include "ui/document/GeneralMidi.h"

#include <algorithm>
#include <cmath>

namespace cantilena {

namespace {

constexpr double kInitialPixelsPerQuarter = 32.0;
constexpr double kMostPixelsPerQuarter = 960.0;
constexpr double kLeastPixelsPerQuarter = 0.02;
constexpr int kLeastRowHeight = 5;
constexpr int kMostRowHeight = 48;
constexpr int kFreeBars = 8;
constexpr double kPartsOfPixel = 64.0;
constexpr Tick kLeastLength = kWhole * 16;
constexpr Tick kFinestStep = quarters(1, 16);
constexpr double kAdaptiveStepPixels = 12.0;
constexpr int kBriefSoundMilliseconds = 220;

double perTick(double pixelsPerQuarter) {
    return pixelsPerQuarter / static_cast<double>(kQuarter.value);
}

} // namespace

RollView::RollView(ScoreDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_pixelsPerTick(perTick(kInitialPixelsPerQuarter)) {
    m_briefSound.setSingleShot(true);
    m_briefSound.setInterval(kBriefSoundMilliseconds);
    connect(&m_briefSound, &QTimer::timeout, this, &RollView::silence);
    connect(&document, &ScoreDocument::scoreChanged, this, &RollView::takeScore);
    connect(&document, &ScoreDocument::currentTrackChanged, this, &RollView::takeScore);
    connect(&document, &ScoreDocument::scoreReplaced, this, [this] {
        hideCursor();
        updateRows();
        showBeginning();
    });
    connect(&document, &ScoreDocument::currentTrackChanged, this, &RollView::updateRows);
    takeScore();
    updateRows();
}

void RollView::takeScore() {
    const std::shared_ptr<const Score> before = m_score;
    m_score = m_document.score();
    const std::size_t current = m_document.currentTrack();
    bool backgroundDiffers = !before || before->meters != m_score->meters ||
                             before->keys != m_score->keys || before->pickup != m_score->pickup;
    if (backgroundDiffers) {
        m_meters = m_score->meterMap();
    }
    std::vector<NoteIndex> ghosts;
    for (std::size_t i = 0; i < m_score->tracks.size(); ++i) {
        const auto& track = m_score->tracks[i];
        if (i == current || track->mix.muted) {
            continue;
        }
        const auto known =
            std::find_if(m_ghosts.begin(), m_ghosts.end(),
                         [&](const NoteIndex& ghost) { return ghost.track() == track; });
        backgroundDiffers = backgroundDiffers || known == m_ghosts.end();
        ghosts.push_back(known == m_ghosts.end() ? NoteIndex(track) : *known);
    }
    backgroundDiffers = backgroundDiffers || ghosts.size() != m_ghosts.size();
    m_ghosts = std::move(ghosts);
    if (m_notes.track() != m_score->tracks[current]) {
        const NoteIndex shown = std::exchange(m_notes, NoteIndex(m_score->tracks[current]));
        updateLitPitches();
        if (m_fold != RollFold::None && !m_holdsRows) {
            updateRows();
        }
        Q_EMIT notesChanged(shown);
    }
    if (backgroundDiffers) {
        if (m_fold == RollFold::Scale) {
            updateRows();
        }
        Q_EMIT backgroundChanged();
    }
}

Tick RollView::tickAt(double x) const {
    return {std::llround((x + m_left) / m_pixelsPerTick)};
}

double RollView::yAt(Pitch pitch) const {
    return static_cast<double>(rowOf(pitch)) * m_rowHeight - m_top;
}

std::size_t RollView::rowAt(double y) const {
    const auto row = static_cast<std::int64_t>(std::floor((y + m_top) / m_rowHeight));
    const auto last = static_cast<std::int64_t>(m_rows.size()) - 1;
    return static_cast<std::size_t>(std::clamp<std::int64_t>(row, 0, last));
}

Pitch RollView::pitchAt(double y) const {
    return m_rows[rowAt(y)];
}

void RollView::updateRows() {
    std::array<bool, 128> isUsed{};
    for (const Note& note : m_notes.track()->notes) {
        isUsed[static_cast<std::size_t>(note.pitch.number)] = true;
    }
    std::vector<Key> keys{m_score->keyAt(Tick{})};
    for (const KeyChange& change : m_score->keys) {
        keys.push_back(change.key);
    }
    const auto isShown = [&](Pitch pitch) {
        const bool used = isUsed[static_cast<std::size_t>(pitch.number)];
        switch (m_fold) {
        case RollFold::None: return true;
        case RollFold::Used: return used;
        case RollFold::Scale: break;
        }
        return used || std::any_of(keys.begin(), keys.end(),
                                   [&](const Key& key) { return key.contains(pitch); });
    };
    std::vector<Pitch> rows;
    for (Pitch pitch = kHighestPitch; pitch >= kLowestPitch; --pitch.number) {
        if (isShown(pitch)) {
            rows.push_back(pitch);
        }
    }
    if (rows.empty()) {
        rows.push_back(Pitch{60});
    }
    if (rows == m_rows) {
        return;
    }
    m_rows = std::move(rows);
    std::size_t row = 0;
    for (Pitch pitch = kHighestPitch; pitch >= kLowestPitch; --pitch.number) {
        while (row + 1 < m_rows.size() && m_rows[row] > pitch) {
            ++row;
        }
        m_rowOf[static_cast<std::size_t>(pitch.number)] = row;
    }
    keepInBounds();
    Q_EMIT rowsChanged();
    Q_EMIT moved({});
}

void RollView::setFold(RollFold fold) {
    if (fold == m_fold) {
        return;
    }
    const Pitch middle = pitchAt(m_size.height() / 2.0);
    m_fold = fold;
    updateRows();
    m_top = middleOf(middle, middle) * m_rowHeight - 0.5 * m_size.height();
    keepInBounds();
    Q_EMIT rowsChanged();
    Q_EMIT moved({});
}

void RollView::holdRows(bool hold) {
    m_holdsRows = hold;
    if (!hold) {
        updateRows();
    }
}

QString RollView::rowName(Pitch pitch, Tick at) const {
    if (isDrums()) {
        if (const QString drum = drumName(pitch.number); !drum.isEmpty()) {
            return drum;
        }
    }
    return QString::fromStdString(pitchName(pitch, m_score->keyAt(at)));
}

double RollView::middleOf(Pitch lowest, Pitch highest) const {
    return 0.5 * static_cast<double>(rowOf(lowest) + rowOf(highest)) + 0.5;
}

QRectF RollView::rectOf(const Note& note) const {
    const double x = xAt(note.onset);
    return {x, yAt(note.pitch), std::max(2.0, xAt(note.end()) - x),
            static_cast<double>(m_rowHeight)};
}

TickRange RollView::visibleTicks() const {
    return {tickAt(0.0), tickAt(m_size.width()) + Tick{1}};
}

int RollView::barsApart(TickRange bar, double leastPixels) const {
    constexpr int kMostBars = 1'000'000;
    const double width = std::max(xAt(bar.end) - xAt(bar.begin), 1e-6);
    int every = 1;
    for (int factor = 0; width * every < leastPixels && every < kMostBars; ++factor) {
        every = factor % 3 == 1 ? every / 2 * 5 : every * 2;
    }
    return every;
}

Tick RollView::length() const {
    Tick end = m_notes.end();
    for (const NoteIndex& ghost : m_ghosts) {
        end = std::max(end, ghost.end());
    }
    if (m_loop) {
        end = std::max(end, m_loop->end);
    }
    if (m_proposal) {
        end = std::max(end, m_proposal->range.end);
    }
    const Tick bar = m_meters.meterAt(end).barLength();
    return std::min(std::max(end + bar * kFreeBars, kLeastLength), kLongestScore);
}

void RollView::setSize(QSize size) {
    // What is in the middle stays there when a panel above or below takes room.
    m_top += (m_size.height() - size.height()) / 2;
    m_size = size;
    if (!m_isPlaced && size.height() > 0) {
        m_isPlaced = true;
        showBeginning();
        return;
    }
    keepInBounds();
    Q_EMIT moved({});
}

void RollView::keepInBounds() {
    const double content = static_cast<double>(length().value) * m_pixelsPerTick;
    m_left = std::clamp(m_left, 0.0, std::max(content - m_size.width() * 0.5, 0.0));
    m_left = std::round(m_left * kPartsOfPixel) / kPartsOfPixel;
    m_top = std::clamp(std::round(m_top), 0.0, std::max(contentHeight() - m_size.height(), 0.0));
}

void RollView::scrollBy(double dx, double dy) {
    m_unscrolled += QPointF(dx, dy);
    const QPoint whole = m_unscrolled.toPoint();
    m_unscrolled -= whole;
    const double left = m_left;
    const double top = m_top;
    m_left += whole.x();
    m_top += whole.y();
    m_follows = m_follows && !m_isPlaying;
    keepInBounds();
    const QPointF shift(left - m_left, top - m_top);
    const bool isWhole = shift == QPointF(shift.toPoint());
    Q_EMIT moved({isWhole ? std::optional(shift.toPoint()) : std::nullopt});
}

void RollView::scrollToTick(Tick left) {
    scrollBy(static_cast<double>(left.value) * m_pixelsPerTick - m_left, 0.0);
}

void RollView::scrollToTop(double top) {
    scrollBy(0.0, top - m_top);
}

void RollView::zoomTime(double factor, double x) {
    const double fixed = (x + m_left) / m_pixelsPerTick;
    m_pixelsPerTick = std::clamp(m_pixelsPerTick * factor, perTick(kLeastPixelsPerQuarter),
                                 perTick(kMostPixelsPerQuarter));
    m_left = fixed * m_pixelsPerTick - x;
    keepInBounds();
    Q_EMIT moved({});
}

void RollView::zoomPitch(int by, double y) {
    const double fixed = (y + m_top) / m_rowHeight;
    m_rowHeight = std::clamp(m_rowHeight + by, kLeastRowHeight, kMostRowHeight);
    m_top = fixed * m_rowHeight - y;
    keepInBounds();
    Q_EMIT moved({});
}

void RollView::showRange(TickRange range, Pitch lowest, Pitch highest) {
    const double air = std::max(1.0, static_cast<double>(range.length().value)) * 0.05;
    const double ticks = static_cast<double>(range.length().value) + 2.0 * air;
    m_pixelsPerTick = std::clamp(m_size.width() / std::max(ticks, 1.0),
                                 perTick(kLeastPixelsPerQuarter), perTick(kMostPixelsPerQuarter));
    m_left = (static_cast<double>(range.begin.value) - air) * m_pixelsPerTick;
    const int rows = static_cast<int>(rowOf(lowest) - rowOf(highest)) + 5;
    m_rowHeight = std::clamp(m_size.height() / rows, kLeastRowHeight, 28);
    m_top = middleOf(lowest, highest) * m_rowHeight - 0.5 * m_size.height();
    keepInBounds();
    Q_EMIT moved({});
}

void RollView::showEverything() {
    Tick end = std::max(m_notes.end(), kWhole * 4);
    auto [lowest, highest] = m_notes.pitches();
    for (const NoteIndex& ghost : m_ghosts) {
        if (ghost.track()->notes.empty()) {
            continue;
        }
        end = std::max(end, ghost.end());
        lowest = std::min(lowest, ghost.pitches().first);
        highest = std::max(highest, ghost.pitches().second);
    }
    showRange({Tick{}, end}, lowest, highest);
}

void RollView::showBeginning() {
    auto [lowest, highest] = m_notes.pitches();
    if (m_notes.track()->notes.empty()) {
        lowest = Pitch{60};
        highest = Pitch{76};
    }
    const double middle = kHighestPitch.number - 0.5 * (lowest.number + highest.number) + 0.5;
    m_left = 0.0;
    m_top = middle * m_rowHeight - 0.5 * m_size.height();
    m_follows = true;
    keepInBounds();
    Q_EMIT moved({});
}

void RollView::setSnap(SnapGrid snap) {
    m_snap = snap;
    Q_EMIT snapChanged();
}

Tick RollView::step() const {
    if (!m_snap.isAdaptive) {
        return m_snap.step;
    }
    Tick step = kFinestStep;
    while (static_cast<double>(step.value) * m_pixelsPerTick < kAdaptiveStepPixels &&
           step < kWhole) {
        step = step * 2;
    }
    return step;
}

Tick RollView::nudgeStep() const {
    const Tick now = step();
    return now > Tick{} ? now : kFinestStep;
}

Tick RollView::snapped(Tick tick) const {
    const Tick grid = step();
    if (grid <= Tick{} || tick <= Tick{}) {
        return tick;
    }
    const TickRange bar = m_meters.barAround(tick);
    return std::min(bar.begin + cantilena::snapped(tick - bar.begin, grid), bar.end);
}

Tick RollView::snappedDown(Tick tick) const {
    const Tick grid = step();
    if (grid <= Tick{} || tick <= Tick{}) {
        return tick;
    }
    const Tick bar = m_meters.barAround(tick).begin;
    return bar + cantilena::snappedDown(tick - bar, grid);
}

void RollView::setTool(RollTool tool) {
    if (tool != m_tool) {
        m_tool = tool;
        Q_EMIT toolChanged(tool);
    }
}

void RollView::setPlayhead(Tick tick, bool playing) {
    const Tick before = std::exchange(m_playhead, tick);
    const bool wasPlaying = std::exchange(m_isPlaying, playing);
    if (playing && !wasPlaying) {
        m_follows = true;
    }
    if (before == tick && wasPlaying == playing) {
        return;
    }
    if (playing) {
        followPlayhead(before);
    }
    updateLitPitches();
    Q_EMIT playheadMoved(before, tick);
}

void RollView::followPlayhead(Tick from) {
    const TickRange visible = visibleTicks();
    // A view that was scrolled away follows again once the playhead walks into it.
    m_follows = m_follows || (visible.contains(m_playhead) && !visible.contains(from));
    if (!m_follows || visible.contains(m_playhead)) {
        return;
    }
    m_left = static_cast<double>(m_playhead.value) * m_pixelsPerTick - m_size.width() * 0.08;
    keepInBounds();
    Q_EMIT moved({});
}

void RollView::setLoop(std::optional<TickRange> loop) {
    if (loop && loop->isEmpty()) {
        loop.reset();
    }
    if (loop != m_loop) {
        m_loop = loop;
        Q_EMIT loopChanged(m_loop);
    }
}

void RollView::setProposal(std::optional<Candidate> proposal) {
    m_proposal = std::move(proposal);
    Q_EMIT proposalChanged();
}

Tick RollView::drawnLength() const {
    return m_drawnLength > Tick{} ? m_drawnLength : std::max(nudgeStep(), kQuarter);
}

void RollView::rememberDrawn(const Note& note) {
    m_drawnLength = note.duration;
    m_drawnVelocity = note.velocity;
}

void RollView::setStamp(const ChordQuality* stamp) {
    m_stamp = stamp;
    Q_EMIT stampChanged();
}

RollCursor RollView::cursorOrStart() const {
    if (m_cursor) {
        return *m_cursor;
    }
    const TickRange visible = visibleTicks();
    const Tick at = visible.contains(m_playhead) ? m_playhead : visible.begin;
    const Tick begin = snappedDown(at);
    return {begin < visible.begin ? snapped(at) : begin, pitchAt(m_size.height() / 2.0)};
}

void RollView::setCursor(RollCursor cursor) {
    cursor.tick = std::clamp(cursor.tick, Tick{}, kLongestScore);
    cursor.pitch = std::clamp(cursor.pitch, kLowestPitch, kHighestPitch);
    m_cursor = cursor;
    reveal(cursor.tick, cursor.pitch);
    Q_EMIT cursorMoved();
}

void RollView::hideCursor() {
    if (m_cursor) {
        m_cursor.reset();
        Q_EMIT cursorMoved();
    }
}

void RollView::reveal(Tick tick, Pitch pitch) {
    const double air = 2.0 * m_rowHeight;
    const double x = xAt(tick);
    const double y = yAt(pitch);
    double dx = 0.0;
    double dy = 0.0;
    if (x < 0.0 || x > m_size.width() - air) {
        dx = x - m_size.width() * 0.3;
    }
    if (y < m_rowHeight) {
        dy = y - air;
    } else if (y > m_size.height() - air) {
        dy = y - (m_size.height() - air);
    }
    if (dx != 0.0 || dy != 0.0) {
        scrollBy(dx, dy);
    }
}

void RollView::sound(Pitch pitch, int velocity) {
    silence();
    m_sounding = pitch;
    updateLitPitches();
    Q_EMIT noteStarted(pitch, velocity);
}

void RollView::soundBriefly(Pitch pitch, int velocity) {
    sound(pitch, velocity);
    m_briefSound.start();
}

void RollView::silence() {
    m_briefSound.stop();
    if (m_sounding) {
        const Pitch pitch = *std::exchange(m_sounding, std::nullopt);
        updateLitPitches();
        Q_EMIT noteEnded(pitch);
    }
}

void RollView::setKeyDown(Pitch pitch, bool down) {
    if (down && pitch.isValid()) {
        m_keysDown.insert(pitch);
    } else {
        m_keysDown.erase(pitch);
    }
    updateLitPitches();
}

void RollView::updateLitPitches() {
    std::set<Pitch> lit = m_keysDown;
    if (m_sounding) {
        lit.insert(*m_sounding);
    }
    if (m_isPlaying) {
        m_notes.visit({m_playhead, m_playhead + Tick{1}},
                      [&](const Note& note) { lit.insert(note.pitch); });
    }
    if (lit != m_lit) {
        m_lit = std::move(lit);
        Q_EMIT litPitchesChanged();
    }
}

void RollView::setHint(const QString& hint) {
    if (hint != m_hint) {
        m_hint = hint;
        Q_EMIT hintChanged(hint);
    }
}

} // namespace cantilena
