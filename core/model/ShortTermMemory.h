#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace cantilena {

/// What a single tune has taught so far: prediction by partial match (Cleary and Witten 1984), all
/// orders mixed, escape by method C (Moffat 1990). Forgets nothing, starts empty for each tune.
class ShortTermMemory {
public:
    static constexpr std::size_t kLongestContext = 5;
    /// What stands before a symbol, nearest first; negative where there is nothing, which matches
    /// nothing.
    using Context = std::array<std::int16_t, kLongestContext>;

    explicit ShortTermMemory(int alphabet);

    /// Remembers that `symbol` followed on `context`.
    void learn(const Context& context, int symbol);
    /// The natural logarithm of each symbol's probability in this context; they sum to one.
    /// `more`, where given, adds what another memory has learnt.
    void logProbabilities(const Context& context, std::span<float> logs,
                          const ShortTermMemory* more = nullptr) const;

private:
    struct Sighting {
        Context context;
        std::int16_t symbol;
    };
    std::vector<Sighting> m_sightings;
    int m_alphabet;
};

} // namespace cantilena
