#pragma once

#include <array>
#include <cstdint>

namespace cantilena {

/// Our own seeded generator, so that a seed means the same notes on every build: xoshiro256**
/// (Blackman and Vigna 2018), seeded by SplitMix64. Satisfies UniformRandomBitGenerator.
class Random {
public:
    using result_type = std::uint64_t;

    explicit Random(std::uint64_t seed) noexcept;

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return UINT64_MAX; }
    result_type operator()() noexcept;

    /// Uniform in [0, 1), with 53 random bits.
    [[nodiscard]] double uniform() noexcept;
    /// Uniform in [0, bound); `bound` is positive.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) noexcept;
    /// Standard normal (Box and Muller 1958).
    [[nodiscard]] double normal() noexcept;

private:
    std::array<std::uint64_t, 4> m_state;
};

/// A seed for the `index`-th independent stream of `seed`; `index` 0 is another stream than `seed`.
[[nodiscard]] std::uint64_t streamSeed(std::uint64_t seed, std::uint64_t index) noexcept;

} // namespace cantilena
