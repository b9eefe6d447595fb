#pragma once

#include "core/formats/AbcKey.h"
#include "core/formats/NotatedBars.h"
#include "core/score/Key.h"

#include <array>
#include <map>
#include <optional>
#include <string>

namespace cantilena {

/// Writes the bars of one voice as ABC music with eighths as the plain note. It keeps track of the
/// accidentals that a reader has in mind, and writes each that readers may disagree about: ABC has
/// them hold in all octaves, printed music in one.
class AbcBarWriter {
public:
    /// Signs to be written before the piece that begins at a tick, such as "[Q:1/4=90]".
    using Signs = std::map<Tick, std::string>;

    AbcBarWriter(const Score& score, const Signs& signs);

    /// One bar without its bar lines. Pieces of the first layer begin where signs stand.
    [[nodiscard]] std::string bar(const NotatedBar& bar);

private:
    struct Accidental {
        int alteration = 0;
        /// Nothing where readers may remember different octaves.
        std::optional<int> octave;
    };

    [[nodiscard]] std::string layer(const NotatedBar& bar, const std::vector<NotatedPiece>& pieces,
                                    bool isFirst);
    [[nodiscard]] std::string piece(const NotatedPiece& piece, std::string_view length,
                                    bool isFirst);
    [[nodiscard]] std::string note(Pitch pitch);
    /// "{gef}"; empty for none.
    [[nodiscard]] std::string graces(const std::vector<std::vector<NotatedPiece::Head>>& chords);
    void enterKey(Tick tick);

    const Score& m_score;
    const Signs& m_signs;
    Key m_key;
    std::size_t m_nextKey = 0;
    AbcAccidentals m_signature{};
    /// By letter, what was written in this bar.
    std::array<std::optional<Accidental>, 7> m_inBar;
};

} // namespace cantilena
