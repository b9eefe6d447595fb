#include "core/formats/NotatedBars.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <set>
#include <tuple>
#include <utility>

namespace cantilena {

namespace {

/// Notes that begin and end together.
struct Chord {
    TickRange range;
    std::vector<NotatedPiece::Head> heads;
};

/// The track's notes as chords, by onset, of those that begin together the highest first. The page
/// ends at `pageEnd`; no note sounds beyond.
std::vector<Chord> chordsOf(const Track& track, Tick pageEnd) {
    std::vector<Chord> chords;
    for (std::size_t index = 0; index < track.notes.size(); ++index) {
        const Note& note = track.notes[index];
        if (note.isGrace) {
            continue;
        }
        // Where bars begin off the grid, the last may end just before a note is written to end.
        TickRange range{writtenTime(note.onset), std::min(writtenTime(note.end()), pageEnd)};
        if (range.isEmpty()) {
            range = {note.onset, note.end()};
        }
        chords.push_back({range, {{note.pitch, note.velocity, false, index}}});
    }
    std::stable_sort(chords.begin(), chords.end(), [](const Chord& a, const Chord& b) {
        return std::tuple(a.range.begin, a.range.end, a.heads.front().pitch) <
               std::tuple(b.range.begin, b.range.end, b.heads.front().pitch);
    });
    const auto last = std::unique(chords.begin(), chords.end(), [](Chord& a, const Chord& b) {
        const bool isSame = a.range == b.range;
        if (isSame) {
            a.heads.push_back(b.heads.front());
        }
        return isSame;
    });
    chords.erase(last, chords.end());
    std::stable_sort(chords.begin(), chords.end(), [](const Chord& a, const Chord& b) {
        return a.range.begin != b.range.begin ? a.range.begin < b.range.begin
                                              : a.heads.back().pitch > b.heads.back().pitch;
    });
    return chords;
}

/// Puts each chord into the first layer that is free when it begins.
std::vector<std::vector<Chord>> layered(std::vector<Chord> chords) {
    using Busy = std::pair<Tick, std::size_t>;
    std::priority_queue<Busy, std::vector<Busy>, std::greater<>> busy;
    std::set<std::size_t> free;
    std::vector<std::vector<Chord>> layers;
    for (Chord& chord : chords) {
        while (!busy.empty() && busy.top().first <= chord.range.begin) {
            free.insert(busy.top().second);
            busy.pop();
        }
        if (free.empty()) {
            free.insert(layers.size());
            layers.emplace_back();
        }
        const std::size_t layer = *free.begin();
        free.erase(free.begin());
        busy.push({chord.range.end, layer});
        layers[layer].push_back(std::move(chord));
    }
    return layers;
}

/// Fills one layer of the bars with its chords.
class LayerWriter {
public:
    LayerWriter(std::vector<NotatedBar>& bars, const std::vector<Tick>& cuts, std::size_t voice)
        : m_bars(bars)
        , m_cuts(cuts)
        , m_voice(voice)
        , m_isFirst(voice == 0) {}

    void write(const Chord& chord);
    /// Rests to the end of the last bar; for a first layer.
    void finish();

private:
    void addPiece(TickRange range, const Chord* chord);
    void restUntil(Tick end);
    /// Where a piece from `begin` on must be cut, at the latest at the end of its bar.
    [[nodiscard]] Tick cutAfter(Tick begin) const;
    std::vector<NotatedPiece>& layerOf(NotatedBar& bar);
    void moveOn();

