#pragma once

#include "core/playback/PlaybackEngine.h"
#include "tests/core/playback/FakeSound.h"
#include "tests/core/playback/HandTime.h"
#include "tests/core/playback/ScoreOf.h"

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace cantilena::test {

/// MIDI ports that come and go as the test says, and what was sent to them.
class HandMidi {
public:
    [[nodiscard]] MidiSystem system() {
        return {[this] { return listed(outputs); }, [this] { return listed(inputs); },
                [this](const std::string& name) -> Result<std::unique_ptr<MidiOut>> {
                    const std::lock_guard slow(m_opening);
                    return std::unique_ptr<MidiOut>(std::make_unique<Out>(*this, name));
                },
                [this](const std::string& name,
                       MidiReceiver receiver) -> Result<std::unique_ptr<MidiIn>> {
                    return std::unique_ptr<MidiIn>(
                        std::make_unique<In>(*this, name, std::move(receiver)));
                }};
    }
    void setOutputs(std::set<std::string> names) {
        const std::lock_guard lock(m_mutex);
        outputs = std::move(names);
    }
    void setInputs(std::set<std::string> names) {
        const std::lock_guard lock(m_mutex);
        inputs = std::move(names);
    }
    /// No output port opens while the test holds this.
    [[nodiscard]] std::unique_lock<std::mutex> holdOpening() { return std::unique_lock(m_opening); }
    [[nodiscard]] std::vector<MidiMessage> sent(const std::string& port) {
        const std::lock_guard lock(m_mutex);
        return m_sent[port];
    }
    /// Only messages of that kind: 0x90 for note-ons, 0xF8 for clocks.
    [[nodiscard]] std::vector<MidiMessage> sent(const std::string& port, int status) {
        std::vector<MidiMessage> chosen;
        for (const MidiMessage& message : sent(port)) {
            if ((status >= 0xF0 ? message.bytes[0] : message.kind()) == status) {
                chosen.push_back(message);
            }
        }
        return chosen;
    }
    /// As if a key of that input were moved now.
    void play(const std::string& port, const MidiMessage& message) {
        const std::lock_guard lock(m_mutex);
        if (m_receivers.count(port) > 0) {
            m_receivers[port](message);
        }
    }
    [[nodiscard]] bool listensTo(const std::string& port) {
        const std::lock_guard lock(m_mutex);
        return m_receivers.count(port) > 0;
    }

private:
    struct Out final : MidiOut {
        Out(HandMidi& midi, std::string name)
            : m_midi(midi)
            , m_name(std::move(name)) {}
        void send(const MidiMessage& message) noexcept override {
            const std::lock_guard lock(m_midi.m_mutex);
            m_midi.m_sent[m_name].push_back(message);
        }
        [[nodiscard]] std::string name() const override { return m_name; }
        HandMidi& m_midi;
        std::string m_name;
    };
    struct In final : MidiIn {
        In(HandMidi& midi, std::string name, MidiReceiver receiver)
            : m_midi(midi)
            , m_name(std::move(name)) {
            const std::lock_guard lock(m_midi.m_mutex);
            m_midi.m_receivers[m_name] = std::move(receiver);
        }
        ~In() override {
            const std::lock_guard lock(m_midi.m_mutex);
            m_midi.m_receivers.erase(m_name);
        }
        [[nodiscard]] std::string name() const override { return m_name; }
        HandMidi& m_midi;
        std::string m_name;
    };

    [[nodiscard]] std::vector<std::string> listed(const std::set<std::string>& names) {
        const std::lock_guard lock(m_mutex);
        return {names.begin(), names.end()};
    }

    std::mutex m_opening;
    std::mutex m_mutex;
    std::set<std::string> outputs;
    std::set<std::string> inputs;
    std::map<std::string, std::vector<MidiMessage>> m_sent;
    std::map<std::string, MidiReceiver> m_receivers;
};

/// An engine over a hand-pulled device without delay, a recording synth and MIDI by hand.
struct MidiRig {
    explicit MidiRig(const Score& score) {
        midi.setOutputs({"Piano", "Strings"});
        midi.setInputs({"Keys"});
        engine.open({}, {});
        engine.finishOpening();
        engine.setScore(std::make_shared<Score>(score));
    }
    /// Takes over what the engine has found out meanwhile.
    void look() { static_cast<void>(engine.health()); }
    /// The ports have been looked for, and those that are wanted are open.
    [[nodiscard]] bool isReady() {
        return !engine.health().midiOpening && !engine.midiOutputs().empty();
    }
    /// Sound of that many milliseconds is asked for as time passes.
    void run(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) {
            output->pull(48, 48);
            time->pass(std::chrono::milliseconds(1));
        }
    }

    HandMidi midi;
    std::shared_ptr<HandTime> time = std::make_shared<HandTime>();
    RecordingSynth* synth = nullptr;
    HandOutput* output = nullptr;
    PlaybackParts parts{[this](const SynthSettings&) -> Result<std::unique_ptr<Synth>> {
                            auto made = std::make_unique<RecordingSynth>();
                            synth = made.get();
                            return std::unique_ptr<Synth>(std::move(made));
                        },
                        [this](const AudioOutputSettings&) -> Result<std::unique_ptr<AudioOutput>> {
                            auto made = std::make_unique<HandOutput>(48'000.0);
                            output = made.get();
                            return std::unique_ptr<AudioOutput>(std::move(made));
                        },
                        midi.system(), time};
    PlaybackEngine engine{parts};
};

[[nodiscard]] inline MidiMessage keyDown(int key, int velocity = 90) {
    return {{0x90, static_cast<std::uint8_t>(key), static_cast<std::uint8_t>(velocity)}, 3};
}
[[nodiscard]] inline MidiMessage keyUp(int key) {
    return {{0x80, static_cast<std::uint8_t>(key), 0}, 3};
}
[[nodiscard]] inline MidiMessage controller(int number, int value) {
    return {{0xB0, static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(value)}, 3};
}

} // namespace cantilena::test
