#pragma once

#include "core/score/Tick.h"

#include <span>
#include <vector>

namespace cantilena {

/// A sign on the page that says in which order the music is played.
struct RepeatMark {
    enum class Kind {
        /// A repeat begins here.
        Start,
        /// A repeat ends here: what it encloses is played `plays` times.
        End,
        /// An ending for the passes of `numbers` begins here.
        Ending,
        /// The open ending stops here without repeating.
        EndingStop,
        /// A double bar: closes an ending; a repeat without start begins after the last of these.
        DoubleBar,
        /// Like a double bar, and nothing repeats across it.
        SectionEnd,
        /// Where a dal segno goes back to.
        Segno,
        /// Where the music goes on from `ToCoda`.
        Coda,
        /// Where music that was begun again leaves for the coda.
        ToCoda,
        /// Where music that was begun again ends.
        Fine,
        /// The page is begun again here, from its beginning or from the sign.
        DaCapo,
        DalSegno,
    };
    Kind kind = Kind::Start;
    /// On the page's own timeline, on which everything stands once.
    Tick at;
    int plays = 2;
    std::vector<int> numbers;
};

/// A stretch of the page that is played in one go.
struct PlayedSpan {
    TickRange page;
    /// 1 when it is played for the first time.
    int pass = 1;

    friend constexpr bool operator==(const PlayedSpan&, const PlayedSpan&) = default;
};

/// The order in which the stretch `page` is played, as musicians read the signs: a repeat without
/// a start goes back to the last end of a repeat, double bar or the beginning; without second
/// ending the first is left out the second time; a last ending is played on from. After a da capo
/// or dal segno nothing is repeated and last endings are taken. `marks` are in the order of the
/// page, `barlines` sorted: they tell where an ending that nothing closes stops.
[[nodiscard]] std::vector<PlayedSpan> playedSpans(std::span<const RepeatMark> marks,
                                                  std::span<const Tick> barlines, TickRange page);

/// How long those stretches last together.
[[nodiscard]] Tick playedLength(std::span<const PlayedSpan> spans);

} // namespace cantilena
