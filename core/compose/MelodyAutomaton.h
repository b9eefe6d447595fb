#pragma once

#include "core/corpus/CopiedRuns.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace cantilena {

/// Every run of notes of a corpus, exactly: the suffix automaton (Blumer et al. 1985) of its
/// melodies as rows of steps. Built in time and memory proportional to the notes; immutable, any
/// thread.
class MelodyAutomaton {
public:
    explicit MelodyAutomaton(std::vector<SourceTune> tunes);

    /// One for each note of the melody.
    [[nodiscard]] std::vector<RunEnd> runEnds(std::span<const Note> melody) const;
    /// Of some notes of the melody; runs may reach beyond them on both sides.
    [[nodiscard]] CopyReport report(std::span<const Note> melody, NoteRange range = {}) const;

private:
    using StateId = std::uint32_t;
    struct Edge {
        std::uint32_t symbol;
        StateId to;
    };
    struct State {
        std::uint32_t length = 0;
        StateId link = 0;
        /// The step at which its runs end for the first time.
        std::uint32_t firstEnd = 0;
        /// Sorted by symbol.
        std::vector<Edge> edges;
    };

    [[nodiscard]] StateId next(StateId from, std::uint32_t symbol) const;
    void setNext(StateId from, std::uint32_t symbol, StateId to);
    [[nodiscard]] StateId extended(StateId last, std::uint32_t symbol, std::uint32_t at);
    [[nodiscard]] StateId split(StateId from, std::uint32_t symbol, StateId to);
    [[nodiscard]] RunEnd placeOf(StateId state, std::uint32_t steps, Pitch lastPitch) const;

    std::vector<SourceTune> m_tunes;
    /// Notes before each tune; a step is numbered by its first note, counted through all tunes.
    std::vector<std::size_t> m_offsets;
    std::map<MelodyStep, std::uint32_t> m_symbols;
    /// The first is the empty run.
    std::vector<State> m_states;
};

} // namespace cantilena
