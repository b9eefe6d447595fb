#include "core/compose/Continuation.h"

#include "core/base/Random.h"
#include "core/model/MelodyDecoder.h"
#include "core/model/Sampling.h"
#include "core/score/Edits.h"

#include <algorithm>
#include <cmath>

namespace cantilena {

namespace {

/// What the model reads of a long track before the range: more would change nothing audible.
constexpr std::size_t kLongestSeed = 1000;

/// A silence shorter than this is how a note is played, not a rest.
constexpr Tick kArticulation = kUnit * 3 - Tick{1};

/// The melody line of the track up to `end`, legato, the last note cut there.
std::vector<Note> seedLine(const Track& track, Tick end) {
    std::vector<Note> line = upperLine(track.notes);
    std::erase_if(line, [end](const Note& note) { return note.onset >= end; });
    for (std::size_t i = 0; i < line.size(); ++i) {
        const Tick next = i + 1 < line.size() ? line[i + 1].onset : end;
        const bool overlong = line[i].end() > next;
        if (overlong || next - line[i].end() <= kArticulation) {
            line[i].duration = next - line[i].onset;
        }
    }
    if (line.size() > kLongestSeed) {
        line.erase(line.begin(), line.end() - static_cast<std::ptrdiff_t>(kLongestSeed));
    }
    return line;
}

/// The seed as events from the first bar that has a note, with the silence up to `end`.
Result<EventSequence> encodedSeed(const ContinuationRequest& request) {
    const Score& score = *request.base;
    const Tick end = request.range.begin;
    const std::vector<Note> line = seedLine(*score.tracks[request.track], end);
    const Tick begin = line.empty() ? end : score.meterMap().barAround(line.front().onset).begin;
    auto seed = encode(melodyContext(score, begin, end), line);
    if (!seed) {
        return seed;
    }
    const Tick last = line.empty() ? end : line.back().end();
    if (last < end) {
        seed->events.push_back({EventKind::Rest, {}, end - last});
    }
    return seed;
}

double inKeyShare(const Score& score, Tick at, const std::vector<Note>& notes) {
    if (notes.empty()) {
        return 1.0;
    }
    const Key key = score.keyAt(at);
    const auto inKey = std::count_if(notes.begin(), notes.end(),
                                     [&key](const Note& note) { return key.contains(note.pitch); });
    return static_cast<double>(inKey) / static_cast<double>(notes.size());
}

/// The first candidate takes the request's own number, so that it comes back alone; the others
/// take short numbers, which people can type.
std::uint64_t candidateRng(std::uint64_t rng, int index) {
    return index == 0 ? rng : streamSeed(rng, static_cast<std::uint64_t>(index)) >> 32;
}

Result<void> checked(const ContinuationRequest& request) {
    if (!request.base || request.track >= request.base->tracks.size()) {
        return Error{ErrorCode::NotFound, "there is no track to continue"};
    }
    if (request.range.isEmpty() || request.range.begin < Tick{}) {
        return Error{ErrorCode::OutOfRange, "there is no time to fill"};
    }
    if (request.lowest > request.highest) {
        return Error{ErrorCode::OutOfRange,
                     "the lowest pitch allowed, " + pitchName(request.lowest) +
                         ", lies above the highest, " + pitchName(request.highest)};
    }
    if (!std::isfinite(request.temperature) || request.temperature < 0.0 || !(request.topP > 0.0) ||
        request.topP > 1.0) {
        return Error{ErrorCode::OutOfRange,
                     "the temperature must not be negative, and top-p lies between 0 and 1"};
    }
    return {};
}

Candidate candidateFrom(const ContinuationRequest& request, const SampledPhrase& phrase,
                        int velocity) {
    Candidate candidate;
    candidate.range = request.range;
    EventSequence events{melodyContext(*request.base, request.range.begin, request.range.begin),
                         phrase.events};
    candidate.notes = decode(events);
    for (Note& note : candidate.notes) {
        note.velocity = velocity;
    }
    const auto count = static_cast<double>(std::max<std::size_t>(candidate.notes.size(), 1));
    candidate.bitsPerNote = phrase.bits / count;
    candidate.inKeyShare = inKeyShare(*request.base, request.range.begin, candidate.notes);
    return candidate;
}

/// New notes are as loud as the seed's last.
int velocityFor(const ContinuationRequest& request) {
    int velocity = kDefaultVelocity;
    for (const Note& note : request.base->tracks[request.track]->notes) {
        velocity = note.onset < request.range.begin ? note.velocity : velocity;
    }
    return velocity;
}

} // namespace

Tick continuationStart(const Score& score, std::size_t track) {
    Tick last;
    for (const Note& note : score.tracks[track]->notes) {
        last = std::max(last, note.end());
    }
    // A played note ends a little early; the next one belongs on the beat all the same.
    const BarPosition place = score.meterMap().at(last);
    const Tick beat = place.meter.beatLength();
    const Tick toBeat = place.offset > Tick{} ? beat - place.offset : Tick{};
    if (toBeat <= kArticulation) {
        return last + toBeat;
    }
    return snappedDown(last + kUnit - Tick{1}, kUnit);
}

TickRange barsFrom(const Score& score, Tick begin, int bars) {
    const MeterMap meters = score.meterMap();
    Tick end = begin;
    for (int i = 0; i < bars; ++i) {
        // A pickup's bar is short, but what begins in it is counted in whole bars.
        const bool pickup = end < score.pickup;
        end += pickup ? meters.meterAt(end).barLength() : meters.barAround(end).length();
    }
    return {begin, end};
}

Result<std::vector<Candidate>> continueMelody(const MelodyModel& model,
                                              const ContinuationRequest& request,
                                              std::stop_token stop,
                                              const std::function<void(const Candidate&)>& made) {
    if (const auto fine = checked(request); !fine) {
        return fine.error();
    }
    const auto seed = encodedSeed(request);
    if (!seed) {
        return Error{seed.error().code, "The model cannot read the seed: " + seed.error().message};
    }
    // Melody 0 has read the seed; melody 1 writes, each time from there.
    const auto decoder = model.decoder(2);
    decoder->begin(0, seed->context);
    for (const MelodyEvent& event : seed->events) {
        if (stop.stop_requested()) {
            return Error{ErrorCode::Cancelled, "Generating was stopped."};
        }
        decoder->push(0, event);
    }
    const PhraseConstraints constraints{request.range.length(), request.lowest, request.highest};
    const int velocity = velocityFor(request);
    std::vector<Candidate> candidates;
    for (int i = 0; i < request.candidates; ++i) {
        const std::uint64_t rng = candidateRng(request.rng, i);
        Random random(rng);
        decoder->copy(0, 1);
        const auto phrase = samplePhrase(*decoder, 1, seed->context, constraints,
                                         {request.temperature, request.topP}, random, stop);
        if (!phrase) {
            return stop.stop_requested()
                       ? Error{ErrorCode::Cancelled, "Generating was stopped."}
                       : Error{ErrorCode::OutOfRange, "The model knows no pitch in this key from " +
                                                          pitchName(request.lowest) + " to " +
                                                          pitchName(request.highest)};
        }
        Candidate candidate = candidateFrom(request, *phrase, velocity);
        candidate.number = i + 1;
        candidate.rng = rng;
        candidates.push_back(candidate);
        if (made) {
            made(candidates.back());
        }
    }
    return candidates;
}

Score withCandidate(const Score& base, std::size_t track, const Candidate& candidate) {
    return withPhrase(base, track, candidate.range, candidate.notes).score;
}

} // namespace cantilena
