#include "core/score/Score.h"

#include <algorithm>

namespace cantilena {

bool operator==(const Score& a, const Score& b) {
    const auto sameTrack = [](const auto& x, const auto& y) { return x == y || *x == *y; };
    return a.title == b.title && a.composer == b.composer && a.origin == b.origin &&
           a.tempos == b.tempos && a.meters == b.meters && a.keys == b.keys &&
           a.chords == b.chords && a.markers == b.markers && a.steering == b.steering &&
           a.pickup == b.pickup && a.nextNoteId == b.nextNoteId &&
           std::equal(a.tracks.begin(), a.tracks.end(), b.tracks.begin(), b.tracks.end(),
                      sameTrack);
}

Key Score::keyAt(Tick tick) const {
    const auto after =
        std::upper_bound(keys.begin(), keys.end(), tick,
                         [](Tick wanted, const KeyChange& change) { return wanted < change.tick; });
    return after == keys.begin() ? Key{} : (after - 1)->key;
}

const ChordSymbol* Score::chordAt(Tick tick) const {
    const auto after =
        std::upper_bound(chords.begin(), chords.end(), tick,
                         [](Tick wanted, const ChordSymbol& chord) { return wanted < chord.tick; });
    return after == chords.begin() ? nullptr : &*(after - 1);
}

Tick Score::end() const {
    Tick last;
    for (const auto& track : tracks) {
        for (const Note& note : track->notes) {
            last = std::max(last, note.end());
        }
    }
    return last;
}

std::size_t Score::noteCount() const {
    std::size_t count = 0;
    for (const auto& track : tracks) {
        count += track->notes.size();
    }
    return count;
}

const Note* findNote(const Track& track, NoteId id) {
    const auto found = std::find_if(track.notes.begin(), track.notes.end(),
                                    [id](const Note& note) { return note.id == id; });
    return found == track.notes.end() ? nullptr : &*found;
}

Score newScore() {
    Score score;
    auto melody = std::make_shared<Track>();
    melody->name = "Melody";
    score.tracks.push_back(std::move(melody));
    score.tempos.push_back({{}, 100.0});
    score.meters.push_back({{}, {4, 4}});
    score.keys.push_back({{}, Key{}});
    return score;
}

} // namespace cantilena
