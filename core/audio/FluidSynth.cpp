#include "core/audio/FluidSynth.h"

#include "core/audio/FluidLog.h"
#include "core/playback/RealtimeScope.h"

#include <fluidsynth.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace cantilena {

namespace {

constexpr double kLowestRate = 8'000.0;
constexpr double kHighestRate = 96'000.0;

struct SettingsDeleter {
    void operator()(fluid_settings_t* settings) const { delete_fluid_settings(settings); }
};
struct SynthDeleter {
    void operator()(fluid_synth_t* synth) const { delete_fluid_synth(synth); }
};
using Settings = std::unique_ptr<fluid_settings_t, SettingsDeleter>;
using Handle = std::unique_ptr<fluid_synth_t, SynthDeleter>;

class FluidSynthesizer final : public Synth {
public:
    FluidSynthesizer(Settings settings, Handle synth, std::string font,
                     std::vector<Instrument> instruments)
        : m_settings(std::move(settings))
        , m_synth(std::move(synth))
        , m_font(std::move(font))
        , m_instruments(std::make_shared<const std::vector<Instrument>>(std::move(instruments))) {}

    void noteOn(int channel, int key, int velocity) noexcept override {
        const RealtimeExemption exemption;
        fluid_synth_noteon(m_synth.get(), channel, key, velocity);
    }
    void noteOff(int channel, int key) noexcept override {
        const RealtimeExemption exemption;
        fluid_synth_noteoff(m_synth.get(), channel, key);
    }
    void controlChange(int channel, int controller, int value) noexcept override {
        const RealtimeExemption exemption;
        fluid_synth_cc(m_synth.get(), channel, controller, value);
    }
    void programChange(int channel, int program) noexcept override {
        const RealtimeExemption exemption;
        fluid_synth_program_change(m_synth.get(), channel, program);
    }
    void pitchBend(int channel, int value) noexcept override {
        const RealtimeExemption exemption;
        fluid_synth_pitch_bend(m_synth.get(), channel, value);
    }
    void allSoundOff() noexcept override {
        constexpr int kSustain = 64;
        constexpr int kAllControllersOff = 121;
        const RealtimeExemption exemption;
        for (int channel = 0; channel < kSynthChannels; ++channel) {
            fluid_synth_cc(m_synth.get(), channel, kSustain, 0);
            fluid_synth_cc(m_synth.get(), channel, kAllControllersOff, 0);
        }
        fluid_synth_all_sounds_off(m_synth.get(), -1);
    }
    void render(float* left, float* right, int frames) noexcept override {
        const RealtimeExemption exemption;
        std::fill_n(left, frames, 0.0F);
        std::fill_n(right, frames, 0.0F);
        // Reverb and chorus are mixed onto the same two sides.
        float* dry[] = {left, right};
        float* effects[] = {left, right, left, right};
        fluid_synth_process(m_synth.get(), frames, 4, effects, 2, dry);
    }
    [[nodiscard]] int activeVoices() const noexcept override {
        return fluid_synth_get_active_voice_count(m_synth.get());
    }
    [[nodiscard]] std::string soundFontName() const override { return m_font; }
    [[nodiscard]] std::shared_ptr<const std::vector<Instrument>> instruments() const override {
        return m_instruments;
    }

private:
    // The synth is deleted before its settings.
    Settings m_settings;
    Handle m_synth;
    std::string m_font;
    std::shared_ptr<const std::vector<Instrument>> m_instruments;
};

std::vector<Instrument> instrumentsOf(fluid_sfont_t* font) {
    std::vector<Instrument> instruments;
    fluid_sfont_iteration_start(font);
    while (fluid_preset_t* preset = fluid_sfont_iteration_next(font)) {
        instruments.push_back({fluid_preset_get_banknum(preset), fluid_preset_get_num(preset),
                               fluid_preset_get_name(preset)});
    }
    std::sort(instruments.begin(), instruments.end(), [](const Instrument& a, const Instrument& b) {
        return std::pair(a.bank, a.program) < std::pair(b.bank, b.program);
    });
    return instruments;
}

Settings liveSettings(const SynthSettings& wanted) {
    Settings settings(new_fluid_settings());
    if (!settings) {
        return settings;
    }
    fluid_settings_t* s = settings.get();
    const double rate = std::clamp(wanted.sampleRate, kLowestRate, kHighestRate);
    fluid_settings_setnum(s, "synth.sample-rate", rate);
    fluid_settings_setnum(s, "synth.gain", std::clamp(wanted.gain, 0.0, 10.0));
    fluid_settings_setint(s, "synth.midi-channels", kSynthChannels);
    // One thread renders: locks, loading on demand and worker threads would only break its stride.
    fluid_settings_setint(s, "synth.threadsafe-api", 0);
    fluid_settings_setint(s, "synth.dynamic-sample-loading", 0);
    fluid_settings_setint(s, "synth.cpu-cores", 1);
    return settings;
}

Error noFont(const std::filesystem::path& font) {
    if (font.empty()) {
        return {ErrorCode::NotFound, "No sound font found: put a .sf2 file into the soundfonts "
                                     "folder or install the package timgm6mb-soundfont"};
    }
    return {ErrorCode::NotFound, font.string() + ": this sound font is not there"};
}

} // namespace

Result<std::unique_ptr<Synth>> makeFluidSynth(const SynthSettings& wanted) {
    const FluidLog log;
    std::error_code failure;
    if (!std::filesystem::is_regular_file(wanted.soundFont, failure)) {
        return noFont(wanted.soundFont);
    }
    if (wanted.sampleRate < kLowestRate || wanted.sampleRate > kHighestRate) {
        return Error{ErrorCode::OutOfRange,
                     "The synthesizer plays at 8,000 to 96,000 samples a second, not at " +
                         std::to_string(static_cast<long long>(wanted.sampleRate))};
    }
    Settings settings = liveSettings(wanted);
    Handle synth(settings ? new_fluid_synth(settings.get()) : nullptr);
    if (!synth) {
        return Error{ErrorCode::Unavailable,
                     "FluidSynth could not begin: " + log.firstComplaint("no reason given")};
    }
    for (int channel = 9; channel < kSynthChannels; channel += 16) {
        fluid_synth_set_channel_type(synth.get(), channel, CHANNEL_TYPE_DRUM);
    }
    if (!fluid_is_soundfont(wanted.soundFont.c_str()) ||
        fluid_synth_sfload(synth.get(), wanted.soundFont.c_str(), 1) == FLUID_FAILED) {
        return Error{ErrorCode::Malformed, wanted.soundFont.string() +
                                               ": is not a sound font that can be played: " +
                                               log.firstComplaint("its header is not one")};
    }
    std::vector<Instrument> instruments = instrumentsOf(fluid_synth_get_sfont(synth.get(), 0));
    return std::unique_ptr<Synth>(std::make_unique<FluidSynthesizer>(
        std::move(settings), std::move(synth), wanted.soundFont.stem().string(),
        std::move(instruments)));
}

std::string fluidSynthVersion() {
    return fluid_version_str();
}

} // namespace cantilena
