#pragma once

#include "core/playback/MidiInput.h"
#include "core/score/Edits.h"

#include <optional>
#include <vector>

namespace cantilena {

/// What was played to the score, from where recording began to how far it has come.
struct Recording {
    Tick begin;
    /// How far the playhead has come, in the present pass.
    Tick end;
    std::uint32_t pass = 0;
    /// The loop that was in force.
    std::optional<TickRange> loop;
    /// In the order of playing.
    std::vector<PlayedEvent> events;
};

/// What becomes of the notes that are there already.
enum class RecordMode {
    /// They stay.
    Overdub,
    /// Those that begin where the playhead has passed make room; of several passes of a loop the
    /// last one that has notes counts.
    Replace,
};

struct RecordSettings {
    RecordMode mode = RecordMode::Overdub;
    /// Onsets and ends go to this grid; nothing leaves them as they were played.
    std::optional<Tick> grid;
};

/// Puts what was played into a track: notes, the sustain pedal, other controllers and pitch bend. A
/// key that is still down ends where the playhead is; one that was held over the end of the loop
/// ends there. What was played while counting in is left out, but for notes that came up to a 32nd
/// early: they begin where recording began.
[[nodiscard]] EditWithNotes withRecording(const Score& score, std::size_t track,
                                          const Recording& recording,
                                          const RecordSettings& settings);

} // namespace cantilena
