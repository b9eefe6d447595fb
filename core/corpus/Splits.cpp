#include "core/corpus/Splits.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace cantilena {

namespace {

/// The tunes of each group, the groups in an order drawn from `rng`. The standard's shuffle may
/// differ between libraries; this one does not.
std::vector<std::vector<std::size_t>> shuffledGroups(std::span<const std::size_t> groups,
                                                     std::uint64_t rng) {
    std::unordered_map<std::size_t, std::size_t> places;
    std::vector<std::vector<std::size_t>> members;
    for (std::size_t tune = 0; tune < groups.size(); ++tune) {
        const auto [place, isNew] = places.try_emplace(groups[tune], members.size());
        if (isNew) {
            members.emplace_back();
        }
        members[place->second].push_back(tune);
    }
    Random random(rng);
    for (std::size_t left = members.size(); left > 1; --left) {
        std::swap(members[left - 1], members[random.below(left)]);
    }
    return members;
}

bool isSmaller(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
    return a.size() < b.size();
}

void append(std::vector<std::size_t>& tunes, const std::vector<std::size_t>& group) {
    tunes.insert(tunes.end(), group.begin(), group.end());
}

} // namespace

Split splitByGroup(std::span<const std::size_t> groups, double share, std::uint64_t rng) {
    const std::vector<std::vector<std::size_t>> members = shuffledGroups(groups, rng);
    const double wanted = std::clamp(share, 0.0, 1.0) * static_cast<double>(groups.size());
    auto target = static_cast<std::size_t>(std::llround(wanted));
    if (members.size() > 1 && share > 0.0 && share < 1.0) {
        const std::size_t smallest = std::ranges::min_element(members, isSmaller)->size();
        target = std::clamp(target, smallest, groups.size() - 1);
    }
    Split split;
    for (const std::vector<std::size_t>& group : members) {
        const bool fits = split.heldOut.size() + group.size() <= target;
        append(fits ? split.heldOut : split.training, group);
    }
    std::sort(split.training.begin(), split.training.end());
    std::sort(split.heldOut.begin(), split.heldOut.end());
    return split;
}

std::vector<std::vector<std::size_t>> folds(std::span<const std::size_t> groups, std::size_t count,
                                            std::uint64_t rng) {
    assert(count > 0);
    std::vector<std::vector<std::size_t>> members = shuffledGroups(groups, rng);
    // Large groups first, so that the small ones can even out the folds.
    std::stable_sort(members.begin(), members.end(),
                     [](const auto& a, const auto& b) { return isSmaller(b, a); });
    std::vector<std::vector<std::size_t>> result(count);
    for (const std::vector<std::size_t>& group : members) {
        append(*std::ranges::min_element(result, isSmaller), group);
    }
    for (std::vector<std::size_t>& fold : result) {
        std::sort(fold.begin(), fold.end());
    }
    return result;
}

} // namespace cantilena
