#include "core/playback/NullOutput.h"

#include <algorithm>
#include <chrono>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace cantilena {

namespace {

using Clock = Pacemaker::Clock;

/// After a sleep of the machine the clock starts anew instead of catching up.
constexpr auto kLongestCatchUp = std::chrono::milliseconds(500);

class NullOutput final : public AudioOutput {
public:
    NullOutput(const AudioOutputSettings& settings, std::shared_ptr<Pacemaker> time)
        : m_time(std::move(time))
        , m_sampleRate(std::clamp(settings.sampleRate, 8'000.0, 192'000.0))
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
        auto due = m_time->now();
        while (!token.stop_requested()) {
            callback(left.data(), right.data(), m_periodFrames);
            due += period;
            if (m_time->now() - due > kLongestCatchUp) {
                due = m_time->now();
            }
            m_time->waitUntil(due, token);
        }
    }

    std::shared_ptr<Pacemaker> m_time;
    double m_sampleRate;
    int m_periodFrames;
    std::jthread m_thread;
};

} // namespace

std::unique_ptr<AudioOutput> makeNullOutput(const AudioOutputSettings& settings,
                                            std::shared_ptr<Pacemaker> time) {
    return std::make_unique<NullOutput>(settings, std::move(time));
}

} // namespace cantilena
