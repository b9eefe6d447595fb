#pragma once

#include "core/formats/WrittenScore.h"

#include <string>
#include <vector>

namespace cantilena {

/// How the bars of a piece count when it is played.
struct BarCount {
    /// Length of the opening incomplete bar; 0 for none.
    Tick pickup;
    /// Changes of metre, and the same metre again wherever a whole bar begins off the count.
    std::vector<MeterChange> meters;
};

/// Follows the bar lines and metres of a voice through its spans. Bars that are cut in two by a
/// repeat or a double bar keep the count; a voice without metre has neither.
[[nodiscard]] BarCount countedBars(const WrittenVoice& voice);

/// A bar that does not last as long as its metre says.
struct OddBar {
    /// 1 for the first whole bar of the page.
    int number = 1;
    Tick begin;
    Tick length;
    Meter meter;
};

/// Bars of the page that do not add up. The first bar, the last and those that touch a seam may be
/// short, and so may two neighbours that make a whole one together.
[[nodiscard]] std::vector<OddBar> oddBars(const WrittenVoice& voice);

/// The same as a sentence about the first of them, "bar 3 lasts 5/8 and not 4/4"; empty for none.
[[nodiscard]] std::string describedOddBars(const WrittenVoice& voice);

} // namespace cantilena
