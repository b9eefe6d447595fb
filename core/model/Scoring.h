#pragma once

#include "core/base/Result.h"
#include "core/model/EventSequence.h"
#include "core/model/MelodyModel.h"

#include <bitset>
#include <vector>

namespace cantilena {

/// MIDI pitches that a corpus uses.
using PitchAlphabet = std::bitset<128>;

/// How surprising a note is, in bits.
struct NoteSurprise {
    /// Of its pitch, given that a note begins here: rests and the end are ruled out, and so is
    /// every pitch outside the alphabet.
    double pitchBits = 0.0;
    /// Of its duration class, given its pitch.
    double durationBits = 0.0;
};

/// A melody as the model sees it.
struct MelodyScoring {
    std::vector<NoteSurprise> notes;
    /// Notes, rests and the end.
    std::size_t events = 0;
    /// Bits of all events: what comes (a pitch, a rest or the end), and how long it lasts.
    double eventPitchBits = 0.0;
    double eventDurationBits = 0.0;

    /// Sum of the notes' pitch bits.
    [[nodiscard]] double pitchBits() const;
};

/// That the model can read the melody; failure is one sentence that names the note.
Result<void> checkReadable(const MelodyModel& model, const EventSequence& melody);

/// Scores a melody note by note, one that `checkReadable` lets pass. The alphabet must hold the
/// melody's own pitches; an empty one stands for all pitches.
[[nodiscard]] MelodyScoring scoreMelody(const MelodyModel& model, const EventSequence& melody,
                                        const PitchAlphabet& alphabet = {});

/// The pitches that these notes use, added to `alphabet`.
[[nodiscard]] PitchAlphabet withPitchesOf(PitchAlphabet alphabet, const EventSequence& melody);

} // namespace cantilena
