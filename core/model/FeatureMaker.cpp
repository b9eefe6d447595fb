#include "core/model/FeatureMaker.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace cantilena {

namespace {

consteval std::size_t indexOf(std::string_view name) {
    for (std::size_t i = 0; i < kInputCategoryCount; ++i) {
        if (kInputCategories[i].name == name) {
            return i;
        }
    }
    throw "no such input";
}

template <typename Value>
void set(StepFeatures& features, std::size_t category, Value value) {
    assert(value >= 0 && value < kInputCategories[category].cardinality);
    features.categories[category] = static_cast<std::int16_t>(value);
}

// The last value of a category of places stands for what is not known.
constexpr int kUnknownPosition = 193;
constexpr int kUnknownPhase = 73;
constexpr int kUnknownMeter = 16;
constexpr int kUnknownBar = 65;

constexpr std::array kMeters = {Meter{4, 4}, Meter{2, 2},  Meter{3, 4}, Meter{2, 4}, Meter{6, 8},
                                Meter{9, 8}, Meter{12, 8}, Meter{3, 8}, Meter{3, 2}, Meter{6, 4},
                                Meter{4, 2}, Meter{5, 4},  Meter{7, 8}, Meter{5, 8}, Meter{4, 8}};

int meterClass(Meter meter) {
    return static_cast<int>(std::find(kMeters.begin(), kMeters.end(), meter) - kMeters.begin());
}

/// A count from 0 in 16 classes: 0, 1, 2, 3, then two an octave: 4-5, 6-7, 8-11, 12-15, ...
int countClass(std::size_t index) {
    if (index < 4) {
        return static_cast<int>(index);
    }
    const int octave = static_cast<int>(std::bit_width(index)) - 1;
    const int upperHalf = static_cast<int>((index >> (octave - 1)) & 1U);
    return std::min(15, 2 * octave + upperHalf);
}

constexpr int kSilence = kIntervals;
constexpr int kNothingThere = kIntervals + 1;
constexpr int kHeldOver = kDurationClasses;
constexpr int kNoDuration = kDurationClasses + 1;

constexpr std::size_t kLongestMatch = 64;
/// Of what a pitch counts among the recent ones after each further note.
constexpr float kFading = 0.87F;

ShortTermMemory::Context shifted(const ShortTermMemory::Context& context, int symbol) {
    ShortTermMemory::Context next = context;
    std::shift_right(next.begin(), next.end(), 1);
    next.front() = static_cast<std::int16_t>(symbol);
    return next;
}

ShortTermMemory::Context emptyContext() {
    ShortTermMemory::Context context;
    context.fill(-1);
    return context;
}

} // namespace

FeatureMaker::FeatureMaker(MelodyContext context)
    : m_context(std::move(context))
    , m_firstBar(std::max(1, m_context.meters.at(m_context.begin).bar))
    , m_now(m_context.begin)
    , m_pitchMemory(kPitchSymbols)
    , m_intervalMemory(kIntervals + 2)
    , m_durationMemory(kDurationClasses)
    , m_pitchContext(emptyContext())
    , m_intervalContext(emptyContext()) {}

void FeatureMaker::push(const MelodyEvent& event) {
    const int symbol = symbolOf(event, m_context);
    const int duration = durationClass(event.duration);
    m_durationMemory.learn(durationContext(place()), duration);
    countCopies(event);
    m_pitchMemory.learn(m_pitchContext, symbol);
    m_pitchContext = shifted(m_pitchContext, symbol);
    const bool sounds = event.kind == EventKind::Note;
    int step = kIntervals;
    if (sounds) {
        assert(symbol >= 0 && symbol < kPitchesAroundTonic);
        step = m_lastPitch < 0 ? -1 : intervalClass(symbol - m_lastPitch);
    }
    if (step >= 0) {
        m_intervalMemory.learn(m_intervalContext, step);
    }
    m_intervalContext = shifted(m_intervalContext, step);
    m_past.push_back({m_now, m_now + event.duration, static_cast<std::int16_t>(symbol),
                      static_cast<std::int16_t>(duration)});
    countEchoes(m_past.back());
    m_now += event.duration;
    if (!sounds) {
        return;
    }
    m_notes.push_back({static_cast<std::int16_t>(step), static_cast<std::int16_t>(duration)});
    m_lowestPitch = m_lastPitch < 0 ? symbol : std::min(m_lowestPitch, symbol);
    m_highestPitch = m_lastPitch < 0 ? symbol : std::max(m_highestPitch, symbol);
    m_pitchSum += symbol;
    m_lastPitch = symbol;
    for (float& count : m_recentCounts) {
        count *= kFading;
    }
    m_pitchCounts[static_cast<std::size_t>(symbol % 12)] += 1.0F;
    m_recentCounts[static_cast<std::size_t>(symbol % 12)] += 1.0F;
}

