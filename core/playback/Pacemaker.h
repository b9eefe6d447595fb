#pragma once

#include <chrono>
#include <memory>
#include <stop_token>

namespace cantilena {

/// The time, and waiting for it. Whoever keeps time by a clock asks a pacemaker for it, so that a
/// test can let time pass as it likes. Any thread.
class Pacemaker {
public:
    using Clock = std::chrono::steady_clock;

    virtual ~Pacemaker() = default;
    /// Neither locks nor allocates.
    [[nodiscard]] virtual Clock::time_point now() const noexcept = 0;
    /// Blocks until then, or a little after a stop was asked for.
    virtual void waitUntil(Clock::time_point when, const std::stop_token& stop) = 0;
};

/// Time as it passes by itself.
[[nodiscard]] std::shared_ptr<Pacemaker> realTime();

} // namespace cantilena
