#include "core/formats/PageTimes.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <span>

namespace cantilena {

namespace {

bool isOnPage(Tick offset) {
    static constexpr std::array kGrids = {kQuarter / 32, kQuarter / 24, kQuarter / 20,
                                          kQuarter / 28};
    return std::any_of(kGrids.begin(), kGrids.end(),
                       [&](Tick grid) { return offset % grid == Tick{}; });
}

/// The steps that a beat of played music may be written in, and how much farther off its times may
/// lie before a reader is better served by the next.
struct Step {
    Tick length;
    std::int64_t cost;
};
constexpr std::array kSteps = {Step{kQuarter / 4, 0}, Step{kQuarter / 3, 40},
                               Step{kQuarter / 8, 80}, Step{kQuarter / 6, 120}};

Tick bestStep(std::span<const Tick> offsets) {
    const auto cost = [&](const Step& step) {
        std::int64_t distance = 0;
        for (const Tick offset : offsets) {
            distance += std::abs((snapped(offset, step.length) - offset).value);
        }
        return distance / static_cast<std::int64_t>(offsets.size()) + step.cost;
    };
    return std::min_element(kSteps.begin(), kSteps.end(),
                            [&](const Step& a, const Step& b) { return cost(a) < cost(b); })
        ->length;
}

/// The quarter of a bar in which a time lies.
struct Beat {
    Tick begin;
    Tick barEnd;
};

Beat beatOf(Tick tick, const std::vector<NotatedBar>& bars) {
    const auto after =
        std::upper_bound(bars.begin(), bars.end(), tick, [](Tick wanted, const NotatedBar& bar) {
            return wanted < bar.range.begin;
        });
    const TickRange bar = (after == bars.begin() ? *after : *(after - 1)).range;
    return {bar.begin + snappedDown(tick - bar.begin, kQuarter), bar.end};
}

/// The steps of those beats, by where they begin, that hold a time which no page could show.
std::map<Tick, Tick> stepsOfPlayedBeats(const std::vector<Note>& notes,
                                        const std::vector<NotatedBar>& bars) {
    std::vector<Tick> ticks;
    for (const Note& note : notes) {
        if (!note.isGrace) {
            ticks.push_back(note.onset);
            ticks.push_back(note.end());
        }
    }
    std::sort(ticks.begin(), ticks.end());
    std::map<Tick, Tick> steps;
    for (std::size_t index = 0; index < ticks.size();) {
        const Tick begin = beatOf(ticks[index], bars).begin;
        std::vector<Tick> offsets;
        for (; index < ticks.size() && beatOf(ticks[index], bars).begin == begin; ++index) {
            offsets.push_back(ticks[index] - begin);
        }
        const bool isWritten = std::all_of(offsets.begin(), offsets.end(), [](Tick offset) {
            return isOnPage(writtenTime(offset));
        });
        if (!isWritten) {
            steps.emplace(begin, bestStep(offsets));
        }
    }
    return steps;
}

} // namespace

std::vector<Note> notesOnPage(const std::vector<Note>& notes, const std::vector<NotatedBar>& bars) {
    if (bars.empty()) {
        return notes;
    }
    const std::map<Tick, Tick> steps = stepsOfPlayedBeats(notes, bars);
    const auto onPage = [&](Tick tick) {
        const Beat beat = beatOf(tick, bars);
        const auto step = steps.find(beat.begin);
        const Tick offset = step == steps.end() ? writtenTime(tick - beat.begin)
                                                : snapped(tick - beat.begin, step->second);
        return std::min(beat.begin + offset, beat.barEnd);
    };
    std::vector<Note> result = notes;
    for (Note& note : result) {
        if (note.isGrace) {
            continue;
        }
        const Tick end = onPage(note.end());
        note.onset = onPage(note.onset);
        if (end > note.onset) {
            note.duration = end - note.onset;
        } else {
            const bool isTriplet =
                (note.onset - beatOf(note.onset, bars).begin) % (kQuarter / 8) != Tick{};
            note.duration = kQuarter / (isTriplet ? 6 : 8);
        }
    }
    return result;
}

} // namespace cantilena
