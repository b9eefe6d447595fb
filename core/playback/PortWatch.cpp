#include "core/playback/PortWatch.h"

#include <utility>

namespace cantilena {

namespace {
constexpr auto kInterval = std::chrono::seconds(2);
}

PortWatch::PortWatch(MidiSystem system, std::shared_ptr<Pacemaker> time)
    : m_system(std::move(system))
    , m_time(std::move(time)) {}

void PortWatch::begin() {
    if (!m_thread.joinable() && (m_system.outNames || m_system.inNames)) {
        m_thread = std::jthread([this](const std::stop_token& token) { run(token); });
    }
}

std::optional<MidiPortNames> PortWatch::take() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_changed, std::nullopt);
}

void PortWatch::run(const std::stop_token& token) {
    std::optional<MidiPortNames> known;
    while (!token.stop_requested()) {
        MidiPortNames names;
        if (m_system.outNames) {
            names.outputs = m_system.outNames();
        }
        if (m_system.inNames) {
            names.inputs = m_system.inNames();
        }
        if (names != known) {
            known = names;
            const std::lock_guard lock(m_mutex);
            m_changed = std::move(names);
        }
        m_time->waitUntil(m_time->now() + kInterval, token);
    }
}

} // namespace cantilena
