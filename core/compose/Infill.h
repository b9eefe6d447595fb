#pragma once

#include "core/base/Result.h"
#include "core/compose/Continuation.h"
#include "core/model/MelodyModel.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace cantilena {

/// What a variation keeps of the notes that give way. Several may be kept at once.
struct KeptAspects {
    /// Onsets and durations, and with them the rests.
    bool rhythm = false;
    /// The pitches, in their order.
    bool pitches = false;
    /// How many notes there are, and whether each is higher than, lower than or the same as the one
    /// before it.
    bool contour = false;

    [[nodiscard]] bool any() const { return rhythm || pitches || contour; }

    friend bool operator==(const KeptAspects&, const KeptAspects&) = default;
};

/// What to ask of the model: other notes between what stands before and what stands after.
struct InfillRequest {
    InfillRequest() { asked.draws = 12; }

    /// `asked.range` is the time whose notes give way: those of the track that begin in it. The
    /// filling begins there, or where a note that is held into it ends, and ends exactly at its
    /// end. Each candidate is, of `asked.draws` draws, the one that the two bars after it follow on
    /// best; where nothing follows, the one that is about as predictable as human tunes are to the
    /// model. With `asked.cadence`, and nothing to be kept, the last note is the tonic and begins
    /// on a beat, unless a locked one stands behind it; whether the tune ends, the score says.
    ContinuationRequest asked;
    KeptAspects keep;
    /// Notes that begin in the range and stay to the tick, as those do that are locked in the
    /// score.
    std::vector<NoteId> locked;
    /// Of the notes that begin in the range, those that may give way; none: all of them. Of the
    /// others, what sounds together with one that gives way is another voice: the filling goes on
    /// beside it, and never sounds its pitch while it does. The rest belongs to the line, and the
    /// filling keeps clear of it as of locked notes.
    std::vector<NoteId> selected{};
};

/// The notes that begin in the range and do not give way.
[[nodiscard]] std::vector<Note> staying(const InfillRequest& request);

/// Calls `made` for each candidate as it is finished (caller's thread). Models that see the future
/// fill in sight of it; the others only look back, and the best of the draws is all that joins.
/// Fails with one sentence when the model cannot read what stands around the gap, when nothing is
/// there to keep, when no draw keeps to what was asked for, and with `Cancelled` when stopped.
Result<std::vector<Candidate>> fillIn(const MelodyModel& model, const InfillRequest& request,
                                      const std::stop_token& stop,
                                      const std::function<void(const Candidate&)>& made);

/// The range of the bars from `first` to `last`, both included. Bar 1 begins at tick 0, or after
/// the pickup, which is bar 0.
[[nodiscard]] TickRange barRange(const Score& score, int first, int last);

} // namespace cantilena
