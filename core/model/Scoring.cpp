#include "core/model/Scoring.h"

#include "core/model/MelodyDecoder.h"
#include "core/model/Sampling.h"
#include "core/model/TokenMelody.h"
#include "core/model/TokenModel.h"

#include <numeric>

namespace cantilena {

namespace {

std::vector<std::uint8_t> symbolsOf(const PitchAlphabet& alphabet, const MelodyContext& context) {
    std::vector<std::uint8_t> symbols(kPitchSymbols, 0);
    for (int symbol = 0; symbol < kPitchesAroundTonic; ++symbol) {
        const Pitch pitch = symbolPitch(symbol, context.tonic);
        symbols[static_cast<std::size_t>(symbol)] =
            pitch.isValid() &&
            (alphabet.none() || alphabet.test(static_cast<std::size_t>(pitch.number)));
    }
    return symbols;
}

} // namespace

double MelodyScoring::pitchBits() const {
    return std::accumulate(
        notes.begin(), notes.end(), 0.0,
        [](double sum, const NoteSurprise& note) { return sum + note.pitchBits; });
}

Result<void> checkReadable(const MelodyModel& model, const EventSequence& melody) {
    if (const TokenModel* tokens = model.tokens()) {
        if (const auto read = tokensOf(tokens->mapping(), melody); !read) {
            return read.error();
        }
    }
    return {};
}

MelodyScoring scoreMelody(const MelodyModel& model, const EventSequence& melody,
                          const PitchAlphabet& alphabet) {
    if (const TokenModel* tokens = model.tokens()) {
        return scoreTokens(*tokens, melody, alphabet);
    }
    const std::vector<std::uint8_t> pitches = symbolsOf(alphabet, melody.context);
    const auto decoder = model.decoder(1);
    decoder->begin(0, melody.context);
    MelodyScoring scoring;
    scoring.events = melody.events.size() + 1;
    for (const MelodyEvent& event : melody.events) {
        const int symbol = symbolOf(event, melody.context);
        const auto pitchLogits = decoder->pitchLogits(0);
        scoring.eventPitchBits += bitsOf(pitchLogits, symbol);
        NoteSurprise surprise;
        if (event.kind == EventKind::Note) {
            surprise.pitchBits = bitsOf(pitchLogits, symbol, pitches);
        }
        surprise.durationBits =
            bitsOf(decoder->durationLogits(0, symbol), durationClass(event.duration));
        scoring.eventDurationBits += surprise.durationBits;
        if (event.kind == EventKind::Note) {
            scoring.notes.push_back(surprise);
        }
        decoder->push(0, event);
    }
    scoring.eventPitchBits += bitsOf(decoder->pitchLogits(0), kEndSymbol);
    return scoring;
}

PitchAlphabet withPitchesOf(PitchAlphabet alphabet, const EventSequence& melody) {
    for (const MelodyEvent& event : melody.events) {
        if (event.kind == EventKind::Note && event.pitch.isValid()) {
            alphabet.set(static_cast<std::size_t>(event.pitch.number));
        }
    }
    return alphabet;
}

} // namespace cantilena
