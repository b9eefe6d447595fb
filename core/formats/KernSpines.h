#pragma once

#include "core/formats/FineTick.h"

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// A column of the file: a spine, or one of those that it was split into.
struct KernPath {
    static constexpr std::size_t kNoSpine = std::numeric_limits<std::size_t>::max();

    /// Counts all spines that have been begun; kNoSpine until a new one says what it holds.
    std::size_t spine = kNoSpine;
    /// Holds notes, so its tokens say when lines stand; the rest below is about those.
    bool hasTime = false;
    /// Where its last note or rest ends.
    FineTick end;
    /// Has missed its turn to go on, or has not begun: `end` says nothing then.
    bool isIdle = false;
    bool hasPlayedInBar = false;
    /// How many grace notes or chords of them wait for what they stand before.
    int graces = 0;
};

/// The columns of the next line.
struct KernRoute {
    std::vector<KernPath> paths;
    /// What could not be done, with the number of its column (from 1); empty for nothing.
    std::string fault;
};

/// Follows the spine paths of a line of interpretations: ends (*-), splits (*^), joins (*v),
/// exchanges (*x) and new spines (*+). There are as many fields as paths.
[[nodiscard]] KernRoute routed(std::vector<KernPath> paths,
                               std::span<const std::string_view> fields);

/// When the lines of a song are heard. A line begins when the first of the notes before it has
/// ended; the columns that have a token there go on then.
class KernClock {
public:
    /// Where the last line of notes or the last bar line stands.
    [[nodiscard]] FineTick now() const { return m_now; }

    /// Where the next line stands that has tokens in those columns.
    [[nodiscard]] FineTick onset(std::span<const KernPath> paths,
                                 std::span<const std::size_t> playing) const;
    /// Where the next line stands, whatever it has.
    [[nodiscard]] FineTick next(std::span<const KernPath> paths) const;

    /// A line of notes stands at `onset`: columns that should have gone on there have not.
    void pass(std::span<KernPath> paths, FineTick onset);
    /// A line of grace notes alone stands at `onset`.
    void wait(FineTick onset) { m_now = onset; }
    /// A bar line stands at `tick`; all that have ended go on from there.
    void passBarline(std::span<KernPath> paths, FineTick tick);

private:
    FineTick m_now;
};

} // namespace cantilena
