#pragma once

#include "core/playback/AudioFileWriter.h"
#include "core/playback/AudioOutput.h"
#include "core/playback/Synth.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

namespace cantilena::test {

/// One call of a synth, at the frame up to which it had rendered.
struct Call {
    enum class Kind { On, Off, Control, Program, Bend, AllOff };

    std::int64_t frame = 0;
    Kind kind = Kind::On;
    int channel = 0;
    int number = 0;
    int value = 0;

    friend bool operator==(const Call&, const Call&) = default;
};

/// Writes down what it is told, and sounds a value that depends on the frame and on the keys that
/// are down, so that sound can be compared too. Makes room first: it allocates nothing later.
class RecordingSynth final : public Synth {
public:
    explicit RecordingSynth(std::size_t room = 1 << 16) { calls.reserve(room); }

    void noteOn(int channel, int key, int velocity) noexcept override {
        add({m_frame, Call::Kind::On, channel, key, velocity});
        m_down[channel][key] = true;
        ++m_keys;
    }
    void noteOff(int channel, int key) noexcept override {
        add({m_frame, Call::Kind::Off, channel, key, 0});
        if (m_down[channel][key]) {
            m_down[channel][key] = false;
            --m_keys;
        }
    }
    void controlChange(int channel, int controller, int value) noexcept override {
        add({m_frame, Call::Kind::Control, channel, controller, value});
    }
    void programChange(int channel, int program) noexcept override {
        add({m_frame, Call::Kind::Program, channel, program, 0});
    }
    void pitchBend(int channel, int value) noexcept override {
        add({m_frame, Call::Kind::Bend, channel, 0, value});
    }
    void allSoundOff() noexcept override {
        add({m_frame, Call::Kind::AllOff, 0, 0, 0});
        std::memset(m_down, 0, sizeof m_down);
        m_keys = 0;
    }
    void render(float* left, float* right, int frames) noexcept override {
        if (whileRendering) {
            whileRendering();
        }
        if (m_keys == 0) {
            std::memset(left, 0, sizeof(float) * static_cast<std::size_t>(frames));
            std::memset(right, 0, sizeof(float) * static_cast<std::size_t>(frames));
            m_frame += frames;
            return;
        }
        for (int i = 0; i < frames; ++i, ++m_frame) {
            left[i] = 0.01F * static_cast<float>(m_keys + m_frame % 7);
            right[i] = -left[i];
        }
    }
    [[nodiscard]] int activeVoices() const noexcept override { return m_keys; }
    [[nodiscard]] std::string soundFontName() const override { return "Recorded"; }

    /// The calls of some kinds only.
    [[nodiscard]] std::vector<Call> only(std::initializer_list<Call::Kind> kinds) const {
        std::vector<Call> chosen;
        for (const Call& call : calls) {
            for (const Call::Kind kind : kinds) {
                if (call.kind == kind) {
                    chosen.push_back(call);
                }
            }
        }
        return chosen;
    }
    [[nodiscard]] std::vector<Call> notes() const {
        return only({Call::Kind::On, Call::Kind::Off});
    }
    [[nodiscard]] int keysDown() const { return m_keys; }
    [[nodiscard]] std::int64_t frame() const { return m_frame; }

    std::vector<Call> calls;
    std::function<void()> whileRendering;

private:
    void add(const Call& call) noexcept {
        if (calls.size() < calls.capacity()) {
            calls.push_back(call);
        }
    }

    std::int64_t m_frame = 0;
    bool m_down[kSynthChannels][128] = {};
    int m_keys = 0;
};

/// A device that asks for sound when the test says so.
class HandOutput final : public AudioOutput {
public:
    explicit HandOutput(double sampleRate)
        : m_sampleRate(sampleRate) {}

    Result<void> start(Callback callback) override {
        m_callback = std::move(callback);
        return {};
    }
    void stop() override { m_callback = nullptr; }
    [[nodiscard]] double sampleRate() const override { return m_sampleRate; }
    [[nodiscard]] int periodFrames() const override { return 256; }
    [[nodiscard]] double latencySeconds() const override { return 0.016; }
    [[nodiscard]] std::string name() const override { return "Hand"; }
    [[nodiscard]] bool isAudible() const override { return true; }

    /// The left side of what was asked for, in blocks of that size.
    std::vector<float> pull(std::int64_t frames, int block = 256) {
        std::vector<float> sound;
        while (frames > 0) {
            const int now = static_cast<int>(std::min<std::int64_t>(frames, block));
            std::vector<float> left(static_cast<std::size_t>(now));
            std::vector<float> right(left.size());
            m_callback(left.data(), right.data(), now);
            sound.insert(sound.end(), left.begin(), left.end());
            frames -= now;
        }
        return sound;
    }

private:
    double m_sampleRate;
    Callback m_callback;
};

/// Keeps what is written.
class MemoryWriter final : public AudioFileWriter {
public:
    Result<void> write(std::span<const float> interleaved) override {
        if (failAfter && samples.size() >= *failAfter) {
            return Error{ErrorCode::NoSpace, "the disk is full"};
        }
        samples.insert(samples.end(), interleaved.begin(), interleaved.end());
        return {};
    }
    Result<void> finish() override { return {}; }

    std::vector<float> samples;
    std::optional<std::size_t> failAfter;
};

} // namespace cantilena::test
