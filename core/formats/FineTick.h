#pragma once

#include "core/score/Tick.h"

#include <cstdint>
#include <numeric>

namespace cantilena {

/// A point or length in musical time that may lie between ticks, as eleventuplets and ninths of a
/// beat do: an exact fraction of ticks as long as its denominator stays below 10,000, rounded to a
/// whole tick beyond. Values stay within kLongestScore by the caller's care.
class FineTick {
public:
    constexpr FineTick() = default;
    constexpr FineTick(Tick tick)
        : m_numerator(tick.value) {}

    /// `numerator`/`denominator` of this; the denominator is positive and below 10,000. Product and
    /// this value's numerator must stay within 63 bits.
    [[nodiscard]] constexpr FineTick times(std::int64_t numerator, std::int64_t denominator) const {
        return reduced(m_numerator * numerator, m_denominator * denominator);
    }

    /// The nearest whole tick; halves go up.
    [[nodiscard]] constexpr Tick rounded() const {
        const std::int64_t doubled = 2 * m_numerator + m_denominator;
        const std::int64_t step = 2 * m_denominator;
        return {doubled >= 0 ? doubled / step : -((-doubled + step - 1) / step)};
    }

    friend constexpr FineTick operator+(FineTick a, FineTick b) {
        if (a.m_denominator == b.m_denominator) {
            return reduced(a.m_numerator + b.m_numerator, a.m_denominator);
        }
        return reduced(a.m_numerator * b.m_denominator + b.m_numerator * a.m_denominator,
                       a.m_denominator * b.m_denominator);
    }
    friend constexpr FineTick operator-(FineTick a, FineTick b) { return a + b.times(-1, 1); }
    friend constexpr bool operator==(FineTick a, FineTick b) = default;
    friend constexpr bool operator<(FineTick a, FineTick b) {
        return a.m_numerator * b.m_denominator < b.m_numerator * a.m_denominator;
    }

private:
    [[nodiscard]] static constexpr FineTick reduced(std::int64_t numerator,
                                                    std::int64_t denominator) {
        const std::int64_t divisor = std::gcd(numerator, denominator);
        FineTick tick;
        tick.m_numerator = numerator / divisor;
        tick.m_denominator = denominator / divisor;
        if (tick.m_denominator >= kFinest) {
            tick = FineTick(tick.rounded());
        }
        return tick;
    }

    static constexpr std::int64_t kFinest = 10'000;

    std::int64_t m_numerator = 0;
    std::int64_t m_denominator = 1;
};

} // namespace cantilena
