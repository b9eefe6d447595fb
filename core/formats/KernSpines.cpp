#include "core/formats/KernSpines.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace cantilena {

namespace {

std::string column(std::size_t index) {
    return "spine " + std::to_string(index + 1) + ": ";
}

/// Exchanges the two columns marked *x; whether there were two or none.
bool exchange(std::vector<KernPath>& paths, std::span<const std::string_view> fields) {
    const auto first = std::find(fields.begin(), fields.end(), "*x");
    if (first == fields.end()) {
        return true;
    }
    const auto second = std::find(first + 1, fields.end(), "*x");
    if (second == fields.end() || std::find(second + 1, fields.end(), "*x") != fields.end()) {
        return false;
    }
    std::swap(paths[static_cast<std::size_t>(first - fields.begin())],
              paths[static_cast<std::size_t>(second - fields.begin())]);
    return true;
}

KernPath joined(std::span<const KernPath> paths) {
    KernPath whole = paths.front();
    for (const KernPath& path : paths) {
        if (path.hasTime && !path.isIdle && (whole.isIdle || whole.end < path.end)) {
            whole.end = path.end;
            whole.isIdle = false;
        }
        whole.hasPlayedInBar = whole.hasPlayedInBar || path.hasPlayedInBar;
    }
    return whole;
}

/// Joins neighbours that are marked *v: those of each spine where each has several, else all.
void join(std::span<const KernPath> run, std::vector<KernPath>& next) {
    std::vector<std::span<const KernPath>> groups;
    for (std::size_t begin = 0; begin < run.size();) {
        std::size_t end = begin + 1;
        while (end < run.size() && run[end].spine == run[begin].spine) {
            ++end;
        }
        groups.push_back(run.subspan(begin, end - begin));
        begin = end;
    }
    const bool eachHasSeveral = std::all_of(groups.begin(), groups.end(),
                                            [](const auto& group) { return group.size() > 1; });
    if (!eachHasSeveral) {
        groups = {run};
    }
    for (const auto& group : groups) {
        next.push_back(joined(group));
    }
}

} // namespace

KernRoute routed(std::vector<KernPath> paths, std::span<const std::string_view> fields) {
    KernRoute route;
    if (!exchange(paths, fields)) {
        route.fault = "an exchange (*x) takes two spines";
    }
    for (std::size_t at = 0; at < paths.size(); ++at) {
        const KernPath& path = paths[at];
        if (fields[at] == "*-") {
            continue;
        }
        if (fields[at] == "*v") {
            std::size_t end = at + 1;
            while (end < paths.size() && fields[end] == "*v") {
                ++end;
            }
            if (end == at + 1) {
                route.fault = column(at) + "a join (*v) has nothing to join with";
            }
            join(std::span(paths).subspan(at, end - at), route.paths);
            at = end - 1;
            continue;
        }
        route.paths.push_back(path);
        if (fields[at] == "*^") {
            route.paths.push_back(path);
            route.paths.back().isIdle = true;
            route.paths.back().hasPlayedInBar = false;
        } else if (fields[at] == "*+") {
            route.paths.emplace_back();
            route.paths.back().isIdle = true;
        }
    }
    return route;
}

FineTick KernClock::onset(std::span<const KernPath> paths,
                          std::span<const std::size_t> playing) const {
    std::optional<FineTick> first;
    for (const std::size_t index : playing) {
        const KernPath& path = paths[index];
        if (!path.isIdle && (!first || path.end < *first)) {
            first = path.end;
        }
    }
    const FineTick onset = first.value_or(next(paths));
    return onset < m_now ? m_now : onset;
}

FineTick KernClock::next(std::span<const KernPath> paths) const {
    std::optional<FineTick> first;
    for (const KernPath& path : paths) {
        if (path.hasTime && !path.isIdle && (!first || path.end < *first)) {
            first = path.end;
        }
    }
    return first && m_now < *first ? *first : m_now;
}

void KernClock::pass(std::span<KernPath> paths, FineTick onset) {
    m_now = onset;
    for (KernPath& path : paths) {
        path.isIdle = path.isIdle || !(onset < path.end);
    }
}

void KernClock::passBarline(std::span<KernPath> paths, FineTick tick) {
    m_now = tick;
    for (KernPath& path : paths) {
        if (path.isIdle || path.end < tick) {
            path.end = tick;
        }
        path.isIdle = false;
        path.hasPlayedInBar = false;
    }
}

} // namespace cantilena
