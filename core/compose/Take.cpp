#include "core/compose/Take.h"

#include "core/compose/SameTrack.h"
#include "core/score/Edits.h"

#include <algorithm>
#include <memory>

namespace cantilena {

namespace {

bool standsIn(const Track& track, const Note& note) {
    return std::ranges::any_of(track.notes, [&](const Note& other) {
        return other.onset == note.onset && other.pitch == note.pitch;
    });
}

/// Whether at least half of the notes are still in the track.
bool livesIn(const Track& track, const std::vector<Note>& notes) {
    const auto left =
        std::ranges::count_if(notes, [&](const Note& note) { return standsIn(track, note); });
    return !notes.empty() && 2 * static_cast<std::size_t>(left) >= notes.size();
}

TakeSettings settingsOf(const ContinuationRequest& request) {
    TakeSettings settings;
    settings.range = request.range;
    settings.temperature = request.temperature;
    settings.topP = request.topP;
    settings.draws = request.draws;
    settings.lowest = request.lowest;
    settings.highest = request.highest;
    settings.style = request.style;
    settings.memory = request.memory;
    settings.density = request.density;
    settings.cadence = request.cadence;
    settings.key = request.key;
    settings.meter = request.meter;
    settings.mostCopiedNotes = request.mostCopiedNotes;
    return settings;
}

ContinuationRequest requestOf(const TakeTree& tree, const TakeSet& set, const Take& take) {
    const TakeSettings& settings = set.settings;
    ContinuationRequest request;
    request.base = std::make_shared<const Score>(tree.bases[set.base]);
    request.range = settings.range;
    request.temperature = settings.temperature;
    request.topP = settings.topP;
    request.candidates = 1;
    request.draws = settings.draws;
    request.rng = take.rng;
    request.lowest = settings.lowest;
    request.highest = settings.highest;
    request.style = settings.style;
    request.memory = settings.memory;
    request.density = settings.density;
    request.cadence = settings.cadence;
    request.key = settings.key;
    request.meter = settings.meter;
    request.mostCopiedNotes = settings.mostCopiedNotes;
    return request;
}

InfillRequest fillingOf(const TakeTree& tree, const TakeSet& set, const Take& take) {
    InfillRequest request;
    request.asked = requestOf(tree, set, take);
    request.keep = set.settings.keep;
    const Track& track = *request.asked.base->tracks.front();
    request.locked = lockedWithin(track, request.asked.range);
    for (const std::size_t index : set.settings.selected) {
        request.selected.push_back(track.notes[index].id);
    }
    return request;
}

Result<std::vector<Candidate>> madeAgain(const MelodyModel& model, const TakeTree& tree,
                                         const TakePlace& place, const std::stop_token& stop) {
    if (place.set->settings.task == TakeTask::Continue) {
        return continueMelody(model, requestOf(tree, *place.set, *place.take), stop, {});
    }
    return fillIn(model, fillingOf(tree, *place.set, *place.take), stop, {});
}

TakeSet setFor(TakeTree& tree, const ContinuationRequest& request, const MelodyModel& model) {
    const Track& track = *request.base->tracks[request.track];
    TakeSet set;
    set.parent = lineage(tree, track);
    Score base = readPart(*request.base, request.track);
    const auto known = std::ranges::find(tree.bases, base);
    set.base = static_cast<std::size_t>(known - tree.bases.begin());
    if (known == tree.bases.end()) {
        tree.bases.push_back(std::move(base));
    }
    set.track = request.track;
    set.trackName = track.name;
    set.modelName = model.card().name;
    set.modelHash = model.hash();
    set.settings = settingsOf(request);
    set.asked = request.candidates;
    return set;
}

/// Which of the track's notes these are, counted from 0.
std::vector<std::size_t> placesOf(const std::vector<NoteId>& ids, const Track& track) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < track.notes.size(); ++i) {
        if (std::ranges::find(ids, track.notes[i].id) != ids.end()) {
            places.push_back(i);
        }
    }
    return places;
}

/// "E4 of 0.5 quarters at 12.25".
std::string described(const Note& note) {
    const auto number = [](double value) {
        std::string text = std::to_string(value);
        text.erase(text.find_last_not_of('0') + 1);
        return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
    };
    return pitchName(note.pitch) + " of " + number(inQuarters(note.duration)) + " quarters at " +
           number(inQuarters(note.onset));
}

bool sameButForId(const Note& a, const Note& b) {
    return a.onset == b.onset && a.duration == b.duration && a.pitch == b.pitch &&
           a.velocity == b.velocity;
}

} // namespace

TakePlace placeOf(const TakeTree& tree, TakeId id) {
    for (const TakeSet& set : tree.sets) {
        const auto found = std::ranges::find(set.takes, id, &Take::id);
        if (found != set.takes.end()) {
            return {&set, &*found};
        }
    }
    return {};
}

