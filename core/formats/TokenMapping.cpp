#include "core/formats/TokenMapping.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace cantilena {

namespace {

using Json = nlohmann::ordered_json;

/// Gaps in the range are listed as far as people read them.
constexpr std::size_t kMostListed = 6;

} // namespace

TokenMapping::TokenMapping() {
    m_tokens.fill(-1);
}

void TokenMapping::add(GridSymbol symbol, int token) {
    m_tokens[static_cast<std::size_t>(symbol)] = token;
    m_symbols[static_cast<std::size_t>(token)] = symbol;
}

TokenMapping TokenMapping::of(std::span<const GridSymbol> symbols) {
    std::set<GridSymbol> distinct(symbols.begin(), symbols.end());
    distinct.insert({kGridHold, kGridEnd});
    TokenMapping mapping;
    mapping.m_symbols.resize(distinct.size());
    int next = 0;
    for (const GridSymbol symbol : distinct) {
        mapping.add(symbol, next++);
    }
    return mapping;
}

Result<TokenMapping> TokenMapping::parse(std::string_view json, std::string_view name) {
    const auto fault = [name](const std::string& what) {
        return Error{ErrorCode::Malformed, std::string(name) + ": " + what};
    };
    const Json object = Json::parse(json.begin(), json.end(), nullptr, false);
    if (!object.is_object() || object.empty()) {
        return fault("is not a mapping, which is a JSON object of numbers by symbol");
    }
    if (object.size() > static_cast<std::size_t>(kGridSymbols)) {
        return fault("holds more symbols than there are");
    }
    TokenMapping mapping;
    mapping.m_symbols.assign(object.size(), -1);
    for (const auto& [text, number] : object.items()) {
        const auto symbol = gridSymbolFrom(text);
        if (!symbol) {
            return fault("\"" + text + "\" is no symbol: those are 0 to 127, \"_\", \"r\", \"/\"");
        }
        if (!number.is_number_integer() || number.get<std::int64_t>() < 0 ||
            number.get<std::int64_t>() >= static_cast<std::int64_t>(object.size())) {
            return fault("the number of \"" + text + "\" is not one of 0 to " +
                         std::to_string(object.size() - 1));
        }
        const int token = number.get<int>();
        if (mapping.m_symbols[static_cast<std::size_t>(token)] >= 0) {
            return fault("the number " + std::to_string(token) + " stands for both \"" +
                         gridText(mapping.symbol(token)) + "\" and \"" + text + "\"");
        }
        mapping.add(*symbol, token);
    }
    for (const GridSymbol symbol : {kGridHold, kGridEnd}) {
        if (!mapping.token(symbol)) {
            return fault("the symbol \"" + gridText(symbol) + "\" is missing");
        }
    }
    return mapping;
}

std::string TokenMapping::json() const {
    Json object = Json::object();
    for (int token = 0; token < size(); ++token) {
        object[gridText(symbol(token))] = token;
    }
    return object.dump(4) + "\n";
}

std::optional<int> TokenMapping::token(GridSymbol symbol) const {
    if (symbol < 0 || symbol >= kGridSymbols) {
        return std::nullopt;
    }
    const int token = m_tokens[static_cast<std::size_t>(symbol)];
    return token >= 0 ? std::optional(token) : std::nullopt;
}

std::string TokenMapping::pitchesInWords() const {
    int lowest = kGridSymbols;
    int highest = -1;
    for (const GridSymbol symbol : m_symbols) {
        if (isOnset(symbol)) {
            lowest = std::min(lowest, symbol);
            highest = std::max(highest, symbol);
        }
    }
    if (highest < 0) {
        return "none";
    }
    const auto named = [](int number) {
        return std::to_string(number) + " (" + pitchName({number}) + ")";
    };
    std::string text = named(lowest) + " to " + named(highest);
    std::size_t holes = 0;
    for (int number = lowest; number <= highest; ++number) {
        if (!token(number) && ++holes <= kMostListed) {
            text += (holes == 1 ? " without " : ", ") + std::to_string(number);
        }
    }
    return holes > kMostListed ? text + ", ..." : text;
}

std::optional<Pitch> TokenMapping::nearestOctave(Pitch pitch) const {
    for (int octaves = 1; octaves <= 10; ++octaves) {
        for (const int shift : {-12 * octaves, 12 * octaves}) {
            const Pitch moved = pitch.transposed(shift);
            if (moved.isValid() && token(moved.number)) {
                return moved;
            }
        }
    }
    return std::nullopt;
}

} // namespace cantilena
