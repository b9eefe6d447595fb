#include "core/formats/GridText.h"

#include <charconv>
#include <string>

namespace cantilena {

namespace {

Error offGrid(const Note& note, Tick place, const char* what, const MeterMap& meters) {
    return {ErrorCode::OutOfRange, "the note " + pitchName(note.pitch) + " in bar " +
                                       std::to_string(meters.at(place).bar) + " " + what +
                                       " between two sixteenths"};
}

} // namespace

std::string gridText(GridSymbol symbol) {
    switch (symbol) {
    case kGridHold: return "_";
    case kGridRest: return "r";
    case kGridEnd: return "/";
    default: return std::to_string(symbol);
    }
}

std::optional<GridSymbol> gridSymbolFrom(std::string_view text) {
    for (const GridSymbol symbol : {kGridHold, kGridRest, kGridEnd}) {
        if (text == gridText(symbol)) {
            return symbol;
        }
    }
    GridSymbol number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = failure == std::errc{} && end == text.data() + text.size();
    return whole && isOnset(number) ? std::optional(number) : std::nullopt;
}

Result<std::vector<GridSymbol>> gridSymbols(std::span<const Note> melody, const MeterMap& meters) {
    std::vector<GridSymbol> symbols;
    const auto hold = [&symbols](GridSymbol symbol, std::int64_t steps) {
        for (std::int64_t step = 0; step < steps; ++step) {
            symbols.push_back(step == 0 ? symbol : kGridHold);
        }
    };
    Tick now = melody.empty() ? Tick{} : melody.front().onset;
    const Tick origin = now;
    for (const Note& note : melody) {
        if ((note.onset - origin) % kSixteenth != Tick{}) {
            return offGrid(note, note.onset, "begins", meters);
        }
        if (note.duration % kSixteenth != Tick{}) {
            return offGrid(note, note.onset, "ends", meters);
        }
        hold(kGridRest, (note.onset - now) / kSixteenth);
        hold(note.pitch.number, note.duration / kSixteenth);
        now = note.end();
    }
    return symbols;
}

std::vector<Note> gridNotes(std::span<const GridSymbol> song) {
    std::vector<Note> notes;
    Tick now;
    bool sounding = false;
    for (const GridSymbol symbol : song) {
        if (symbol == kGridEnd) {
            break;
        }
        if (symbol == kGridHold && sounding) {
            notes.back().duration += kSixteenth;
        } else if (symbol != kGridHold) {
            sounding = isOnset(symbol);
            if (sounding) {
                notes.push_back({{}, now, kSixteenth, {symbol}});
            }
        }
        now += kSixteenth;
    }
    return notes;
}

Result<std::vector<GridSymbol>> transposed(std::vector<GridSymbol> symbols, int semitones) {
    for (GridSymbol& symbol : symbols) {
        if (!isOnset(symbol)) {
            continue;
        }
        symbol += semitones;
        if (!isOnset(symbol)) {
            return Error{ErrorCode::OutOfRange,
                         "the melody leaves the MIDI pitches when moved to the tutorial's key"};
        }
    }
    return symbols;
}

int gridTransposition(int tonicPitchClass, Mode mode) {
    switch (mode) {
    case Mode::Major: return 0 - tonicPitchClass;
    case Mode::Dorian: return 2 - tonicPitchClass;
    case Mode::Phrygian: return 4 - tonicPitchClass;
    case Mode::Lydian: return 5 - tonicPitchClass;
    case Mode::Mixolydian: return 7 - tonicPitchClass;
    case Mode::Minor: return 9 - tonicPitchClass;
    case Mode::Locrian: return 11 - tonicPitchClass;
    }
    return 0;
}

} // namespace cantilena
