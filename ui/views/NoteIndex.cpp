#include "ui/views/NoteIndex.h"

namespace cantilena {

NoteIndex::NoteIndex(std::shared_ptr<const Track> track)
    : m_track(std::move(track)) {
    const std::vector<Note>& notes = m_track->notes;
    m_blockEnds.resize((notes.size() + kBlock - 1) / kBlock);
    for (std::size_t i = 0; i < notes.size(); ++i) {
        Tick& end = m_blockEnds[i / kBlock];
        end = std::max(end, notes[i].end());
        m_lowest = i == 0 ? notes[i].pitch : std::min(m_lowest, notes[i].pitch);
        m_highest = i == 0 ? notes[i].pitch : std::max(m_highest, notes[i].pitch);
    }
}

std::vector<Note> NoteIndex::overlapping(TickRange range) const {
    std::vector<Note> found;
    visit(range, [&](const Note& note) { found.push_back(note); });
    return found;
}

std::size_t NoteIndex::firstFrom(Tick tick) const {
    if (!m_track) {
        return 0;
    }
    const std::vector<Note>& notes = m_track->notes;
    const auto at = std::lower_bound(notes.begin(), notes.end(), tick,
                                     [](const Note& note, Tick t) { return note.onset < t; });
    return static_cast<std::size_t>(at - notes.begin());
}

std::size_t NoteIndex::onsetsWithin(TickRange range) const {
    return range.isEmpty() ? 0 : firstFrom(range.end) - firstFrom(range.begin);
}

Tick NoteIndex::end() const {
    return m_blockEnds.empty() ? Tick{} : *std::max_element(m_blockEnds.begin(), m_blockEnds.end());
}

} // namespace cantilena
