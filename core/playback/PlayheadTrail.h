#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace cantilena {

/// Where the playhead was at a frame, and how it went on from there.
struct PlayheadSpot {
    std::int64_t frame = 0;
    /// With its fraction.
    double tick = 0.0;
    /// 0 while nothing plays.
    double ticksPerFrame = 0.0;
    /// How often a loop has begun anew since playing began.
    std::uint32_t pass = 0;
    bool playing = false;
};

/// Remembers where the playhead has been for as long as a device can be behind (a second at the
/// smallest blocks), so that what a person plays to the sound can be put where they heard it.
/// Neither locks nor allocates.
class PlayheadTrail {
public:
    /// Frames never fall.
    void add(const PlayheadSpot& spot) noexcept {
        m_spots[m_next % kMost] = spot;
        ++m_next;
    }
    /// Where the playhead was at that frame; the oldest spot kept answers for what lies before it.
    [[nodiscard]] PlayheadSpot at(std::int64_t frame) const noexcept {
        PlayheadSpot found;
        const std::size_t oldest = m_next > kMost ? m_next - kMost : 0;
        for (std::size_t i = m_next; i > oldest; --i) {
            found = m_spots[(i - 1) % kMost];
            if (found.frame <= frame) {
                break;
            }
        }
        if (frame > found.frame) {
            found.tick += static_cast<double>(frame - found.frame) * found.ticksPerFrame;
            found.frame = frame;
        }
        return found;
    }

private:
    static constexpr std::size_t kMost = 1024;
    std::array<PlayheadSpot, kMost> m_spots{};
    std::size_t m_next = 0;
};

} // namespace cantilena