void FeatureMaker::enter(const Gap& gap) {
    assert(gap.end >= m_now);
    MelodyContext behind = m_context;
    behind.begin = gap.end;
    auto future = std::make_shared<FeatureMaker>(std::move(behind));
    for (const FixedEvents& fixed : gap.after) {
        if (fixed.begin > future->m_now) {
            future->leaveOpenUntil(fixed.begin);
        }
        for (const MelodyEvent& event : fixed.events) {
            future->push(event);
        }
    }
    m_future = std::move(future);
    m_echoes = agreeing(m_past.rbegin(), m_past.rend(), *m_future, Direction::Ahead);
    const std::vector<Past>& following = m_future->m_past;
    m_behind = agreeing(following.begin(), following.end(), *this, Direction::Back);
    m_beyond = agreeing(following.begin(), following.end(), *m_future, Direction::Ahead);
}

void FeatureMaker::leaveOpenUntil(Tick tick) {
    m_now = tick;
    m_firstConnected = m_past.size();
    m_pitchContext = emptyContext();
    m_intervalContext = emptyContext();
    m_copied.fill(0);
    m_lastPitch = -1;
}

const FeatureMaker* FeatureMaker::future() const {
    if (!m_future) {
        return nullptr;
    }
    const Tick end = m_future->m_context.begin;
    const bool over = m_future->m_past.empty() ? m_now > end : m_now >= end;
    return over ? nullptr : m_future.get();
}

StepFeatures FeatureMaker::next() const {
    StepFeatures features = inputs();
    recall(features);
    return features;
}

StepFeatures FeatureMaker::inputs() const {
    StepFeatures features;
    features.lastPitch = m_lastPitch;
    describeLast(features);
    describePlace(features, place());
    lookBack(features);
    findMatch(features);
    countPitches(features);
    describeGap(features);
    return features;
}

FeatureMaker::Place FeatureMaker::place() const {
    if (!m_context.meterKnown) {
        return {kUnknownPosition, kUnknownPhase, kUnknownMeter, 8, kUnknownBar};
    }
    const BarPosition position = m_context.meters.at(m_now);
    Place place;
    place.barPosition = static_cast<int>(std::min<std::int64_t>(inUnits(position.inBar), 192));
    place.beatPhase = static_cast<int>(std::min<std::int64_t>(inUnits(position.offset), 72));
    place.meter = meterClass(position.meter);
    place.barOfEight = position.bar < m_firstBar ? 8 : (position.bar - m_firstBar) % 8;
    place.barNumber = std::clamp(position.bar - m_firstBar + 1, 0, kUnknownBar - 1);
    return place;
}

void FeatureMaker::describeLast(StepFeatures& features) const {
    const std::size_t events = m_past.size();
    const bool pitched = m_lastPitch >= 0;
    set(features, indexOf("last_pitch"), pitched ? m_lastPitch : kPitchesAroundTonic);
    // Symbol 30 is the tonic, which is a multiple of six: 6 brings it to degree 0.
    set(features, indexOf("last_degree"), pitched ? (m_lastPitch + 6) % 12 : 12);
    set(features, indexOf("last_event"),
        events == 0                           ? 0
        : m_past.back().symbol == kRestSymbol ? 2
                                              : 1);
    const auto interval = [&](std::size_t back) {
        const bool there = m_notes.size() >= back && m_notes[m_notes.size() - back].interval >= 0;
        return there ? int{m_notes[m_notes.size() - back].interval} : kNoInterval;
    };
    set(features, indexOf("last_interval"), interval(1));
    set(features, indexOf("second_interval"), interval(2));
    const auto duration = [&](std::size_t back) {
        return events >= back ? int{m_past[events - back].duration} : kDurationClasses;
    };
    set(features, indexOf("last_duration"), duration(1));
    set(features, indexOf("second_duration"), duration(2));
    set(features, indexOf("event_index"), countClass(events));
}