    std::vector<NotatedBar>& m_bars;
    const std::vector<Tick>& m_cuts;
    std::size_t m_voice;
    bool m_isFirst;
    std::size_t m_bar = 0;
    /// Up to where the layer of bar m_bar is filled; nothing is there yet where `m_layer` is null.
    Tick m_now;
    std::vector<NotatedPiece>* m_layer = nullptr;
};

void LayerWriter::moveOn() {
    while (m_bar + 1 < m_bars.size() && m_now >= m_bars[m_bar].range.end) {
        ++m_bar;
        m_layer = nullptr;
    }
}

Tick LayerWriter::cutAfter(Tick begin) const {
    const Tick barEnd = m_bars[m_bar].range.end;
    if (!m_isFirst) {
        return barEnd;
    }
    const auto cut = std::upper_bound(m_cuts.begin(), m_cuts.end(), begin);
    return cut == m_cuts.end() ? barEnd : std::min(*cut, barEnd);
}

std::vector<NotatedPiece>& LayerWriter::layerOf(NotatedBar& bar) {
    if (m_layer == nullptr) {
        if (!m_isFirst) {
            bar.layers.emplace_back();
            bar.voices.push_back(m_voice);
        }
        m_layer = m_isFirst ? &bar.layers.front() : &bar.layers.back();
    }
    return *m_layer;
}

void LayerWriter::addPiece(TickRange range, const Chord* chord) {
    while (range.begin < range.end) {
        moveOn();
        const Tick end = std::min(range.end, cutAfter(range.begin));
        NotatedPiece piece{{range.begin, end}, {}, false};
        if (chord != nullptr) {
            piece.heads = chord->heads;
            piece.isContinued = range.begin > chord->range.begin;
            for (NotatedPiece::Head& head : piece.heads) {
                head.isTied = end < chord->range.end;
            }
        }
        layerOf(m_bars[m_bar]).push_back(std::move(piece));
        range.begin = end;
        m_now = end;
    }
}

void LayerWriter::restUntil(Tick end) {
    if (!m_isFirst) {
        // Bars in which this layer is silent need nothing.
        while (m_bar + 1 < m_bars.size() && m_bars[m_bar].range.end <= end) {
            ++m_bar;
            m_layer = nullptr;
        }
        m_now = m_layer == nullptr ? m_bars[m_bar].range.begin : m_now;
    }
    addPiece({m_now, end}, nullptr);
}

void LayerWriter::write(const Chord& chord) {
    restUntil(chord.range.begin);
    addPiece(chord.range, &chord);
}

void LayerWriter::finish() {
    restUntil(m_bars.back().range.end);
}

/// Cuts the first layer where grace notes stand before none of the chords.
void addCuts(std::vector<Tick>& cuts, const std::vector<GraceRun>& graces,
             const std::vector<std::vector<Chord>>& layers) {
    if (graces.empty()) {
        return;
    }
    std::set<Tick> begins;
    for (const std::vector<Chord>& layer : layers) {
        for (const Chord& chord : layer) {
            begins.insert(chord.range.begin);
        }
    }
    for (const GraceRun& run : graces) {
        if (!begins.contains(run.before)) {
            cuts.push_back(run.before);
        }
    }
    std::sort(cuts.begin(), cuts.end());
}

/// What begins in the bar at that time: a chord of any layer, else a piece of the first; null when
/// nothing does.
NotatedPiece* pieceAt(NotatedBar& bar, Tick tick) {
    NotatedPiece* other = nullptr;
    for (std::vector<NotatedPiece>& layer : bar.layers) {
        const auto piece = std::lower_bound(
            layer.begin(), layer.end(), tick,
            [](const NotatedPiece& a, Tick wanted) { return a.range.begin < wanted; });
        if (piece == layer.end() || piece->range.begin != tick) {
            continue;
        }
        if (!piece->isRest() && !piece->isContinued) {
            return &*piece;
        }
        other = other == nullptr && &layer == &bar.layers.front() ? &*piece : other;
    }
    return other;
}

void addGraces(std::vector<NotatedBar>& bars, const Track& track,
               const std::vector<GraceRun>& graces) {
    for (const GraceRun& run : graces) {
        auto bar = std::upper_bound(
            bars.begin(), bars.end(), run.before,
            [](Tick tick, const NotatedBar& other) { return tick < other.range.begin; });
        bar -= bar == bars.begin() ? 0 : 1;
        NotatedPiece* piece = pieceAt(*bar, run.before);
        auto& written = piece != nullptr ? piece->graces : bar->gracesAfter;
        for (const std::vector<std::size_t>& chord : run.chords) {
            auto& heads = written.emplace_back();
            for (const std::size_t index : chord) {
                const Note& note = track.notes[index];
                heads.push_back({note.pitch, note.velocity, false, index});
            }
        }
    }
}

} // namespace

Tick writtenTime(Tick tick) {
    constexpr Tick kNear = kQuarter / 480;
    for (const Tick grid : {kQuarter / 16, kQuarter / 24}) {
        const Tick near = snapped(tick, grid);
        if (near <= tick + kNear && tick <= near + kNear) {
            return near;
        }
    }
    return tick;
}

std::vector<NotatedBar> emptyBars(const Score& score, Tick end) {
    std::vector<NotatedBar> bars;
    const MeterMap meters = score.meterMap();
    Tick begin;
    for (int bar = score.pickup > Tick{} ? 0 : 1; begin < end; ++bar) {
        const Tick next = meters.barStart(bar + 1);
        if (next > begin) {
            bars.push_back({{begin, next}, meters.meterAt(begin), {{}}, {0}});
            begin = next;
        }
    }
    return bars;
}

std::vector<NotatedBar> notatedBars(const Track& track, std::vector<NotatedBar> bars,
                                    std::vector<Tick> cuts, const std::vector<GraceRun>& graces) {
    if (bars.empty()) {
        return bars;
    }
    const std::vector<std::vector<Chord>> layers = layered(chordsOf(track, bars.back().range.end));
    addCuts(cuts, graces, layers);
    for (std::size_t layer = 0; layer < std::max<std::size_t>(layers.size(), 1); ++layer) {
        LayerWriter writer(bars, cuts, layer);
        if (layer < layers.size()) {
            for (const Chord& chord : layers[layer]) {
                writer.write(chord);
            }
        }
        if (layer == 0) {
            writer.finish();
        }
    }
    addGraces(bars, track, graces);
    return bars;
}

} // namespace cantilena
