#include "core/formats/NoteValues.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <numeric>

namespace cantilena {

namespace {

constexpr Tick kLongest = kQuarter * 8;
constexpr Tick kShortest = kQuarter / 64;

/// What is left of a time's denominator in quarters without its factors of two: 3 for a triplet.
std::int64_t oddPart(Tick tick) {
    std::int64_t denominator = kQuarter.value / std::gcd(tick.value, kQuarter.value);
    while (denominator % 2 == 0) {
        denominator /= 2;
    }
    return denominator;
}

/// How many 64ths of a quarter; 0 when they do not come out even.
std::uint64_t inShortest(Tick length) {
    return length % kShortest == Tick{} ? static_cast<std::uint64_t>(length / kShortest) : 0;
}

/// The beat where three make one; nothing in other metres.
std::optional<Tick> compoundBeat(Meter meter) {
    const Tick beat = meter.beatLength();
    return inShortest(beat) % 3 == 0 ? std::optional(beat) : std::nullopt;
}

/// The value of that length, wherever it stands.
std::optional<NoteValue> valueOf(Tick length) {
    for (Tick plain = kLongest; plain >= kShortest; plain = plain / 2) {
        if (length == plain) {
            return NoteValue{plain, 0};
        }
        if (length * 2 == plain * 3) {
            return NoteValue{plain, 1};
        }
    }
    return std::nullopt;
}

/// Splits stretches of time into values, so that the beats can be seen.
class Splitting {
public:
    explicit Splitting(std::optional<Tick> compoundBeat)
        : m_beat(compoundBeat) {}

    struct Part {
        TickRange range;
        std::optional<NoteValue> value;
    };

    void split(TickRange range) {
        const auto value = valueOf(range.length());
        const auto boundary = strongest(range);
        if ((value && isClear(range, *value)) || !boundary) {
            parts.push_back({range, value});
            return;
        }
        split({range.begin, *boundary});
        split({*boundary, range.end});
    }

    std::vector<Part> parts;

private:
    /// Whether one note may stand there without hiding the beats.
    [[nodiscard]] bool isClear(TickRange range, const NoteValue& value) const {
        if (m_beat && range.begin / *m_beat != (range.end - Tick{1}) / *m_beat) {
            return range.begin % *m_beat == Tick{} && range.end % *m_beat == Tick{};
        }
        return range.begin % std::max(value.plain / 2, kShortest) == Tick{};
    }

    /// The first of the strongest times inside.
    [[nodiscard]] std::optional<Tick> strongest(TickRange range) const {
        if (m_beat) {
            for (Tick step = *m_beat * 4; step >= *m_beat; step = step / 2) {
                if (const auto inside = firstInside(range, step)) {
                    return inside;
                }
            }
        }
        for (Tick step = m_beat ? *m_beat / 3 : kLongest; step >= kShortest; step = step / 2) {
            if (const auto inside = firstInside(range, step)) {
                return inside;
            }
        }
        return std::nullopt;
    }

    static std::optional<Tick> firstInside(TickRange range, Tick step) {
        const Tick next = snappedDown(range.begin, step) + step;
        return next < range.end ? std::optional(next) : std::nullopt;
    }