void FeatureMaker::describePlace(StepFeatures& features, const Place& place) const {
    set(features, indexOf("bar_position"), place.barPosition);
    set(features, indexOf("beat_phase"), place.beatPhase);
    set(features, indexOf("meter"), place.meter);
    set(features, indexOf("bar_of_eight"), place.barOfEight);
    set(features, indexOf("bar_number"), place.barNumber);
    const int unknownMode = static_cast<int>(kModes.size());
    set(features, indexOf("mode"),
        m_context.mode ? static_cast<int>(*m_context.mode) : unknownMode);
    set(features, indexOf("style"), m_context.style.value_or(kMostStyles));
}

const FeatureMaker::Past* FeatureMaker::soundingAt(Tick tick) const {
    const auto after =
        std::upper_bound(m_past.begin(), m_past.end(), tick,
                         [](Tick wanted, const Past& event) { return wanted < event.onset; });
    if (after == m_past.begin()) {
        return nullptr;
    }
    const Past& event = *(after - 1);
    return tick < event.end ? &event : nullptr;
}

void FeatureMaker::describeThere(StepFeatures& features, const FeatureMaker& where, Tick then,
                                 std::size_t intervalInput, std::size_t durationInput) const {
    const Past* event = m_context.meterKnown ? where.soundingAt(then) : nullptr;
    int interval = kNothingThere;
    int duration = kNoDuration;
    if (event != nullptr) {
        interval = event->symbol == kRestSymbol ? kSilence
                   : m_lastPitch < 0            ? kNothingThere
                                                : intervalClass(event->symbol - m_lastPitch);
        duration = event->onset == then ? int{event->duration} : kHeldOver;
    }
    set(features, intervalInput, interval);
    set(features, durationInput, duration);
}

void FeatureMaker::lookBack(StepFeatures& features) const {
    const Tick bar = m_context.meters.meterAt(m_now).barLength();
    for (std::size_t i = 0; i < kBarsBack.size(); ++i) {
        describeThere(features, *this, m_now - bar * kBarsBack[i], indexOf("back_1_interval") + i,
                      indexOf("back_1_duration") + i);
        set(features, indexOf("copied_1") + i, countClass(m_copied[i]));
    }
}

void FeatureMaker::countCopies(const MelodyEvent& event) {
    const Tick bar = m_context.meters.meterAt(m_now).barLength();
    for (std::size_t i = 0; i < kBarsBack.size(); ++i) {
        const Tick then = m_now - bar * kBarsBack[i];
        const Past* before = m_context.meterKnown ? soundingAt(then) : nullptr;
        const bool same = before != nullptr && before->onset == then &&
                          before->symbol == symbolOf(event, m_context) &&
                          before->duration == durationClass(event.duration);
        m_copied[i] = same ? m_copied[i] + 1 : 0;
    }
}

template <typename Iterator>
FeatureMaker::Runs FeatureMaker::agreeing(Iterator first, Iterator last, const FeatureMaker& where,
                                          Direction direction) const {
    Runs runs = kNothingToCompare;
    if (!m_context.meterKnown) {
        return runs;
    }
    for (std::size_t i = 0; i < kBarsBack.size(); ++i) {
        for (Iterator event = first; event != last; ++event) {
            const Tick away = m_context.meters.meterAt(event->onset).barLength() * kBarsBack[i];
            const Tick then =
                direction == Direction::Ahead ? event->onset + away : event->onset - away;
            const Past* other = where.soundingAt(then);
            if (other == nullptr) {
                break;
            }
            runs[i] = std::max(runs[i], 0);
            if (other->onset != then || other->symbol != event->symbol ||
                other->duration != event->duration) {
                break;
            }
            ++runs[i];
        }
    }
    return runs;
}

void FeatureMaker::countEchoes(const Past& event) {
    const FeatureMaker* after = future();
    if (after == nullptr) {
        return;
    }
    const Runs one = agreeing(&event, &event + 1, *after, Direction::Ahead);
    for (std::size_t i = 0; i < one.size(); ++i) {
        m_echoes[i] = one[i] > 0 ? std::max(m_echoes[i], 0) + 1 : one[i];
    }
}

