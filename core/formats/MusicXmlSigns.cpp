#include "core/formats/MusicXmlSigns.h"

#include <algorithm>

namespace cantilena {

namespace {

using Bars = std::vector<WrittenBar>;

void fillEmptyBars(Bars& bars) {
    Meter meter;
    for (WrittenBar& bar : bars) {
        if (!bar.meters.empty()) {
            meter = bar.meters.front().meter;
        }
        if (bar.length <= Tick{}) {
            bar.length = meter.barLength();
        }
        if (!bar.meters.empty()) {
            meter = bar.meters.back().meter;
        }
    }
}

/// The bars after a bracket, as far as a repeat sign that another ending follows directly.
std::size_t reachOf(const Bars& bars, std::size_t end) {
    for (std::size_t i = end; i < bars.size() && bars[i].endingBracket == 0; ++i) {
        if (bars[i].opensRepeat) {
            break;
        }
        if (bars[i].plays > 1) {
            const bool endingFollows = i + 1 < bars.size() && bars[i + 1].endingBracket != 0;
            return endingFollows ? i + 1 : end;
        }
    }
    return end;
}

void extendEndings(Bars& bars) {
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const int bracket = bars[i].endingBracket;
        bool repeats = false;
        std::size_t end = i;
        for (; bracket != 0 && end < bars.size() && bars[end].endingBracket == bracket; ++end) {
            repeats = repeats || bars[end].plays > 1;
        }
        if (bracket == 0 || repeats) {
            i = std::max(i, end - (bracket == 0 ? 0 : 1));
            continue;
        }
        const std::size_t reach = reachOf(bars, end);
        for (std::size_t further = end; further < reach; ++further) {
            bars[further].endingBracket = bracket;
            bars[further].endingPasses = bars[i].endingPasses;
        }
        i = reach - 1;
    }
}

void renumberEndings(Bars& bars) {
    int lastPass = 0;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        if (bars[i].endingBracket == 0) {
            lastPass = 0;
            continue;
        }
        const bool begins = i == 0 || bars[i].endingBracket != bars[i - 1].endingBracket;
        auto& passes = bars[i].endingPasses;
        if (!begins) {
            passes = bars[i - 1].endingPasses;
            continue;
        }
        if (!passes.empty() && *std::max_element(passes.begin(), passes.end()) <= lastPass) {
            passes = {lastPass + 1};
        }
        for (const int pass : passes) {
            lastPass = std::max(lastPass, pass);
        }
    }
}

void pairCodaSigns(Bars& bars) {
    const auto isSign = [](const WrittenBar& bar) { return bar.isCoda; };
    const bool leaves =
        std::any_of(bars.begin(), bars.end(), [](const WrittenBar& bar) { return bar.isToCoda; });
    if (leaves || std::count_if(bars.begin(), bars.end(), isSign) < 2) {
        return;
    }
    const auto first = std::find_if(bars.begin(), bars.end(), isSign);
    first->isCoda = false;
    first->isToCoda = true;
}

} // namespace

void mendBars(std::vector<WrittenBar>& bars) {
    fillEmptyBars(bars);
    extendEndings(bars);
    renumberEndings(bars);
    pairCodaSigns(bars);
}

} // namespace cantilena
