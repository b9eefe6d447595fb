#include "core/model/ShortTermMemory.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace cantilena {

namespace {

/// How far two contexts agree, from the nearest symbol on.
std::size_t agreement(const ShortTermMemory::Context& a, const ShortTermMemory::Context& b) {
    std::size_t length = 0;
    while (length < a.size() && a[length] == b[length] && a[length] >= 0) {
        ++length;
    }
    return length;
}

} // namespace

ShortTermMemory::ShortTermMemory(int alphabet)
    : m_alphabet(alphabet) {}

void ShortTermMemory::learn(const Context& context, int symbol) {
    assert(symbol >= 0 && symbol < m_alphabet);
    m_sightings.push_back({context, static_cast<std::int16_t>(symbol)});
}

void ShortTermMemory::logProbabilities(const Context& context, std::span<float> logs,
                                       const ShortTermMemory* more) const {
    assert(logs.size() == static_cast<std::size_t>(m_alphabet));
    const auto alphabet = static_cast<std::size_t>(m_alphabet);
    // counts[k] holds the symbols whose longest agreement is exactly k; order k counts all from k
    // up.
    thread_local std::array<std::vector<float>, kLongestContext + 1> counts;
    for (auto& order : counts) {
        order.assign(alphabet, 0.0F);
    }
    const auto countIn = [&context](const ShortTermMemory& memory) {
        for (const Sighting& seen : memory.m_sightings) {
            counts[agreement(seen.context, context)][static_cast<std::size_t>(seen.symbol)] += 1.0F;
        }
    };
    countIn(*this);
    if (more != nullptr) {
        countIn(*more);
    }
    for (std::size_t order = kLongestContext; order-- > 0;) {
        for (std::size_t s = 0; s < alphabet; ++s) {
            counts[order][s] += counts[order + 1][s];
        }
    }
    std::fill(logs.begin(), logs.end(), 1.0F / static_cast<float>(m_alphabet));
    for (const auto& order : counts) {
        float total = 0.0F;
        float types = 0.0F;
        for (const float count : order) {
            total += count;
            types += count > 0.0F ? 1.0F : 0.0F;
        }
        if (total == 0.0F) {
            break;
        }
        for (std::size_t s = 0; s < alphabet; ++s) {
            logs[s] = (order[s] + types * logs[s]) / (total + types);
        }
    }
    for (float& value : logs) {
        value = std::log(value);
    }
}

} // namespace cantilena