void FeatureMaker::describeRuns(StepFeatures& features) const {
    const auto category = [](int run) {
        return run < 0 ? 0 : std::min(15, 1 + countClass(static_cast<std::size_t>(run)));
    };
    for (std::size_t i = 0; i < kBarsBack.size(); ++i) {
        set(features, indexOf("echo_1") + i, category(m_echoes[i]));
        set(features, indexOf("behind_1") + i, category(m_behind[i]));
        set(features, indexOf("beyond_1") + i, category(m_beyond[i]));
    }
}

FeatureMaker::Match FeatureMaker::longestMatch(const std::vector<Sounding>& notes) const {
    Match best;
    const std::size_t count = m_notes.size();
    // A place in the notes themselves ends before their last; that one matches itself.
    for (std::size_t end = 1; end < notes.size(); ++end) {
        std::size_t length = 0;
        while (length < kLongestMatch && length < std::min(end, count) &&
               notes[end - 1 - length].interval >= 0 &&
               notes[end - 1 - length].interval == m_notes[count - 1 - length].interval) {
            ++length;
        }
        if (length > 0 && length >= best.length) {
            best = {length, notes[end]};
        }
    }
    return best;
}

void FeatureMaker::findMatch(StepFeatures& features) const {
    Match best = longestMatch(m_notes);
    if (const FeatureMaker* after = future()) {
        const Match ahead = longestMatch(after->m_notes);
        best = ahead.length > best.length ? ahead : best;
    }
    const bool found = best.length > 0;
    set(features, indexOf("match_interval"), found ? int{best.next.interval} : kNoInterval);
    set(features, indexOf("match_length"), countClass(best.length));
    set(features, indexOf("match_duration"), found ? int{best.next.duration} : kDurationClasses);
}

void FeatureMaker::countPitches(StepFeatures& features) const {
    if (m_notes.empty()) {
        return;
    }
    const FeatureMaker* after = future();
    const std::size_t ahead = after != nullptr ? after->m_notes.size() : 0;
    const auto count = static_cast<float>(m_notes.size() + ahead);
    float recent = 0.0F;
    for (const float value : m_recentCounts) {
        recent += value;
    }
    for (std::size_t above = 0; above < 12; ++above) {
        const std::size_t from = (static_cast<std::size_t>(m_lastPitch) + above) % 12;
        const float seen = m_pitchCounts[from] + (ahead > 0 ? after->m_pitchCounts[from] : 0.0F);
        features.numbers[above] = seen / count;
        features.numbers[12 + above] = m_recentCounts[from] / recent;
    }
    const auto mean = static_cast<float>(m_pitchSum / static_cast<double>(m_notes.size()));
    features.numbers[24] = (static_cast<float>(m_lastPitch) - mean) / 12.0F;
    features.numbers[25] = static_cast<float>(m_lastPitch - m_lowestPitch) / 12.0F;
    features.numbers[26] = static_cast<float>(m_highestPitch - m_lastPitch) / 12.0F;
}

ShortTermMemory::Context FeatureMaker::durationContext(const Place& place) const {
    ShortTermMemory::Context context = emptyContext();
    context[0] = static_cast<std::int16_t>(place.barPosition);
    for (std::size_t back = 1; back < context.size() && back <= m_past.size() - m_firstConnected;
         ++back) {
        context[back] = m_past[m_past.size() - back].duration;
    }
    return context;
}

void FeatureMaker::recall(StepFeatures& features) const {
    const FeatureMaker* after = future();
    m_pitchMemory.logProbabilities(m_pitchContext, features.pitchMemory,
                                   after ? &after->m_pitchMemory : nullptr);
    m_durationMemory.logProbabilities(durationContext(place()), features.durationMemory,
                                      after ? &after->m_durationMemory : nullptr);
    std::array<float, kIntervals + 2> byInterval{};
    m_intervalMemory.logProbabilities(m_intervalContext, byInterval,
                                      after ? &after->m_intervalMemory : nullptr);
    for (int symbol = 0; symbol < kPitchesAroundTonic; ++symbol) {
        const int step = m_lastPitch < 0 ? kWidestInterval : intervalClass(symbol - m_lastPitch);
        features.intervalMemory[static_cast<std::size_t>(symbol)] =
            byInterval[static_cast<std::size_t>(step)];
    }
    features.intervalMemory[kRestSymbol] = byInterval[kIntervals];
    features.intervalMemory[kEndSymbol] = byInterval[kIntervals + 1];
}

