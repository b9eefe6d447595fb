#include "core/playback/MidiConnections.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cantilena {

namespace {

constexpr double kLongestDelay = 1.0;
/// Before the name of an input among those that could not be opened.
const std::string kInput = "in:";

template <typename Value>
bool isReady(const std::future<Value>& future) {
    return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

} // namespace

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
    takeInputs();
    bool changed = takeOutputs();
    if (std::exchange(m_isStale, false)) {
        updateInputs();
        changed = updateOutputs() || changed;
        applySettings();
    }
    return changed;
}

bool MidiConnections::isOpening() const {
    return !m_openingOutputs.empty() ||
           std::any_of(m_inputPlaces.begin(), m_inputPlaces.end(),
                       [](const Input& input) { return input.opening.valid(); });
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
    const bool isOnItsWay =
        std::any_of(m_openingOutputs.begin(), m_openingOutputs.end(),
                    [&name](const OpeningOutput& opening) { return opening.name == name; });
    if (!m_hasLooked || isOnItsWay) {
        return;
    }
    std::string& failure = m_failed[name];
    if (!isPresent(name) || !m_system.openOut) {
        failure = "The MIDI port " + name + " is not there";
    } else if (!freeOutput()) {
        failure =
            "No more than " + std::to_string(kMostMidiPorts) + " MIDI ports can be played at once";
    } else if (failure.empty()) {
        m_openingOutputs.push_back(
            {name, std::async(std::launch::async,
                              [open = m_system.openOut, name] { return open(name); })});
        return;
    }
    if (m_notice.empty() && m_ofTracks.count(name) > 0) {
        m_notice = failure + ": the studio's own sound plays its tracks meanwhile.";
    }
}

/// Those that are still being closed come last.
std::optional<int> MidiConnections::freeOutput() const {
    std::optional<int> free;
    for (int i = 0; i < kMostMidiPorts; ++i) {
        if (!m_openOutputs[static_cast<std::size_t>(i)].empty()) {
            continue;
        }
        if (!m_outputs.port(i).isClosing()) {
            return i;
        }
        free = free.value_or(i);
    }
    return free;
}

bool MidiConnections::takeOutputs() {
    bool changed = false;
    const std::set<std::string> wanted = wantedOutputs();
    for (auto opening = m_openingOutputs.begin(); opening != m_openingOutputs.end();) {
        if (!isReady(opening->port)) {
            ++opening;
            continue;
        }
        const std::string name = opening->name;
        Result<std::unique_ptr<MidiOut>> port = opening->port.get();
        opening = m_openingOutputs.erase(opening);
        // Whatever came of it, there may be something else to say or to open now.
        m_isStale = true;
        const std::optional<int> free = freeOutput();
        if (!port) {
            m_failed[name] = port.error().message;
        } else if (wanted.count(name) > 0 && isPresent(name) && free) {
            m_openOutputs[static_cast<std::size_t>(*free)] = name;
            m_outputs.port(*free).open(std::move(port).value());
            changed = true;
        }
    }
    return changed;
}

bool MidiConnections::Input::isFree() const {
    return !port && !opening.valid() && (!closing.valid() || isReady(closing));
}

void MidiConnections::takeInputs() {
    for (Input& input : m_inputPlaces) {
        if (input.opening.valid() && isReady(input.opening)) {
            if (auto port = input.opening.get()) {
                input.port = std::move(port).value();
            } else {
                m_failed[kInput + input.name] = port.error().message;
            }
            m_isStale = true;
        }
    }
}

void MidiConnections::updateInputs() {
    const auto& present = m_present.inputs;
    const auto isWanted = [&](const std::string& name) {
        return (!m_listenedTo || m_listenedTo->count(name) > 0) &&
               std::find(present.begin(), present.end(), name) != present.end();
    };
    for (Input& input : m_inputPlaces) {
        if (input.port && !isWanted(input.name)) {
            input.closing = std::async(std::launch::async,
                                       [port = std::move(input.port)]() mutable { port.reset(); });
        }
    }
    for (const std::string& name : present) {
        const auto isThere = [&name](const Input& input) {
            return input.name == name && (input.port || input.opening.valid());
        };
        const auto free = std::find_if(m_inputPlaces.begin(), m_inputPlaces.end(),
                                       [](const Input& input) { return input.isFree(); });
        if (!isWanted(name) || std::any_of(m_inputPlaces.begin(), m_inputPlaces.end(), isThere) ||
            free == m_inputPlaces.end() || !m_system.openIn || m_failed.contains(kInput + name)) {
            continue;
        }
        const int number = static_cast<int>(free - m_inputPlaces.begin());
        free->name = name;
        free->opening =
            std::async(std::launch::async, [open = m_system.openIn, name,
                                            receiver = m_inputs.receiver(number)]() mutable {
                return open(name, std::move(receiver));
            });
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
