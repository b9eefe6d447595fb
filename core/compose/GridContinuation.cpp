#include "core/compose/GridContinuation.h"

#include "core/base/InParallel.h"
#include "core/base/Random.h"
#include "core/compose/ContinuationParts.h"
#include "core/compose/SteeringRules.h"
#include "core/model/Sampling.h"
#include "core/model/TokenMelody.h"

#include <algorithm>
#include <optional>

namespace cantilena {

namespace {

using Tokens = std::vector<std::uint8_t>;

/// The part of the seed that the model can see.
std::vector<Note> seenPart(const TokenModel& model, std::vector<Note> line, Tick end) {
    const Tick begin = end - kSixteenth * model.shape().window;
    if (model.shape().window > 0) {
        std::erase_if(line, [begin](const Note& note) { return note.end() <= begin; });
    }
    return line;
}

/// The line in symbols up to `end`, which lies on the grid; the nearest sixteenth counts.
std::vector<GridSymbol> seedSymbols(std::span<const Note> line, Tick end) {
    const auto stepsBefore = [end](Tick tick) {
        return snapped(end - tick, kSixteenth) / kSixteenth;
    };
    std::vector<GridSymbol> symbols;
    if (line.empty()) {
        return symbols;
    }
    const std::int64_t count = stepsBefore(line.front().onset);
    symbols.assign(static_cast<std::size_t>(count), kGridRest);
    for (const Note& note : line) {
        const std::int64_t first = count - stepsBefore(note.onset);
        const std::int64_t last = count - stepsBefore(note.end());
        for (std::int64_t step = first; step < last; ++step) {
            symbols[static_cast<std::size_t>(step)] = step == first ? note.pitch.number : kGridHold;
        }
    }
    // A rest is written where it begins, and then held.
    for (std::size_t i = symbols.size(); i-- > 1;) {
        if (symbols[i] == kGridRest && symbols[i - 1] == kGridRest) {
            symbols[i] = kGridHold;
        }
    }
    return symbols;
}

/// The tokens that may stand at any place of the phrase but its first.
Tokens allowedTokens(const TokenMapping& mapping, const ContinuationRequest& request) {
    Tokens allowed(static_cast<std::size_t>(mapping.size()), 1);
    for (int token = 0; token < mapping.size(); ++token) {
        const Pitch pitch{mapping.symbol(token)};
        const bool outside = pitch < request.lowest || pitch > request.highest;
        allowed[static_cast<std::size_t>(token)] =
            isOnset(mapping.symbol(token)) && outside ? 0 : 1;
    }
    return allowed;
}

/// The pitches among those tokens.
PitchSet pitchesOf(const TokenMapping& mapping, const Tokens& allowed) {
    PitchSet pitches;
    for (int token = 0; token < mapping.size(); ++token) {
        const GridSymbol symbol = mapping.symbol(token);
        if (isOnset(symbol) && allowed[static_cast<std::size_t>(token)] != 0) {
            pitches.set(static_cast<std::size_t>(symbol));
        }
    }
    return pitches;
}

/// Those tokens, less the pitches that may not begin so long after the phrase's beginning.
Tokens steered(const TokenMapping& mapping, Tokens allowed, const std::vector<OnsetRule>& rules,
               Tick now) {
    const auto next = std::find_if(rules.begin(), rules.end(),
                                   [now](const OnsetRule& rule) { return now < rule.from; });
    if (next == rules.begin()) {
        return allowed;
    }
    const PitchSet& pitches = (next - 1)->pitches;
    for (int token = 0; token < mapping.size(); ++token) {
        const GridSymbol symbol = mapping.symbol(token);
        if (isOnset(symbol) && !pitches.test(static_cast<std::size_t>(symbol))) {
            allowed[static_cast<std::size_t>(token)] = 0;
        }
    }
    return allowed;
}

/// A beat of the last bar on which a cadence may have its last note.
struct GridEnding {
    Tick onset;
    /// In sixteenths after the phrase's beginning; the nearest counts.
    std::int64_t step = 0;
    /// What the last note may be.
    Tokens tokens;
};

/// What a phrase must keep to.
struct GridFrame {
    const TokenMapping& mapping;
    Tokens allowed;
    std::vector<OnsetRule> rules;
    /// How many sixteenths there are at most.
    std::int64_t steps = 0;
    /// Strong beats first; none without a cadence.
    std::vector<GridEnding> endings{};
};

/// Those tokens, but of the onsets only those of that pitch class, or of any.
Tokens onsetsOf(const TokenMapping& mapping, Tokens allowed, std::optional<int> pitchClass) {
    for (int token = 0; token < mapping.size(); ++token) {
        const GridSymbol symbol = mapping.symbol(token);
        if (!isOnset(symbol) || (pitchClass && Pitch{symbol}.pitchClass() != *pitchClass)) {
            allowed[static_cast<std::size_t>(token)] = 0;
        }
    }
    return allowed;
}

/// Where the phrase may end, and on what. Fails with one sentence when there is nowhere.
Result<std::vector<GridEnding>> endingsOf(const GridFrame& frame,
                                          const ContinuationRequest& request,
                                          const std::optional<Key>& key) {
    const Score& score = *request.base;
    std::optional<int> tonic;
    if (key) {
        tonic = key->tonic.pitchClass();
        const PitchSet pitches = pitchesOf(frame.mapping, frame.allowed);
        if (const auto fine = checkedEnding(score, request.range, pitches, *tonic); !fine) {
            return fine.error();
        }
    }
    const Tick bar = score.meterMap().barAround(request.range.end - Tick{1}).begin;
    std::vector<GridEnding> endings;
    for (const Tick beat : endingBeats(score, request.range)) {
        GridEnding ending;
        ending.onset = request.range.begin + beat;
        ending.step = snapped(beat, kSixteenth) / kSixteenth;
        ending.tokens = onsetsOf(
            frame.mapping,
            steered(frame.mapping, frame.allowed, frame.rules, kSixteenth * ending.step), tonic);
        const bool any = std::ranges::find(ending.tokens, 1) != ending.tokens.end();
        if (any && ending.onset >= bar && ending.step < frame.steps) {
            endings.push_back(std::move(ending));
        }
    }
    if (endings.empty()) {
        return Error{ErrorCode::OutOfRange, "the model has no tonic to end on from " +
                                                pitchName(request.lowest) + " to " +
                                                pitchName(request.highest)};
    }
    std::ranges::stable_sort(endings, {}, [&score](const GridEnding& ending) {
        return weakEnding(score, ending.onset);
    });
    return endings;
}

/// Symbols that the model wrote, and what it thinks of them.
struct Phrase {
    std::vector<GridSymbol> symbols;
    double bits = 0.0;
    /// How unlikely it finds it that the song is over then.
    double endBits = 0.0;
};

/// The tokens that may follow those steps on the way to that ending.
Tokens ledTo(const GridEnding& ending, const TokenMapping& mapping, Tokens allowed,
             std::int64_t step) {
    if (step == ending.step) {
        return ending.tokens;
    }
    if (step > ending.step) {
        allowed.assign(allowed.size(), 0);
        allowed[static_cast<std::size_t>(mapping.hold())] = 1;
    }
    allowed[static_cast<std::size_t>(mapping.end())] = 0;
    return allowed;
}

/// Writes on until the song ends or there are as many sixteenths as may be; with an ending, up to
/// the last of them. Nothing when stopped.
std::optional<Phrase> writtenPhrase(TokenWindows windows, const GridFrame& frame,
                                    const GridEnding* ending, const SamplingSettings& settings,
                                    Random& random, const std::stop_token& stop) {
    const TokenMapping& mapping = frame.mapping;
    Tokens allowed = frame.allowed;
    Phrase phrase;
    const auto allow = [&](int token, bool may) {
        allowed[static_cast<std::size_t>(token)] = may ? 1 : 0;
    };
    // The seed's last note is over, and a phrase of nothing is none.
    allow(mapping.hold(), false);
    allow(mapping.end(), false);
    while (static_cast<std::int64_t>(phrase.symbols.size()) < frame.steps) {
        if (stop.stop_requested()) {
            return std::nullopt;
        }
        const std::span<const float> logits = windows.logits();
        const auto step = static_cast<std::int64_t>(phrase.symbols.size());
        Tokens may = steered(mapping, allowed, frame.rules, kSixteenth * step);
        if (ending != nullptr) {
            may = ledTo(*ending, mapping, std::move(may), step);
        }
        const int token = *drawIndex(logits, may, settings, random);
        phrase.bits += bitsOf(logits, token);
        if (token == mapping.end()) {
            break;
        }
        phrase.symbols.push_back(mapping.symbol(token));
        allow(mapping.hold(), true);
        if (isOnset(phrase.symbols.back())) {
            allow(mapping.end(), true);
        }
        windows.push(token);
    }
    phrase.endBits = ending == nullptr ? 0.0 : bitsOf(windows.logits(), mapping.end());
    return phrase;
}

/// For a cadence, of a few draws that end on one beat or another, the one after which the model
/// itself would rather end, and on a strong beat rather than on a weak one. Nothing when stopped.
std::optional<Phrase> bestPhrase(const TokenWindows& windows, const GridFrame& frame,
                                 const ContinuationRequest& request, std::uint64_t rng,
                                 const std::stop_token& stop) {
    const SamplingSettings settings{request.temperature, request.topP};
    Random random(rng);
    if (frame.endings.empty()) {
        return writtenPhrase(windows, frame, nullptr, settings, random, stop);
    }
    // Without chance two draws differ by their ending alone.
    const auto endings = frame.endings.size();
    const auto draws =
        request.temperature > 0.0 ? static_cast<std::size_t>(std::max(request.draws, 1)) : endings;
    std::optional<Phrase> best;
    double leastFault = 0.0;
    for (std::size_t draw = 0; draw < draws; ++draw) {
        const GridEnding& ending = frame.endings[draw % endings];
        auto phrase = writtenPhrase(windows, frame, &ending, settings, random, stop);
        if (!phrase) {
            return std::nullopt;
        }
        const double fault = phrase->endBits + weakEnding(*request.base, ending.onset);
        if (!best || fault < leastFault) {
            best = std::move(phrase);
            leastFault = fault;
        }
    }
    return best;
}

Candidate candidateFrom(const ContinuationRequest& request, const Phrase& phrase, const Key& key) {
    Candidate candidate;
    candidate.range = request.range;
    candidate.key = request.key;
    candidate.meter = request.meter;
    candidate.notes = gridNotes(phrase.symbols);
    const int velocity = velocityFor(request);
    for (Note& note : candidate.notes) {
        note.onset += request.range.begin;
        note.duration = std::min(note.end(), request.range.end) - note.onset;
        note.velocity = velocity;
    }
    const auto notes = static_cast<double>(std::max<std::size_t>(candidate.notes.size(), 1));
    candidate.bitsPerNote = phrase.bits / notes;
    candidate.inKeyShare = shareInKey(key, candidate.notes);
    return candidate;
}

} // namespace

Result<std::vector<Candidate>> continueOnGrid(const TokenModel& model,
                                              const ContinuationRequest& request,
                                              const std::stop_token& stop,
                                              const std::function<void(const Candidate&)>& made) {
    const Score& score = *request.base;
    const Tick begin = request.range.begin;
    const TokenMapping& mapping = model.mapping();
    const std::vector<Note> whole = seedLine(*score.tracks[request.track], begin);
    const std::vector<Note> line = seenPart(model, whole, begin);
    if (const auto known = checkSymbols(mapping, line, score.meterMap(), 0); !known) {
        return Error{known.error().code,
                     "the model cannot read the seed: " + known.error().message};
    }
    GridFrame frame{mapping, allowedTokens(mapping, request), steeringRules(score, request.range)};
    const PitchSet pitches = pitchesOf(mapping, frame.allowed);
    if (pitches.none()) {
        return Error{ErrorCode::OutOfRange,
                     "the model has no pitch from " + pitchName(request.lowest) + " to " +
                         pitchName(request.highest) + "; it knows " + mapping.pitchesInWords()};
    }
    if (const auto fine = checkedSteering(score, request.range, pitches); !fine) {
        return fine.error();
    }
    frame.steps = (request.range.length() + kSixteenth - Tick{1}) / kSixteenth;
    const std::optional<Key> key = keyToContinueIn(score, whole, begin);
    if (request.cadence) {
        auto endings = endingsOf(frame, request, key);
        if (!endings) {
            return endings.error();
        }
        frame.endings = *std::move(endings);
    }
    TokenWindows windows = model.begin();
    for (const GridSymbol symbol : seedSymbols(line, begin)) {
        windows.push(mapping.token(symbol).value_or(mapping.hold()));
    }
    const auto write = [&](int number) {
        return bestPhrase(windows, frame, request, candidateRng(request.rng, number), stop);
    };
    InParallel<std::optional<Phrase>> phrases(request.candidates, write);
    std::vector<Candidate> candidates;
    for (int i = 0; i < request.candidates; ++i) {
        // What was made beyond the one that was stopped at is not handed out.
        if (stop.stop_requested()) {
            return Error{ErrorCode::Cancelled, "generating was stopped"};
        }
        const auto phrase = phrases.get(i);
        if (!phrase) {
            return Error{ErrorCode::Cancelled, "generating was stopped"};
        }
        candidates.push_back(candidateFrom(request, *phrase, key.value_or(Key{})));
        candidates.back().number = i + 1;
        candidates.back().rng = candidateRng(request.rng, i);
        if (made) {
            made(candidates.back());
        }
    }
    return candidates;
}

} // namespace cantilena
