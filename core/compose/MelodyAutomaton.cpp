#include "core/compose/MelodyAutomaton.h"

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {

/// No edge leads back to the empty run, so its number stands for "nowhere".
constexpr std::uint32_t kEmptyRun = 0;

const std::vector<Note>& notesOf(const SourceTune& tune) {
    return tune.melody->tracks.front()->notes;
}

} // namespace

MelodyAutomaton::MelodyAutomaton(std::vector<SourceTune> tunes)
    : m_tunes(std::move(tunes))
    , m_states(1) {
    std::size_t offset = 0;
    for (const SourceTune& tune : m_tunes) {
        m_offsets.push_back(offset);
        StateId last = kEmptyRun;
        auto at = static_cast<std::uint32_t>(offset);
        for (const MelodyStep& step : stepsOf(notesOf(tune))) {
            const auto fresh = static_cast<std::uint32_t>(m_symbols.size());
            const std::uint32_t symbol = m_symbols.try_emplace(step, fresh).first->second;
            last = extended(last, symbol, at++);
        }
        offset += notesOf(tune).size();
    }
}

MelodyAutomaton::StateId MelodyAutomaton::next(StateId from, std::uint32_t symbol) const {
    const std::vector<Edge>& edges = m_states[from].edges;
    const auto found = std::ranges::lower_bound(edges, symbol, {}, &Edge::symbol);
    return found != edges.end() && found->symbol == symbol ? found->to : kEmptyRun;
}

void MelodyAutomaton::setNext(StateId from, std::uint32_t symbol, StateId to) {
    std::vector<Edge>& edges = m_states[from].edges;
    const auto place = std::ranges::lower_bound(edges, symbol, {}, &Edge::symbol);
    if (place != edges.end() && place->symbol == symbol) {
        place->to = to;
    } else {
        edges.insert(place, {symbol, to});
    }
}

/// The state of the run `last` and one more step, which stands at `at`.
MelodyAutomaton::StateId MelodyAutomaton::extended(StateId last, std::uint32_t symbol,
                                                   std::uint32_t at) {
    // A tune that begins like an earlier one walks on what is there.
    if (const StateId known = next(last, symbol); known != kEmptyRun) {
        const bool exact = m_states[known].length == m_states[last].length + 1;
        return exact ? known : split(last, symbol, known);
    }
    const auto made = static_cast<StateId>(m_states.size());
    m_states.push_back({m_states[last].length + 1, kEmptyRun, at, {}});
    StateId suffix = last;
    while (next(suffix, symbol) == kEmptyRun) {
        setNext(suffix, symbol, made);
        if (suffix == kEmptyRun) {
            return made;
        }
        suffix = m_states[suffix].link;
    }
    const StateId known = next(suffix, symbol);
    const bool exact = m_states[known].length == m_states[suffix].length + 1;
    const StateId link = exact ? known : split(suffix, symbol, known);
    m_states[made].link = link;
    return made;
}

/// Parts the runs of `to` that are no longer than `from` and the symbol from the longer ones.
MelodyAutomaton::StateId MelodyAutomaton::split(StateId from, std::uint32_t symbol, StateId to) {
    const auto shorter = static_cast<StateId>(m_states.size());
    State copy = m_states[to];
    copy.length = m_states[from].length + 1;
    m_states.push_back(std::move(copy));
    m_states[to].link = shorter;
    StateId suffix = from;
    while (next(suffix, symbol) == to) {
        setNext(suffix, symbol, shorter);
        if (suffix == kEmptyRun) {
            break;
        }
        suffix = m_states[suffix].link;
    }
    return shorter;
}

std::vector<RunEnd> MelodyAutomaton::runEnds(std::span<const Note> melody) const {
    std::vector<RunEnd> ends(melody.size());
    const std::vector<MelodyStep> steps = stepsOf(melody);
    StateId state = kEmptyRun;
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto symbol = m_symbols.find(steps[i]);
        if (symbol == m_symbols.end()) {
            state = kEmptyRun;
            length = 0;
            continue;
        }
        while (state != kEmptyRun && next(state, symbol->second) == kEmptyRun) {
            state = m_states[state].link;
            length = m_states[state].length;
        }
        state = next(state, symbol->second);
        ++length;
        ends[i + 1] = placeOf(state, length, melody[i + 1].pitch);
    }
    return ends;
}

RunEnd MelodyAutomaton::placeOf(StateId state, std::uint32_t steps, Pitch lastPitch) const {
    const std::size_t last = std::size_t{m_states[state].firstEnd} + 1;
    const auto after = std::ranges::upper_bound(m_offsets, last);
    const auto tune = static_cast<std::size_t>(after - m_offsets.begin()) - 1;
    const std::size_t lastInTune = last - m_offsets[tune];
    const Pitch there = notesOf(m_tunes[tune])[lastInTune].pitch;
    return {std::size_t{steps} + 1, tune, lastInTune - steps, lastPitch.number - there.number};
}

CopyReport MelodyAutomaton::report(std::span<const Note> melody, NoteRange range) const {
    const std::vector<RunEnd> ends = runEnds(melody);
    CopyReport report;
    report.shareCopied = shareCopied(ends, range);
    if (const auto longest = longestRun(ends, range)) {
        const SourceTune& tune = m_tunes[longest->end.tune];
        const Tick onset = notesOf(tune)[longest->end.note].onset;
        report.longest = {longest->end.notes,
                          longest->firstNote,
                          tune.name,
                          tune.title,
                          longest->end.note,
                          tune.melody->meterMap().at(onset).bar,
                          longest->end.transposedBy};
    }
    return report;
}

} // namespace cantilena
