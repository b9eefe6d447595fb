#include "core/midi/MidiPorts.h"

#include "core/playback/SoundServers.h"

#include <rtmidi/RtMidi.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

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

/// RtMidi's clients share what lies beneath them.
std::mutex& systemMutex() {
    static std::mutex mutex;
    return mutex;
}

/// Null where that system does not run here. `Client` is RtMidiOut or RtMidiIn.
template <typename Client>
std::unique_ptr<Client> connected(RtMidi::Api api) {
    quietenSoundLibraries();
    if (!runsHere(api)) {
        return nullptr;
    }
    try {
        auto client = std::make_unique<Client>(api, kClient);
        client->setErrorCallback(ignoreError);
        return client;
    } catch (const RtMidiError&) {
        return nullptr;
    }
}

struct PortPlace {
    RtMidi::Api api;
    unsigned index;
    std::string name;
};

template <typename Client>
std::vector<PortPlace> portPlaces() {
    std::vector<PortPlace> places;
    std::vector<std::string> names;
    for (const RtMidi::Api api : systems()) {
        const std::unique_ptr<Client> client = connected<Client>(api);
        const unsigned count = client ? client->getPortCount() : 0;
        for (unsigned i = 0; i < count; ++i) {
            const std::string name = lastingPortName(client->getPortName(i));
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

template <typename Client>
std::vector<std::string> portNames() {
    std::vector<std::string> names;
    for (PortPlace& place : portPlaces<Client>()) {
        names.push_back(std::move(place.name));
    }
    return names;
}

bool anySystemRuns() {
    const std::vector<RtMidi::Api> all = systems();
    return std::any_of(all.begin(), all.end(), runsHere);
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

class RtMidiListener final : public MidiIn {
public:
    RtMidiListener(std::unique_ptr<RtMidiIn> in, std::string name, MidiReceiver receiver)
        : m_receiver(std::move(receiver))
        , m_name(std::move(name))
        , m_in(std::move(in)) {
        m_in->ignoreTypes(true, true, true);
        m_in->setCallback([](double, std::vector<unsigned char>* bytes,
                             void* self) { static_cast<RtMidiListener*>(self)->take(*bytes); },
                          this);
    }
    [[nodiscard]] std::string name() const override { return m_name; }

private:
    void take(const std::vector<unsigned char>& bytes) const {
        constexpr unsigned char kFirstSystemMessage = 0xF0;
        if (bytes.empty() || bytes.size() > 3 || bytes[0] >= kFirstSystemMessage) {
            return;
        }
        MidiMessage message;
        message.size = static_cast<std::uint8_t>(bytes.size());
        std::copy(bytes.begin(), bytes.end(), message.bytes.begin());
        m_receiver(message);
    }

    MidiReceiver m_receiver;
    std::string m_name;
    /// Last: it calls back until it is gone.
    std::unique_ptr<RtMidiIn> m_in;
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
    const std::lock_guard lock(systemMutex());
    std::vector<std::string> names = portNames<RtMidiOut>();
    if (anySystemRuns()) {
        names.emplace_back(kVirtualPort);
    }
    return names;
}

std::vector<std::string> midiInNames() {
    const std::lock_guard lock(systemMutex());
    return portNames<RtMidiIn>();
}

namespace {

/// A client connected to the port of that name; locked already.
template <typename Client>
Result<std::unique_ptr<Client>> openPort(const std::string& name, const char* ownName) {
    const std::vector<PortPlace> places = portPlaces<Client>();
    const auto place = std::find_if(places.begin(), places.end(),
                                    [&name](const PortPlace& p) { return p.name == name; });
    if (place == places.end()) {
        return Error{ErrorCode::NotFound, "The MIDI port " + name + " is not there"};
    }
    std::unique_ptr<Client> client = connected<Client>(place->api);
    if (!client) {
        return cannotOpen(name, "its MIDI system has gone");
    }
    try {
        client->openPort(place->index, ownName);
    } catch (const RtMidiError& error) {
        return cannotOpen(name, error.getMessage());
    }
    return client;
}

} // namespace

Result<std::unique_ptr<MidiOut>> openMidiOut(const std::string& name) {
    if (name == kVirtualPort) {
        return openVirtualMidiOut("out");
    }
    const std::lock_guard lock(systemMutex());
    Result<std::unique_ptr<RtMidiOut>> out = openPort<RtMidiOut>(name, "out");
    if (!out) {
        return out.error();
    }
    return std::unique_ptr<MidiOut>(std::make_unique<RtMidiPort>(std::move(out).value(), name));
}

Result<std::unique_ptr<MidiIn>> openMidiIn(const std::string& name, MidiReceiver receiver) {
    const std::lock_guard lock(systemMutex());
    Result<std::unique_ptr<RtMidiIn>> in = openPort<RtMidiIn>(name, "in");
    if (!in) {
        return in.error();
    }
    return std::unique_ptr<MidiIn>(
        std::make_unique<RtMidiListener>(std::move(in).value(), name, std::move(receiver)));
}

Result<std::unique_ptr<MidiOut>> openVirtualMidiOut(const std::string& name) {
    const std::lock_guard lock(systemMutex());
    std::string reason = "there is no MIDI on this machine";
    for (const RtMidi::Api api : systems()) {
        std::unique_ptr<RtMidiOut> out = connected<RtMidiOut>(api);
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

MidiSystem midiSystem() {
    return {midiOutNames, midiInNames, openMidiOut, openMidiIn};
}

std::string midiLibraryVersion() {
    return "RtMidi " + RtMidi::getVersion();
}

} // namespace cantilena
