#pragma once

#include "core/base/Result.h"
#include "core/formats/GridText.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// Which number stands for which symbol in the tutorial's networks: `mapping.json`. The numbers run
/// from 0 without a gap; every run of the tutorial deals them anew.
class TokenMapping {
public:
    /// Of no symbols.
    TokenMapping();
    /// Numbers the given symbols, holds and ends as well, in ascending order.
    [[nodiscard]] static TokenMapping of(std::span<const GridSymbol> symbols);
    /// Reads a flat JSON object of numbers by symbol. `name` begins the message of failure, which
    /// names the symbol at fault; "_" and "/" must be there.
    static Result<TokenMapping> parse(std::string_view json, std::string_view name);
    [[nodiscard]] std::string json() const;

    [[nodiscard]] int size() const { return static_cast<int>(m_symbols.size()); }
    /// Nothing when the mapping lacks the symbol.
    [[nodiscard]] std::optional<int> token(GridSymbol symbol) const;
    /// `token` is at least 0 and below `size()`.
    [[nodiscard]] GridSymbol symbol(int token) const {
        return m_symbols[static_cast<std::size_t>(token)];
    }
    [[nodiscard]] int hold() const { return *token(kGridHold); }
    [[nodiscard]] int end() const { return *token(kGridEnd); }

    /// "45 (A2) to 81 (A5) without 46, 49"; "none" where there is no pitch.
    [[nodiscard]] std::string pitchesInWords() const;
    /// The pitch of the same name, in the octave nearest to it, that the mapping has.
    [[nodiscard]] std::optional<Pitch> nearestOctave(Pitch pitch) const;

    friend bool operator==(const TokenMapping&, const TokenMapping&) = default;

private:
    void add(GridSymbol symbol, int token);

    /// By symbol; less than 0 for none.
    std::array<int, kGridSymbols> m_tokens{};
    std::vector<GridSymbol> m_symbols;
};

} // namespace cantilena
