#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cantilena {

/// Indices of tunes to learn from and of tunes to judge by, each in ascending order.
struct Split {
    std::vector<std::size_t> training;
    std::vector<std::size_t> heldOut;
};

/// Sets about `share` (0 to 1) of the tunes aside, never parting a group. `groups` holds the
/// duplicate group of each tune. Both sides have a tune where there are at least two groups and
/// `share` is above 0 and below 1. The same arguments give the same split on every machine.
[[nodiscard]] Split splitByGroup(std::span<const std::size_t> groups, double share,
                                 std::uint64_t rng);

/// Deals the tunes into `count` folds of nearly the same number, never parting a group; each fold
/// lists the indices of its tunes in ascending order. A fold is empty only when there are fewer
/// groups than folds. `count` is positive.
[[nodiscard]] std::vector<std::vector<std::size_t>> folds(std::span<const std::size_t> groups,
                                                          std::size_t count, std::uint64_t rng);

} // namespace cantilena
