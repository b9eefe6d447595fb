#include "core/formats/AbcBars.h"

#include <algorithm>
#include <numeric>

namespace cantilena {

namespace {

constexpr Tick kPlain = kQuarter / 2;

/// A length as a multiple of the plain note, in lowest terms.
struct Multiple {
    std::int64_t numerator = 1;
    std::int64_t denominator = 1;

    static Multiple of(Tick length) {
        const std::int64_t divisor = std::gcd(length.value, kPlain.value);
        return {length.value / divisor, kPlain.value / divisor};
    }
    /// What is left of the denominator without its factors of two.
    [[nodiscard]] std::int64_t oddPart() const {
        std::int64_t odd = denominator;
        while (odd % 2 == 0) {
            odd /= 2;
        }
        return odd;
    }
    /// "", "2", "/2", "3/2".
    [[nodiscard]] std::string text() const {
        std::string result = numerator == 1 ? "" : std::to_string(numerator);
        if (denominator != 1) {
            result += "/" + std::to_string(denominator);
        }
        return result;
    }
};

/// A run of notes that last q/p of what is written.
struct Tuplet {
    std::int64_t p = 1;
    std::int64_t q = 1;
    std::size_t size = 1;

    [[nodiscard]] std::string sign() const {
        if (p == 1) {
            return "";
        }
        if (p == 3 && q == 2 && size == 3) {
            return "(3";
        }
        return "(" + std::to_string(p) + ":" + std::to_string(q) + ":" + std::to_string(size);
    }
};

/// How many pieces from `first` on make up a tuplet of p; 1 when they do not come out even.
std::size_t tupletSize(const std::vector<NotatedPiece>& pieces, std::size_t first, std::int64_t p) {
    constexpr std::size_t kMostPieces = 12;
    Tick sum;
    for (std::size_t index = first; index < std::min(pieces.size(), first + kMostPieces); ++index) {
        const Tick length = pieces[index].range.length();
        const std::int64_t odd = Multiple::of(length).oddPart();
        if (odd != 1 && odd != p) {
            return 1;
        }
        sum += length;
        if (Multiple::of(sum).oddPart() == 1) {
            return index - first + 1;
        }
    }
    return 1;
}

/// The tuplet that makes the lengths from `first` on halves, quarters, ... of the plain note, as
/// programs expect them. A lone odd length is a tuplet of one.
Tuplet tupletAt(const std::vector<NotatedPiece>& pieces, std::size_t first) {
    Tuplet tuplet;
    tuplet.p = Multiple::of(pieces[first].range.length()).oddPart();
    if (tuplet.p == 1) {
        return tuplet;
    }
    tuplet.size = tupletSize(pieces, first, tuplet.p);
    const std::int64_t usual = tuplet.p == 3 ? 2 : 4;
    const auto begin = pieces.begin() + static_cast<std::ptrdiff_t>(first);
    const bool isExact = std::all_of(begin, begin + static_cast<std::ptrdiff_t>(tuplet.size),
                                     [&](const NotatedPiece& piece) {
                                         return piece.range.length().value * tuplet.p % usual == 0;
                                     });
    tuplet.q = isExact ? usual : 1;
    return tuplet;
}

std::string signOf(int alteration) {
    if (alteration == 0) {
        return "=";
    }
    return std::string(static_cast<std::size_t>(std::abs(alteration)), alteration > 0 ? '^' : '_');
}

/// A layer with a rest to the end of its bar: programs count on overlays as long as the bar.
std::vector<NotatedPiece> filled(const NotatedBar& bar, std::vector<NotatedPiece> layer) {
    const Tick end = layer.empty() ? bar.range.begin : layer.back().range.end;
    if (end < bar.range.end) {
        layer.push_back({{end, bar.range.end}, {}, false});
    }
    return layer;
}

} // namespace

AbcBarWriter::AbcBarWriter(const Score& score, const Signs& signs)
    : m_score(score)
    , m_signs(signs) {
    enterKey({});
}

/// Keys of the score up to that tick come into force, as their signs have been written.
void AbcBarWriter::enterKey(Tick tick) {
    while (m_nextKey < m_score.keys.size() && m_score.keys[m_nextKey].tick <= tick) {
        m_key = m_score.keys[m_nextKey].key;
        m_signature = abcSignature(m_key.fifths());
        m_inBar = {};
        ++m_nextKey;
    }
}

std::string AbcBarWriter::bar(const NotatedBar& bar) {
    m_inBar = {};
    std::string text = layer(bar, bar.layers.front(), true) + graces(bar.gracesAfter);
    for (std::size_t index = 1; index < bar.layers.size(); ++index) {
        for (auto& accidental : m_inBar) {
            if (accidental) {
                accidental->octave.reset();
            }
        }
        text += " & " + layer(bar, filled(bar, bar.layers[index]), false);
    }
    return text;
}

std::string AbcBarWriter::layer(const NotatedBar& bar, const std::vector<NotatedPiece>& pieces,
                                bool isFirst) {
    std::string text;
    const Tick beat = bar.meter.beatLength();
    Tuplet tuplet;
    std::size_t tupletLeft = 0;
    for (std::size_t index = 0; index < pieces.size(); ++index) {
        const NotatedPiece& next = pieces[index];
        const Tick length = next.range.length();
        const auto sign = isFirst ? m_signs.find(next.range.begin) : m_signs.end();
        const bool isOnBeat = (next.range.begin - bar.range.begin) % beat == Tick{};
        const bool afterLong = index > 0 && pieces[index - 1].range.length() >= kQuarter;
        if (index > 0 && (isOnBeat || afterLong || length >= kQuarter || sign != m_signs.end())) {
            text += ' ';
        }
        if (sign != m_signs.end()) {
            text += sign->second;
            enterKey(next.range.begin);
        }
        if (tupletLeft == 0) {
            tuplet = tupletAt(pieces, index);
            tupletLeft = tuplet.size;
            text += tuplet.sign();
        }
        --tupletLeft;
        const Tick written = length * tuplet.p / tuplet.q;
        text += graces(next.graces);
        text += piece(next, Multiple::of(written).text(), isFirst);
    }
    return text;
}

std::string AbcBarWriter::piece(const NotatedPiece& piece, std::string_view length, bool isFirst) {
    if (piece.isRest()) {
        return (isFirst ? "z" : "x") + std::string(length);
    }
    std::string text = piece.heads.size() > 1 ? "[" : "";
    for (const NotatedPiece::Head& head : piece.heads) {
        text += note(head.pitch);
    }
    text += piece.heads.size() > 1 ? "]" : "";
    text += length;
    return text + (piece.heads.front().isTied ? "-" : "");
}

std::string AbcBarWriter::graces(const std::vector<std::vector<NotatedPiece::Head>>& chords) {
    if (chords.empty()) {
        return {};
    }
    std::string text = "{";
    for (const std::vector<NotatedPiece::Head>& chord : chords) {
        std::string names;
        for (const NotatedPiece::Head& head : chord) {
            names += note(head.pitch);
            // Not every reader has the accidentals of grace notes hold for others.
            auto& known = m_inBar[abcLetterIndex(spelled(head.pitch, m_key).letter)];
            if (known) {
                known->octave.reset();
            }
        }
        text += chord.size() > 1 ? "[" + names + "]" : names;
    }
    return text + "}";
}

std::string AbcBarWriter::note(Pitch pitch) {
    const PitchSpelling spelling = spelled(pitch, m_key);
    const Pitch natural = pitch.transposed(-spelling.accidental);
    const int octave = natural.octave();
    const std::size_t letter = abcLetterIndex(spelling.letter);
    auto& inBar = m_inBar[letter];
    const bool isKnown = inBar ? inBar->alteration == spelling.accidental && inBar->octave == octave
                               : m_signature[letter] == spelling.accidental;
    std::string text;
    if (!isKnown) {
        text += signOf(spelling.accidental);
        inBar = {spelling.accidental, octave};
    }
    const bool isHigh = octave >= 5;
    text += isHigh ? static_cast<char>(spelling.letter - 'A' + 'a') : spelling.letter;
    text.append(static_cast<std::size_t>(isHigh ? octave - 5 : 4 - octave), isHigh ? '\'' : ',');
    return text;
}

} // namespace cantilena
