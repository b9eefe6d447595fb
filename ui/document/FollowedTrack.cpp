#include "ui/document/FollowedTrack.h"

namespace cantilena {

namespace {

/// Where that track stands, unchanged: rather where it stood than elsewhere, and rather the very
/// same than one that is equal.
std::optional<std::size_t> placeOfSame(const std::shared_ptr<const Track>& track, std::size_t index,
                                       const Score& next) {
    const auto placeWhere = [&](auto isSame) -> std::optional<std::size_t> {
        if (index < next.tracks.size() && isSame(next.tracks[index])) {
            return index;
        }
        for (std::size_t i = 0; i < next.tracks.size(); ++i) {
            if (isSame(next.tracks[i])) {
                return i;
            }
        }
        return std::nullopt;
    };
    if (const auto same = placeWhere([&](const auto& other) { return other == track; })) {
        return same;
    }
    // Undo makes tracks that it puts elsewhere anew.
    return placeWhere([&](const auto& other) { return *other == *track; });
}

} // namespace

void FollowedTrack::follow(std::shared_ptr<const Score> next) {
    if (m_index) {
        const std::size_t was = *m_index;
        m_index = placeOfSame(m_score->tracks[was], was, *next);
        if (!m_index && next->tracks.size() == m_score->tracks.size()) {
            // A step that leaves their number changes tracks where they stand.
            m_index = was;
        }
    }
    m_score = std::move(next);
}

} // namespace cantilena
