#include "app/Commands.h"
#include "app/Models.h"

#include "core/audio/FluidSynth.h"
#include "core/audio/SoundFonts.h"
#include "core/midi/MidiPorts.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace cantilena {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
    bool json = false;
};

/// What this machine has, and one sentence for each thing that is missing.
Json devicesOf(const Places& places) {
    Json json;
    json["audio_drivers"] = audioDrivers();
    Json& output = json["audio_output"] = nullptr;
    Json problems = Json::array();
    if (auto opened = makeFluidOutput({}); !opened) {
        problems.push_back(opened.error().message);
    } else if (const auto started = (*opened)->start([](float* left, float* right, int frames) {
                   std::fill_n(left, frames, 0.0F);
                   std::fill_n(right, frames, 0.0F);
               });
               !started) {
        problems.push_back(started.error().message);
    } else {
        output = (*opened)->name();
    }
    json["midi_outputs"] = midiOutNames();
    json["midi_inputs"] = midiInNames();
    Json& fonts = json["sound_fonts"] = Json::array();
    for (const auto& font : findSoundFonts(places.soundFontFolders)) {
        fonts.push_back(font.string());
    }
    Json& compute = json["compute"] = Json::array();
    if (const auto backend = openBackend(places); !backend) {
        problems.push_back(backend.error().message);
    } else {
        compute = (*backend)->devices();
    }
    json["problems"] = problems;
    return json;
}

std::string listed(const Json& names) {
    std::string text;
    for (const auto& name : names) {
        text += (text.empty() ? "" : ", ") + name.get<std::string>();
    }
    return text.empty() ? "none" : text;
}

std::string textOf(const Json& json) {
    std::string text = "Audio drivers: " + listed(json["audio_drivers"]) + "\nAudio output:  " +
                       (json["audio_output"].is_null() ? std::string("none")
                                                       : json["audio_output"].get<std::string>()) +
                       "\nMIDI outputs:  " + listed(json["midi_outputs"]) +
                       "\nMIDI inputs:   " + listed(json["midi_inputs"]) +
                       "\nSound fonts:   " + listed(json["sound_fonts"]) +
                       "\nCompute:       " + listed(json["compute"]);
    for (const auto& problem : json["problems"]) {
        text += "\n" + problem.get<std::string>();
    }
    return text;
}

} // namespace

void addDevicesCommand(CLI::App& app, Command& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("devices", "List sound drivers, MIDI ports, sound fonts and compute");
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer("Example: cantilena devices --json");
    command->callback([&chosen, options] {
        chosen = [options](Console& console, const Places& places) {
            const Json json = devicesOf(places);
            console.print(options->json ? json.dump() : textOf(json));
            return 0;
        };
    });
}

} // namespace cantilena
