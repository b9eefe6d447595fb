#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace cantilena {

/// Prediction by partial match as Pearce configures it for melodies (C*I: escape method C, contexts
/// as long as they help, interpolated smoothing; Pearce 2005, chapter 6; Cleary and Teahan 1997;
/// Bunton 1997). The yardstick that networks are measured by.
///
/// A prediction starts at the shortest context that was always followed by one symbol, else at the
/// longest that was ever seen, and goes down to the empty one, each giving by its counts what the
/// longer ones left over. Symbols that the next longer context knows are left out of the sum by
/// which a context weighs, and kept in what it gives.
class Ppm {
public:
    static constexpr std::size_t kLongestContext = 16;
    using Symbol = std::int16_t;

    /// Symbols are 0 to `alphabet` - 1; `alphabet` is positive.
    explicit Ppm(std::size_t alphabet);

    [[nodiscard]] std::size_t alphabet() const { return m_alphabet; }
    /// Remembers that `symbol` followed on `past`, the tune so far.
    void learn(std::span<const Symbol> past, Symbol symbol);
    /// Each symbol's probability after `past`; they are positive and sum to one. `probabilities`
    /// has `alphabet()` places.
    void predict(std::span<const Symbol> past, std::span<double> probabilities) const;

private:
    /// The latest symbols, the nearest first; negative where there is none.
    using Context = std::array<Symbol, kLongestContext>;
    struct Count {
        Symbol symbol = 0;
        std::uint32_t times = 0;
    };
    /// What followed on one context. Its longer contexts are made when it is met a second time:
    /// till then `only` says where it was met.
    struct Node {
        std::vector<Count> counts;
        std::vector<std::pair<Symbol, std::uint32_t>> longer;
        std::uint32_t only = 0;
        bool isUnfolded = false;
    };
    struct Sighting {
        Context context;
        Symbol symbol = 0;
    };

    [[nodiscard]] static Context contextOf(std::span<const Symbol> past);
    [[nodiscard]] static const std::uint32_t* longerOf(const Node& node, Symbol symbol);
    [[nodiscard]] std::uint32_t added(std::uint32_t sighting);
    void count(Node& node, Symbol symbol);

    std::size_t m_alphabet;
    std::vector<Sighting> m_sightings;
    /// The first is the empty context.
    std::vector<Node> m_nodes;
};

/// The base-2 entropy of a distribution.
[[nodiscard]] double entropyBits(std::span<const double> probabilities);

/// The arithmetic mean of two distributions, each weighing (H / Hmax)^-2: the surer one more
/// (Pearce, Conklin and Wiggins 2005). Written over `first`.
void combineByEntropy(std::span<double> first, std::span<const double> second);

/// Bits a note of the four baselines, summed over notes.
struct PpmBits {
    /// Learned from the training tunes and then left alone.
    double longTerm = 0.0;
    /// Goes on learning while it reads the tunes to judge by.
    double longTermPlus = 0.0;
    /// Learns from the present tune alone.
    double shortTerm = 0.0;
    /// Long-term-plus and short-term together.
    double combined = 0.0;
    std::size_t notes = 0;

    PpmBits& operator+=(const PpmBits& other);
};

/// A tune as symbols: the places of its pitches in the corpus's alphabet.
using SymbolTune = std::vector<Ppm::Symbol>;

/// Scores `tunes`, in their order, after learning from `training`.
[[nodiscard]] PpmBits ppmBits(std::span<const SymbolTune> training,
                              std::span<const SymbolTune> tunes, std::size_t alphabet);

} // namespace cantilena
