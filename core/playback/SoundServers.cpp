#include "core/playback/SoundServers.h"

#include <initializer_list>
#include <utility>

#include <dlfcn.h>
#include <unistd.h>

namespace cantilena {

namespace {

void ignoreAlsa(const char*, int, const char*, int, const char*, ...) {}
void ignoreJack(const char*) {}

/// A function of a library that an adapter brings along; null where none does.
template <typename Function>
Function loaded(const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_DEFAULT, name));
}

} // namespace

std::string soundSystemName(std::string_view driver) {
    constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"alsa", "ALSA"}, {"coreaudio", "Core Audio"}, {"jack", "JACK"},
        {"oss", "OSS"},   {"pipewire", "PipeWire"},    {"pulseaudio", "PulseAudio"},
    };
    for (const auto& [name, shown] : kNames) {
        if (name == driver) {
            return std::string(shown);
        }
    }
    return std::string(driver);
}

void quietenSoundLibraries() {
    using AlsaHandler = void (*)(const char*, int, const char*, int, const char*, ...);
    using SetAlsaHandler = int (*)(AlsaHandler);
    using SetJackHandler = void (*)(void (*)(const char*));
    if (const auto set = loaded<SetAlsaHandler>("snd_lib_error_set_handler")) {
        set(ignoreAlsa);
    }
    for (const char* name : {"jack_set_error_function", "jack_set_info_function"}) {
        if (const auto set = loaded<SetJackHandler>(name)) {
            set(ignoreJack);
        }
    }
}

bool jackServerRuns() {
    // As in jack/jack.h and jack/types.h; the adapters bring the library, not its headers.
    using Open = void* (*)(const char*, int, int*, ...);
    using Close = int (*)(void*);
    constexpr int kJackNoStartServer = 0x01;
    const auto open = loaded<Open>("jack_client_open");
    const auto close = loaded<Close>("jack_client_close");
    if (!open || !close) {
        return false;
    }
    int status = 0;
    void* client = open("cantilena-probe", kJackNoStartServer, &status);
    if (client) {
        close(client);
    }
    return client != nullptr;
}

bool alsaSequencerExists() {
    return ::access("/dev/snd/seq", R_OK | W_OK) == 0;
}

} // namespace cantilena
