#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace cantilena {

/// Threads that wait, without spinning, to do the same job side by side at low priority.
class Team {
public:
    /// `prepare` is run once by each member's thread before its first job.
    Team(std::size_t members, const std::function<void()>& prepare);

    [[nodiscard]] std::size_t size() const { return m_errors.size(); }
    /// Every member runs `job` with its own number, 0 to size() - 1. Returns when all have
    /// finished; throws what the lowest-numbered failing member threw.
    void run(const std::function<void(std::size_t)>& job);

private:
    void work(const std::stop_token& stop, std::size_t member);

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::function<void(std::size_t)> m_job;
    std::size_t m_round = 0;
    std::size_t m_running = 0;
    std::vector<std::exception_ptr> m_errors;
    /// Last, so that the threads end before what they use.
    std::vector<std::jthread> m_threads;
};

} // namespace cantilena
