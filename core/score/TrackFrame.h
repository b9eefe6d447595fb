#pragma once

#include "core/score/Track.h"

namespace cantilena {

/// The track without its notes, which may be many.
[[nodiscard]] inline Track frameOf(const Track& track) {
    Track frame;
    frame.name = track.name;
    frame.look = track.look;
    frame.program = track.program;
    frame.channel = track.channel;
    frame.midiPort = track.midiPort;
    frame.mix = track.mix;
    frame.controllers = track.controllers;
    frame.lyrics = track.lyrics;
    return frame;
}

} // namespace cantilena
