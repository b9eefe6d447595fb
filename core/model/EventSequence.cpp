#include "core/model/EventSequence.h"

#include "core/score/Key.h"

#include <algorithm>

namespace cantilena {

namespace {

/// The tonic's pitch from C4 (60) to B4 (71), about where folk tunes have it.
Pitch countedFrom(PitchSpelling tonic) {
    return {60 + tonic.pitchClass()};
}

Error atBar(const MelodyContext& context, const Note& note, const std::string& what) {
    const int bar = context.meters.at(note.onset).bar;
    return {ErrorCode::OutOfRange,
            "the note " + pitchName(note.pitch) + " in bar " + std::to_string(bar) + " " + what};
}

/// Where the melody's first event begins: bars of silence before it say nothing.
Tick firstEventTick(const Score& melody, const std::vector<Note>& notes) {
    if (notes.empty()) {
        return {};
    }
    const Tick onset = notes.front().onset;
    const Tick barBegin = melody.meterMap().barAround(onset).begin;
    const Tick firstBar = melody.meterMap().barAround({}).length();
    return onset >= firstBar ? barBegin : Tick{};
}

} // namespace

MelodyContext melodyContext(const Score& score, Tick begin, Tick keyTick) {
    MelodyContext context;
    context.meters = score.meterMap();
    context.meterKnown = !score.meters.empty();
    context.begin = begin;
    if (!score.keys.empty()) {
        // Before the first written key the melody is in that key already.
        const Key key = score.keyAt(std::max(keyTick, score.keys.front().tick));
        context.tonic = countedFrom(key.tonic);
        context.mode = key.mode;
    }
    return context;
}

int symbolOf(const MelodyEvent& event, const MelodyContext& context) {
    return event.kind == EventKind::Rest ? kRestSymbol : pitchSymbol(event.pitch, context.tonic);
}

PitchRange readableRange(const MelodyContext& context) {
    return {symbolPitch(0, context.tonic), symbolPitch(kPitchesAroundTonic - 1, context.tonic)};
}

Result<EventSequence> encode(MelodyContext context, std::span<const Note> notes) {
    EventSequence sequence{std::move(context), {}};
    const PitchRange range = readableRange(sequence.context);
    Tick now = sequence.context.begin;
    for (const Note& note : notes) {
        if (note.onset < now) {
            return atBar(sequence.context, note, "begins before the one before it ends");
        }
        if (note.pitch < range.lowest || note.pitch > range.highest) {
            return atBar(sequence.context, note,
                         "lies outside the range that the model knows in this key, " +
                             pitchName(range.lowest) + " to " + pitchName(range.highest));
        }
        if (note.onset > now) {
            sequence.events.push_back({EventKind::Rest, {}, note.onset - now});
        }
        sequence.events.push_back({EventKind::Note, note.pitch, note.duration});
        now = note.end();
    }
    return sequence;
}

Result<EventSequence> encode(const Score& melody) {
    if (melody.tracks.size() != 1) {
        return Error{ErrorCode::Malformed, "a melody has one track, this score has " +
                                               std::to_string(melody.tracks.size())};
    }
    const std::vector<Note>& notes = melody.tracks.front()->notes;
    const Tick begin = firstEventTick(melody, notes);
    return encode(melodyContext(melody, begin, notes.empty() ? begin : notes.front().onset), notes);
}

std::vector<Note> decode(const EventSequence& sequence) {
    std::vector<Note> notes;
    Tick now = sequence.context.begin;
    for (const MelodyEvent& event : sequence.events) {
        if (event.kind == EventKind::Note) {
            notes.push_back({{}, now, event.duration, event.pitch});
        }
        now += event.duration;
    }
    return notes;
}

std::vector<Note> upperLine(std::span<const Note> notes) {
    std::vector<Note> line;
    for (const Note& note : notes) {
        if (note.isGrace) {
            continue;
        }
        if (!line.empty() && line.back().onset == note.onset) {
            line.back() = note.pitch >= line.back().pitch ? note : line.back();
            continue;
        }
        if (!line.empty() && line.back().end() > note.onset) {
            const bool beneath = note.pitch < line.back().pitch && note.end() <= line.back().end();
            if (beneath) {
                continue;
            }
            line.back().duration = note.onset - line.back().onset;
        }
        line.push_back(note);
    }
    return line;
}

} // namespace cantilena