Score readPart(const Score& score, std::size_t track) {
    Score part;
    part.meters = score.meters;
    part.keys = score.keys;
    part.chords = score.chords;
    part.steering = score.steering;
    part.pickup = score.pickup;
    Track line;
    line.channel = score.tracks[track]->channel;
    line.notes = score.tracks[track]->notes;
    part.tracks.push_back(std::make_shared<const Track>(std::move(line)));
    return withFreshNoteIds(std::move(part));
}

TakeTree withTakeSet(TakeTree tree, const ContinuationRequest& request, const MelodyModel& model) {
    TakeSet set = setFor(tree, request, model);
    tree.sets.push_back(std::move(set));
    return tree;
}

TakeTree withTakeSet(TakeTree tree, const InfillRequest& request, const MelodyModel& model) {
    TakeSet set = setFor(tree, request.asked, model);
    set.settings.task = TakeTask::Fill;
    set.settings.keep = request.keep;
    set.settings.selected = placesOf(request.selected, *request.asked.base->tracks[set.track]);
    tree.sets.push_back(std::move(set));
    return tree;
}

std::vector<NoteId> lockedWithin(const Track& track, TickRange range) {
    std::vector<NoteId> locked;
    for (const Note& note : track.notes) {
        if (note.locked && range.contains(note.onset)) {
            locked.push_back(note.id);
        }
    }
    return locked;
}

TakeTree withTake(TakeTree tree, const Candidate& candidate) {
    Take take;
    take.id = tree.next;
    ++tree.next.value;
    take.number = candidate.number;
    take.rng = candidate.rng;
    take.notes = candidate.notes;
    take.bitsPerNote = candidate.bitsPerNote;
    tree.sets.back().takes.push_back(std::move(take));
    return tree;
}

TakeTree withTakeChanged(TakeTree tree, const Take& take) {
    for (TakeSet& set : tree.sets) {
        std::ranges::replace_if(
            set.takes, [&](const Take& other) { return other.id == take.id; }, take);
    }
    return tree;
}

TakeId lineage(const TakeTree& tree, const Track& track) {
    TakeId latest;
    for (const TakeSet& set : tree.sets) {
        for (const Take& take : set.takes) {
            if (take.kept && take.id > latest && livesIn(track, take.notes)) {
                latest = take.id;
            }
        }
    }
    return latest;
}

Candidate candidateOf(const TakeTree& tree, const TakePlace& place) {
    const TakeSettings& settings = place.set->settings;
    const Take& take = *place.take;
    Candidate candidate;
    candidate.number = take.number;
    candidate.rng = take.rng;
    candidate.range = settings.range;
    candidate.key = settings.key;
    candidate.meter = settings.meter;
    candidate.notes = take.notes;
    candidate.bitsPerNote = take.bitsPerNote;
    if (settings.task == TakeTask::Fill) {
        candidate.fills = true;
        candidate.keyEnds = true;
        candidate.stays = staying(fillingOf(tree, *place.set, take));
        for (Note& note : candidate.stays) {
            // The base's ids are its own.
            note.id = {};
        }
    }
    return candidate;
}

std::optional<std::size_t> trackOf(const TakeTree& tree, const TakeSet& set, const Score& score) {
    Track track = *tree.bases[set.base].tracks.front();
    track.name = set.trackName;
    return trackLike(track, score);
}

std::string differenceOf(const std::vector<Note>& first, const std::vector<Note>& second) {
    const auto [a, b] = std::ranges::mismatch(first, second, sameButForId);
    if (a == first.end() && b == second.end()) {
        return {};
    }
    const std::string at = "note " + std::to_string(a - first.begin() + 1);
    if (a == first.end()) {
        return at + " is one too many: " + described(*b);
    }
    if (b == second.end()) {
        return at + " is missing: " + described(*a);
    }
    return at + " is " + described(*b) + " instead of " + described(*a);
}

Result<Replay> replayed(const MelodyModel& model, const TakeTree& tree, TakeId id,
                        const std::stop_token& stop) {
    const TakePlace place = placeOf(tree, id);
    if (place.take == nullptr) {
        return Error{ErrorCode::NotFound, "there is no such take"};
    }
    if (model.hash() != place.set->modelHash) {
        return Error{ErrorCode::Unavailable,
                     "the take was made by \"" + place.set->modelName + "\" (" +
                         place.set->modelHash + "), and the model at work is \"" +
                         model.card().name + "\" (" + model.hash() + "); open that one first"};
    }
    const auto again = madeAgain(model, tree, place, stop);
    if (!again) {
        return again.error();
    }
    const std::vector<Note>& notes = again->front().notes;
    return Replay{notes, differenceOf(place.take->notes, notes)};
}

} // namespace cantilena
