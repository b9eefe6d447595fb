#include "core/score/Tempo.h"

#include <algorithm>
#include <cmath>

namespace cantilena {

namespace {

double secondsOf(Tick length, double bpm) {
    return static_cast<double>(length.value) * 60.0 / (bpm * static_cast<double>(kQuarter.value));
}

} // namespace

TempoMap::TempoMap(std::vector<TempoChange> changes) {
    m_segments.push_back({{}, 0.0, kDefaultTempo});
    for (const TempoChange& change : changes) {
        // In this order what is not a number becomes the slowest tempo.
        const double bpm = std::min(std::max(kSlowestTempo, change.bpm), kFastestTempo);
        Segment& last = m_segments.back();
        if (change.tick <= last.begin) {
            last.bpm = bpm;
            continue;
        }
        const double seconds = last.seconds + secondsOf(change.tick - last.begin, last.bpm);
        m_segments.push_back({change.tick, seconds, bpm});
    }
}

double TempoMap::bpmAt(Tick tick) const {
    const auto after = std::upper_bound(
        m_segments.begin() + 1, m_segments.end(), tick,
        [](Tick wanted, const Segment& segment) { return wanted < segment.begin; });
    return (after - 1)->bpm;
}

double TempoMap::secondsAt(Tick tick) const {
    const auto after = std::upper_bound(
        m_segments.begin() + 1, m_segments.end(), tick,
        [](Tick wanted, const Segment& segment) { return wanted < segment.begin; });
    const Segment& segment = *(after - 1);
    return segment.seconds + secondsOf(tick - segment.begin, segment.bpm);
}

Tick TempoMap::tickAt(double seconds) const {
    const auto after = std::upper_bound(
        m_segments.begin() + 1, m_segments.end(), seconds,
        [](double wanted, const Segment& segment) { return wanted < segment.seconds; });
    const Segment& segment = *(after - 1);
    const double ticks =
        (seconds - segment.seconds) * segment.bpm * static_cast<double>(kQuarter.value) / 60.0;
    return segment.begin + Tick{std::llround(ticks)};
}

} // namespace cantilena
