#pragma once

#include "core/base/Result.h"
#include "core/model/Vocabulary.h"
#include "core/score/Score.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace cantilena {

/// Styles that a model may tell apart.
inline constexpr int kMostStyles = 16;

/// What is known about a melody before its first event.
struct MelodyContext {
    /// Pitches are counted from here: the tonic from C4 to B4.
    Pitch tonic;
    /// Nothing when the key is not known; `tonic` is then just a point to count from.
    std::optional<Mode> mode;
    MeterMap meters = MeterMap();
    bool meterKnown = true;
    /// Which of the model's styles; nothing when it is none of them, or not known.
    std::optional<int> style;
    /// Where the first event begins.
    Tick begin;
};

enum class EventKind { Note, Rest };

/// A note or a rest. Events follow each other without gaps, so the onset is the end of the one
/// before.
struct MelodyEvent {
    EventKind kind = EventKind::Note;
    /// Of no meaning for a rest.
    Pitch pitch;
    /// Positive, exact.
    Tick duration;

    friend constexpr bool operator==(const MelodyEvent& a, const MelodyEvent& b) {
        return a.kind == b.kind && a.duration == b.duration &&
               (a.kind == EventKind::Rest || a.pitch == b.pitch);
    }
};

/// A whole melody as the model reads it; the end of the tune stands behind the last event.
struct EventSequence {
    MelodyContext context;
    std::vector<MelodyEvent> events;
};

/// What a score says about its melody from `begin` on: the key at `keyTick`, all metres. A score
/// without keys (or metres) leaves the key (or the metre) unknown.
[[nodiscard]] MelodyContext melodyContext(const Score& score, Tick begin, Tick keyTick);

/// The symbol that the model predicts for this event: a pitch above or below the tonic, or rest.
[[nodiscard]] int symbolOf(const MelodyEvent& event, const MelodyContext& context);

/// The highest and the lowest pitch that the model can read and write in this context.
struct PitchRange {
    Pitch lowest;
    Pitch highest;
};
[[nodiscard]] PitchRange readableRange(const MelodyContext& context);

/// Notes and the rests between them, from `context.begin` on. Fails with a sentence that names the
/// bar when notes overlap or lie outside the model's range.
Result<EventSequence> encode(MelodyContext context, std::span<const Note> notes);

/// The melody of a score's only track. Whole bars of silence at its beginning are left out.
Result<EventSequence> encode(const Score& melody);

/// The notes again, exactly as they were but for ids and velocities.
[[nodiscard]] std::vector<Note> decode(const EventSequence& sequence);

/// The upper line of notes that may sound together: of notes that begin together the highest, each
/// cut short where the next begins; a note that begins below a sounding longer one is left out, and
/// so are grace notes.
[[nodiscard]] std::vector<Note> upperLine(std::span<const Note> notes);

} // namespace cantilena
