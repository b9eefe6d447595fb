#include "core/model/Sampling.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace cantilena {

namespace {

struct Weighted {
    int index;
    double weight;
};

/// The likeliest choices that together have the share `topP`, likeliest first, as weights.
std::vector<Weighted> choices(std::span<const float> logits, std::span<const std::uint8_t> allowed,
                              const SamplingSettings& settings) {
    std::vector<Weighted> kept;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (allowed[i] != 0) {
            kept.push_back({static_cast<int>(i), static_cast<double>(logits[i])});
        }
    }
    // Of equals the first, so that the order is the same everywhere.
    std::sort(kept.begin(), kept.end(), [](const Weighted& a, const Weighted& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.index < b.index;
    });
    if (kept.empty()) {
        return kept;
    }
    if (settings.temperature <= 0.0) {
        return {kept.front()};
    }
    const double highest = kept.front().weight;
    double total = 0.0;
    for (Weighted& choice : kept) {
        choice.weight = std::exp((choice.weight - highest) / settings.temperature);
        total += choice.weight;
    }
    double share = 0.0;
    std::size_t count = 0;
    while (count < kept.size() && (count == 0 || share < settings.topP * total)) {
        share += kept[count].weight;
        ++count;
    }
    kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(count), kept.end());
    return kept;
}

} // namespace

std::optional<int> drawIndex(std::span<const float> logits, std::span<const std::uint8_t> allowed,
                             const SamplingSettings& settings, Random& random) {
    assert(logits.size() == allowed.size());
    const double drawn = random.uniform();
    const std::vector<Weighted> kept = choices(logits, allowed, settings);
    if (kept.empty()) {
        return std::nullopt;
    }
    if (kept.size() == 1) {
        return kept.front().index;
    }
    double total = 0.0;
    for (const Weighted& choice : kept) {
        total += choice.weight;
    }
    double left = drawn * total;
    for (const Weighted& choice : kept) {
        left -= choice.weight;
        if (left < 0.0) {
            return choice.index;
        }
    }
    return kept.back().index;
}

double bitsOf(std::span<const float> logits, int index) {
    const std::vector<std::uint8_t> all(logits.size(), 1);
    return bitsOf(logits, index, all);
}

double bitsOf(std::span<const float> logits, int index, std::span<const std::uint8_t> allowed) {
    double highest = -INFINITY;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (allowed[i] != 0) {
            highest = std::max(highest, static_cast<double>(logits[i]));
        }
    }
    double total = 0.0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (allowed[i] != 0) {
            total += std::exp(static_cast<double>(logits[i]) - highest);
        }
    }
    const double own = static_cast<double>(logits[static_cast<std::size_t>(index)]) - highest;
    return (std::log(total) - own) * std::numbers::log2e;
}

} // namespace cantilena
