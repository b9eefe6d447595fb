#pragma once

#include <functional>
#include <string_view>

namespace cantilena {

/// Receives how far a long piece of work has come: a fraction from 0 to 1 and what is being done.
/// Called on the thread that does the work. An empty sink is allowed: use `report`.
using ProgressSink = std::function<void(double fraction, std::string_view activity)>;

inline void report(const ProgressSink& sink, double fraction, std::string_view activity) {
    if (sink) {
        sink(fraction, activity);
    }
}

} // namespace cantilena
