#pragma once

#include <cmath>

namespace cantilena {

/// Up to here sound passes as it is.
inline constexpr float kSoftClipKnee = 0.8F;

/// Bends what is louder than the knee towards 1, smoothly, instead of cutting it off.
[[nodiscard]] inline float softClipped(float sample) noexcept {
    const float loudness = std::abs(sample);
    if (loudness <= kSoftClipKnee) {
        return sample;
    }
    constexpr float kRoom = 1.0F - kSoftClipKnee;
    const float bent = kSoftClipKnee + kRoom * std::tanh((loudness - kSoftClipKnee) / kRoom);
    return std::copysign(bent, sample);
}

inline void softClip(float* samples, int frames) noexcept {
    for (int i = 0; i < frames; ++i) {
        samples[i] = softClipped(samples[i]);
    }
}

} // namespace cantilena
