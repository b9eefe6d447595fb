#include "core/playback/Sequencer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace cantilena {

namespace {

constexpr Tick kNever{std::numeric_limits<std::int64_t>::max()};
constexpr std::int64_t kNoFrame = std::numeric_limits<std::int64_t>::max();
/// A loop must last one block of the synth, or the audio thread would do nothing but wrap.
constexpr double kShortestLoopFrames = 64.0;

constexpr Tick kClockTicks = kQuarter / 24;
constexpr Tick kSongPositionTicks = kQuarter / 4;

constexpr int kClickChannel = 16 * kTrackGroups + kDrumChannel;
constexpr int kAccentKey = 76;
constexpr int kBeatKey = 77;
constexpr int kAccentVelocity = 120;
constexpr int kBeatVelocity = 90;
constexpr Tick kClickLength = kQuarter / 16;

constexpr int kSustain = 64;
constexpr int kSostenuto = 66;

double secondsOfTicks(double ticks, double bpm) {
    return ticks * 60.0 / (bpm * static_cast<double>(kQuarter.value));
}

/// The first multiple of `step` not before `tick`.
Tick roundedUp(Tick tick, Tick step) {
    return snappedDown(tick + step - Tick{1}, step);
}

} // namespace

Sequencer::Sequencer(double sampleRate)
    : m_snapshot(&m_nothing)
    , m_sampleRate(sampleRate) {}

void Sequencer::setSynth(Synth* synth) noexcept {
    EventSink* const listener = std::exchange(m_listener, nullptr);
    m_synth = synth;
    resend();
    for (const HeldNote& note : m_held.all()) {
        emit(SoundEvent::Kind::NoteOn, note.channel, note.key, note.velocity);
    }
    m_listener = listener;
}

void Sequencer::setListener(EventSink* listener) noexcept {
    m_listener = listener;
}

void Sequencer::setSampleRate(double sampleRate) noexcept {
    m_sampleRate = sampleRate;
    anchorHere();
}

void Sequencer::setSnapshot(const PlaybackSnapshot* snapshot) noexcept {
    m_snapshot = snapshot ? snapshot : &m_nothing;
    if (m_snapshot->tempoVersion != m_tempoVersion) {
        m_tempoVersion = m_snapshot->tempoVersion;
        anchorHere();
    }
    reconcileHeldNotes();
    placeLanes();
    armStops();
    m_nextClick = clickFrom(m_clickCursor);
    chase();
}

void Sequencer::play(Tick countIn, std::optional<Tick> until) noexcept {
    if (m_playing) {
        return;
    }
    m_playing = true;
    m_start = m_position;
    m_pass = 0;
    m_until = until;
    m_countInEnd = m_start;
    if (countIn > Tick{}) {
        m_cursor = m_start;
        m_position -= countIn;
        m_fraction = 0.0;
    }
    anchorHere();
    placeLanes();
    armStops();
    placeClicks(m_position);
    placeClock();
    chase();
}

void Sequencer::pause() noexcept {
    if (!m_playing) {
        return;
    }
    m_playing = false;
    releaseAll(Which::Song);
    liftPedals();
    m_until.reset();
    if (m_position < m_countInEnd) {
        moveTo(m_countInEnd);
    }
    if (m_clockRuns) {
        m_clockRuns = false;
        emit(SoundEvent::Kind::Stop);
    }
}

void Sequencer::stop() noexcept {
    pause();
    releaseAll(Which::All);
    moveTo(m_start);
    leaveTrail();
}

void Sequencer::seek(Tick tick) noexcept {
    releaseAll(Which::Song);
    moveTo(std::max(tick, Tick{}));
    m_countInEnd = m_position;
    m_until.reset();
    if (!m_playing) {
        m_start = m_position;
    }
    anchorHere();
    armStops();
    placeClicks(m_position);
    placeClock();
    chase();
}

void Sequencer::setSpeed(double speed) noexcept {
    m_speed = std::clamp(speed, kSlowest, kFastest);
    anchorHere();
    armStops();
}

void Sequencer::setMetronome(bool on) noexcept {
    m_metronome = on;
    m_nextClick = clickFrom(m_clickCursor);
}

void Sequencer::setClock(bool on) noexcept {
    m_clock = on;
    placeClock();
}

void Sequencer::startNote(std::uint32_t track, int key, int velocity) noexcept {
    endNote(track, key);
    if (track >= m_snapshot->lanes.size()) {
        return;
    }
    const PlaybackLane& lane = m_snapshot->lanes[track];
    sendProgram(lane.channel, lane.track->program);
    HeldNote note;
    note.origin = HeldNote::Origin::Preview;
    note.channel = lane.channel;
    note.key = static_cast<std::uint8_t>(key);
    note.track = track;
    note.velocity = static_cast<std::uint8_t>(velocity);
    strike(note);
}

