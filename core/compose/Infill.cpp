#include "core/compose/Infill.h"

#include "core/base/InParallel.h"
#include "core/compose/ContinuationParts.h"
#include "core/compose/InfillPlan.h"
#include "core/compose/SteeringRules.h"
#include "core/model/MelodyDecoder.h"
#include "core/model/Sampling.h"
#include "core/model/TokenMelody.h"
#include "core/model/TokenModel.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

namespace cantilena {

namespace {

/// A candidate is given up after so many draws in a row that came to no end.
constexpr int kMostFailures = 40;
/// So many draws in a row that are just what they replace make the model more adventurous.
constexpr int kSameDraws = 3;
constexpr double kMoreAdventure = 1.3;
/// At temperature 0 a draw that cannot be used would only come again; the next ones take this.
constexpr double kLeastAdventure = 0.3;
/// A candidate that is like an earlier one is made anew, so often at most.
constexpr int kMostRemakes = 6;
/// More candidates than anybody asks for: numbers of remade ones begin behind it.
constexpr int kMostCandidates = 1000;

/// A filling, and how well what follows goes on from it.
struct Filling {
    std::vector<Note> notes;
    double bits = 0.0;
    std::optional<double> joinBits;
    /// See `weakEnding`; 0 where no cadence is asked for.
    double weakness = 0.0;
};

std::size_t noteCount(const SampledPhrase& phrase) {
    return static_cast<std::size_t>(
        std::count_if(phrase.events.begin(), phrase.events.end(),
                      [](const MelodyEvent& e) { return e.kind == EventKind::Note; }));
}

/// Bits an event of what follows, of all that the model can say; nothing when there is none.
std::optional<double> joinBits(MelodyDecoder& decoder, const InfillPlan& plan) {
    double bits = 0.0;
    int said = 0;
    for (std::size_t i = 0; i < plan.judged; ++i) {
        const MelodyEvent& event = plan.after[i];
        const int symbol = symbolOf(event, plan.context);
        const int length = durationClass(event.duration);
        const auto pitches = decoder.pitchLogits(0);
        const auto durations = decoder.durationLogits(0, symbol);
        if (canSay(pitches, symbol) && canSay(durations, length)) {
            bits += bitsOf(pitches, symbol) + bitsOf(durations, length);
            ++said;
        }
        decoder.push(0, event);
    }
    return said > 0 ? std::optional(bits / said) : std::nullopt;
}

/// The fixed events from that stretch's end up to the next stretch.
std::vector<MelodyEvent> fixedBehind(const InfillPlan& plan, const Stretch& stretch) {
    std::vector<MelodyEvent> events = stretch.then;
    if (&stretch == &plan.stretches.back()) {
        events.insert(events.end(), plan.after.begin(), plan.after.end());
    }
    return events;
}

/// One draw; nothing when it came to no end, or was stopped.
std::optional<Filling> drawn(const MelodyDecoder& before, const InfillPlan& plan,
                             const InfillRequest& request, std::optional<CopyLimit> limit,
                             Random& random, const std::stop_token& stop) {
    const auto decoder = before.clone();
    const SamplingSettings settings{request.asked.temperature, request.asked.topP};
    Filling filling;
    std::size_t notes = 0;
    for (const Stretch& stretch : plan.stretches) {
        decoder->enter(0, stretch.gap);
        if (limit) {
            limit->following = fixedBehind(plan, stretch);
            decoder->copy(0, limit->origin);
        }
        const auto phrase = samplePhrase(*decoder, 0, plan.context, stretch.constraints, settings,
                                         random, stop, limit ? &*limit : nullptr);
        if (!phrase) {
            return std::nullopt;
        }
        for (std::size_t i = 0; limit && i < phrase->events.size(); ++i) {
            limit->guard.push(phrase->events[i]);
        }
        filling.bits += phrase->bits;
        notes += noteCount(*phrase);
        EventSequence events{plan.context, phrase->events};
        events.context.begin = stretch.range.begin;
        const std::vector<Note> made = decode(events);
        filling.notes.insert(filling.notes.end(), made.begin(), made.end());
        for (const MelodyEvent& event : stretch.then) {
            decoder->push(0, event);
            if (limit) {
                limit->guard.push(event);
            }
        }
    }
    filling.bits /= static_cast<double>(std::max<std::size_t>(notes, 1));
    filling.joinBits = joinBits(*decoder, plan);
    if (request.asked.cadence && !filling.notes.empty()) {
        filling.weakness = weakEnding(*request.asked.base, filling.notes.back().onset);
    }
    return filling;
}

/// How little the draw fits: by what follows or, at the end of a tune, by how far its bits a note
/// are from those of human tunes, where the model says what these are. The likeliest of several
/// draws is the one that holds and repeats most.
double faultOf(const Filling& filling, double humanBits) {
    const double inhuman = humanBits > 0.0 ? std::abs(filling.bits - humanBits) : 0.0;
    return filling.joinBits.value_or(inhuman) + filling.weakness;
}

/// Whether these are the notes of that line, or so near in time that nobody could tell.
bool sameNotes(const std::vector<Note>& made, const std::vector<Note>& line) {
    return std::equal(
        made.begin(), made.end(), line.begin(), line.end(), [](const Note& a, const Note& b) {
            const Tick apart = a.onset > b.onset ? a.onset - b.onset : b.onset - a.onset;
            return a.pitch == b.pitch && apart < kUnit;
        });
}

/// Whether one of the notes sounds its pitch while another voice does.
bool doubles(const std::vector<Note>& made, const std::vector<Note>& beside) {
    return std::any_of(made.begin(), made.end(), [&](const Note& note) {
        return std::any_of(beside.begin(), beside.end(), [&](const Note& other) {
            return note.pitch == other.pitch && note.onset < other.end() &&
                   other.onset < note.end();
        });
    });
}

bool isAmong(const std::vector<Candidate>& candidates, const std::vector<Note>& notes) {
    return std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
        return sameNotes(notes, candidate.notes);
    });
}

