#include "core/corpus/Duplicates.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>
#include <unordered_map>

namespace cantilena {

namespace {

/// Joins indices into groups (Tarjan's disjoint sets, with path halving).
class DisjointSets {
public:
    explicit DisjointSets(std::size_t count)
        : m_parent(count) {
        std::iota(m_parent.begin(), m_parent.end(), std::size_t{0});
    }
    [[nodiscard]] std::size_t root(std::size_t index) {
        while (m_parent[index] != index) {
            m_parent[index] = m_parent[m_parent[index]];
            index = m_parent[index];
        }
        return index;
    }
    void join(std::size_t a, std::size_t b) {
        const std::size_t rootA = root(a);
        const std::size_t rootB = root(b);
        m_parent[std::max(rootA, rootB)] = std::min(rootA, rootB);
    }

private:
    std::vector<std::size_t> m_parent;
};

struct WindowHash {
    std::size_t operator()(const IntervalWindow& window) const noexcept {
        return std::hash<std::string_view>{}(
            {reinterpret_cast<const char*>(window.data()), window.size()});
    }
};

/// Joins melodies with the same intervals; returns the first of each such set.
std::vector<std::size_t> joinEqual(std::span<const IntervalSequence> melodies,
                                   DisjointSets& groups) {
    std::map<IntervalSequence, std::size_t> firsts;
    std::vector<std::size_t> distinct;
    for (std::size_t index = 0; index < melodies.size(); ++index) {
        const auto [first, isNew] = firsts.try_emplace(melodies[index], index);
        if (isNew) {
            distinct.push_back(index);
        } else {
            groups.join(first->second, index);
        }
    }
    return distinct;
}

/// Joins melodies that share at least half the windows of the one with fewer.
void joinSimilar(std::span<const IntervalSequence> melodies, std::span<const std::size_t> distinct,
                 DisjointSets& groups) {
    std::unordered_map<IntervalWindow, std::vector<std::size_t>, WindowHash> holders;
    std::vector<std::size_t> windowCounts(melodies.size());
    for (const std::size_t index : distinct) {
        const std::vector<IntervalWindow> windows = distinctWindows(melodies[index]);
        windowCounts[index] = windows.size();
        std::unordered_map<std::size_t, std::size_t> shared;
        for (const IntervalWindow& window : windows) {
            std::vector<std::size_t>& earlier = holders[window];
            for (const std::size_t other : earlier) {
                ++shared[other];
            }
            earlier.push_back(index);
        }
        for (const auto& [other, count] : shared) {
            if (2 * count >= std::min(windows.size(), windowCounts[other])) {
                groups.join(index, other);
            }
        }
    }
}

} // namespace

IntervalSequence intervalsOf(std::span<const Note> melody) {
    IntervalSequence intervals;
    for (std::size_t index = 1; index < melody.size(); ++index) {
        const int interval = melody[index].pitch.number - melody[index - 1].pitch.number;
        intervals.push_back(static_cast<std::int8_t>(interval));
    }
    return intervals;
}

std::vector<IntervalWindow> distinctWindows(const IntervalSequence& intervals) {
    std::vector<IntervalWindow> windows;
    for (std::size_t begin = 0; begin + kDuplicateWindow <= intervals.size(); ++begin) {
        std::copy_n(intervals.begin() + static_cast<std::ptrdiff_t>(begin), kDuplicateWindow,
                    windows.emplace_back().begin());
    }
    std::sort(windows.begin(), windows.end());
    windows.erase(std::unique(windows.begin(), windows.end()), windows.end());
    return windows;
}

std::vector<std::size_t> duplicateGroups(std::span<const IntervalSequence> melodies) {
    DisjointSets groups(melodies.size());
    const std::vector<std::size_t> distinct = joinEqual(melodies, groups);
    joinSimilar(melodies, distinct, groups);
    std::vector<std::size_t> numbers(melodies.size());
    std::size_t count = 0;
    for (std::size_t index = 0; index < melodies.size(); ++index) {
        // The root of a group is its first member, so it has its number already.
        const std::size_t root = groups.root(index);
        numbers[index] = root == index ? count++ : numbers[root];
    }
    return numbers;
}

} // namespace cantilena
