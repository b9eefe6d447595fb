#include "core/base/KeyedHash.h"

#include <bit>

namespace cantilena {

namespace {

struct SipState {
    std::uint64_t v0;
    std::uint64_t v1;
    std::uint64_t v2;
    std::uint64_t v3;

    void round() noexcept {
        v0 += v1;
        v1 = std::rotl(v1, 13) ^ v0;
        v0 = std::rotl(v0, 32);
        v2 += v3;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1;
        v1 = std::rotl(v1, 17) ^ v2;
        v2 = std::rotl(v2, 32);
    }

    void take(std::uint64_t word) noexcept {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

} // namespace

std::uint64_t keyedHash(const HashKey& key, std::span<const std::uint64_t> words) noexcept {
    SipState state{key.low ^ 0x736F6D6570736575U, key.high ^ 0x646F72616E646F6DU,
                   key.low ^ 0x6C7967656E657261U, key.high ^ 0x7465646279746573U};
    for (const std::uint64_t word : words) {
        state.take(word);
    }
    // The last word holds the length in bytes, modulo 256, in its highest byte.
    state.take((std::uint64_t{words.size()} * 8) << 56);
    state.v2 ^= 0xFF;
    for (int i = 0; i < 4; ++i) {
        state.round();
    }
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

} // namespace cantilena
