#pragma once

#include <cstdint>

namespace cantilena {

// The LSTM's curves, written so that loops over them become vector code. They are the same on
// every processor but for the rounding of fused operations.

/// e to the x within 2 units in the last place, for x clamped to -87..87 (the polynomial of Cephes'
/// expf, Moshier 1992). Comparing and rounding is done on the bits, because compilers keep loops
/// that compare floating numbers out of vector code; std::bit_cast is not inlined into every clone.
[[gnu::always_inline]] inline float quickExp(float x) {
    constexpr std::int32_t kMagnitude = 0x7FFFFFFF;
    constexpr std::int32_t k87 = 0x42AE0000;
    // Adding this leaves the nearest whole number in the lowest bits.
    constexpr float kRounder = 12582912.0F;
    constexpr std::int32_t kRounderBits = 0x4B400000;
    const auto bits = __builtin_bit_cast(std::int32_t, x);
    const std::int32_t magnitude = bits & kMagnitude;
    const std::int32_t clamped = (magnitude < k87 ? magnitude : k87) | (bits & ~kMagnitude);
    x = __builtin_bit_cast(float, clamped);
    const float rounded = x * 1.44269504F + kRounder;
    const std::int32_t whole = __builtin_bit_cast(std::int32_t, rounded) - kRounderBits;
    const float n = rounded - kRounder;
    const float r = (x - n * 0.693359375F) + n * 2.12194440e-4F;
    float p = 1.9875691500e-4F;
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    p = p * (r * r) + r + 1.0F;
    // Times 2 to the whole, by its exponent bits.
    return p * __builtin_bit_cast(float, (whole + 127) << 23);
}

[[gnu::always_inline]] inline float quickSigmoid(float x) {
    return 1.0F / (1.0F + quickExp(-x));
}

[[gnu::always_inline]] inline float quickTanh(float x) {
    return 2.0F / (1.0F + quickExp(-2.0F * x)) - 1.0F;
}

} // namespace cantilena
