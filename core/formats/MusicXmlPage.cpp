#include "core/formats/MusicXmlPage.h"

#include "core/formats/PageTimes.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace cantilena {

namespace {

/// Where the last sign ends, and one of music, so that its bar is written.
Tick signsEnd(const Score& score) {
    Tick end = score.pickup > Tick{} ? score.pickup + Tick{1} : Tick{1};
    const auto reach = [&](const auto& entries) {
        if (!entries.empty()) {
            end = std::max(end, entries.back().tick + Tick{1});
        }
    };
    reach(score.tempos);
    reach(score.meters);
    reach(score.keys);
    reach(score.chords);
    reach(score.markers);
    return end;
}

/// Grace notes stand before their note where the page has it.
std::vector<GraceRun> gracesOnPage(const Track& track, const Track& onPage) {
    std::vector<GraceRun> runs = graceRuns(track);
    std::map<Tick, Tick> places;
    for (std::size_t index = 0; index < track.notes.size() && !runs.empty(); ++index) {
        if (!track.notes[index].isGrace) {
            places.insert_or_assign(track.notes[index].onset, onPage.notes[index].onset);
            places.emplace(track.notes[index].end(), onPage.notes[index].end());
        }
    }
    for (GraceRun& run : runs) {
        const auto place = places.find(run.before);
        run.before = place == places.end() ? writtenTime(run.before) : place->second;
    }
    return runs;
}

MusicXmlPagePart partOf(const Track& track, Track onPage, const std::vector<NotatedBar>& bars) {
    MusicXmlPagePart part;
    part.track = &track;
    part.bars = notatedBars(onPage, bars, {}, gracesOnPage(track, onPage));
    part.values.reserve(part.bars.size());
    for (const NotatedBar& bar : part.bars) {
        auto& layers = part.values.emplace_back();
        for (const std::vector<NotatedPiece>& layer : bar.layers) {
            layers.push_back(valued(bar, layer));
        }
        part.voices = std::max(part.voices, bar.voices.back() + 1);
    }
    return part;
}

/// The greatest length of which all that is written is a multiple.
class CommonDivision {
public:
    void add(Tick tick) { m_division = std::gcd(m_division, tick.value); }
    void add(const MusicXmlPagePart& part) {
        for (const Note& note : part.track->notes) {
            if (!note.isGrace) {
                add(note.onset);
                add(note.end());
            }
        }
        for (const auto& layers : part.values) {
            for (const auto& values : layers) {
                for (const ValuedPiece& value : values) {
                    add(value.range.begin);
                    add(value.range.end);
                }
            }
        }
    }
    template <typename Entry>
    void addAll(const std::vector<Entry>& entries) {
        for (const Entry& entry : entries) {
            add(entry.tick);
        }
    }
    [[nodiscard]] Tick taken() const { return {m_division}; }

private:
    std::int64_t m_division = kQuarter.value;
};

} // namespace

MusicXmlPage musicXmlPage(const Score& score) {
    Tick end = signsEnd(score);
    std::vector<NotatedBar> bars = emptyBars(score, std::max(end, score.end() + kQuarter));
    std::vector<Track> tracks;
    for (const auto& track : score.tracks) {
        tracks.push_back(*track);
        tracks.back().notes = notesOnPage(track->notes, bars);
        for (const Note& note : tracks.back().notes) {
            end = std::max(end, note.end());
        }
    }
    while (bars.size() > 1 && bars.back().range.begin >= end) {
        bars.pop_back();
    }
    MusicXmlPage page;
    CommonDivision division;
    for (std::size_t index = 0; index < tracks.size(); ++index) {
        page.parts.push_back(partOf(*score.tracks[index], std::move(tracks[index]), bars));
        division.add(page.parts.back());
    }
    for (const NotatedBar& bar : bars) {
        division.add(bar.range.begin);
        division.add(bar.range.end);
    }
    division.addAll(score.tempos);
    division.addAll(score.meters);
    division.addAll(score.keys);
    division.addAll(score.chords);
    division.addAll(score.markers);
    page.division = division.taken();
    return page;
}

} // namespace cantilena