void FeatureMaker::describeGap(StepFeatures& features) const {
    const FeatureMaker* after = future();
    if (after == nullptr) {
        set(features, indexOf("next_interval"), kNoInterval);
        set(features, indexOf("next_pitch"), kPitchesAroundTonic);
        set(features, indexOf("after_interval"), kNoInterval);
        set(features, indexOf("next_duration"), kDurationClasses);
        set(features, indexOf("after_duration"), kDurationClasses);
        for (std::size_t i = 0; i < kBarsBack.size(); ++i) {
            set(features, indexOf("ahead_1_interval") + i, kNothingThere);
            set(features, indexOf("ahead_1_duration") + i, kNoDuration);
        }
        return;
    }
    const Tick left = after->m_context.begin - m_now;
    const std::int64_t units = inUnits(left);
    set(features, indexOf("gap"), after->m_past.empty() ? 2 : 1);
    // Value 0 of each says that no end is in sight.
    set(features, indexOf("left_units"), 1 + std::min<std::int64_t>(units, 192));
    set(features, indexOf("left_eighths"),
        1 + std::min<std::int64_t>(units / (kUnitsPerQuarter / 2), 64));
    const Tick bar = m_context.meters.meterAt(m_now).barLength();
    const int bars = static_cast<int>(std::min<std::int64_t>(left / bar, 32));
    set(features, indexOf("left_bars"), m_context.meterKnown ? 1 + bars : 0);
    features.fillingDuration = left > Tick{} ? durationClass(left) : -1;
    describeNextNotes(features, *after);
    lookAhead(features, *after);
    describeRuns(features);
}

void FeatureMaker::describeNextNotes(StepFeatures& features, const FeatureMaker& after) const {
    std::array<const Past*, 2> next{};
    std::size_t found = 0;
    for (auto event = after.m_past.begin(); event != after.m_past.end() && found < next.size();
         ++event) {
        if (event->symbol != kRestSymbol) {
            next[found++] = &*event;
        }
    }
    features.nextPitch = found > 0 ? int{next[0]->symbol} : -1;
    const bool steps = found > 0 && m_lastPitch >= 0;
    set(features, indexOf("next_interval"),
        steps ? intervalClass(next[0]->symbol - m_lastPitch) : kNoInterval);
    set(features, indexOf("next_pitch"), found > 0 ? int{next[0]->symbol} : kPitchesAroundTonic);
    set(features, indexOf("after_interval"),
        found > 1 ? intervalClass(next[1]->symbol - next[0]->symbol) : kNoInterval);
    set(features, indexOf("next_duration"), found > 0 ? int{next[0]->duration} : kDurationClasses);
    set(features, indexOf("after_duration"), found > 1 ? int{next[1]->duration} : kDurationClasses);
}

void FeatureMaker::lookAhead(StepFeatures& features, const FeatureMaker& after) const {
    const Tick bar = m_context.meters.meterAt(m_now).barLength();
    for (std::size_t i = 0; i < kBarsBack.size(); ++i) {
        const Tick then = m_now + bar * kBarsBack[i];
        describeThere(features, after, then, indexOf("ahead_1_interval") + i,
                      indexOf("ahead_1_duration") + i);
    }
}

std::vector<StepFeatures> featuresOf(const EventSequence& sequence, const EventRange& gap) {
    std::vector<StepFeatures> features;
    features.reserve(sequence.events.size() + 1);
    FeatureMaker maker(sequence.context);
    for (std::size_t i = 0; i <= sequence.events.size(); ++i) {
        if (i == gap.begin && !gap.isEmpty()) {
            maker.enter(gapAt(sequence, gap));
        }
        features.push_back(maker.next());
        if (i < sequence.events.size()) {
            maker.push(sequence.events[i]);
        }
    }
    return features;
}

} // namespace cantilena