    std::optional<Tick> m_beat;
};

/// A stretch of a piece, counted from the beginning of the bar.
struct Stretch {
    TickRange range;
    const NotatedPiece* piece;
};

/// The pieces, of which those that lead far into or out of a tuplet are cut at the beat.
std::vector<Stretch> stretchesOf(Tick barBegin, const std::vector<NotatedPiece>& layer) {
    constexpr Tick kLong = kQuarter * 4 / 3;
    std::vector<Stretch> stretches;
    for (const NotatedPiece& piece : layer) {
        TickRange range{piece.range.begin - barBegin, piece.range.end - barBegin};
        const bool beginsOff = oddPart(range.begin) != 1;
        const bool endsOff = oddPart(range.end) != 1;
        const bool isLong = range.length() > kLong;
        const Tick next = snappedDown(range.begin, kQuarter) + kQuarter;
        const bool endsInBeat = !endsOff && range.end % kQuarter != Tick{};
        if (beginsOff && next < range.end && (isLong || endsInBeat)) {
            stretches.push_back({{range.begin, next}, &piece});
            range.begin = next;
        }
        const Tick last = snappedDown(range.end, kQuarter);
        if (endsOff && isLong && last > range.begin) {
            stretches.push_back({{range.begin, last}, &piece});
            range.begin = last;
        }
        stretches.push_back({range, &piece});
    }
    return stretches;
}

/// Stretches that make up a tuplet: as many from the first on.
struct Tuplet {
    std::size_t count = 0;
    TupletRatio ratio;
};

/// The largest number of twos, and of one three where the time is in threes, below `actual`.
int normalFor(std::int64_t actual, bool isInThrees) {
    const auto below = static_cast<std::uint64_t>(actual);
    if (isInThrees && actual > 3) {
        return static_cast<int>(3 * std::bit_floor((below - 1) / 3));
    }
    return static_cast<int>(std::bit_floor(below));
}

Tuplet tupletAt(const std::vector<Stretch>& stretches, std::size_t first,
                std::optional<Tick> beat) {
    const Tick begin = stretches[first].range.begin;
    std::int64_t actual = 1;
    Tuplet tuplet;
    bool isInThrees = false;
    for (std::size_t index = first; index < stretches.size(); ++index) {
        const Tick end = stretches[index].range.end;
        actual = std::lcm(actual, oddPart(end - begin));
        const std::uint64_t sum = inShortest(end - begin);
        isInThrees = beat && end % *beat == Tick{} && sum % 3 == 0 && std::has_single_bit(sum / 3);
        tuplet.count = index - first + 1;
        if (std::has_single_bit(sum) || isInThrees) {
            break;
        }
    }
    tuplet.ratio = {static_cast<int>(actual), normalFor(actual, isInThrees)};
    return tuplet;
}

class LayerValues {
public:
    LayerValues(const NotatedBar& bar, const std::vector<NotatedPiece>& layer)
        : m_begin(bar.range.begin)
        , m_beat(compoundBeat(bar.meter))
        , m_stretches(stretchesOf(bar.range.begin, layer)) {}

    std::vector<ValuedPiece> values() {
        for (std::size_t index = 0; index < m_stretches.size();) {
            const TickRange range = m_stretches[index].range;
            if (oddPart(range.length()) == 1) {
                addPlain(m_stretches[index]);
                ++index;
                continue;
            }
            const Tuplet tuplet = tupletAt(m_stretches, index, m_beat);
            addTuplet(index, tuplet);
            index += tuplet.count;
        }
        return std::move(m_values);
    }

private:
    void addPlain(const Stretch& stretch) {
        Splitting splitting(m_beat);
        splitting.split(stretch.range);
        for (const Splitting::Part& part : splitting.parts) {
            add(part.range, stretch.piece, part.value, {});
        }
    }

    void addTuplet(std::size_t first, const Tuplet& tuplet) {
        const std::size_t firstValue = m_values.size();
        const Tick begin = m_stretches[first].range.begin;
        const auto [actual, normal] = tuplet.ratio;
        for (std::size_t index = first; index < first + tuplet.count; ++index) {
            const Stretch& stretch = m_stretches[index];
            const TickRange scaled{(stretch.range.begin - begin) * actual,
                                   (stretch.range.end - begin) * actual};
            if (scaled.begin.value % normal != 0 || scaled.end.value % normal != 0) {
                add(stretch.range, stretch.piece, std::nullopt, {});
                continue;
            }
            Splitting splitting(std::nullopt);
            splitting.split({scaled.begin / normal, scaled.end / normal});
            for (const Splitting::Part& part : splitting.parts) {
                const TickRange range{begin + part.range.begin * normal / actual,
                                      begin + part.range.end * normal / actual};
                add(range, stretch.piece, part.value, tuplet.ratio);
            }
        }
        m_values[firstValue].opensTuplet = m_values[firstValue].ratio == tuplet.ratio;
        m_values.back().closesTuplet = m_values[firstValue].opensTuplet;
    }

    void add(TickRange range, const NotatedPiece* piece, std::optional<NoteValue> value,
             TupletRatio ratio) {
        m_values.push_back(
            {{range.begin + m_begin, range.end + m_begin}, piece, value, ratio, false, false});
    }

    Tick m_begin;
    std::optional<Tick> m_beat;
    std::vector<Stretch> m_stretches;
    std::vector<ValuedPiece> m_values;
};

} // namespace

std::vector<ValuedPiece> valued(const NotatedBar& bar, const std::vector<NotatedPiece>& layer) {
    return LayerValues(bar, layer).values();
}

} // namespace cantilena
