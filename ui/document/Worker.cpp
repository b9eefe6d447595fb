#include "ui/document/Worker.h"

#include <utility>

namespace cantilena {

Worker::Line::Line(Worker& worker, std::uint64_t ticket, std::stop_token stop)
    : m_worker(worker)
    , m_ticket(ticket)
    , m_stop(std::move(stop)) {}

void Worker::Line::post(std::function<void()> call) const {
    Worker* worker = &m_worker;
    QMetaObject::invokeMethod(
        worker,
        [worker, ticket = m_ticket, call = std::move(call)] {
            if (ticket == worker->m_ticket) {
                call();
            }
        },
        Qt::QueuedConnection);
}

Worker::Worker(QObject* parent)
    : QObject(parent) {}

Worker::~Worker() {
    // The thread posts to this object, so it must have ended before the object goes.
    finish();
}

void Worker::finish() {
    requestStop();
    if (m_thread.joinable()) {
        m_thread.join();
    }
}

void Worker::start(Work work) {
    ++m_ticket;
    if (m_busy) {
        m_next = std::move(work);
        m_thread.request_stop();
        return;
    }
    begin(std::move(work));
}

void Worker::requestStop() {
    m_next = nullptr;
    m_thread.request_stop();
}

void Worker::drop() {
    ++m_ticket;
    requestStop();
}

void Worker::begin(Work work) {
    m_busy = true;
    m_thread = std::jthread(
        [this, ticket = m_ticket, work = std::move(work)](const std::stop_token& stop) {
            work(Line(*this, ticket, stop));
            QMetaObject::invokeMethod(
                this, [this] { end(); }, Qt::QueuedConnection);
        });
}

void Worker::end() {
    m_busy = false;
    if (m_next) {
        begin(std::exchange(m_next, nullptr));
        return;
    }
    Q_EMIT idle();
}

} // namespace cantilena
