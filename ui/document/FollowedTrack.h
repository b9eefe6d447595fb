#pragma once

#include "core/score/Score.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace cantilena {

/// A track that is known again in every score that comes of another, where tracks may have been
/// added, moved or taken away around it.
class FollowedTrack {
public:
    /// None.
    FollowedTrack() = default;
    FollowedTrack(std::shared_ptr<const Score> score, std::size_t track)
        : m_score(std::move(score))
        , m_index(track) {}

    /// To be told of each score in its turn: one that differs by a single step is told apart.
    void follow(std::shared_ptr<const Score> next);
    /// Where it stands in the score told of last; nothing once it was taken away.
    [[nodiscard]] std::optional<std::size_t> index() const { return m_index; }

private:
    std::shared_ptr<const Score> m_score;
    std::optional<std::size_t> m_index;
};

} // namespace cantilena
