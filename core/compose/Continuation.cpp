#include "core/compose/Continuation.h"

#include "core/base/InParallel.h"
#include "core/base/Random.h"
#include "core/compose/ContinuationParts.h"
#include "core/compose/GridContinuation.h"
#include "core/compose/MelodyFigures.h"
#include "core/compose/SteeringRules.h"
#include "core/corpus/KeyEstimate.h"
#include "core/model/MelodyDecoder.h"
#include "core/model/Sampling.h"
#include "core/score/Edits.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

namespace cantilena {

namespace {

/// What the model reads of a long track before the range: more would change nothing audible.
constexpr std::size_t kLongestSeed = 1000;

/// A silence shorter than this is how a note is played, not a rest.
constexpr Tick kArticulation = kUnit * 3 - Tick{1};

/// Fewer notes than this do not tell their key.
constexpr std::size_t kNotesForAKey = 8;
/// A last note on a weak beat is to be as rare, or as frequent, as in human tunes.
constexpr double kWeakEnding = 0.3;
/// So many bars before the end the model is told of it.
constexpr int kBarsToTheEnd = 4;

/// Less of the seed than this within the written key makes that key doubtful.
constexpr double kDoubtfulShare = 0.8;
constexpr double kSureMargin = 0.05;

/// A seed that the model can read, and the key to go on in where one is known.
struct ReadSeed {
    EventSequence events;
    std::optional<Key> key;
};

/// The seed as events from the first bar that has a note, with the silence up to `end`.
Result<ReadSeed> readSeed(const ContinuationRequest& request) {
    const Tick end = request.range.begin;
    Score score = *request.base;
    const std::vector<Note> line = seedLine(*score.tracks[request.track], end);
    const std::optional<Key> key = keyToContinueIn(score, line, end);
    score.keys.clear();
    if (key) {
        score.keys.push_back({{}, *key});
    }
    const Tick begin = line.empty() ? end : score.meterMap().barAround(line.front().onset).begin;
    auto events = encode(melodyContext(score, begin, end), line);
    if (!events) {
        return events.error();
    }
    const Tick last = line.empty() ? end : line.back().end();
    if (last < end) {
        events->events.push_back({EventKind::Rest, {}, end - last});
    }
    return ReadSeed{*std::move(events), key};
}

/// That steering leaves the phrase a way to its end.
Result<void> checkedSteering(const ContinuationRequest& request, const ReadSeed& seed) {
    const PitchSet pitches = pitchesFor(request, seed.events.context);
    const auto fine = checkedSteering(*request.base, request.range, pitches);
    if (!fine || !request.cadence || !seed.key) {
        return fine;
    }
    return checkedEnding(*request.base, request.range, pitches, seed.key->tonic.pitchClass());
}

/// What the phrase must keep to.
PhraseConstraints constraintsOf(const ContinuationRequest& request, const ReadSeed& seed) {
    PhraseConstraints constraints{request.range.length(), request.lowest, request.highest};
    constraints.typicalDuration = typicalDuration(*request.base, request.range, request.density);
    constraints.onsets = steeringRules(*request.base, request.range);
    if (request.cadence) {
        constraints.lastOnsets = endingBeats(*request.base, request.range);
        constraints.tuneEnd = request.range.end;
        const Meter meter = request.base->meterMap().meterAt(request.range.end - Tick{1});
        constraints.endInSight = meter.barLength() * kBarsToTheEnd;
        if (seed.key) {
            const int tonic = seed.key->tonic.pitchClass();
            constraints.lastPitchClass = tonic;
            constraints.lastOnsets = steeredEndings(
                *request.base, request.range, pitchesFor(request, seed.events.context), tonic);
        }
    }
    return constraints;
}

/// How little one of several draws is to be preferred. For a cadence: how unlikely it is that the
/// model itself would end there, and that the last note is weak; else how far the phrase's bits a
/// note are from those of human tunes.
double faultOf(const SampledPhrase& phrase, MelodyDecoder& behind,
               const ContinuationRequest& request, double humanBits) {
    if (!request.cadence) {
        return std::abs(bitsPerNote(phrase) - humanBits);
    }
    const Tick last = request.range.end - phrase.events.back().duration;
    return bitsOf(behind.pitchLogits(0), kEndSymbol) + weakEnding(*request.base, last);
}

/// Of a few draws that go on from the seed, the one with the least fault. Nothing when stopped, or
/// when no draw came to its end.
std::optional<SampledPhrase> bestPhrase(const MelodyDecoder& seed, const ReadSeed& read,
                                        const ContinuationRequest& request, std::uint64_t rng,
                                        double humanBits, const CopyLimit* limit,
                                        const std::stop_token& stop) {
    const PhraseConstraints constraints = constraintsOf(request, read);
    const SamplingSettings settings{request.temperature, request.topP};
    const bool judged = request.cadence || humanBits > 0.0;
    const int draws = request.temperature > 0.0 && judged ? request.draws : 1;
    Random random(rng);
    std::optional<SampledPhrase> best;
    double bestFault = 0.0;
    for (int draw = 0; draw < std::max(draws, 1); ++draw) {
        const auto decoder = seed.clone();
        if (limit != nullptr) {
            decoder->copy(0, limit->origin);
        }
        auto phrase = samplePhrase(*decoder, 0, read.events.context, constraints, settings, random,
                                   stop, limit);
        if (!phrase) {
            if (stop.stop_requested()) {
                return std::nullopt;
            }
            continue;
        }
        const double fault = faultOf(*phrase, *decoder, request, humanBits);
        if (!best || fault < bestFault) {
            best = std::move(phrase);
            bestFault = fault;
        }
    }
    return best;
}

/// The phrase's notes from the range's beginning on, all as loud as that.
Candidate candidateFrom(const ContinuationRequest& request, const ReadSeed& seed,
                        const SampledPhrase& phrase, int velocity) {
    Candidate candidate;
    candidate.range = request.range;
    candidate.key = request.key;
    candidate.meter = request.meter;
    EventSequence events{seed.events.context, phrase.events};
    events.context.begin = request.range.begin;
    candidate.notes = decode(events);
    for (Note& note : candidate.notes) {
        note.velocity = velocity;
    }
    candidate.bitsPerNote = bitsPerNote(phrase);
    candidate.inKeyShare = shareInKey(seed.key.value_or(Key{}), candidate.notes);
    return candidate;
}

bool stays(const Note& note, const Candidate& candidate) {
    return std::ranges::any_of(candidate.stays, [&](const Note& other) {
        return other.id == NoteId{} ? other.onset == note.onset && other.pitch == note.pitch
                                    : other.id == note.id;
    });
}

/// The phrase without what sounds while that note does.
std::vector<Note> clearOf(const Note& fixed, std::vector<Note> phrase) {
    for (Note& note : phrase) {
        if (note.onset < fixed.onset) {
            note.duration = std::min(note.end(), fixed.onset) - note.onset;
        }
    }
    std::erase_if(phrase, [&](const Note& note) {
        return fixed.onset <= note.onset && note.onset < fixed.end();
    });
    return phrase;
}

Score withFilling(const Score& score, std::size_t track, const Candidate& candidate) {
    std::vector<NoteId> gone;
    std::vector<Note> phrase = candidate.notes;
    for (const Note& note : score.tracks[track]->notes) {
        if (givesWay(note, candidate)) {
            gone.push_back(note.id);
        } else if (note.locked && candidate.range.contains(note.onset) && !stays(note, candidate)) {
            phrase = clearOf(note, std::move(phrase));
        }
    }
    return withNotes(withoutNotes(score, track, gone), track, phrase).score;
}

} // namespace

Result<void> checkedRequest(const ContinuationRequest& request) {
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

Result<void> checkedLimit(const ContinuationRequest& request, const MelodyModel& model) {
    if (!request.mostCopiedNotes) {
        return {};
    }
    if (!model.copies()) {
        return Error{ErrorCode::Unsupported, "copying cannot be limited: the model \"" +
                                                 model.card().name +
                                                 "\" does not say which tunes it was trained on"};
    }
    if (*request.mostCopiedNotes < kTightestCopyLimit) {
        return Error{ErrorCode::OutOfRange, "copying can be limited to " +
                                                std::to_string(kTightestCopyLimit) +
                                                " notes in a row and more, not to " +
                                                std::to_string(*request.mostCopiedNotes)};
    }
    return {};
}

std::optional<CopyLimit> copyLimit(const ContinuationRequest& request, const MelodyModel& model,
                                   std::span<const MelodyEvent> before) {
    if (!request.mostCopiedNotes) {
        return std::nullopt;
    }
    CopyLimit limit{CopyGuard(model.copies(), *request.mostCopiedNotes)};
    for (const MelodyEvent& event : before) {
        limit.guard.push(event);
    }
    return limit;
}

std::optional<CopyReport> copiedIn(const MelodyModel& model, std::span<const Note> before,
                                   std::span<const Note> made, std::span<const Note> after) {
    const auto copies = model.copies();
    if (!copies) {
        return std::nullopt;
    }
    std::vector<Note> melody(before.begin(), before.end());
    melody.insert(melody.end(), made.begin(), made.end());
    melody.insert(melody.end(), after.begin(), after.end());
    const std::size_t first = before.size();
    CopyReport report = copies->report(melody, {first, first + made.size()});
    report.longest.firstNote -= std::min(report.longest.firstNote, first);
    return report;
}

PitchSet pitchesFor(const ContinuationRequest& request, const MelodyContext& context) {
    const PitchRange readable = readableRange(context);
    return pitchesBetween(std::max(request.lowest, readable.lowest),
                          std::min(request.highest, readable.highest));
}

Result<void> checkedRange(const ContinuationRequest& request, const MelodyContext& context) {
    const PitchRange readable = readableRange(context);
    if (request.highest < readable.lowest || request.lowest > readable.highest) {
        return Error{ErrorCode::OutOfRange,
                     "the model has no pitch from " + pitchName(request.lowest) + " to " +
                         pitchName(request.highest) + "; in this key it knows " +
                         pitchName(readable.lowest) + " to " + pitchName(readable.highest)};
    }
    return {};
}

double bitsPerNote(const SampledPhrase& phrase) {
    const auto notes = std::count_if(phrase.events.begin(), phrase.events.end(),
                                     [](const auto& e) { return e.kind == EventKind::Note; });
    return phrase.bits / static_cast<double>(std::max<std::ptrdiff_t>(notes, 1));
}

Tick typicalDuration(const Score& score, TickRange range, double notesPerBar) {
    const Tick bar = score.meterMap().meterAt(range.begin).barLength();
    return notesPerBar > 0.0 ? Tick{std::llround(static_cast<double>(bar.value) / notesPerBar)}
                             : Tick{};
}

Result<std::optional<int>> styleNamed(const MelodyModel& model, const std::string& name) {
    if (name.empty()) {
        return std::optional<int>();
    }
    const std::vector<std::string> styles = model.styles();
    const auto found = std::find(styles.begin(), styles.end(), name);
    if (found != styles.end()) {
        return std::optional(static_cast<int>(found - styles.begin()));
    }
    std::string known;
    for (const std::string& style : styles) {
        known += (known.empty() ? "" : ", ") + style;
    }
    return Error{ErrorCode::NotFound,
                 "the model has no style \"" + name + "\"; " +
                     (known.empty() ? "it tells no styles apart" : "it knows " + known)};
}

std::vector<Note> legatoLine(const Track& track, Tick end) {
    std::vector<Note> line = upperLine(track.notes);
    std::erase_if(line, [end](const Note& note) { return note.onset >= end; });
    for (std::size_t i = 0; i < line.size(); ++i) {
        const Tick next = i + 1 < line.size() ? line[i + 1].onset : end;
        const bool overlong = line[i].end() > next;
        if (overlong || next - line[i].end() <= kArticulation) {
            line[i].duration = next - line[i].onset;
        }
    }
    return line;
}

std::vector<Note> seedLine(const Track& track, Tick end) {
    std::vector<Note> line = legatoLine(track, end);
    if (line.size() > kLongestSeed) {
        line.erase(line.begin(), line.end() - static_cast<std::ptrdiff_t>(kLongestSeed));
    }
    return line;
}

double shareInKey(const Key& key, std::span<const Note> notes) {
    const auto inKey = std::count_if(notes.begin(), notes.end(),
                                     [&key](const Note& note) { return key.contains(note.pitch); });
    return notes.empty() ? 1.0 : static_cast<double>(inKey) / static_cast<double>(notes.size());
}

std::optional<Key> keyToContinueIn(const Score& score, std::span<const Note> line, Tick end) {
    std::optional<Key> written;
    if (!score.keys.empty()) {
        written = score.keyAt(std::max(end, score.keys.front().tick));
    }
    const bool changed = written && !line.empty() && score.keyAt(line.front().onset) != *written;
    if (line.size() < kNotesForAKey || changed ||
        (written && shareInKey(*written, line) >= kDoubtfulShare)) {
        return written;
    }
    const auto estimate = estimateKey(line);
    return estimate && estimate->margin >= kSureMargin ? estimate->key : written;
}

std::vector<Tick> endingBeats(const Score& score, TickRange range) {
    const MeterMap meters = score.meterMap();
    std::vector<Tick> beats;
    for (Tick now = range.begin; now < range.end;) {
        const BarPosition place = meters.at(now);
        const Tick beat = place.meter.beatLength();
        if (place.offset == Tick{} && (range.end - now) * 2 >= beat) {
            beats.push_back(now - range.begin);
        }
        now = std::min(now + beat - place.offset, meters.barAround(now).end);
    }
    return beats;
}

double weakEnding(const Score& score, Tick last) {
    return isStrongBeat(score.meterMap().at(last)) ? 0.0 : kWeakEnding;
}

std::uint64_t candidateRng(std::uint64_t rng, int index) {
    return index == 0 ? rng : streamSeed(rng, static_cast<std::uint64_t>(index)) >> 32;
}

int velocityFor(const ContinuationRequest& request) {
    int velocity = kDefaultVelocity;
    for (const Note& note : request.base->tracks[request.track]->notes) {
        velocity = note.onset < request.range.begin ? note.velocity : velocity;
    }
    return velocity;
}

bool givesWay(const Note& note, const Candidate& candidate) {
    return candidate.range.contains(note.onset) && !note.locked &&
           !(candidate.fills && stays(note, candidate));
}

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
                                              const ContinuationRequest& asked,
                                              std::stop_token stop,
                                              const std::function<void(const Candidate&)>& made) {
    if (const auto fine = checkedRequest(asked); !fine) {
        return fine.error();
    }
    ContinuationRequest request = asked;
    request.base = std::make_shared<const Score>(
        withContinuedFrame(*asked.base, asked.range.begin, asked.key, asked.meter));
    if (const auto fine = checkedLimit(request, model); !fine) {
        return fine.error();
    }
    const auto style = styleNamed(model, request.style);
    if (!style) {
        return style.error();
    }
    if (const TokenModel* tokens = model.tokens()) {
        return continueOnGrid(*tokens, request, std::move(stop), made);
    }
    auto seed = readSeed(request);
    if (!seed) {
        return Error{seed.error().code, "the model cannot read the seed: " + seed.error().message};
    }
    seed->events.context.style = *style;
    if (const auto fine = checkedRange(request, seed->events.context); !fine) {
        return fine.error();
    }
    if (const auto fine = checkedSteering(request, *seed); !fine) {
        return fine.error();
    }
    const auto limit = copyLimit(request, model, seed->events.events);
    const auto decoder = model.decoder(limit ? 2 : 1);
    decoder->begin(0, seed->events.context);
    decoder->weighMemory(static_cast<float>(request.memory));
    for (const MelodyEvent& event : seed->events.events) {
        if (stop.stop_requested()) {
            return Error{ErrorCode::Cancelled, "generating was stopped"};
        }
        decoder->push(0, event);
    }
    const std::function<std::optional<SampledPhrase>(int)> write = [&](int index) {
        return bestPhrase(*decoder, *seed, request, candidateRng(request.rng, index),
                          model.card().validationBits, limit ? &*limit : nullptr, stop);
    };
    InParallel<std::optional<SampledPhrase>> phrases(request.candidates, write);
    const int velocity = velocityFor(request);
    std::vector<Candidate> candidates;
    for (int i = 0; i < request.candidates; ++i) {
        // What was made beyond the one that was stopped at is not handed out.
        if (stop.stop_requested()) {
            return Error{ErrorCode::Cancelled, "generating was stopped"};
        }
        const auto phrase = phrases.get(i);
        if (!phrase && !stop.stop_requested()) {
            return Error{ErrorCode::Unsupported,
                         "no phrase was found that keeps to all of what was asked for"};
        }
        if (!phrase) {
            return Error{ErrorCode::Cancelled, "generating was stopped"};
        }
        Candidate candidate = candidateFrom(request, *seed, *phrase, velocity);
        candidate.copied = copiedIn(model, decode(seed->events), candidate.notes);
        candidate.number = i + 1;
        candidate.rng = candidateRng(request.rng, i);
        candidates.push_back(candidate);
        if (made) {
            made(candidates.back());
        }
    }
    return candidates;
}

Score withContinuedFrame(const Score& base, Tick begin, std::optional<Key> key,
                         std::optional<Meter> meter) {
    Score score = base;
    if (meter && *meter != score.meterMap().meterAt(begin)) {
        score = withMeter(score, begin, *meter);
    }
    if (key && (score.keys.empty() || *key != score.keyAt(begin))) {
        score = withKey(score, begin, *key);
    }
    return score;
}

Score withFilledKey(const Score& base, TickRange range, std::optional<Key> key) {
    if (!key || (!base.keys.empty() && base.keyAt(range.begin) == *key)) {
        return base;
    }
    const Key behind = base.keyAt(range.end);
    return withKey(withKey(base, range.begin, *key), range.end, behind);
}

Score withCandidate(const Score& base, std::size_t track, const Candidate& candidate) {
    const Score score = candidate.keyEnds ? withFilledKey(base, candidate.range, candidate.key)
                                          : withContinuedFrame(base, candidate.range.begin,
                                                               candidate.key, candidate.meter);
    if (candidate.fills) {
        return withFilling(score, track, candidate);
    }
    return withPhrase(score, track, candidate.range, candidate.notes).score;
}

} // namespace cantilena
