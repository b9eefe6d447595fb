#include "core/playback/NullOutput.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace cantilena {

namespace {

using Clock = std::chrono::steady_clock;

/// After a sleep of the machine the clock starts anew instead of catching up.
constexpr auto kLongestCatchUp = std::chrono::milliseconds(500);

class NullOutput final : public AudioOutput {
public:
    explicit NullOutput(const AudioOutputSettings& settings)
        : m_sampleRate(std::clamp(settings.sampleRate, 8'000.0, 192'000.0))
        , m_periodFrames(std::clamp(settings.periodFrames, 16, 8192)) {}

    Result<void> start(Callback callback) override {
        stop();
        m_thread = std::jthread([this, callback = std::move(callback)](std::stop_token token) {
            run(token, callback);
        });
        return {};
    }
    void stop() override { m_thread = {}; }
    [[nodiscard]] double sampleRate() const override { return m_sampleRate; }
    [[nodiscard]] int periodFrames() const override { return m_periodFrames; }
    [[nodiscard]] double latencySeconds() const override { return 0.0; }
    [[nodiscard]] std::string name() const override { return "no device"; }
    [[nodiscard]] bool isAudible() const override { return false; }

private:
    void run(const std::stop_token& token, const Callback& callback) const {
        std::vector<float> left(static_cast<std::size_t>(m_periodFrames));
        std::vector<float> right(left.size());
        const auto period = std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double>(m_periodFrames / m_sampleRate));
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        auto due = Clock::now();
        while (!token.stop_requested()) {
            callback(left.data(), right.data(), m_periodFrames);
            due += period;
            if (Clock::now() - due > kLongestCatchUp) {
                due = Clock::now();
            }
            wake.wait_until(lock, token, due, [] { return false; });
        }
    }

    double m_sampleRate;
    int m_periodFrames;
    std::jthread m_thread;
};

} // namespace

std::unique_ptr<AudioOutput> makeNullOutput(const AudioOutputSettings& settings) {
    return std::make_unique<NullOutput>(settings);
}

} // namespace cantilena
