#include "core/formats/GraceNotes.h"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>
#include <unordered_map>

namespace cantilena {

namespace {

constexpr Tick kGrace = kQuarter / 8;
/// As long as those without time of their own may be held together.
constexpr Tick kLongestCrush = kQuarter / 2;

/// The onsets of a track's notes, grace notes aside, each once.
std::vector<Tick> mainOnsets(const std::vector<Note>& notes) {
    std::vector<Tick> onsets;
    for (const Note& note : notes) {
        if (!note.isGrace) {
            onsets.push_back(note.onset);
        }
    }
    std::sort(onsets.begin(), onsets.end());
    onsets.erase(std::unique(onsets.begin(), onsets.end()), onsets.end());
    return onsets;
}

bool contains(const std::vector<Tick>& sorted, Tick tick) {
    return std::binary_search(sorted.begin(), sorted.end(), tick);
}

Tick lastBefore(const std::vector<Tick>& sorted, Tick tick) {
    const auto at = std::lower_bound(sorted.begin(), sorted.end(), tick);
    return at == sorted.begin() ? Tick{} : *(at - 1);
}

/// Gives those before one place their times; music begins at `since` before it.
void play(std::span<const WrittenGrace> graces, Tick since, std::vector<Note>& notes) {
    const Tick before = graces.front().before;
    const int places =
        std::max_element(graces.begin(), graces.end(), [](const auto& a, const auto& b) {
            return a.place < b.place;
        })->place;
    const Tick length = std::min(kGrace, (before - since) / 2 / places);
    const Tick crushed = std::max(std::min(kGrace, kLongestCrush / places), Tick{1});
    for (const WrittenGrace& grace : graces) {
        const int toGo = places - grace.place + 1;
        Note note{{}, before, crushed * grace.place, grace.pitch, grace.velocity};
        note.isGrace = true;
        if (length > Tick{}) {
            note.onset = before - length * toGo;
            note.duration = length;
        }
        notes.push_back(note);
    }
}

/// Where each grace note of the track belongs, by its place among the notes.
std::map<std::size_t, Tick> placesOf(const std::vector<Note>& notes) {
    const std::vector<Tick> mains = mainOnsets(notes);
    std::map<std::size_t, Tick> places;
    // What the grace note that begins there stands before.
    std::unordered_map<std::int64_t, Tick> byOnset;
    for (std::size_t index = notes.size(); index-- > 0;) {
        const Note& note = notes[index];
        if (!note.isGrace) {
            continue;
        }
        const bool isCrushed = note.onset == Tick{} || contains(mains, note.onset);
        const auto next = byOnset.find(note.end().value);
        const bool goesOn = next != byOnset.end() && !contains(mains, note.end());
        places[index] = isCrushed ? note.onset : goesOn ? next->second : note.end();
        if (!isCrushed) {
            byOnset.emplace(note.onset.value, places[index]);
        }
    }
    return places;
}

} // namespace

std::vector<Note> withGraceNotes(std::vector<Note> notes, const std::vector<WrittenGrace>& graces) {
    if (!graces.empty()) {
        std::vector<WrittenGrace> inOrder = graces;
        std::stable_sort(inOrder.begin(), inOrder.end(),
                         [](const auto& a, const auto& b) { return a.before < b.before; });
        const std::vector<Tick> mains = mainOnsets(notes);
        Tick since;
        for (std::size_t first = 0; first < inOrder.size();) {
            std::size_t last = first;
            while (last < inOrder.size() && inOrder[last].before == inOrder[first].before) {
                ++last;
            }
            const Tick before = inOrder[first].before;
            play(std::span(inOrder).subspan(first, last - first),
                 std::max(since, lastBefore(mains, before)), notes);
            since = before;
            first = last;
        }
    }
    std::stable_sort(notes.begin(), notes.end(), precedes);
    return notes;
}

std::vector<GraceRun> graceRuns(const Track& track) {
    const std::vector<Note>& notes = track.notes;
    std::map<Tick, std::vector<std::size_t>> byPlace;
    for (const auto& [index, before] : placesOf(notes)) {
        byPlace[before].push_back(index);
    }
    std::vector<GraceRun> runs;
    for (auto& [before, indices] : byPlace) {
        const auto time = [&](std::size_t index) {
            return std::tuple(notes[index].onset, notes[index].end());
        };
        std::stable_sort(indices.begin(), indices.end(),
                         [&](std::size_t a, std::size_t b) { return time(a) < time(b); });
        GraceRun run{before, {}};
        for (const std::size_t index : indices) {
            if (run.chords.empty() || time(run.chords.back().front()) != time(index)) {
                run.chords.emplace_back();
            }
            run.chords.back().push_back(index);
        }
        runs.push_back(std::move(run));
    }
    return runs;
}

} // namespace cantilena
