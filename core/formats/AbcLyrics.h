#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// One step of a w: line: what stands under the next note, or a jump to the next bar.
struct AbcSyllable {
    enum class Kind {
        /// Begins with the note.
        Sung,
        /// The note carries on the syllable before it, or none.
        Silent,
        /// Goes on with the first note of the next bar.
        Barline,
    };
    Kind kind = Kind::Sung;
    /// With a hyphen at its end where the word goes on.
    std::string text;
};

/// Cuts a line of words into syllables: spaces, '-', '_', '*', '~', '\-' and '|' as ABC 2.1 says.
[[nodiscard]] std::vector<AbcSyllable> abcSyllables(std::string_view words);

} // namespace cantilena
