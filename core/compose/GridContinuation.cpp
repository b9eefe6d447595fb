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

/// Symbols that the model wrote, and what it thinks of them.
struct Phrase {
    std::vector<GridSymbol> symbols;
    double bits = 0.0;
};

/// Writes on until the song ends or there are `steps` sixteenths. Nothing when stopped.
std::optional<Phrase> writtenPhrase(TokenWindows windows, const TokenMapping& mapping,
                                    Tokens allowed, const std::vector<OnsetRule>& rules,
                                    std::int64_t steps, const SamplingSettings& settings,
                                    std::uint64_t rng, const std::stop_token& stop) {
    Random random(rng);
    Phrase phrase;
    const auto allow = [&](int token, bool may) {
        allowed[static_cast<std::size_t>(token)] = may ? 1 : 0;
    };
    // The seed's last note is over, and a phrase of nothing is none.
    allow(mapping.hold(), false);
    allow(mapping.end(), false);
    while (static_cast<std::int64_t>(phrase.symbols.size()) < steps) {
        if (stop.stop_requested()) {
            return std::nullopt;
        }
        const std::span<const float> logits = windows.logits();
        const Tick now = kSixteenth * static_cast<std::int64_t>(phrase.symbols.size());
        const int token =
            *drawIndex(logits, steered(mapping, allowed, rules, now), settings, random);
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
    return phrase;
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
    const Tokens allowed = allowedTokens(mapping, request);
    if (pitchesOf(mapping, allowed).none()) {
        return Error{ErrorCode::OutOfRange,
                     "the model has no pitch from " + pitchName(request.lowest) + " to " +
                         pitchName(request.highest) + "; it knows " + mapping.pitchesInWords()};
    }
    if (const auto fine = checkedSteering(score, request.range, pitchesOf(mapping, allowed));
        !fine) {
        return fine.error();
    }
    const std::vector<OnsetRule> rules = steeringRules(score, request.range);
    TokenWindows windows = model.begin();
    for (const GridSymbol symbol : seedSymbols(line, begin)) {
        windows.push(mapping.token(symbol).value_or(mapping.hold()));
    }
    const Key key = keyToContinueIn(score, whole, begin).value_or(Key{});
    const Tick length = request.range.length();
    const std::int64_t steps = (length + kSixteenth - Tick{1}) / kSixteenth;
    const auto write = [&](int number) {
        return writtenPhrase(windows, mapping, allowed, rules, steps,
                             {request.temperature, request.topP}, candidateRng(request.rng, number),
                             stop);
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
        candidates.push_back(candidateFrom(request, *phrase, key));
        candidates.back().number = i + 1;
        candidates.back().rng = candidateRng(request.rng, i);
        if (made) {
            made(candidates.back());
        }
    }
    return candidates;
}

} // namespace cantilena
