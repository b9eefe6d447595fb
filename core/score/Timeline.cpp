#include "core/score/Timeline.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace cantilena {

namespace {

template <typename Entry>
auto entryAt(std::vector<Entry>& entries, Tick tick) {
    return std::find_if(entries.begin(), entries.end(),
                        [tick](const Entry& entry) { return entry.tick == tick; });
}

template <typename Entry>
void put(std::vector<Entry>& entries, Entry entry) {
    std::erase_if(entries, [&](const Entry& other) { return other.tick == entry.tick; });
    const auto after =
        std::upper_bound(entries.begin(), entries.end(), entry.tick,
                         [](Tick tick, const Entry& other) { return tick < other.tick; });
    entries.insert(after, std::move(entry));
}

template <typename Entry>
Score without(const Score& score, std::vector<Entry> Score::*list, Tick tick) {
    Score next = score;
    std::erase_if(next.*list, [tick](const Entry& entry) { return entry.tick == tick; });
    return next;
}

template <typename Entry>
Score moved(const Score& score, std::vector<Entry> Score::*list, Tick from, Tick to) {
    Score next = score;
    const auto found = entryAt(next.*list, from);
    to = std::clamp(to, Tick{}, kLongestScore);
    if (found == (next.*list).end() || from == to) {
        return next;
    }
    Entry entry = *found;
    (next.*list).erase(found);
    entry.tick = to;
    put(next.*list, std::move(entry));
    return next;
}

} // namespace

Score withoutTempo(const Score& score, Tick tick) {
    return without(score, &Score::tempos, tick);
}

Score withoutMeter(const Score& score, Tick tick) {
    return without(score, &Score::meters, tick);
}

Score withoutKey(const Score& score, Tick tick) {
    return without(score, &Score::keys, tick);
}

Score withMarker(const Score& score, Tick tick, std::string name) {
    if (name.empty()) {
        return withoutMarker(score, tick);
    }
    Score next = score;
    put(next.markers, {std::max(tick, Tick{}), std::move(name)});
    return next;
}

Score withoutMarker(const Score& score, Tick tick) {
    return without(score, &Score::markers, tick);
}

Score withChord(const Score& score, Tick tick, std::string name) {
    if (name.empty()) {
        return withoutChord(score, tick);
    }
    Score next = score;
    put(next.chords, {std::max(tick, Tick{}), std::move(name)});
    return next;
}

Score withoutChord(const Score& score, Tick tick) {
    return without(score, &Score::chords, tick);
}

Score withSteering(const Score& score, TickRange time, SteeringWish wish) {
    Score next = score;
    time = {std::max(time.begin, Tick{}), std::min(time.end, kLongestScore)};
    next.steering = painted(score.steering, time, std::move(wish));
    return next;
}

Score withoutSteering(const Score& score, TickRange time, SteeringKind kind) {
    Score next = score;
    next.steering = erased(score.steering, time, kind);
    return next;
}

Score withTempoMoved(const Score& score, Tick from, Tick to) {
    return moved(score, &Score::tempos, from, to);
}

Score withMeterMoved(const Score& score, Tick from, Tick to) {
    return moved(score, &Score::meters, from, to);
}

Score withKeyMoved(const Score& score, Tick from, Tick to) {
    return moved(score, &Score::keys, from, to);
}

Score withMarkerMoved(const Score& score, Tick from, Tick to) {
    return moved(score, &Score::markers, from, to);
}

Score withChordMoved(const Score& score, Tick from, Tick to) {
    return moved(score, &Score::chords, from, to);
}

} // namespace cantilena
