#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>
#include <future>
#include <thread>
#include <vector>

namespace cantilena {

/// Makes things numbered from 0 on as many threads as there are cores, each begun in order. What a
/// thing is must not depend on who makes it.
template <typename Thing>
class InParallel {
public:
    InParallel(int count, const std::function<Thing(int)>& make) {
        for (int number = 0; number < count; ++number) {
            m_tasks.emplace_back([make, number] { return make(number); });
            m_things.push_back(m_tasks.back().get_future());
        }
        const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
        for (int i = 0; i < std::min(cores, count); ++i) {
            m_threads.emplace_back([this] {
                for (std::size_t at = m_next++; at < m_tasks.size(); at = m_next++) {
                    m_tasks[at]();
                }
            });
        }
    }

    /// Waits for it; once each.
    [[nodiscard]] Thing get(int number) { return m_things[static_cast<std::size_t>(number)].get(); }

private:
    std::vector<std::packaged_task<Thing()>> m_tasks;
    std::vector<std::future<Thing>> m_things;
    std::atomic<std::size_t> m_next{0};
    /// Last, so that the threads end before what they use.
    std::vector<std::jthread> m_threads;
};

} // namespace cantilena
