#include "core/model/Ppm.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace cantilena {

namespace {

constexpr double kEntropyWeight = -2.0;

double bitsOf(std::span<const double> probabilities, Ppm::Symbol symbol) {
    return -std::log2(probabilities[static_cast<std::size_t>(symbol)]);
}

} // namespace

Ppm::Ppm(std::size_t alphabet)
    : m_alphabet(alphabet)
    , m_nodes(1) {
    assert(alphabet > 0);
    m_nodes.front().isUnfolded = true;
}

Ppm::Context Ppm::contextOf(std::span<const Symbol> past) {
    Context context;
    context.fill(-1);
    const std::size_t known = std::min(past.size(), kLongestContext);
    std::copy_n(past.rbegin(), known, context.begin());
    return context;
}

const std::uint32_t* Ppm::longerOf(const Node& node, Symbol symbol) {
    const auto found =
        std::ranges::find(node.longer, symbol, &std::pair<Symbol, std::uint32_t>::first);
    return found == node.longer.end() ? nullptr : &found->second;
}

void Ppm::count(Node& node, Symbol symbol) {
    const auto found = std::ranges::find(node.counts, symbol, &Count::symbol);
    if (found == node.counts.end()) {
        node.counts.push_back({symbol, 1});
    } else {
        ++found->times;
    }
}

/// A context that was met once, there.
std::uint32_t Ppm::added(std::uint32_t sighting) {
    Node node;
    node.only = sighting;
    node.counts.push_back({m_sightings[sighting].symbol, 1});
    m_nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(m_nodes.size() - 1);
}

void Ppm::learn(std::span<const Symbol> past, Symbol symbol) {
    assert(symbol >= 0 && static_cast<std::size_t>(symbol) < m_alphabet);
    const auto sighting = static_cast<std::uint32_t>(m_sightings.size());
    m_sightings.push_back({contextOf(past), symbol});
    const Context context = m_sightings.back().context;
    std::uint32_t at = 0;
    count(m_nodes[at], symbol);
    for (std::size_t order = 0; order < kLongestContext; ++order) {
        if (!m_nodes[at].isUnfolded) {
            m_nodes[at].isUnfolded = true;
            const std::uint32_t before = m_nodes[at].only;
            if (const Symbol next = m_sightings[before].context[order]; next >= 0) {
                const std::uint32_t made = added(before);
                m_nodes[at].longer.emplace_back(next, made);
            }
        }
        if (context[order] < 0) {
            return;
        }
        const std::uint32_t* longer = longerOf(m_nodes[at], context[order]);
        if (longer == nullptr) {
            const std::uint32_t made = added(sighting);
            m_nodes[at].longer.emplace_back(context[order], made);
            return;
        }
        at = *longer;
        count(m_nodes[at], symbol);
    }
}

void Ppm::predict(std::span<const Symbol> past, std::span<double> probabilities) const {
    assert(probabilities.size() == m_alphabet);
    const Context context = contextOf(past);
    std::array<const Node*, kLongestContext + 1> contexts{};
    std::size_t orders = 0;
    for (const Node* node = m_nodes.data(); node != nullptr;) {
        contexts[orders++] = node;
        const bool isDeterministic = node->counts.size() == 1;
        const bool isLongest = orders > kLongestContext || context[orders - 1] < 0;
        const std::uint32_t* longer =
            isDeterministic || isLongest ? nullptr : longerOf(*node, context[orders - 1]);
        node = longer == nullptr ? nullptr : &m_nodes[*longer];
    }

    std::ranges::fill(probabilities, 0.0);
    double escape = 1.0;
    const Node* higher = nullptr;
    for (std::size_t order = orders; order-- > 0;) {
        const Node& node = *contexts[order];
        double sum = 0.0;
        for (const Count& count : node.counts) {
            const bool isKnownAbove =
                higher != nullptr && std::ranges::find(higher->counts, count.symbol,
                                                       &Count::symbol) != higher->counts.end();
            sum += isKnownAbove ? 0.0 : count.times;
        }
        if (sum > 0.0) {
            const double weight = sum / (sum + static_cast<double>(node.counts.size()));
            for (const Count& count : node.counts) {
                probabilities[static_cast<std::size_t>(count.symbol)] +=
                    escape * weight * count.times / sum;
            }
            escape *= 1.0 - weight;
        }
        higher = &node;
    }
    const auto unseen = static_cast<double>(m_alphabet + 1 - m_nodes.front().counts.size());
    for (double& probability : probabilities) {
        probability += escape / unseen;
    }
    const double total = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
    for (double& probability : probabilities) {
        probability /= total;
    }
}

double entropyBits(std::span<const double> probabilities) {
    double bits = 0.0;
    for (const double probability : probabilities) {
        bits -= probability > 0.0 ? probability * std::log2(probability) : 0.0;
    }
    return bits;
}

void combineByEntropy(std::span<double> first, std::span<const double> second) {
    const double highest = std::log2(static_cast<double>(first.size()));
    const auto weightOf = [highest](std::span<const double> distribution) {
        // One symbol alone has no entropy to weigh by; nor has certainty, which never comes.
        const double share = highest > 0.0 ? entropyBits(distribution) / highest : 1.0;
        return std::pow(std::max(share, 1e-9), kEntropyWeight);
    };
    const double one = weightOf(first);
    const double two = weightOf(second);
    for (std::size_t i = 0; i < first.size(); ++i) {
        first[i] = (one * first[i] + two * second[i]) / (one + two);
    }
}

PpmBits& PpmBits::operator+=(const PpmBits& other) {
    longTerm += other.longTerm;
    longTermPlus += other.longTermPlus;
    shortTerm += other.shortTerm;
    combined += other.combined;
    notes += other.notes;
    return *this;
}

PpmBits ppmBits(std::span<const SymbolTune> training, std::span<const SymbolTune> tunes,
                std::size_t alphabet) {
    Ppm longTerm(alphabet);
    for (const SymbolTune& tune : training) {
        for (std::size_t i = 0; i < tune.size(); ++i) {
            longTerm.learn({tune.data(), i}, tune[i]);
        }
    }
    Ppm longTermPlus = longTerm;
    std::vector<double> mixed(alphabet);
    std::vector<double> scratch(alphabet);
    PpmBits bits;
    for (const SymbolTune& tune : tunes) {
        Ppm shortTerm(alphabet);
        for (std::size_t i = 0; i < tune.size(); ++i) {
            const std::span past(tune.data(), i);
            longTerm.predict(past, scratch);
            bits.longTerm += bitsOf(scratch, tune[i]);
            longTermPlus.predict(past, mixed);
            bits.longTermPlus += bitsOf(mixed, tune[i]);
            shortTerm.predict(past, scratch);
            bits.shortTerm += bitsOf(scratch, tune[i]);
            combineByEntropy(mixed, scratch);
            bits.combined += bitsOf(mixed, tune[i]);
            longTermPlus.learn(past, tune[i]);
            shortTerm.learn(past, tune[i]);
        }
        bits.notes += tune.size();
    }
    return bits;
}

} // namespace cantilena
