#include "core/audio/FluidLog.h"
#include "core/audio/FluidSynth.h"
#include "core/playback/SoundServers.h"

#include <fluidsynth.h>

#include <algorithm>
#include <array>

namespace cantilena {

namespace {

struct SettingsDeleter {
    void operator()(fluid_settings_t* settings) const { delete_fluid_settings(settings); }
};
struct DriverDeleter {
    void operator()(fluid_audio_driver_t* driver) const { delete_fluid_audio_driver(driver); }
};

/// Best first. FluidSynth's `file` and `sdl2` drivers cannot call back.
constexpr std::array<const char*, 4> kLikely = {"pulseaudio", "pipewire", "jack", "alsa"};

bool isBuiltIn(const std::string& driver) {
    const std::vector<std::string> drivers = audioDrivers();
    return std::find(drivers.begin(), drivers.end(), driver) != drivers.end();
}

class FluidOutput final : public AudioOutput {
public:
    explicit FluidOutput(const AudioOutputSettings& wanted)
        : m_wanted(wanted)
        , m_sampleRate(wanted.sampleRate) {
        m_wanted.periodFrames = std::clamp(wanted.periodFrames, 64, 8192);
        m_wanted.periods = std::clamp(wanted.periods, 2, 16);
    }
    ~FluidOutput() override { stop(); }

    Result<void> start(Callback callback) override {
        stop();
        m_callback = std::move(callback);
        if (!m_wanted.driver.empty()) {
            return open(m_wanted.driver);
        }
        std::string reasons;
        for (const char* driver : kLikely) {
            if (!isBuiltIn(driver)) {
                continue;
            }
            const Result<void> opened = open(driver);
            if (opened) {
                return opened;
            }
            reasons += (reasons.empty() ? "" : "; ") + opened.error().message;
        }
        return Error{ErrorCode::Unavailable, "no sound device (" + reasons + ")"};
    }
    void stop() override {
        m_driver.reset();
        m_settings.reset();
    }
    [[nodiscard]] double sampleRate() const override { return m_sampleRate; }
    [[nodiscard]] int periodFrames() const override { return m_periodFrames; }
    [[nodiscard]] double latencySeconds() const override {
        return m_wanted.periodFrames * m_wanted.periods / m_sampleRate;
    }
    [[nodiscard]] std::string name() const override { return soundSystemName(m_open); }
    [[nodiscard]] bool isAudible() const override { return m_driver != nullptr; }

private:
    Result<void> open(const std::string& driver);
    static int render(void* self, int frames, int, float**, int sides, float** out);

    AudioOutputSettings m_wanted;
    double m_sampleRate;
    int m_periodFrames = 0;
    std::string m_open;
    Callback m_callback;
    std::unique_ptr<fluid_settings_t, SettingsDeleter> m_settings;
    std::unique_ptr<fluid_audio_driver_t, DriverDeleter> m_driver;
};

Result<void> FluidOutput::open(const std::string& driver) {
    const auto failed = [&](const std::string& reason) {
        return Error{ErrorCode::Unavailable, soundSystemName(driver) + ": " + reason};
    };
    if (!isBuiltIn(driver)) {
        return failed("this FluidSynth has no such driver");
    }
    quietenSoundLibraries();
    const FluidLog log;
    if (driver == "jack" && !jackServerRuns()) {
        return failed("no server runs");
    }
    m_settings.reset(new_fluid_settings());
    fluid_settings_t* s = m_settings.get();
    fluid_settings_setstr(s, "audio.driver", driver.c_str());
    fluid_settings_setstr(s, "audio.sample-format", "float");
    // FluidSynth gives PulseAudio one period as its whole buffer, whatever their number is.
    m_periodFrames = m_wanted.periodFrames * (driver == "pulseaudio" ? m_wanted.periods : 1);
    fluid_settings_setint(s, "audio.period-size", m_periodFrames);
    fluid_settings_setint(s, "audio.periods", m_wanted.periods);
    fluid_settings_setnum(s, "synth.sample-rate", m_wanted.sampleRate);
    fluid_settings_setstr(s, "audio.jack.id", "cantilena");
    fluid_settings_setint(s, "audio.jack.autoconnect", 1);
    fluid_settings_setstr(s, "audio.pulseaudio.media-role", "production");
    if (!m_wanted.device.empty()) {
        fluid_settings_setstr(s, ("audio." + driver + ".device").c_str(), m_wanted.device.c_str());
    }
    m_driver.reset(new_fluid_audio_driver2(s, &FluidOutput::render, this));
    if (!m_driver) {
        m_settings.reset();
        return failed(log.firstComplaint("it could not be opened"));
    }
    m_open = driver;
    // JACK plays at its server's rate whatever was asked for, and FluidSynth writes that down.
    fluid_settings_getnum(s, "synth.sample-rate", &m_sampleRate);
    return {};
}

int FluidOutput::render(void* self, int frames, int, float**, int sides, float** out) {
    if (sides < 2) {
        return FLUID_FAILED;
    }
    static_cast<FluidOutput*>(self)->m_callback(out[0], out[1], frames);
    return FLUID_OK;
}

} // namespace

std::vector<std::string> audioDrivers() {
    const FluidLog log;
    const std::unique_ptr<fluid_settings_t, SettingsDeleter> settings(new_fluid_settings());
    std::vector<std::string> drivers;
    fluid_settings_foreach_option(
        settings.get(), "audio.driver", &drivers, [](void* data, const char*, const char* option) {
            const std::string driver = option;
            if (driver != "file" && driver != "sdl2") {
                static_cast<std::vector<std::string>*>(data)->push_back(driver);
            }
        });
    return drivers;
}

std::vector<std::string> audioDevices(const std::string& driver) {
    if (!isBuiltIn(driver)) {
        return {};
    }
    quietenSoundLibraries();
    const FluidLog log;
    const std::unique_ptr<fluid_settings_t, SettingsDeleter> settings(new_fluid_settings());
    std::vector<std::string> devices;
    fluid_settings_foreach_option(settings.get(), ("audio." + driver + ".device").c_str(), &devices,
                                  [](void* data, const char*, const char* option) {
                                      static_cast<std::vector<std::string>*>(data)->emplace_back(
                                          option);
                                  });
    return devices;
}

Result<std::unique_ptr<AudioOutput>> makeFluidOutput(const AudioOutputSettings& settings) {
    if (settings.sampleRate < 8'000.0 || settings.sampleRate > 96'000.0) {
        return Error{ErrorCode::OutOfRange,
                     "Sound can be played at 8,000 to 96,000 samples a second, not at " +
                         std::to_string(static_cast<long long>(settings.sampleRate))};
    }
    return std::unique_ptr<AudioOutput>(std::make_unique<FluidOutput>(settings));
}

} // namespace cantilena
