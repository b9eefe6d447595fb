#include "core/compose/SameTrack.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace cantilena {

namespace {

/// How many notes both have at the same place and pitch.
std::size_t notesInCommon(const Track& a, const Track& b) {
    const auto place = [](const Note& note) { return std::tuple(note.onset, note.pitch); };
    std::size_t common = 0;
    for (auto i = a.notes.begin(), j = b.notes.begin(); i != a.notes.end() && j != b.notes.end();) {
        const bool same = place(*i) == place(*j);
        common += same ? 1 : 0;
        const bool first = place(*i) <= place(*j);
        const bool second = place(*j) <= place(*i);
        i += first ? 1 : 0;
        j += second ? 1 : 0;
    }
    return common;
}

/// How much speaks for a track: more is better.
struct Likeness {
    bool channel = false;
    bool name = false;
    std::size_t notes = 0;

    friend auto operator<=>(const Likeness&, const Likeness&) = default;
};

Likeness likeness(const Track& track, const Track& other) {
    return {track.channel == other.channel, track.name == other.name, notesInCommon(track, other)};
}

/// Names are changed, and notes; a channel hardly ever is, and few tracks share one. Without it a
/// second piano would pass for the first.
bool mayBe(const Track& track, const Likeness& likeness) {
    const bool notes = likeness.notes > 0 && 2 * likeness.notes >= track.notes.size();
    return likeness.channel && (likeness.name || notes);
}

/// The ids of a track's notes, rising.
std::vector<NoteId> idsOf(const Track& track) {
    std::vector<NoteId> ids;
    for (const Note& note : track.notes) {
        ids.push_back(note.id);
    }
    std::ranges::sort(ids);
    return ids;
}

bool holdsOneOf(const Track& track, const std::vector<NoteId>& ids) {
    return std::ranges::any_of(
        track.notes, [&](const Note& note) { return std::ranges::binary_search(ids, note.id); });
}

/// `trackLike` among the tracks that `mayBeIt` lets pass.
template <typename Condition>
std::optional<std::size_t> likest(const Track& track, const Score& score, Condition mayBeIt) {
    std::optional<std::size_t> best;
    Likeness most;
    bool ambiguous = false;
    for (std::size_t i = 0; i < score.tracks.size(); ++i) {
        const Likeness speaks = likeness(track, *score.tracks[i]);
        if (!mayBe(track, speaks) || (best && speaks < most) || !mayBeIt(*score.tracks[i])) {
            continue;
        }
        ambiguous = best && speaks == most;
        best = i;
        most = speaks;
    }
    return ambiguous ? std::nullopt : best;
}

} // namespace

std::optional<std::size_t> trackLike(const Track& track, const Score& score) {
    return likest(track, score, [](const Track&) { return true; });
}

std::optional<std::size_t> sameTrack(const Score& then, std::size_t track, const Score& now) {
    const auto& was = then.tracks[track];
    if (track < now.tracks.size() && now.tracks[track] == was) {
        return track;
    }
    const std::vector<NoteId> ids = idsOf(*was);
    for (std::size_t i = 0; i < now.tracks.size(); ++i) {
        if (holdsOneOf(*now.tracks[i], ids)) {
            return i;
        }
    }
    const auto isAnother = [&](const Track& candidate) {
        return std::ranges::any_of(then.tracks, [&](const auto& other) {
            return other != was && holdsOneOf(candidate, idsOf(*other));
        });
    };
    return likest(*was, now, [&](const Track& candidate) { return !isAnother(candidate); });
}

} // namespace cantilena
