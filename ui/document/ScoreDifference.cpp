#include "ui/document/ScoreDifference.h"

#include "core/score/TrackFrame.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace cantilena {

namespace {

/// A total order of notes that agrees with `precedes`.
bool comesBefore(const Note& a, const Note& b) {
    const auto key = [](const Note& n) {
        return std::tuple(n.onset, n.pitch, n.id, n.duration, n.velocity, n.locked, n.isGrace);
    };
    return key(a) < key(b);
}

std::vector<Note> without(const std::vector<Note>& notes, const std::vector<Note>& others) {
    std::vector<Note> rest;
    std::set_difference(notes.begin(), notes.end(), others.begin(), others.end(),
                        std::back_inserter(rest), comesBefore);
    return rest;
}

} // namespace

ScoreDifference::ScoreDifference(const Score& before, const Score& after) {
    const auto note = [](auto& change, const auto& x, const auto& y) {
        if (x != y) {
            change = {x, y};
        }
    };
    note(m_title, before.title, after.title);
    note(m_composer, before.composer, after.composer);
    note(m_origin, before.origin, after.origin);
    note(m_tempos, before.tempos, after.tempos);
    note(m_meters, before.meters, after.meters);
    note(m_keys, before.keys, after.keys);
    note(m_chords, before.chords, after.chords);
    note(m_markers, before.markers, after.markers);
    note(m_steering, before.steering, after.steering);
    note(m_pickup, before.pickup, after.pickup);
    note(m_nextNoteId, before.nextNoteId, after.nextNoteId);
    if (before.tracks.size() != after.tracks.size()) {
        m_tracks = {before.tracks, after.tracks};
        return;
    }
    for (std::size_t i = 0; i < before.tracks.size(); ++i) {
        if (before.tracks[i] != after.tracks[i] && *before.tracks[i] != *after.tracks[i]) {
            m_changedTracks.push_back(changeOf(i, *before.tracks[i], *after.tracks[i]));
        }
    }
}

bool ScoreDifference::isEmpty() const {
    return !m_title && !m_composer && !m_origin && !m_tempos && !m_meters && !m_keys && !m_chords &&
           !m_markers && !m_steering && !m_pickup && !m_nextNoteId && !m_tracks &&
           m_changedTracks.empty();
}

std::size_t ScoreDifference::noteCount() const {
    std::size_t count = 0;
    for (const TrackChange& change : m_changedTracks) {
        count += change.removed.size() + change.added.size();
    }
    return count;
}

ScoreDifference::TrackChange ScoreDifference::changeOf(std::size_t index, const Track& before,
                                                       const Track& after) {
    TrackChange change;
    change.index = index;
    change.removed = without(before.notes, after.notes);
    change.added = without(after.notes, before.notes);
    Track frameBefore = frameOf(before);
    Track frameAfter = frameOf(after);
    if (frameBefore != frameAfter) {
        change.frame = {std::make_shared<const Track>(std::move(frameBefore)),
                        std::make_shared<const Track>(std::move(frameAfter))};
    }
    return change;
}

std::shared_ptr<const Track>
ScoreDifference::carriedTrack(const Track& track, const TrackChange& change, Direction direction) {
    const bool isForward = direction == Direction::Forward;
    Track next =
        !change.frame ? frameOf(track) : (isForward ? *change.frame->after : *change.frame->before);
    const std::vector<Note> kept = without(track.notes, isForward ? change.removed : change.added);
    const std::vector<Note>& added = isForward ? change.added : change.removed;
    next.notes.reserve(kept.size() + added.size());
    std::merge(kept.begin(), kept.end(), added.begin(), added.end(), std::back_inserter(next.notes),
               comesBefore);
    return std::make_shared<const Track>(std::move(next));
}

Score ScoreDifference::carried(const Score& score, Direction direction) const {
    Score next = score;
    const auto put = [direction](auto& field, const auto& change) {
        if (change) {
            field = direction == Direction::Forward ? change->after : change->before;
        }
    };
    put(next.title, m_title);
    put(next.composer, m_composer);
    put(next.origin, m_origin);
    put(next.tempos, m_tempos);
    put(next.meters, m_meters);
    put(next.keys, m_keys);
    put(next.chords, m_chords);
    put(next.markers, m_markers);
    put(next.steering, m_steering);
    put(next.pickup, m_pickup);
    put(next.nextNoteId, m_nextNoteId);
    put(next.tracks, m_tracks);
    for (const TrackChange& change : m_changedTracks) {
        next.tracks[change.index] = carriedTrack(*score.tracks[change.index], change, direction);
    }
    return next;
}

Score ScoreDifference::appliedTo(const Score& score) const {
    return carried(score, Direction::Forward);
}

Score ScoreDifference::revertedFrom(const Score& score) const {
    return carried(score, Direction::Backward);
}

} // namespace cantilena
