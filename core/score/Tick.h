#pragma once

#include <compare>
#include <cstdint>

namespace cantilena {

/// A point or a length in musical time. One quarter note is 6,720 ticks (2^6 * 3 * 5 * 7), so that
/// 64th triplets, quintuplets and septuplets are exact.
struct Tick {
    std::int64_t value = 0;

    friend constexpr auto operator<=>(Tick, Tick) = default;

    friend constexpr Tick operator+(Tick a, Tick b) { return {a.value + b.value}; }
    friend constexpr Tick operator-(Tick a, Tick b) { return {a.value - b.value}; }
    friend constexpr Tick operator-(Tick a) { return {-a.value}; }
    friend constexpr Tick operator*(Tick a, std::int64_t factor) { return {a.value * factor}; }
    friend constexpr Tick operator*(std::int64_t factor, Tick a) { return {a.value * factor}; }
    friend constexpr Tick operator/(Tick a, std::int64_t divisor) { return {a.value / divisor}; }
    friend constexpr std::int64_t operator/(Tick a, Tick b) { return a.value / b.value; }
    friend constexpr Tick operator%(Tick a, Tick b) { return {a.value % b.value}; }
    constexpr Tick& operator+=(Tick other) {
        value += other.value;
        return *this;
    }
    constexpr Tick& operator-=(Tick other) {
        value -= other.value;
        return *this;
    }
};

inline constexpr Tick kQuarter{6720};
inline constexpr Tick kWhole = kQuarter * 4;

/// No score is longer than this (about 100,000 bars of 4/4); readers refuse what is.
inline constexpr Tick kLongestScore = kWhole * 100'000;

/// `numerator`/`denominator` of a quarter note, for example `quarters(1, 4)` for a sixteenth.
[[nodiscard]] constexpr Tick quarters(std::int64_t numerator, std::int64_t denominator = 1) {
    return kQuarter * numerator / denominator;
}

/// A length in quarter notes as a real number, for display and export.
[[nodiscard]] constexpr double inQuarters(Tick tick) {
    return static_cast<double>(tick.value) / static_cast<double>(kQuarter.value);
}

/// The multiple of `grid` nearest to `tick`; halves go up. `grid` is positive.
[[nodiscard]] constexpr Tick snapped(Tick tick, Tick grid) {
    const std::int64_t doubled = 2 * tick.value + grid.value;
    const std::int64_t step = 2 * grid.value;
    const std::int64_t count = doubled >= 0 ? doubled / step : -((-doubled + step - 1) / step);
    return grid * count;
}

/// The largest multiple of `grid` not after `tick`. `grid` is positive.
[[nodiscard]] constexpr Tick snappedDown(Tick tick, Tick grid) {
    const std::int64_t count =
        tick.value >= 0 ? tick.value / grid.value : -((-tick.value + grid.value - 1) / grid.value);
    return grid * count;
}

/// A stretch of time: `begin` belongs to it, `end` does not.
struct TickRange {
    Tick begin;
    Tick end;

    [[nodiscard]] constexpr Tick length() const { return end - begin; }
    [[nodiscard]] constexpr bool isEmpty() const { return end <= begin; }
    [[nodiscard]] constexpr bool contains(Tick tick) const { return begin <= tick && tick < end; }
    friend constexpr bool operator==(const TickRange&, const TickRange&) = default;
};

} // namespace cantilena
