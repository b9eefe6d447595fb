#pragma once

#include "core/base/Result.h"
#include "core/score/Score.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// How a file's ticks become ours, rounded to the nearest.
struct SmfTiming {
    std::int64_t numerator = kQuarter.value;
    std::int64_t denominator = 480;
    /// The file counts SMPTE frames and not quarter notes; its tempo events then mean nothing.
    bool isClockTime = false;

    [[nodiscard]] Tick tick(std::int64_t fileTicks) const {
        return {(fileTicks * numerator + denominator / 2) / denominator};
    }
    /// The last of the file's ticks that a score may hold.
    [[nodiscard]] std::int64_t longest() const {
        return kLongestScore.value / numerator * denominator;
    }

    /// From the header's division. Clock time is read as 120 quarters a minute. Fails on a
    /// resolution of 0 and on a frame rate that SMPTE does not know; the message follows a colon.
    static Result<SmfTiming> fromDivision(std::uint16_t division);
};

/// What one track chunk holds.
struct SmfTrackReading {
    std::string name;
    /// One for each channel that is used, in the order of channels; note ids are not yet given.
    std::vector<Track> lines;
    std::vector<TempoChange> tempos;
    std::vector<MeterChange> meters;
    std::vector<KeyChange> keys;
    std::vector<Marker> markers;
    /// Lyrics of a chunk without channel messages; else they lie in the lines.
    std::vector<Lyric> lyrics;
    /// Plain texts, in which karaoke files keep title and words.
    std::vector<Lyric> texts;
    /// What was repaired or left out; each begins with "track N: ".
    std::vector<std::string> remarks;
};

/// Reads the events of one chunk; `number` is 1 for the first and serves the messages, which begin
/// with "track N ".
Result<SmfTrackReading> readSmfTrack(std::string_view chunk, SmfTiming timing, int number);

} // namespace cantilena
