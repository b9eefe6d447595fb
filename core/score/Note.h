#pragma once

#include "core/score/Pitch.h"
#include "core/score/Tick.h"

#include <cstdint>

namespace cantilena {

/// Names one note within one score; never used again after the note is gone.
struct NoteId {
    std::uint64_t value = 0;

    friend constexpr auto operator<=>(NoteId, NoteId) = default;
};

inline constexpr int kDefaultVelocity = 80;

/// A sounding note.
struct Note {
    NoteId id;
    Tick onset;
    /// Positive.
    Tick duration;
    Pitch pitch;
    /// MIDI velocity, 1 to 127.
    int velocity = kDefaultVelocity;
    /// The model must leave it as it is, to the tick: what is regenerated around it keeps clear of
    /// the time in which it sounds. Hands may still edit it. Kept in projects alone.
    bool locked = false;
    /// An ornament: written small before another note, without time of its own; `onset` and
    /// `duration` say when it is heard. No note of the melody.
    bool isGrace = false;

    friend constexpr bool operator==(const Note&, const Note&) = default;

    [[nodiscard]] constexpr Tick end() const { return onset + duration; }
};

/// The order of notes in a track: by onset, then pitch, then id.
[[nodiscard]] constexpr bool precedes(const Note& a, const Note& b) {
    if (a.onset != b.onset) {
        return a.onset < b.onset;
    }
    if (a.pitch != b.pitch) {
        return a.pitch < b.pitch;
    }
    return a.id < b.id;
}

} // namespace cantilena
