#include "core/model/HumanCopies.h"

#include <algorithm>
#include <cmath>

namespace cantilena {

namespace {

double shareIn(const HumanCopies::Row& row, std::size_t run) {
    const auto reached =
        std::ranges::count_if(row.runs, [run](auto value) { return value >= run; });
    return static_cast<double>(reached) / static_cast<double>(row.runs.size());
}

} // namespace

std::optional<double> HumanCopies::shareWithRun(std::size_t phraseNotes, std::size_t run) const {
    if (rows.empty()) {
        return std::nullopt;
    }
    const auto above = std::ranges::lower_bound(rows, phraseNotes, {}, &Row::phraseNotes);
    if (above == rows.begin() || above == rows.end()) {
        return shareIn(above == rows.end() ? rows.back() : *above, run);
    }
    const Row& shorter = *(above - 1);
    const auto octaves = [&shorter](std::size_t notes) {
        return std::log2(static_cast<double>(notes) / static_cast<double>(shorter.phraseNotes));
    };
    const double between = octaves(phraseNotes) / octaves(above->phraseNotes);
    return shareIn(shorter, run) * (1.0 - between) + shareIn(*above, run) * between;
}

std::uint32_t percentile(const std::vector<std::uint32_t>& sorted, int percent) {
    const auto wanted = std::ceil(static_cast<double>(sorted.size()) * percent / 100.0);
    const auto place = static_cast<std::size_t>(std::max(wanted, 1.0)) - 1;
    return sorted[std::min(place, sorted.size() - 1)];
}

} // namespace cantilena
