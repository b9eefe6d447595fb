#pragma once

#include "core/score/Tick.h"

#include <vector>

namespace cantilena {

inline constexpr double kSlowestTempo = 5.0;
inline constexpr double kFastestTempo = 1000.0;
inline constexpr double kDefaultTempo = 120.0;

/// Quarter notes a minute from a point in time onwards.
struct TempoChange {
    Tick tick;
    double bpm = kDefaultTempo;

    friend constexpr bool operator==(const TempoChange&, const TempoChange&) = default;
};

/// Converts musical time to clock time and back by integrating over the tempo changes.
class TempoMap {
public:
    /// `changes` are sorted by tick; without any at 0 the piece begins at 120. Tempi outside
    /// 5..1000 are clamped.
    explicit TempoMap(std::vector<TempoChange> changes = {});

    [[nodiscard]] double bpmAt(Tick tick) const;
    [[nodiscard]] double secondsAt(Tick tick) const;
    /// The last tick not after that time, give or take rounding by less than half a tick.
    [[nodiscard]] Tick tickAt(double seconds) const;

private:
    struct Segment {
        Tick begin;
        double seconds;
        double bpm;
    };
    std::vector<Segment> m_segments;
};

} // namespace cantilena
