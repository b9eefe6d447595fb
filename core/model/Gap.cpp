#include "core/model/Gap.h"

namespace cantilena {

Gap gapAt(const EventSequence& tune, const EventRange& events) {
    Gap gap;
    gap.end = tune.context.begin;
    for (std::size_t i = 0; i < events.end; ++i) {
        gap.end += tune.events[i].duration;
    }
    if (events.end < tune.events.size()) {
        const auto first = tune.events.begin() + static_cast<std::ptrdiff_t>(events.end);
        gap.after.push_back({gap.end, {first, tune.events.end()}});
    }
    return gap;
}

EventRange eventsWithin(const EventSequence& tune, TickRange range) {
    EventRange events;
    Tick onset = tune.context.begin;
    for (const MelodyEvent& event : tune.events) {
        events.begin += onset < range.begin ? 1 : 0;
        events.end += onset < range.end ? 1 : 0;
        onset += event.duration;
    }
    return events;
}

} // namespace cantilena