void Sequencer::endNote(std::uint32_t track, int key) noexcept {
    for (std::size_t i = 0; i < m_held.size(); ++i) {
        const HeldNote& note = m_held.all()[i];
        if (note.origin == HeldNote::Origin::Preview && note.track == track && note.key == key) {
            release(i);
            return;
        }
    }
}

void Sequencer::control(std::uint32_t track, int controller, int value) noexcept {
    if (track < m_snapshot->lanes.size()) {
        sendController(m_snapshot->lanes[track].channel, controller, value);
    }
}

void Sequencer::panic() noexcept {
    releaseAll(Which::All);
    if (m_synth) {
        m_synth->allSoundOff();
    }
    emit(SoundEvent::Kind::Panic);
    resend();
}

void Sequencer::resend() noexcept {
    m_states.forget();
    chase();
}

void Sequencer::render(float* left, float* right, int frames) noexcept {
    const std::int64_t end = m_frame + frames;
    leaveTrail();
    while (m_frame < end) {
        const std::int64_t until = std::min(end, dispatchDue());
        const int piece = static_cast<int>(until - m_frame);
        if (m_synth) {
            m_synth->render(left, right, piece);
        } else {
            std::fill_n(left, piece, 0.0F);
            std::fill_n(right, piece, 0.0F);
        }
        left += piece;
        right += piece;
        m_frame = until;
    }
    if (m_playing) {
        settlePosition();
    }
}

// Time

double Sequencer::exactFramesTo(Tick tick) const noexcept {
    const double seconds = m_snapshot->tempo.secondsAt(tick) - m_anchor.seconds;
    return m_anchor.fraction + seconds * m_sampleRate / m_speed;
}

std::int64_t Sequencer::frameOf(Tick tick) const noexcept {
    return m_anchor.frame + std::llround(exactFramesTo(tick));
}

void Sequencer::anchorHere() noexcept {
    const TempoMap& tempo = m_snapshot->tempo;
    m_anchor = {m_frame, 0.0,
                tempo.secondsAt(m_position) + secondsOfTicks(m_fraction, tempo.bpmAt(m_position))};
}

void Sequencer::leaveTrail() noexcept {
    const double quartersPerSecond = m_snapshot->tempo.bpmAt(m_position) / 60.0 * m_speed;
    const double ticksPerSecond = quartersPerSecond * static_cast<double>(kQuarter.value);
    m_trail.add({m_frame, static_cast<double>(m_position.value) + m_fraction,
                 m_playing ? ticksPerSecond / m_sampleRate : 0.0, m_pass, m_playing});
}

void Sequencer::settlePosition() noexcept {
    const TempoMap& tempo = m_snapshot->tempo;
    const double frames = static_cast<double>(m_frame - m_anchor.frame) - m_anchor.fraction;
    const double seconds = m_anchor.seconds + frames * m_speed / m_sampleRate;
    m_position = tempo.tickAt(seconds);
    m_fraction =
        (seconds - tempo.secondsAt(m_position)) / secondsOfTicks(1.0, tempo.bpmAt(m_position));
    Tick first = m_position;
    while (frameOf(first - Tick{1}) >= m_frame) {
        first -= Tick{1};
    }
    while (frameOf(first) < m_frame) {
        first += Tick{1};
    }
    m_cursor = std::max(m_cursor, first);
    m_clickCursor = std::max(m_clickCursor, first);
}

void Sequencer::moveTo(Tick tick) noexcept {
    m_position = tick;
    m_fraction = 0.0;
    m_cursor = tick;
    placeLanes();
}

void Sequencer::placeLanes() noexcept {
    const auto& lanes = m_snapshot->lanes;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        const PlaybackTrack& track = *lanes[i].track;
        const auto note = std::partition_point(
            track.notes.begin(), track.notes.end(),
            [this](const PlaybackNote& candidate) { return candidate.onset < m_cursor; });
        const auto controller = std::partition_point(
            track.controllers.begin(), track.controllers.end(),
            [this](const ControllerEvent& candidate) { return candidate.tick < m_cursor; });
        m_places[i] = {static_cast<std::uint32_t>(note - track.notes.begin()),
                       static_cast<std::uint32_t>(controller - track.controllers.begin())};
    }
}

