#include "core/playback/MidiConnections.h"

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {
constexpr double kLongestDelay = 1.0;
}

MidiConnections::MidiConnections(const MidiSystem& system, const std::shared_ptr<Pacemaker>& time,
                                 MidiRouter& outputs, MidiInput& inputs)
    : m_system(system)
    , m_outputs(outputs)
    , m_inputs(inputs)
    , m_watch(system, time) {}

MidiConnections::~MidiConnections() = default;

void MidiConnections::setScore(const Score& score) {
    std::set<std::string> names;
    for (const auto& track : score.tracks) {
        if (!track->midiPort.empty()) {
            names.insert(track->midiPort);
        }
    }
    if (names != m_ofTracks) {
        m_ofTracks = std::move(names);
        m_isStale = true;
    }
}

void MidiConnections::setOutputSettings(const std::string& name,
                                        const MidiOutputSettings& settings) {
    MidiOutputSettings kept = settings;
    kept.delaySeconds = std::clamp(settings.delaySeconds, -kLongestDelay, kLongestDelay);
    m_settings[name] = kept;
    m_isStale = true;
    applySettings();
}

MidiOutputSettings MidiConnections::outputSettings(const std::string& name) const {
    const auto found = m_settings.find(name);
    return found == m_settings.end() ? MidiOutputSettings{} : found->second;
}

void MidiConnections::setInputs(std::optional<std::set<std::string>> names) {
    m_listenedTo = std::move(names);
    m_isStale = true;
}

void MidiConnections::setLatency(double seconds) {
    m_latency = seconds;
    applySettings();
}

bool MidiConnections::anyClock() const {
    return std::any_of(m_settings.begin(), m_settings.end(),
                       [](const auto& entry) { return entry.second.clock; });
}

bool MidiConnections::isPresent(const std::string& name) const {
    const auto& names = m_present.outputs;
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::set<std::string> MidiConnections::wantedOutputs() const {
    std::set<std::string> wanted = m_ofTracks;
    for (const auto& [name, settings] : m_settings) {
        if (settings.clock) {
            wanted.insert(name);
        }
    }
    return wanted;
}

bool MidiConnections::update() {
    if (std::optional<MidiPortNames> names = m_watch.take()) {
        m_present = std::move(*names);
        m_hasLooked = true;
        m_isStale = true;
        m_failed.clear();
    }
    if (!std::exchange(m_isStale, false)) {
        return false;
    }
    updateInputs();
    const bool changed = updateOutputs();
    applySettings();
    return changed;
}

bool MidiConnections::updateOutputs() {
    const std::vector<std::string> before = m_openOutputs;
    const std::set<std::string> wanted = wantedOutputs();
    for (int i = 0; i < kMostMidiPorts; ++i) {
        std::string& name = m_openOutputs[static_cast<std::size_t>(i)];
        if (!name.empty() && (wanted.count(name) == 0 || !isPresent(name))) {
            m_outputs.port(i).close();
            name.clear();
        }
    }
    m_notice.clear();
    for (const std::string& name : wanted) {
        const auto& open = m_openOutputs;
        if (std::find(open.begin(), open.end(), name) == open.end()) {
            openOutput(name);
        }
    }
    return m_openOutputs != before;
}

void MidiConnections::openOutput(const std::string& name) {
    if (!m_hasLooked) {
        return;
    }
    std::string& failure = m_failed[name];
    const auto free = std::find(m_openOutputs.begin(), m_openOutputs.end(), std::string());
    if (!isPresent(name) || !m_system.openOut) {
        failure = "The MIDI port " + name + " is not there";
    } else if (free == m_openOutputs.end()) {
        failure =
            "No more than " + std::to_string(kMostMidiPorts) + " MIDI ports can be played at once";
    } else if (failure.empty()) {
        Result<std::unique_ptr<MidiOut>> port = m_system.openOut(name);
        if (port) {
            *free = name;
            m_outputs.port(static_cast<int>(free - m_openOutputs.begin()))
                .open(std::move(port).value());
            return;
        }
        failure = port.error().message;
    }
    if (m_notice.empty() && m_ofTracks.count(name) > 0) {
        m_notice = failure + ": the studio's own sound plays its tracks meanwhile.";
    }
}

void MidiConnections::updateInputs() {
    const auto& present = m_present.inputs;
    const auto isWanted = [&](const std::string& name) {
        return (!m_listenedTo || m_listenedTo->count(name) > 0) &&
               std::find(present.begin(), present.end(), name) != present.end();
    };
    for (OpenInput& input : m_openInputs) {
        if (input.port && !isWanted(input.name)) {
            input = {};
        }
    }
    for (const std::string& name : present) {
        const auto isOpen = [&name](const OpenInput& input) { return input.name == name; };
        const auto free = std::find_if(m_openInputs.begin(), m_openInputs.end(),
                                       [](const OpenInput& input) { return !input.port; });
        if (!isWanted(name) || std::any_of(m_openInputs.begin(), m_openInputs.end(), isOpen) ||
            free == m_openInputs.end() || !m_system.openIn) {
            continue;
        }
        const int number = static_cast<int>(free - m_openInputs.begin());
        if (auto port = m_system.openIn(name, m_inputs.receiver(number))) {
            *free = {name, std::move(port).value()};
        }
    }
}

void MidiConnections::applySettings() {
    for (int i = 0; i < kMostMidiPorts; ++i) {
        const std::string& name = m_openOutputs[static_cast<std::size_t>(i)];
        const MidiOutputSettings settings = outputSettings(name);
        m_outputs.setClock(i, !name.empty() && settings.clock);
        m_outputs.port(i).setDelay(m_latency + settings.delaySeconds);
    }
}

} // namespace cantilena
