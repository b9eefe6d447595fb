#pragma once

#include "core/score/Edits.h"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace cantilena::test {

/// Onset, length (both in quarters) and MIDI pitch.
struct Sounding {
    double onset;
    double length;
    int pitch;
};

inline Tick ticks(double quarterNotes) {
    return Tick{static_cast<std::int64_t>(quarterNotes * static_cast<double>(kQuarter.value))};
}

inline Track trackOf(std::initializer_list<Sounding> notes, std::string name = {}) {
    Track track;
    track.name = std::move(name);
    for (const Sounding& note : notes) {
        track.notes.push_back({NoteId{}, ticks(note.onset), ticks(note.length), Pitch{note.pitch}});
    }
    return track;
}

inline Score scoreOf(std::initializer_list<Track> tracks) {
    Score score;
    for (const Track& track : tracks) {
        score = withTrackAdded(score, track);
    }
    return score;
}

/// Quarters one after the other.
inline Track lineOf(const std::vector<int>& pitches, std::string name = {}) {
    Track track;
    track.name = std::move(name);
    for (std::size_t index = 0; index < pitches.size(); ++index) {
        track.notes.push_back({NoteId{}, kQuarter * static_cast<std::int64_t>(index), kQuarter,
                               Pitch{pitches[index]}});
    }
    return track;
}

/// "0:60+1" for a quarter note on middle C at 0; several apart by blanks.
inline std::string written(const Track& track) {
    const auto number = [](double value) {
        std::string text = std::to_string(value);
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.')) {
            text.pop_back();
        }
        return text;
    };
    std::string words;
    for (const Note& note : track.notes) {
        words += (words.empty() ? "" : " ") + number(inQuarters(note.onset)) + ":" +
                 std::to_string(note.pitch.number) + "+" + number(inQuarters(note.duration));
    }
    return words;
}

} // namespace cantilena::test