bool Sequencer::isLoopLongEnough() const noexcept {
    if (!m_snapshot->loop || m_snapshot->loop->isEmpty()) {
        return false;
    }
    const double seconds = m_snapshot->tempo.secondsAt(m_snapshot->loop->end) -
                           m_snapshot->tempo.secondsAt(m_snapshot->loop->begin);
    return seconds * m_sampleRate / m_speed >= kShortestLoopFrames;
}

/// A loop or an end that the playhead has already passed does not hold it.
void Sequencer::armStops() noexcept {
    const auto isAhead = [this](Tick tick, bool wasArmed) {
        if (!m_playing) {
            return m_position < tick;
        }
        const std::int64_t frame = frameOf(tick);
        return frame > m_frame || (frame == m_frame && wasArmed);
    };
    m_loopArmed = !m_until && isLoopLongEnough() && isAhead(m_snapshot->loop->end, m_loopArmed);
    const std::optional<Tick> stop = m_until ? m_until : m_snapshot->stopAt;
    m_stopArmed = stop && isAhead(*stop, m_stopArmed);
}

// Playing

/// Does all that is due at `m_frame`; gives the frame of what comes next.
std::int64_t Sequencer::dispatchDue() noexcept {
    while (m_playing) {
        const Tick tick = nextTick();
        if (tick == kNever) {
            return kNoFrame;
        }
        const std::int64_t frame = frameOf(tick);
        if (frame > m_frame) {
            return frame;
        }
        act(tick);
    }
    return kNoFrame;
}

Tick Sequencer::nextTick() const noexcept {
    Tick next = kNever;
    for (const HeldNote& note : m_held.all()) {
        if (note.origin != HeldNote::Origin::Preview) {
            next = std::min(next, note.end);
        }
    }
    const auto& lanes = m_snapshot->lanes;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        const PlaybackTrack& track = *lanes[i].track;
        if (m_places[i].note < track.notes.size()) {
            next = std::min(next, track.notes[m_places[i].note].onset);
        }
        if (m_places[i].controller < track.controllers.size()) {
            next = std::min(next, track.controllers[m_places[i].controller].tick);
        }
    }
    if (m_loopArmed) {
        next = std::min(next, m_snapshot->loop->end);
    }
    if (m_stopArmed && !m_loopArmed) {
        next = std::min(next, m_until ? *m_until : *m_snapshot->stopAt);
    }
    next = std::min(next, m_nextClick);
    if (m_clock) {
        next = std::min(next, m_nextClock);
    }
    return next;
}

void Sequencer::act(Tick tick) noexcept {
    for (std::size_t i = 0; i < m_held.size();) {
        const HeldNote& note = m_held.all()[i];
        if (note.origin != HeldNote::Origin::Preview && note.end <= tick) {
            release(i);
        } else {
            ++i;
        }
    }
    if (m_loopArmed && tick >= m_snapshot->loop->end) {
        wrap();
        return;
    }
    if (m_stopArmed && !m_loopArmed && tick >= (m_until ? *m_until : *m_snapshot->stopAt)) {
        stop();
        return;
    }
    if (m_clock && tick >= m_nextClock) {
        sendClock(m_nextClock);
    }
    if (tick >= m_nextClick) {
        sendClick(m_nextClick);
    }
    if (tick >= m_cursor) {
        for (std::size_t i = 0; i < m_snapshot->lanes.size(); ++i) {
            playLane(i, tick);
        }
        m_cursor = tick + Tick{1};
    }
}

/// The seam keeps the fraction of a frame, so that a loop that runs for hours keeps its time.
void Sequencer::wrap() noexcept {
    const TickRange loop = *m_snapshot->loop;
    const double exact = exactFramesTo(loop.end);
    releaseAll(Which::Song);
    m_anchor = {m_frame, exact - static_cast<double>(m_frame - m_anchor.frame),
                m_snapshot->tempo.secondsAt(loop.begin)};
    moveTo(loop.begin);
    m_countInEnd = loop.begin;
    ++m_pass;
    leaveTrail();
    placeClicks(loop.begin);
    placeClock();
    chase();
}

void Sequencer::playLane(std::size_t index, Tick tick) noexcept {
    const PlaybackLane& lane = m_snapshot->lanes[index];
    const PlaybackTrack& track = *lane.track;
    LanePlace& place = m_places[index];
    while (place.controller < track.controllers.size() &&
           track.controllers[place.controller].tick <= tick) {
        const ControllerEvent& event = track.controllers[place.controller++];
        sendController(lane.channel, event.controller, event.value);
    }
    while (place.note < track.notes.size() && track.notes[place.note].onset <= tick) {
        const PlaybackNote& note = track.notes[place.note++];
        if (!lane.audible) {
            continue;
        }
        sendProgram(lane.channel, track.program);
        HeldNote held;
        held.channel = lane.channel;
        held.key = note.key;
        held.id = note.id;
        held.end = note.end;
        held.velocity = note.velocity;
        strike(held);
    }
}

