#include "core/model/torch/Team.h"

#include <sys/resource.h>
#include <unistd.h>

namespace cantilena {

namespace {

/// Whatever the user does goes before training. On Linux a thread has a priority of its own.
void lowerOwnPriority() {
    constexpr int kNiceness = 10;
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness);
}

} // namespace

Team::Team(std::size_t members, const std::function<void()>& prepare)
    : m_errors(members) {
    for (std::size_t member = 0; member < members; ++member) {
        m_threads.emplace_back([this, member, prepare](const std::stop_token& stop) {
            lowerOwnPriority();
            prepare();
            work(stop, member);
        });
    }
}

void Team::run(const std::function<void(std::size_t)>& job) {
    std::unique_lock lock(m_mutex);
    m_job = job;
    m_errors.assign(m_errors.size(), nullptr);
    m_running = m_errors.size();
    ++m_round;
    m_changed.notify_all();
    m_changed.wait(lock, [this] { return m_running == 0; });
    for (const std::exception_ptr& error : m_errors) {
        if (error) {
            std::rethrow_exception(error);
        }
    }
}

void Team::work(const std::stop_token& stop, std::size_t member) {
    std::size_t done = 0;
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [&] { return m_round != done; })) {
        done = m_round;
        const std::function<void(std::size_t)> job = m_job;
        lock.unlock();
        std::exception_ptr error;
        try {
            job(member);
        } catch (...) {
            error = std::current_exception();
        }
        lock.lock();
        m_errors[member] = error;
        if (--m_running == 0) {
            m_changed.notify_all();
        }
    }
}

} // namespace cantilena
