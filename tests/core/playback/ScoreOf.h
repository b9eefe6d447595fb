#pragma once

#include "core/score/Score.h"

#include <memory>
#include <vector>

namespace cantilena::test {

/// A note for a test, in quarters.
[[nodiscard]] inline Note noteAt(std::uint64_t id, double onset, double length, int key,
                                 int velocity = 80) {
    const auto ticks = [](double quarter) {
        return Tick{static_cast<std::int64_t>(quarter * static_cast<double>(kQuarter.value))};
    };
    return {NoteId{id}, ticks(onset), ticks(length), Pitch{key}, velocity};
}

[[nodiscard]] inline std::shared_ptr<const Track> trackOf(std::vector<Note> notes, int program = 0,
                                                          int channel = 0) {
    auto track = std::make_shared<Track>();
    track->notes = std::move(notes);
    track->program = program;
    track->channel = channel;
    return track;
}

/// In 4/4 at 120 quarters a minute: a quarter is half a second.
[[nodiscard]] inline Score scoreOf(std::vector<std::shared_ptr<const Track>> tracks) {
    Score score;
    score.tracks = std::move(tracks);
    score.tempos = {{{}, 120.0}};
    return score;
}

} // namespace cantilena::test
