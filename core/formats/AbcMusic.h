#pragma once

#include "core/formats/AbcVoice.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace cantilena {

/// Receives what a line of music cannot settle by itself.
struct AbcMusicSink {
    /// A field in brackets, such as [K:G]; gives the voice that the music goes on in.
    std::function<AbcVoice&(char letter, std::string_view value)> field;
    /// A sentence about a sign that was not understood.
    std::function<void(std::string)> remark;
};

/// Reads one line of music into `voice`, or into the voices that its [V:] fields name.
///
/// Slurs, decorations, beams and spacing change nothing, dynamics set the velocity, signs such
/// as D.C. and fine are played out. Chord symbols
/// are kept, annotations are not. True when the line ends with a backslash and so goes on in the
/// next.
bool readAbcMusic(std::string_view line, AbcVoice& voice, const AbcMusicSink& sink);

} // namespace cantilena
