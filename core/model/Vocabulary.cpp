#include "core/model/Vocabulary.h"

#include <algorithm>
#include <cassert>

namespace cantilena {

int durationClass(Tick duration) {
    const auto ticks = [](int units) { return kUnit * units; };
    const auto above =
        std::lower_bound(kDurationUnits.begin(), kDurationUnits.end(), duration,
                         [&](int units, Tick wanted) { return ticks(units) < wanted; });
    if (above == kDurationUnits.begin()) {
        return 0;
    }
    if (above == kDurationUnits.end()) {
        return kDurationClasses - 1;
    }
    const auto below = above - 1;
    const bool nearerBelow = duration - ticks(*below) <= ticks(*above) - duration;
    return static_cast<int>((nearerBelow ? below : above) - kDurationUnits.begin());
}

Tick classDuration(int durationClass) {
    assert(durationClass >= 0 && durationClass < kDurationClasses);
    return kUnit * kDurationUnits[static_cast<std::size_t>(durationClass)];
}

std::int64_t inUnits(Tick duration) {
    return snapped(duration, kUnit) / kUnit;
}

int intervalClass(int semitones) {
    return std::clamp(semitones, -kWidestInterval, kWidestInterval) + kWidestInterval;
}

} // namespace cantilena
