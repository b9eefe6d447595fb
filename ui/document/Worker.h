#pragma once

#include <QObject>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <thread>

namespace cantilena {

/// A thread for one piece of work at a time. Lives on the GUI thread, as part of the controller
/// that owns it; what the work has to tell comes back to the GUI thread by queued calls.
class Worker : public QObject {
    Q_OBJECT

public:
    /// What the work holds in hand, on the worker's thread.
    class Line {
    public:
        /// Runs `call` later on the GUI thread, in the order of posting; not at all once a newer
        /// piece of work was started or the worker is gone.
        void post(std::function<void()> call) const;
        [[nodiscard]] const std::stop_token& stop() const { return m_stop; }

    private:
        friend class Worker;
        Line(Worker& worker, std::uint64_t ticket, std::stop_token stop);

        Worker& m_worker;
        std::uint64_t m_ticket;
        std::stop_token m_stop;
    };
    using Work = std::function<void(const Line&)>;

    explicit Worker(QObject* parent = nullptr);
    /// Asks the work to stop and waits for it.
    ~Worker() override;

    /// Starts `work` on the thread. While an earlier piece is busy, that one is asked to stop and
    /// `work` begins when it has ended; its posts no longer arrive.
    void start(Work work);
    /// What was posted until the work has stopped still arrives.
    void requestStop();
    /// The same for work whose result nobody wants any more: nothing of it arrives from now on.
    void drop();
    /// Asks the work to stop and waits for its end; what waited for its turn is forgotten.
    void finish();
    [[nodiscard]] bool isBusy() const { return m_busy; }

Q_SIGNALS:
    /// The work has returned and all that it posted has arrived; nothing waits.
    void idle();

private:
    void begin(Work work);
    void end();

    std::uint64_t m_ticket = 0;
    bool m_busy = false;
    Work m_next;
    std::jthread m_thread;
};

} // namespace cantilena
