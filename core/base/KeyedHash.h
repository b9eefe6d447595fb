#pragma once

#include <cstdint>
#include <span>

namespace cantilena {

/// 128 bits that make a hash one's own.
struct HashKey {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    friend constexpr bool operator==(const HashKey&, const HashKey&) = default;
};

/// SipHash-2-4 (Aumasson and Bernstein 2012) of whole words: what it was made from cannot be worked
/// back from it. The same on every build.
[[nodiscard]] std::uint64_t keyedHash(const HashKey& key,
                                      std::span<const std::uint64_t> words) noexcept;

} // namespace cantilena
