#pragma once

#include "core/playback/Pacemaker.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace cantilena::test {

/// Time that passes only when the test says so.
class HandTime final : public Pacemaker {
public:
    [[nodiscard]] Clock::time_point now() const noexcept override {
        return Clock::time_point(Clock::duration(m_now.load()));
    }
    void waitUntil(Clock::time_point when, const std::stop_token& stop) override {
        std::unique_lock lock(m_mutex);
        m_waiting[std::this_thread::get_id()] = when;
        m_changed.notify_all();
        m_changed.wait(lock, stop, [&] { return now() >= when; });
        m_waiting.erase(std::this_thread::get_id());
        m_changed.notify_all();
    }

    /// Waits until as many threads have done what there is to do and wait for time to pass.
    void settle(std::size_t threads = 1) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] {
            std::size_t asleep = 0;
            for (const auto& [thread, when] : m_waiting) {
                asleep += when > now() ? 1U : 0U;
            }
            return asleep >= threads;
        });
    }
    void pass(Clock::duration time) {
        {
            const std::lock_guard lock(m_mutex);
            m_now += time.count();
        }
        m_changed.notify_all();
    }
    /// Lets time pass in small steps; the threads do all that falls due on the way.
    void passInSteps(Clock::duration time, Clock::duration step, std::size_t threads = 1) {
        for (Clock::duration passed{}; passed < time; passed += step) {
            settle(threads);
            pass(std::min(step, time - passed));
        }
        settle(threads);
    }

private:
    std::atomic<Clock::rep> m_now{Clock::duration(std::chrono::hours(1)).count()};
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::map<std::thread::id, Clock::time_point> m_waiting;
};

} // namespace cantilena::test