// Clock and clicks

/// A slave can only start on a sixteenth: from there on the clock runs.
void Sequencer::placeClock() noexcept {
    if (m_clockRuns) {
        m_clockRuns = false;
        emit(SoundEvent::Kind::Stop);
    }
    m_nextClock = m_clock ? roundedUp(m_cursor, kSongPositionTicks) : kNever;
}

void Sequencer::sendClock(Tick tick) noexcept {
    if (!m_clockRuns) {
        m_clockRuns = true;
        const std::int64_t position = tick / kSongPositionTicks;
        emit(position == 0 ? SoundEvent::Kind::Start : SoundEvent::Kind::Continue, 0, 0, 0,
             position);
    }
    emit(SoundEvent::Kind::Clock);
    m_nextClock = tick + kClockTicks;
}

/// The first click at or after `tick`: while counting in, whole beats back from its end.
Tick Sequencer::clickFrom(Tick tick) const noexcept {
    if (tick < m_countInEnd) {
        const Tick beat = m_snapshot->meters.meterAt(m_countInEnd).beatLength();
        return m_countInEnd - snappedDown(m_countInEnd - tick, beat);
    }
    if (!m_metronome) {
        return kNever;
    }
    const BarPosition position = m_snapshot->meters.at(tick);
    if (position.offset == Tick{}) {
        return tick;
    }
    const Tick next = tick - position.offset + position.meter.beatLength();
    return std::min(next, m_snapshot->meters.barAround(tick).end);
}

void Sequencer::placeClicks(Tick from) noexcept {
    m_clickCursor = from;
    m_nextClick = clickFrom(from);
}

void Sequencer::sendClick(Tick tick) noexcept {
    placeClicks(tick + Tick{1});
    const bool countingIn = tick < m_countInEnd;
    if (!countingIn && !m_metronome) {
        return;
    }
    const Meter meter = m_snapshot->meters.meterAt(std::max(tick, m_countInEnd));
    const bool accent = countingIn ? (m_countInEnd - tick) % meter.barLength() == Tick{}
                                   : m_snapshot->meters.at(tick).inBar == Tick{};
    HeldNote click;
    click.origin = HeldNote::Origin::Click;
    click.channel = kClickChannel;
    click.key = accent ? kAccentKey : kBeatKey;
    click.end = tick + kClickLength;
    click.velocity = accent ? kAccentVelocity : kBeatVelocity;
    strike(click);
}

// Notes

void Sequencer::reconcileHeldNotes() noexcept {
    const auto updated = [this](HeldNote& held) {
        for (const PlaybackLane& lane : m_snapshot->lanes) {
            if (lane.channel != held.channel || !lane.audible) {
                continue;
            }
            const PlaybackNote* note = lane.track->find(held.id, held.key, m_cursor);
            if (note && note->end >= m_cursor) {
                held.end = note->end;
                return true;
            }
        }
        return false;
    };
    for (std::size_t i = 0; i < m_held.size();) {
        HeldNote& held = m_held.all()[i];
        if (held.origin != HeldNote::Origin::Song || updated(held)) {
            ++i;
        } else {
            release(i);
        }
    }
}

void Sequencer::strike(const HeldNote& note) noexcept {
    if (m_held.sounds(note.channel, note.key)) {
        emit(SoundEvent::Kind::NoteOff, note.channel, note.key);
    }
    if (m_held.isFull()) {
        release(0);
    }
    m_held.add(note);
    emit(SoundEvent::Kind::NoteOn, note.channel, note.key, note.velocity);
}

void Sequencer::release(std::size_t index) noexcept {
    const HeldNote note = m_held.take(index);
    if (!m_held.sounds(note.channel, note.key)) {
        emit(SoundEvent::Kind::NoteOff, note.channel, note.key);
    }
}

void Sequencer::releaseAll(Which which) noexcept {
    for (std::size_t i = 0; i < m_held.size();) {
        if (which == Which::All || m_held.all()[i].origin != HeldNote::Origin::Preview) {
            release(i);
        } else {
            ++i;
        }
    }
}

void Sequencer::liftPedals() noexcept {
    for (int channel = 0; channel < kAllChannels; ++channel) {
        for (const int pedal : {kSustain, kSostenuto}) {
            if (m_states.values(channel)[pedal] > 0) {
                sendController(channel, pedal, 0);
            }
        }
    }
}

} // namespace cantilena
