#pragma once

#include "core/score/Note.h"

#include <optional>
#include <string>
#include <vector>

namespace cantilena {

/// A syllable sung from a point in time onwards.
struct Lyric {
    Tick tick;
    std::string text;

    friend bool operator==(const Lyric&, const Lyric&) = default;
};

/// A MIDI controller's value from a point in time onwards. Controller 128 stands for pitch bend
/// (0 to 16383, centre 8192); 0 to 127 are MIDI's.
struct ControllerEvent {
    Tick tick;
    int controller = 0;
    int value = 0;

    friend constexpr bool operator==(const ControllerEvent&, const ControllerEvent&) = default;
};

inline constexpr int kPitchBendController = 128;
/// Channels are 0 to 15; General MIDI drums sound on this one.
inline constexpr int kDrumChannel = 9;

/// How a track sounds. Levels are MIDI values, 0 to 127; pan 64 is the centre.
struct Mix {
    int volume = 100;
    int pan = 64;
    int reverb = 40;
    int chorus = 0;
    bool muted = false;
    bool soloed = false;

    friend constexpr bool operator==(const Mix&, const Mix&) = default;
};

inline constexpr int kTrackColors = 8;
inline constexpr int kTrackPatterns = 4;

/// How a track is told from the others on screen.
struct TrackLook {
    /// One of the theme's colours, 0 to 7; 0 is its accent.
    int color = 0;
    /// 0 plain, 1 stripes, 2 dots, 3 bands.
    int pattern = 0;

    friend constexpr bool operator==(const TrackLook&, const TrackLook&) = default;
};

/// One line of notes with its instrument.
struct Track {
    std::string name;
    TrackLook look;
    /// General MIDI program, 0 to 127.
    int program = 0;
    /// MIDI channel, 0 to 15.
    int channel = 0;
    /// The MIDI port it is played on; empty for the studio's own sound.
    std::string midiPort;
    Mix mix;
    /// Sorted by `precedes`.
    std::vector<Note> notes;
    /// Sorted by tick.
    std::vector<ControllerEvent> controllers;
    /// Sorted by tick.
    std::vector<Lyric> lyrics;

    friend bool operator==(const Track&, const Track&) = default;
};

} // namespace cantilena
