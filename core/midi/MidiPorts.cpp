#include "core/midi/MidiPorts.h"

#include "core/playback/SoundServers.h"

#include <rtmidi/RtMidi.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

namespace cantilena {

namespace {

constexpr const char* kClient = "cantilena";

void ignoreError(RtMidiError::Type, const std::string&, void*) {}
/// The MIDI systems that RtMidi was built for, without the one that does nothing.
std::vector<RtMidi::Api> systems() {
    std::vector<RtMidi::Api> apis;
    RtMidi::getCompiledApi(apis);
    std::erase(apis, RtMidi::RTMIDI_DUMMY);
    return apis;
}

/// RtMidi prints before it throws: what can be seen not to run is not asked.
bool runsHere(RtMidi::Api api) {
    switch (api) {
    case RtMidi::LINUX_ALSA: return alsaSequencerExists();
    case RtMidi::UNIX_JACK: return jackServerRuns();
    default: return true;
    }
}

/// Null where that system does not run here.
std::unique_ptr<RtMidiOut> connected(RtMidi::Api api) {
    quietenSoundLibraries();
    if (!runsHere(api)) {
        return nullptr;
    }
    try {
        auto out = std::make_unique<RtMidiOut>(api, kClient);
        out->setErrorCallback(ignoreError);
        return out;
    } catch (const RtMidiError&) {
        return nullptr;
    }
}

struct PortPlace {
    RtMidi::Api api;
    unsigned index;
    std::string name;
};

std::vector<PortPlace> outPorts() {
    std::vector<PortPlace> places;
    std::vector<std::string> names;
    for (const RtMidi::Api api : systems()) {
        const std::unique_ptr<RtMidiOut> out = connected(api);
        const unsigned count = out ? out->getPortCount() : 0;
        for (unsigned i = 0; i < count; ++i) {
            const std::string name = lastingPortName(out->getPortName(i));
            // Our own ports are no use to us.
            if (name.rfind(std::string(kClient) + ":", 0) != 0) {
                places.push_back({api, i, name});
                names.push_back(name);
            }
        }
    }
    const std::vector<std::string> distinct = distinctPortNames(names);
    for (std::size_t i = 0; i < places.size(); ++i) {
        places[i].name = distinct[i];
    }
    return places;
}

class RtMidiPort final : public MidiOut {
public:
    RtMidiPort(std::unique_ptr<RtMidiOut> out, std::string name)
        : m_out(std::move(out))
        , m_name(std::move(name)) {}

    void send(const MidiMessage& message) noexcept override {
        try {
            m_out->sendMessage(message.bytes.data(), message.size);
        } catch (const std::exception&) {
            // A device that was pulled out: the port's list shows it, the music goes on.
        }
    }
    [[nodiscard]] std::string name() const override { return m_name; }

private:
    std::unique_ptr<RtMidiOut> m_out;
    std::string m_name;
};

Error cannotOpen(const std::string& name, const std::string& reason) {
    return {ErrorCode::Unavailable, "The MIDI port " + name + " cannot be opened: " + reason};
}

} // namespace

std::string lastingPortName(const std::string& name) {
    std::size_t end = name.size();
    const auto digitsBefore = [&name](std::size_t from) {
        std::size_t at = from;
        while (at > 0 && std::isdigit(static_cast<unsigned char>(name[at - 1]))) {
            --at;
        }
        return at;
    };
    const std::size_t port = digitsBefore(end);
    if (port == end || port == 0 || name[port - 1] != ':') {
        return name;
    }
    const std::size_t client = digitsBefore(port - 1);
    if (client == port - 1 || client == 0 || name[client - 1] != ' ') {
        return name;
    }
    return name.substr(0, client - 1);
}

std::vector<std::string> distinctPortNames(const std::vector<std::string>& names) {
    std::map<std::string, int> count;
    std::vector<std::string> distinct;
    distinct.reserve(names.size());
    for (const std::string& name : names) {
        const int ordinal = ++count[name];
        distinct.push_back(ordinal == 1 ? name : name + " #" + std::to_string(ordinal));
    }
    return distinct;
}

std::vector<std::string> midiOutNames() {
    std::vector<std::string> names;
    for (PortPlace& place : outPorts()) {
        names.push_back(std::move(place.name));
    }
    return names;
}

Result<std::unique_ptr<MidiOut>> openMidiOut(const std::string& name) {
    const std::vector<PortPlace> places = outPorts();
    const auto place = std::find_if(places.begin(), places.end(),
                                    [&name](const PortPlace& p) { return p.name == name; });
    if (place == places.end()) {
        return Error{ErrorCode::NotFound, "The MIDI port " + name + " is not there"};
    }
    std::unique_ptr<RtMidiOut> out = connected(place->api);
    if (!out) {
        return cannotOpen(name, "its MIDI system has gone");
    }
    try {
        out->openPort(place->index, "out");
    } catch (const RtMidiError& error) {
        return cannotOpen(name, error.getMessage());
    }
    return std::unique_ptr<MidiOut>(std::make_unique<RtMidiPort>(std::move(out), name));
}

Result<std::unique_ptr<MidiOut>> openVirtualMidiOut(const std::string& name) {
    std::string reason = "there is no MIDI on this machine";
    for (const RtMidi::Api api : systems()) {
        std::unique_ptr<RtMidiOut> out = connected(api);
        if (!out) {
            continue;
        }
        try {
            out->openVirtualPort(name);
            return std::unique_ptr<MidiOut>(std::make_unique<RtMidiPort>(std::move(out), name));
        } catch (const RtMidiError& error) {
            reason = error.getMessage();
        }
    }
    return cannotOpen(name, reason);
}

std::string midiLibraryVersion() {
    return "RtMidi " + RtMidi::getVersion();
}

} // namespace cantilena
