#pragma once

#include "core/formats/Limits.h"
#include "core/formats/ScoreFile.h"
#include "core/formats/WrittenScore.h"
#include "core/score/Score.h"

#include <cstddef>
#include <string>
#include <utility>

namespace cantilena {

/// What the tunes of one book may hold together: a file that is all notes fits, one that plays out
/// to a multiple of itself does not.
class BookBudget {
public:
    explicit BookBudget(std::size_t bytes)
        : m_left(kMostPlayedNotes + bytes / 2) {}

    /// Whether there was room for the score.
    bool spend(const Score& score) {
        constexpr std::size_t kTrack = 10;
        const std::size_t cost = score.noteCount() + kTrack * score.tracks.size();
        const bool fits = cost <= m_left;
        m_left -= fits ? cost : 0;
        return fits;
    }

private:
    std::size_t m_left;
};

/// The reading of one tune of a book from its page, a Result of something with the members
/// `written` and `remarks`: played out within the budget, failures beginning with `name`.
template <typename Page>
TuneReading playedFrom(Page page, std::string name, BookBudget& budget) {
    TuneReading reading{std::move(name), Score{}, {}};
    const auto named = [&reading](Error error) {
        error.message = reading.name + ": " + error.message;
        return error;
    };
    if (!page) {
        reading.score = named(page.error());
        return reading;
    }
    reading.remarks = std::move(page->remarks);
    auto score = played(std::move(page->written));
    if (!score) {
        reading.score = named(score.error());
    } else if (!budget.spend(*score)) {
        reading.score =
            named({ErrorCode::OutOfRange, "plays out to more notes than fit with the others"});
    } else {
        reading.score = std::move(score);
    }
    return reading;
}

} // namespace cantilena
