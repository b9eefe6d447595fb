#include "core/corpus/CopiedRuns.h"

#include "core/corpus/Melody.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>

namespace cantilena {

namespace {

std::int64_t gridSteps(Tick length) {
    constexpr std::int64_t kLongest = std::numeric_limits<std::uint16_t>::max();
    return std::clamp(snapped(length, kMelodyGrid) / kMelodyGrid, std::int64_t{1}, kLongest);
}

/// With the silence behind it that is too short to be a rest.
Tick lengthAt(std::span<const Note> melody, std::size_t index) {
    const Note& note = melody[index];
    if (index + 1 < melody.size()) {
        const Tick silence = melody[index + 1].onset - note.end();
        if (silence > Tick{} && silence < kShortestRest) {
            return note.duration + silence;
        }
    }
    return note.duration;
}

} // namespace

MelodyStep stepBetween(Pitch from, Tick fromLength, Pitch to, Tick toLength) {
    const std::int64_t before = gridSteps(fromLength);
    const std::int64_t after = gridSteps(toLength);
    const std::int64_t divisor = std::gcd(before, after);
    return {static_cast<std::int8_t>(to.number - from.number),
            static_cast<std::uint16_t>(after / divisor),
            static_cast<std::uint16_t>(before / divisor)};
}

std::vector<MelodyStep> stepsOf(std::span<const Note> melody) {
    std::vector<MelodyStep> steps;
    for (std::size_t i = 1; i < melody.size(); ++i) {
        steps.push_back(stepBetween(melody[i - 1].pitch, lengthAt(melody, i - 1), melody[i].pitch,
                                    lengthAt(melody, i)));
    }
    return steps;
}

std::optional<LongestRun> longestRun(std::span<const RunEnd> ends, NoteRange range) {
    std::optional<LongestRun> longest;
    for (std::size_t i = range.begin; i < ends.size(); ++i) {
        assert(ends[i].notes <= i + 1);
        const std::size_t first = i + 1 - ends[i].notes;
        if (first < range.end && ends[i].notes > (longest ? longest->end.notes : 0)) {
            longest = LongestRun{ends[i], first};
        }
    }
    return longest;
}

double shareCopied(std::span<const RunEnd> ends, NoteRange range) {
    const std::size_t end = std::min(range.end, ends.size());
    std::size_t copied = 0;
    // Backwards, so that each note is seen by the farthest run that holds it.
    std::size_t begin = ends.size();
    for (std::size_t i = ends.size(); i-- > range.begin;) {
        if (ends[i].notes >= kTellingRun) {
            begin = std::min(begin, i + 1 - ends[i].notes);
        }
        copied += i < end && begin <= i ? 1 : 0;
    }
    const std::size_t notes = end - std::min(range.begin, end);
    return notes > 0 ? static_cast<double>(copied) / static_cast<double>(notes) : 0.0;
}

} // namespace cantilena
