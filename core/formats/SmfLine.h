#pragma once

#include "core/score/Track.h"

#include <array>
#include <cstdint>
#include <vector>

namespace cantilena {

/// Collects one channel of a MIDI track. A note-off ends the note of its key that has sounded
/// longest: first in, first out, as the writer assumes as well.
class SmfLine {
public:
    explicit SmfLine(int channel);

    void startNote(Tick tick, int key, int velocity);
    /// A note that would have no length gets `shortest`.
    void endNote(Tick tick, int key, Tick shortest);
    void endAllNotes(Tick tick, Tick shortest);
    void setProgram(int program);
    void setController(Tick tick, int controller, int value);

    [[nodiscard]] bool hasNotes() const { return !m_track.notes.empty(); }
    /// Notes that have begun and not ended.
    [[nodiscard]] std::size_t openNotes() const { return m_openCount; }
    [[nodiscard]] int lateProgramChanges() const { return m_lateProgramChanges; }
    [[nodiscard]] int notesWithoutLength() const { return m_notesWithoutLength; }
    [[nodiscard]] Track& track() { return m_track; }

private:
    /// Index + 1 of a note, 0 for none.
    using Link = std::uint32_t;

    /// Where the part of `mix` that a controller sets lies; null for other controllers.
    [[nodiscard]] int* mixed(int controller);

    Track m_track;
    std::array<Link, 128> m_firstOpen{};
    std::array<Link, 128> m_lastOpen{};
    /// For each note the next open one of the same key.
    std::vector<Link> m_nextOpen;
    /// When each of volume, pan, reverb and chorus was first set, in the order of `mixed`.
    std::array<Tick, 4> m_mixedAt{};
    std::array<bool, 4> m_isMixed{};
    std::size_t m_openCount = 0;
    int m_lateProgramChanges = 0;
    int m_notesWithoutLength = 0;
};

} // namespace cantilena
