#include "core/model/Sampling.h"
#include "core/model/TokenMelody.h"
#include "core/model/TokenModel.h"

#include <cassert>

namespace cantilena {

namespace {

using Tokens = std::vector<std::uint8_t>;

/// Every token but the hold.
Tokens beginnings(const TokenMapping& mapping) {
    Tokens allowed(static_cast<std::size_t>(mapping.size()), 1);
    allowed[static_cast<std::size_t>(mapping.hold())] = 0;
    return allowed;
}

/// The onsets of the alphabet's pitches, moved as the melody is.
Tokens onsets(const TokenMapping& mapping, const PitchAlphabet& alphabet, int transposed) {
    Tokens allowed(static_cast<std::size_t>(mapping.size()), 0);
    for (int token = 0; token < mapping.size(); ++token) {
        const GridSymbol symbol = mapping.symbol(token);
        const Pitch pitch = Pitch{symbol}.transposed(-transposed);
        allowed[static_cast<std::size_t>(token)] =
            isOnset(symbol) &&
            (alphabet.none() ||
             (pitch.isValid() && alphabet.test(static_cast<std::size_t>(pitch.number))));
    }
    return allowed;
}

} // namespace

MelodyScoring scoreTokens(const TokenModel& model, const EventSequence& melody,
                          const PitchAlphabet& alphabet) {
    const TokenMapping& mapping = model.mapping();
    auto tokens = tokensOf(mapping, melody);
    assert(tokens.ok());
    MelodyScoring scoring;
    if (!tokens) {
        return scoring;
    }
    tokens->push_back(mapping.end());
    const Tokens begins = beginnings(mapping);
    const Tokens pitches = onsets(mapping, alphabet, tokenTransposition(melody.context));
    TokenWindows windows = model.begin();
    bool sounding = false;
    bool underWay = false;
    for (const int token : *tokens) {
        const std::span<const float> logits = windows.logits();
        const double bits = bitsOf(logits, token);
        // What is certain to begin costs its share among all that could; the rest of its bits went
        // into the end of what came before.
        const bool begin = token != mapping.hold();
        const double pitchBits = begin ? bitsOf(logits, token, begins) : 0.0;
        if (underWay) {
            scoring.eventDurationBits += bits - pitchBits;
            if (sounding) {
                scoring.notes.back().durationBits += bits - pitchBits;
            }
        }
        if (begin) {
            ++scoring.events;
            scoring.eventPitchBits += pitchBits;
            sounding = isOnset(mapping.symbol(token));
            underWay = true;
            if (sounding) {
                scoring.notes.push_back({bitsOf(logits, token, pitches), 0.0});
            }
        }
        windows.push(token);
    }
    return scoring;
}

} // namespace cantilena
