#pragma once

#include "core/model/EventSequence.h"

#include <cstddef>
#include <vector>

namespace cantilena {

/// Events that follow each other without gaps, and where the first begins.
struct FixedEvents {
    Tick begin;
    std::vector<MelodyEvent> events;
};

/// A stretch of time that a melody leaves open, and what stands fixed behind it.
struct Gap {
    /// Where it ends, exactly.
    Tick end;
    /// What is known of the time from `end` on, in order; what lies between is as open as the gap.
    /// Nothing: the tune ends at `end`.
    std::vector<FixedEvents> after;
};

/// Some of a tune's events, by index: from `begin` up to, not including, `end`.
struct EventRange {
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] bool isEmpty() const { return begin >= end; }
};

/// The gap that these events of the tune would leave.
[[nodiscard]] Gap gapAt(const EventSequence& tune, const EventRange& events);

/// The events that begin from `range.begin` on and before `range.end`.
[[nodiscard]] EventRange eventsWithin(const EventSequence& tune, TickRange range);

} // namespace cantilena
