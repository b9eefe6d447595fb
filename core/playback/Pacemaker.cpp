#include "core/playback/Pacemaker.h"

#include <algorithm>
#include <thread>

namespace cantilena {

namespace {

/// A stop is noticed this soon.
constexpr auto kNap = std::chrono::milliseconds(20);

class RealTime final : public Pacemaker {
public:
    [[nodiscard]] Clock::time_point now() const noexcept override { return Clock::now(); }
    void waitUntil(Clock::time_point when, const std::stop_token& stop) override {
        while (!stop.stop_requested() && Clock::now() < when) {
            std::this_thread::sleep_until(std::min(when, Clock::now() + kNap));
        }
    }
};

} // namespace

std::shared_ptr<Pacemaker> realTime() {
    static const auto time = std::make_shared<RealTime>();
    return time;
}

} // namespace cantilena
