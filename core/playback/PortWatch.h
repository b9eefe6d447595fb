#pragma once

#include "core/playback/MidiPort.h"
#include "core/playback/Pacemaker.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace cantilena {

struct MidiPortNames {
    std::vector<std::string> outputs;
    std::vector<std::string> inputs;

    friend bool operator==(const MidiPortNames&, const MidiPortNames&) = default;
};

/// Looks every other second which MIDI ports there are, on a thread of its own: the systems tell of
/// nothing that is plugged in. Lives on the thread that asks.
class PortWatch {
public:
    PortWatch(MidiSystem system, std::shared_ptr<Pacemaker> time);

    /// Does nothing where there are no ports to look for, or when it has begun.
    void begin();
    /// What there is, when that has changed since the last call.
    [[nodiscard]] std::optional<MidiPortNames> take();

private:
    void run(const std::stop_token& token);

    MidiSystem m_system;
    std::shared_ptr<Pacemaker> m_time;
    std::mutex m_mutex;
    std::optional<MidiPortNames> m_changed;
    std::jthread m_thread;
};

} // namespace cantilena
