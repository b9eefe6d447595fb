#pragma once

#include "core/base/Random.h"
#include "core/corpus/CopiedRuns.h"
#include "core/score/Score.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cantilena::test {

/// A melody of few pitches and lengths, so that runs come back by chance; now and then a rest.
inline std::vector<Note> randomMelody(Random& random, std::size_t notes, int pitches = 4) {
    std::vector<Note> melody;
    Tick now;
    for (std::size_t i = 0; i < notes; ++i) {
        now += random.below(8) == 0 ? kQuarter : Tick{};
        const Tick length = kQuarter * static_cast<std::int64_t>(1 + random.below(2));
        const int pitch = 60 + static_cast<int>(random.below(static_cast<std::uint64_t>(pitches)));
        melody.push_back({{}, now, length, {pitch}});
        now += length;
    }
    return melody;
}

inline SourceTune sourceOf(std::string name, std::vector<Note> notes) {
    Score score;
    score.title = "The " + name;
    Track track;
    track.notes = std::move(notes);
    score.tracks = {std::make_shared<const Track>(std::move(track))};
    return {std::move(name), score.title, std::make_shared<const Score>(std::move(score))};
}

inline std::vector<SourceTune> randomTunes(std::uint64_t rng, std::size_t count,
                                           std::size_t notes) {
    Random random(rng);
    std::vector<SourceTune> tunes;
    for (std::size_t i = 0; i < count; ++i) {
        tunes.push_back(
            sourceOf("tune " + std::to_string(i), randomMelody(random, 1 + random.below(notes))));
    }
    return tunes;
}

inline const std::vector<Note>& notesOf(const SourceTune& tune) {
    return tune.melody->tracks.front()->notes;
}

/// The judge: for each note of a melody the longest run that ends there and stands in some tune, by
/// comparing everything with everything, from the notes themselves.
inline std::vector<std::size_t> longestRunsByForce(const std::vector<Note>& melody,
                                                   const std::vector<SourceTune>& tunes) {
    std::vector<std::size_t> longest(melody.size(), 0);
    for (const SourceTune& tune : tunes) {
        const std::vector<Note>& other = notesOf(tune);
        std::vector<std::size_t> above(other.size() + 1, 0);
        for (std::size_t i = 1; i < melody.size(); ++i) {
            std::vector<std::size_t> row(other.size() + 1, 0);
            for (std::size_t j = 1; j < other.size(); ++j) {
                const auto interval = melody[i].pitch.number - melody[i - 1].pitch.number;
                const auto there = other[j].pitch.number - other[j - 1].pitch.number;
                const bool sameRatio = melody[i].duration.value * other[j - 1].duration.value ==
                                       other[j].duration.value * melody[i - 1].duration.value;
                row[j] = interval == there && sameRatio ? above[j - 1] + 1 : 0;
                longest[i] = std::max(longest[i], row[j] > 0 ? row[j] + 1 : 0);
            }
            above = row;
        }
    }
    return longest;
}

} // namespace cantilena::test