/// Of a few draws the one with the least fault. None is what gave way, unless nothing else is to be
/// had. Nothing when stopped, or when no draw came to its end and clear of the other voices.
std::optional<Filling> bestFilling(const MelodyDecoder& before, const InfillPlan& plan,
                                   InfillRequest request, const std::optional<CopyLimit>& limit,
                                   double humanBits, std::uint64_t rng,
                                   const std::stop_token& stop) {
    const bool judged = plan.judged > 0 || request.asked.cadence || humanBits > 0.0;
    const bool several = request.asked.temperature > 0.0 && judged;
    const int draws = several ? std::max(request.asked.draws, 1) : 1;
    Random random(rng);
    std::optional<Filling> best;
    std::optional<Filling> same;
    int failures = 0;
    int repeats = 0;
    for (int made = 0; made < draws && failures < kMostFailures && !stop.stop_requested();) {
        auto filling = drawn(before, plan, request, limit, random, stop);
        const bool repeat = filling && sameNotes(filling->notes, plan.original);
        if (filling && !repeat && !doubles(filling->notes, plan.beside)) {
            ++made;
            repeats = 0;
            if (!best || faultOf(*filling, humanBits) < faultOf(*best, humanBits)) {
                best = std::move(filling);
            }
            continue;
        }
        ++failures;
        if (repeat) {
            ++repeats;
            same = std::move(filling);
        }
        // What came to no end, or upon another voice, says nothing about how free to be.
        if (request.asked.temperature <= 0.0) {
            request.asked.temperature = kLeastAdventure;
        } else if (repeat && repeats % kSameDraws == 0) {
            request.asked.temperature *= kMoreAdventure;
            request.asked.topP = 1.0;
        }
    }
    if (stop.stop_requested()) {
        return std::nullopt;
    }
    return best ? best : same;
}

/// Gives notes made with the rhythm kept the exact times of the notes that they stand for, which
/// the model read legato.
void restoreRhythm(std::vector<Note>& notes, const Score& score, const InfillRequest& request,
                   const InfillPlan& plan) {
    for (Note& note : notes) {
        const auto heard =
            std::find_if(plan.original.begin(), plan.original.end(),
                         [&note](const Note& original) { return original.onset == note.onset; });
        if (heard == plan.original.end()) {
            continue;
        }
        for (const Note& written : score.tracks[request.asked.track]->notes) {
            note.duration = written.id == heard->id ? written.duration : note.duration;
        }
    }
}

