#pragma once

#include "core/model/EventSequence.h"
#include "core/model/Gap.h"
#include "core/model/MelodyModel.h"

#include <cstddef>
#include <vector>

namespace cantilena {

/// Bits of some of a melody's events, given all that was read before each.
struct GapScoring {
    std::size_t events = 0;
    double pitchBits = 0.0;
    double durationBits = 0.0;

    GapScoring& operator+=(const GapScoring& other);
    [[nodiscard]] double bits() const { return pitchBits + durationBits; }
};

/// Where a melody holds the content of a gap once more: event for event, whole bars away.
enum class Recurrence { Nowhere, Before, Behind, Both };

/// Events taken out of a melody, and how surprising a model finds them.
struct GapStudy {
    EventRange gap;
    Recurrence recurrence = Recurrence::Nowhere;
    /// To one who has read what stands before the gap.
    GapScoring lookingBack;
    /// To one who has also read what stands behind it.
    GapScoring inSight;
};

/// Every gap of so many whole bars that leaves at least four bars before it and two behind.
[[nodiscard]] std::vector<EventRange> wholeBarGaps(const EventSequence& melody, int bars);

/// Where else its content stands, by the length of the bar that it begins in.
[[nodiscard]] Recurrence recurrenceOf(const EventSequence& melody, const EventRange& gap);

/// Each of the gaps on its own, all else being in place; they come in the order of their
/// beginnings, no two of which are the same. The model can read the melody. One that looks only
/// back sees no difference.
[[nodiscard]] std::vector<GapStudy> studyGaps(const MelodyModel& model, const EventSequence& melody,
                                              const std::vector<EventRange>& gaps);

} // namespace cantilena
