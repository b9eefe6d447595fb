#include "core/score/Meter.h"

#include <algorithm>

namespace cantilena {

MeterMap::MeterMap(std::vector<MeterChange> changes, Tick pickup)
    : m_pickup(pickup) {
    Meter meter;
    m_segments.push_back({pickup, 1, meter});
    for (const MeterChange& change : changes) {
        if (!change.meter.isValid()) {
            continue;
        }
        Segment& last = m_segments.back();
        if (change.tick <= last.begin) {
            last.meter = change.meter;
            continue;
        }
        // A change inside a bar cuts that bar short.
        const Tick elapsed = change.tick - last.begin;
        const Tick bar = last.meter.barLength();
        const auto bars = static_cast<int>((elapsed + bar - Tick{1}) / bar);
        m_segments.push_back({change.tick, last.firstBar + bars, change.meter});
    }
}

const MeterMap::Segment& MeterMap::segmentAt(Tick tick) const {
    const auto after = std::upper_bound(
        m_segments.begin(), m_segments.end(), tick,
        [](Tick wanted, const Segment& segment) { return wanted < segment.begin; });
    return after == m_segments.begin() ? *after : *(after - 1);
}

Meter MeterMap::meterAt(Tick tick) const {
    return segmentAt(tick).meter;
}

BarPosition MeterMap::at(Tick tick) const {
    tick = std::max(tick, Tick{});
    const Segment& segment = segmentAt(tick);
    BarPosition position;
    position.meter = segment.meter;
    const Tick bar = segment.meter.barLength();
    if (tick < m_pickup) {
        position.bar = 0;
        position.inBar = (bar - (m_pickup - tick) % bar) % bar;
    } else {
        const Tick elapsed = tick - segment.begin;
        position.bar = segment.firstBar + static_cast<int>(elapsed / bar);
        position.inBar = elapsed % bar;
    }
    const Tick beat = segment.meter.beatLength();
    position.beat = 1 + static_cast<int>(position.inBar / beat);
    position.offset = position.inBar % beat;
    return position;
}

Tick MeterMap::barStart(int bar) const {
    if (bar <= 0) {
        return {};
    }
    const auto after = std::upper_bound(
        m_segments.begin(), m_segments.end(), bar,
        [](int wanted, const Segment& segment) { return wanted < segment.firstBar; });
    const Segment& segment = *(after - 1);
    return segment.begin + segment.meter.barLength() * (bar - segment.firstBar);
}

TickRange MeterMap::barAround(Tick tick) const {
    if (std::max(tick, Tick{}) < m_pickup) {
        return {{}, m_pickup};
    }
    const int bar = at(tick).bar;
    return {barStart(bar), barStart(bar + 1)};
}

} // namespace cantilena
