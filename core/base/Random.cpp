#include "core/base/Random.h"

#include <bit>
#include <cmath>
#include <numbers>

namespace cantilena {

namespace {

std::uint64_t splitMix(std::uint64_t& state) noexcept {
    state += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

} // namespace

Random::Random(std::uint64_t seed) noexcept {
    for (std::uint64_t& word : m_state) {
        word = splitMix(seed);
    }
}

Random::result_type Random::operator()() noexcept {
    const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
    const std::uint64_t t = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= t;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

double Random::uniform() noexcept {
    return static_cast<double>((*this)() >> 11) * 0x1.0p-53;
}

std::uint64_t Random::below(std::uint64_t bound) noexcept {
    // Rejection keeps every residue equally likely.
    const std::uint64_t threshold = (0 - bound) % bound;
    for (;;) {
        const std::uint64_t value = (*this)();
        if (value >= threshold) {
            return value % bound;
        }
    }
}

double Random::normal() noexcept {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

std::uint64_t streamSeed(std::uint64_t seed, std::uint64_t index) noexcept {
    std::uint64_t state = seed + 0x632BE59BD9B4E019U * (index + 1);
    return splitMix(state);
}

} // namespace cantilena
