#pragma once

#include "core/score/Track.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace cantilena {

/// Calls `visit(note)` for the notes that only one of the tracks has. `before` may be null.
template <typename Visit>
void visitChanged(const Track* before, const Track& now, Visit visit) {
    static const std::vector<Note> kNone;
    const std::vector<Note>& old = before == nullptr ? kNone : before->notes;
    // Most edits leave most of a track as it was.
    auto [a, b] = std::mismatch(old.begin(), old.end(), now.notes.begin(), now.notes.end());
    auto aEnd = old.end();
    auto bEnd = now.notes.end();
    while (aEnd != a && bEnd != b && *std::prev(aEnd) == *std::prev(bEnd)) {
        --aEnd;
        --bEnd;
    }
    while (a != aEnd || b != bEnd) {
        if (a != aEnd && b != bEnd && *a == *b) {
            ++a;
            ++b;
        } else if (b == bEnd || (a != aEnd && !precedes(*b, *a))) {
            visit(*a++);
        } else {
            visit(*b++);
        }
    }
}

} // namespace cantilena