/// What the model had from its training tunes; locked notes between the new ones count with them.
std::optional<CopyReport> copiedIn(const MelodyModel& model, const InfillPlan& plan,
                                   std::vector<Note> made) {
    const auto notesFrom = [&plan](Tick begin, const std::vector<MelodyEvent>& events) {
        EventSequence sequence{plan.context, events};
        sequence.context.begin = begin;
        return decode(sequence);
    };
    for (const Stretch& stretch : plan.stretches) {
        const std::vector<Note> locked = notesFrom(stretch.range.end, stretch.then);
        made.insert(made.end(), locked.begin(), locked.end());
    }
    std::sort(made.begin(), made.end(), precedes);
    return copiedIn(model, notesFrom(plan.context.begin, plan.before), made,
                    notesFrom(plan.tailBegin, plan.after));
}

/// That a model of the tutorial's kind knows what it looks back on; as in continuing, the nearest
/// sixteenth counts.
Result<void> checkedRead(const MelodyModel& model, const InfillPlan& plan) {
    const TokenModel* tokens = model.tokens();
    if (tokens == nullptr) {
        return {};
    }
    const int transposed = tokenTransposition(plan.context);
    const auto known = [&](std::span<const Note> notes) -> Result<void> {
        const auto fine = checkSymbols(tokens->mapping(), notes, plan.context.meters, transposed);
        return fine
                   ? fine
                   : Error{fine.error().code, "the model cannot read what stands around the gap: " +
                                                  fine.error().message};
    };
    std::vector<Note> before = decode({plan.context, plan.before});
    const Tick seen = plan.stretches.front().range.begin - kSixteenth * tokens->shape().window;
    if (tokens->shape().window > 0) {
        std::erase_if(before, [seen](const Note& note) { return note.end() <= seen; });
    }
    auto fine = known(before);
    for (const Stretch& stretch : plan.stretches) {
        EventSequence fixed{plan.context, stretch.then};
        fixed.context.begin = stretch.range.end;
        for (const Note& note : decode(fixed)) {
            fine = fine ? known({&note, 1}) : fine;
        }
    }
    return fine;
}

/// The pitches that the model has a word for in that context.
PitchSet sayable(const MelodyModel& model, const MelodyContext& context) {
    const auto decoder = model.decoder(1);
    decoder->begin(0, context);
    const std::span<const float> logits = decoder->pitchLogits(0);
    PitchSet pitches;
    for (int symbol = 0; symbol < kPitchesAroundTonic; ++symbol) {
        const Pitch pitch = symbolPitch(symbol, context.tonic);
        if (pitch.isValid() && canSay(logits, symbol)) {
            pitches.set(static_cast<std::size_t>(pitch.number));
        }
    }
    return pitches;
}

/// Holds the plan to the pitches that the model can write. Fails when it has none of those asked
/// for.
Result<void> keepToPitches(const MelodyModel& model, const ContinuationRequest& request,
                           InfillPlan& plan) {
    const PitchSet wished = pitchesFor(request, plan.context);
    plan.pitches = wished & sayable(model, plan.context);
    if (plan.pitches.none()) {
        return Error{ErrorCode::OutOfRange, "the model has no pitch from " +
                                                pitchName(request.lowest) + " to " +
                                                pitchName(request.highest)};
    }
    for (Stretch& stretch : plan.stretches) {
        std::vector<OnsetRule>& rules = stretch.constraints.onsets;
        if (rules.empty() && plan.pitches != wished) {
            rules.emplace_back();
        }
        for (OnsetRule& rule : rules) {
            rule.pitches &= plan.pitches;
        }
    }
    return {};
}

/// That steering leaves a pitch everywhere. Pitches that are kept need none.
Result<void> checkedSteering(const InfillRequest& request, const InfillPlan& plan) {
    for (const Stretch& stretch : plan.stretches) {
        const auto fine = checkedSteering(*request.asked.base, stretch.range, plan.pitches);
        if (!fine && !request.keep.pitches) {
            return fine;
        }
    }
    const Stretch& last = plan.stretches.back();
    const std::optional<int>& tonic = last.constraints.lastPitchClass;
    return tonic ? checkedEnding(*request.asked.base, last.range, plan.pitches, *tonic)
                 : Result<void>();
}

