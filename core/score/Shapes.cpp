#include "core/score/Shapes.h"

#include "core/score/Edits.h"

#include <algorithm>
#include <unordered_map>

namespace cantilena {

Score withVelocities(const Score& score, std::size_t track,
                     std::span<const NoteVelocity> velocities) {
    std::unordered_map<std::uint64_t, int> wanted;
    for (const NoteVelocity& one : velocities) {
        wanted[one.id.value] = std::clamp(one.velocity, 1, 127);
    }
    Track next = *score.tracks[track];
    for (Note& note : next.notes) {
        if (const auto at = wanted.find(note.id.value); at != wanted.end()) {
            note.velocity = at->second;
        }
    }
    return withTrack(score, track, std::move(next));
}

} // namespace cantilena
