#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cantilena {

/// A second of A4 over whatever sounds, to hear whether anything can be heard; it needs no font.
/// Belongs to the thread that renders.
class TestTone {
public:
    void begin(double sampleRate) noexcept {
        m_length = static_cast<int>(sampleRate);
        m_step = 2.0 * std::numbers::pi * kHertz / sampleRate;
        m_done = 0;
    }
    void addTo(float* left, float* right, int frames) noexcept {
        for (int i = 0; i < frames && m_done < m_length; ++i, ++m_done) {
            // Faded at both ends, so that it does not click.
            const double edge = std::min(m_done, m_length - m_done) / (0.02 * m_length);
            const double loudness = kLoudness * std::min(edge, 1.0);
            const auto sample = static_cast<float>(loudness * std::sin(m_step * m_done));
            left[i] += sample;
            right[i] += sample;
        }
    }

private:
    static constexpr double kHertz = 440.0;
    /// -14 dB.
    static constexpr double kLoudness = 0.2;
    int m_length = 0;
    int m_done = 0;
    double m_step = 0.0;
};

} // namespace cantilena
