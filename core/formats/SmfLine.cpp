#include "core/formats/SmfLine.h"

#include <algorithm>

namespace cantilena {

SmfLine::SmfLine(int channel) {
    m_track.channel = channel;
}

void SmfLine::startNote(Tick tick, int key, int velocity) {
    Note note;
    note.onset = tick;
    note.pitch = {key};
    note.velocity = velocity;
    m_track.notes.push_back(note);
    m_nextOpen.push_back(0);
    const auto index = static_cast<std::size_t>(key);
    const auto link = static_cast<Link>(m_track.notes.size());
    if (m_firstOpen[index] == 0) {
        m_firstOpen[index] = link;
    } else {
        m_nextOpen[m_lastOpen[index] - 1] = link;
    }
    m_lastOpen[index] = link;
    ++m_openCount;
}

void SmfLine::endNote(Tick tick, int key, Tick shortest) {
    Link& first = m_firstOpen[static_cast<std::size_t>(key)];
    if (first == 0) {
        return;
    }
    Note& note = m_track.notes[first - 1];
    note.duration = tick - note.onset;
    if (note.duration <= Tick{}) {
        note.duration = shortest;
        ++m_notesWithoutLength;
    }
    first = m_nextOpen[first - 1];
    --m_openCount;
}

void SmfLine::endAllNotes(Tick tick, Tick shortest) {
    for (int key = 0; key < 128 && m_openCount > 0; ++key) {
        while (m_firstOpen[static_cast<std::size_t>(key)] != 0) {
            endNote(tick, key, shortest);
        }
    }
}

void SmfLine::setProgram(int program) {
    if (!hasNotes()) {
        m_track.program = program;
    } else if (program != m_track.program) {
        ++m_lateProgramChanges;
    }
}

int* SmfLine::mixed(int controller) {
    Mix& mix = m_track.mix;
    switch (controller) {
    case 7: return &mix.volume;
    case 10: return &mix.pan;
    case 91: return &mix.reverb;
    case 93: return &mix.chorus;
    default: return nullptr;
    }
}

void SmfLine::setController(Tick tick, int controller, int value) {
    if (int* level = mixed(controller)) {
        const std::size_t index = controller == 7    ? 0
                                  : controller == 10 ? 1
                                  : controller == 91 ? 2
                                                     : 3;
        const bool isFirst = !m_isMixed[index] || m_mixedAt[index] == tick;
        if (isFirst && (!hasNotes() || m_track.notes.front().onset == tick)) {
            *level = value;
            m_isMixed[index] = true;
            m_mixedAt[index] = tick;
            return;
        }
    }
    m_track.controllers.push_back({tick, controller, value});
}

} // namespace cantilena
