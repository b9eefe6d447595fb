#include "core/compose/Surprise.h"

#include "core/compose/ContinuationParts.h"
#include "core/compose/ReadLine.h"
#include "core/corpus/Corpus.h"
#include "core/model/MelodyDecoder.h"
#include "core/model/Sampling.h"
#include "core/model/Scoring.h"

namespace cantilena {

namespace {

/// As `scoreMelody` has it, of as many notes as there was time for.
std::vector<NoteSurprise> noteBits(const MelodyModel& model, const EventSequence& melody,
                                   const std::stop_token& stop) {
    std::vector<std::uint8_t> sounding(kPitchSymbols, 0);
    for (int symbol = 0; symbol < kPitchesAroundTonic; ++symbol) {
        sounding[static_cast<std::size_t>(symbol)] =
            symbolPitch(symbol, melody.context.tonic).isValid();
    }
    const auto decoder = model.decoder(1);
    decoder->begin(0, melody.context);
    std::vector<NoteSurprise> bits;
    for (const MelodyEvent& event : melody.events) {
        if (stop.stop_requested()) {
            break;
        }
        if (event.kind == EventKind::Note) {
            const int symbol = symbolOf(event, melody.context);
            NoteSurprise note;
            note.pitchBits = bitsOf(decoder->pitchLogits(0), symbol, sounding);
            note.durationBits =
                bitsOf(decoder->durationLogits(0, symbol), durationClass(event.duration));
            bits.push_back(note);
        }
        decoder->push(0, event);
    }
    return bits;
}

} // namespace

Result<std::vector<SurprisingNote>> surpriseOf(const MelodyModel& model, const Score& score) {
    // As a corpus judges it, with the likeliest key where none is written.
    const CorpusTune tune = judged(score, {});
    if (!isAccepted(tune.verdict)) {
        return Error{ErrorCode::NotFound, "there is no melody in it: it " + tune.reason};
    }
    const auto melody = encode(*tune.melody);
    if (!melody) {
        return melody.error();
    }
    if (const auto readable = checkReadable(model, *melody); !readable) {
        return readable.error();
    }
    const MelodyScoring scoring = scoreMelody(model, *melody);
    const std::vector<Note>& notes = tune.melody->tracks.front()->notes;
    std::vector<SurprisingNote> result;
    for (std::size_t i = 0; i < notes.size(); ++i) {
        result.push_back({notes[i], scoring.notes[i].pitchBits, scoring.notes[i].durationBits});
    }
    return result;
}

Result<std::vector<SurprisingNote>> surpriseOfTrack(const MelodyModel& model, const Score& score,
                                                    std::size_t track,
                                                    const std::stop_token& stop) {
    if (score.tracks[track]->channel == kDrumChannel) {
        return Error{ErrorCode::NotFound, "drums have no melody"};
    }
    std::vector<Note> notes = legatoLine(*score.tracks[track], score.end());
    if (notes.empty()) {
        return std::vector<SurprisingNote>();
    }
    const Tick end = notes.back().end();
    const auto key = keyToContinueIn(score, notes, notes.front().onset);
    const auto line = readLine(score, std::move(notes), end, key);
    if (!line) {
        return line.error();
    }
    if (const auto readable = checkReadable(model, line->events); !readable) {
        return readable.error();
    }
    const auto bits = model.tokens() != nullptr ? scoreMelody(model, line->events).notes
                                                : noteBits(model, line->events, stop);
    if (stop.stop_requested()) {
        return Error{ErrorCode::Cancelled, "reading the surprise was stopped"};
    }
    std::vector<SurprisingNote> result;
    for (std::size_t i = 0; i < line->notes.size(); ++i) {
        result.push_back({line->notes[i], bits[i].pitchBits, bits[i].durationBits});
    }
    return result;
}

} // namespace cantilena