/// The plan of a request that the model can meet.
Result<InfillPlan> checkedPlan(const MelodyModel& model, const InfillRequest& request) {
    if (const auto fine = checkedLimit(request.asked, model); !fine) {
        return fine.error();
    }
    const auto style = styleNamed(model, request.asked.style);
    if (!style) {
        return style.error();
    }
    auto plan = infillPlan(request, *style);
    if (!plan) {
        return plan;
    }
    if (const auto fine = checkedRange(request.asked, plan->context); !fine) {
        return fine.error();
    }
    if (const auto fine = checkedRead(model, *plan); !fine) {
        return fine.error();
    }
    if (const auto fine = keepToPitches(model, request.asked, *plan); !fine) {
        return fine.error();
    }
    if (const auto fine = checkedSteering(request, *plan); !fine) {
        return fine.error();
    }
    return plan;
}

Candidate candidateOf(const InfillRequest& request, const InfillPlan& plan, Filling filling) {
    Candidate candidate;
    candidate.range = request.asked.range;
    candidate.fills = true;
    candidate.key = request.asked.key;
    candidate.keyEnds = true;
    candidate.stays = plan.stays;
    if (request.keep.rhythm) {
        restoreRhythm(filling.notes, *request.asked.base, request, plan);
    }
    const int velocity = velocityFor(request.asked);
    for (Note& note : filling.notes) {
        note.velocity = velocity;
    }
    candidate.notes = std::move(filling.notes);
    candidate.bitsPerNote = filling.bits;
    candidate.joinBits = filling.joinBits;
    candidate.inKeyShare = shareInKey(plan.key.value_or(Key{}), candidate.notes);
    return candidate;
}

} // namespace

Result<std::vector<Candidate>> fillIn(const MelodyModel& model, const InfillRequest& wanted,
                                      const std::stop_token& stop,
                                      const std::function<void(const Candidate&)>& made) {
    if (const auto fine = checkedRequest(wanted.asked); !fine) {
        return fine.error();
    }
    InfillRequest request = wanted;
    request.asked.base = std::make_shared<const Score>(
        withFilledKey(*wanted.asked.base, wanted.asked.range, wanted.asked.key));
    const auto plan = checkedPlan(model, request);
    if (!plan) {
        return plan.error();
    }
    const auto limit = copyLimit(request.asked, model, plan->before);
    const auto before = model.decoder(limit ? 2 : 1);
    before->begin(0, plan->context);
    before->weighMemory(static_cast<float>(request.asked.memory));
    for (const MelodyEvent& event : plan->before) {
        before->push(0, event);
    }
    const auto fillWith = [&](std::uint64_t rng) {
        return bestFilling(*before, *plan, request, limit, model.card().validationBits, rng, stop);
    };
    const std::function<std::optional<Filling>(int)> fill = [&](int index) {
        return fillWith(candidateRng(request.asked.rng, index));
    };
    InParallel<std::optional<Filling>> fillings(request.asked.candidates, fill);
    std::vector<Candidate> candidates;
    for (int i = 0; i < request.asked.candidates; ++i) {
        // What was made beyond the one that was stopped at is not handed out.
        if (stop.stop_requested()) {
            return Error{ErrorCode::Cancelled, "generating was stopped"};
        }
        std::uint64_t rng = candidateRng(request.asked.rng, i);
        std::optional<Filling> filling = fillings.get(i);
        // A candidate that is there already is made anew from another number.
        for (int remake = 1; remake <= kMostRemakes && filling &&
                             isAmong(candidates, filling->notes) && !stop.stop_requested();
             ++remake) {
            rng = candidateRng(request.asked.rng, i + kMostCandidates * remake);
            filling = fillWith(rng);
        }
        if (!filling && stop.stop_requested()) {
            return Error{ErrorCode::Cancelled, "generating was stopped"};
        }
        if (!filling) {
            return Error{ErrorCode::Unsupported,
                         "no filling was found that keeps to all of what was asked for"};
        }
        auto copied = copiedIn(model, *plan, filling->notes);
        Candidate candidate = candidateOf(request, *plan, *std::move(filling));
        candidate.copied = std::move(copied);
        candidate.number = i + 1;
        candidate.rng = rng;
        candidates.push_back(std::move(candidate));
        if (made) {
            made(candidates.back());
        }
    }
    return candidates;
}

TickRange barRange(const Score& score, int first, int last) {
    const MeterMap meters = score.meterMap();
    TickRange bar = meters.barAround({});
    TickRange range = bar;
    for (int number = meters.at({}).bar; number <= last; ++number) {
        range.begin = number == first ? bar.begin : range.begin;
        range.end = bar.end;
        bar = meters.barAround(bar.end);
    }
    return range;
}

} // namespace cantilena
