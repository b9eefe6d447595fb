#include "core/compose/ReadLine.h"

namespace cantilena {

Result<ReadLine> readLine(const Score& score, std::vector<Note> notes, Tick end,
                          std::optional<Key> key) {
    Score frame = score;
    frame.keys.clear();
    if (key) {
        frame.keys.push_back({{}, *key});
    }
    const Tick begin = notes.empty() ? end : frame.meterMap().barAround(notes.front().onset).begin;
    auto events = encode(melodyContext(frame, begin, end), notes);
    if (!events) {
        return events.error();
    }
    const Tick last = notes.empty() ? end : notes.back().end();
    if (last < end) {
        events->events.push_back({EventKind::Rest, {}, end - last});
    }
    return ReadLine{*std::move(events), std::move(notes), key};
}

} // namespace cantilena
