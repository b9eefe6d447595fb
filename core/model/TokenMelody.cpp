#include "core/model/TokenMelody.h"

#include <string>

namespace cantilena {

namespace {

Error outside(const TokenMapping& mapping, const Note& note, int bar, int transposed) {
    std::string sentence =
        "the note " + pitchName(note.pitch) + " in bar " + std::to_string(bar) + " is symbol ";
    const Pitch moved = note.pitch.transposed(transposed);
    sentence += std::to_string(moved.number);
    if (transposed != 0) {
        sentence += " when moved to the tutorial's key";
    }
    sentence += ", which the model's mapping lacks: its pitches are " + mapping.pitchesInWords();
    if (const auto nearest = mapping.nearestOctave(moved)) {
        sentence += "; " + pitchName(nearest->transposed(-transposed)) + " is the nearest octave " +
                    "that it has";
    }
    return {ErrorCode::OutOfRange, sentence};
}

} // namespace

int tokenTransposition(const MelodyContext& context) {
    return context.mode ? gridTransposition(context.tonic.pitchClass(), *context.mode) : 0;
}

Result<void> checkSymbols(const TokenMapping& mapping, std::span<const Note> melody,
                          const MeterMap& meters, int transposed) {
    Tick now = melody.empty() ? Tick{} : melody.front().onset;
    for (const Note& note : melody) {
        const Pitch moved = note.pitch.transposed(transposed);
        if (!isOnset(moved.number) || !mapping.token(moved.number)) {
            return outside(mapping, note, meters.at(note.onset).bar, transposed);
        }
        if (note.onset > now && !mapping.token(kGridRest)) {
            return Error{ErrorCode::OutOfRange,
                         "the rest in bar " + std::to_string(meters.at(now).bar) +
                             " is symbol \"r\", which the model's mapping lacks"};
        }
        now = note.end();
    }
    return {};
}

Result<std::vector<GridSymbol>> songOf(const EventSequence& melody) {
    auto song = gridSymbols(decode(melody), melody.context.meters);
    return song ? transposed(*std::move(song), tokenTransposition(melody.context)) : song;
}

Result<std::vector<int>> tokensOf(const TokenMapping& mapping, const EventSequence& melody) {
    const auto known = checkSymbols(mapping, decode(melody), melody.context.meters,
                                    tokenTransposition(melody.context));
    if (!known) {
        return known.error();
    }
    const auto song = songOf(melody);
    if (!song) {
        return song.error();
    }
    std::vector<int> tokens;
    for (const GridSymbol symbol : *song) {
        tokens.push_back(*mapping.token(symbol));
    }
    return tokens;
}

} // namespace cantilena
