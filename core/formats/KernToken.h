#pragma once

#include "core/formats/FineTick.h"

#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// One note head of a **kern token.
struct KernNote {
    /// A MIDI key number that may lie outside 0 to 127.
    int pitch = 60;
    FineTick length;
    /// Tied to a note that begins where this one ends.
    bool isTied = false;
};

/// What a **kern data token says: a note, a chord or a rest.
struct KernEvent {
    /// Until the next token of its path; 0 for grace notes and for what is no event.
    FineTick length;
    /// None for a rest. The lengths of grace notes say nothing.
    std::vector<KernNote> notes;
    /// Marked q, qq or Q: takes no time.
    bool isGrace = false;
    /// What is wrong with the token, to follow its text: "has no length ..."; empty for nothing.
    std::string_view fault;
};

/// Reads a token such as "[8.cc#", "12r", "4c 4e 4g", "3%2a", "gg-q"; signs for phrasing, beams,
/// ornaments and editing are passed over. Notes of a chord without length take that of its first.
/// A length that is missing or cannot be read counts as a quarter.
/// Source: D. Huron, Humdrum reference manual, **kern and **recip; C. Sapp's n%m lengths.
[[nodiscard]] KernEvent kernEvent(std::string_view token);

} // namespace cantilena
