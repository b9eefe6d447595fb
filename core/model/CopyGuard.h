#pragma once

#include "core/model/CopyIndex.h"
#include "core/model/EventSequence.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

namespace cantilena {

/// The tightest limit that an index can watch, in notes.
inline constexpr std::size_t kTightestCopyLimit = kShortestKnownRun - 1;

/// Watches a melody being written, so that no run of more than so many notes stands in a training
/// tune. Tell it every event that stands; before each note ask what may come. Where the notes
/// written by people hold a longer run, the first note after them must leave it. A value.
class CopyGuard {
public:
    /// `mostNotes` is at least kTightestCopyLimit.
    CopyGuard(std::shared_ptr<const CopyIndex> index, std::size_t mostNotes);

    void push(const MelodyEvent& event);
    /// Whether there may be a note that is not allowed now.
    [[nodiscard]] bool isTight() const { return m_trail.mayReach(m_mostNotes); }
    /// Whether that event may come next. Rests may, unless they are so short that they belong to
    /// the note before them and would change its length.
    [[nodiscard]] bool allows(const MelodyEvent& event) const;
    /// Whether the limit holds when these events follow what was pushed. Runs within them alone do
    /// not count.
    [[nodiscard]] bool allowsBefore(std::span<const MelodyEvent> following) const;

private:
    [[nodiscard]] std::optional<MelodyStep> stepTo(const MelodyEvent& event) const;

    std::shared_ptr<const CopyIndex> m_index;
    std::size_t m_mostNotes;
    CopyTrail m_trail;
    /// The last note.
    std::optional<MelodyEvent> m_last;
};

} // namespace cantilena
