#include "core/playback/Recording.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace cantilena {

namespace {

/// How much early a first note still counts.
constexpr Tick kEarly = quarters(1, 8);
/// What is played shorter than that is no note but a slip of the hand; it still is one in the
/// score.
constexpr Tick kShortestNote = quarters(1, 32);
constexpr int kFirstChannelMode = 120;

/// Turns events into notes and controllers, pass by pass.
class Take {
public:
    explicit Take(const Recording& recording)
        : m_recording(recording) {}

    void play(const PlayedEvent& event) {
        if (!event.playing || event.tick < m_recording.begin - kEarly) {
            return;
        }
        const MidiMessage& message = event.message;
        if (message.isNoteOn()) {
            endKey(message.bytes[1], event.tick, event.pass);
            begin(message, event);
        } else if (message.isNoteOff()) {
            endKey(message.bytes[1], event.tick, event.pass);
        } else if (message.isPitchBend()) {
            control(event, kPitchBendController, message.bend());
        } else if (message.isController() && message.bytes[1] < kFirstChannelMode) {
            control(event, message.bytes[1], message.bytes[2]);
        }
    }
    void endAll() {
        for (int key = 0; key < 128; ++key) {
            endKey(key, m_recording.end, m_recording.pass);
        }
    }

    struct TakenNote {
        Note note;
        std::uint32_t pass = 0;
    };
    std::vector<TakenNote> notes;
    std::vector<ControllerEvent> controllers;

private:
    struct DownKey {
        bool isDown = false;
        Tick onset;
        int velocity = 0;
        std::uint32_t pass = 0;
    };

    void begin(const MidiMessage& message, const PlayedEvent& event) {
        m_keys[message.bytes[1]] = {true, std::max(event.tick, m_recording.begin), message.bytes[2],
                                    event.pass};
    }
    void endKey(int key, Tick tick, std::uint32_t pass) {
        DownKey& down = m_keys[static_cast<std::size_t>(key)];
        if (!down.isDown) {
            return;
        }
        down.isDown = false;
        const bool heldOverTheSeam = pass != down.pass && m_recording.loop;
        const Tick end = heldOverTheSeam ? m_recording.loop->end : tick;
        Note note;
        note.onset = down.onset;
        note.duration = std::max(end - down.onset, kShortestNote);
        note.pitch = Pitch{key};
        note.velocity = down.velocity;
        notes.push_back({note, down.pass});
    }
    void control(const PlayedEvent& event, int controller, int value) {
        controllers.push_back({std::max(event.tick, m_recording.begin), controller, value});
    }

    const Recording& m_recording;
    std::array<DownKey, 128> m_keys{};
};

/// Where the playhead has passed.
TickRange passed(const Recording& recording) {
    if (recording.pass == 0 || !recording.loop) {
        return {recording.begin, recording.end};
    }
    return {std::min(recording.begin, recording.loop->begin), recording.loop->end};
}

void keepLastPass(std::vector<Take::TakenNote>& notes) {
    std::uint32_t last = 0;
    for (const Take::TakenNote& taken : notes) {
        last = std::max(last, taken.pass);
    }
    std::erase_if(notes, [last](const Take::TakenNote& taken) { return taken.pass != last; });
}

/// To the grid, and at least one of it long. What was meant for the beginning of the loop and came
/// just before its end goes there.
Note onGrid(Note note, Tick grid, const std::optional<TickRange>& loop) {
    const Tick onset = snapped(note.onset, grid);
    const Tick length = std::max(snapped(note.end(), grid) - onset, grid);
    const bool isOfTheNextPass = loop && note.onset < loop->end && onset >= loop->end;
    note.onset = isOfTheNextPass ? onset - loop->length() : onset;
    note.duration = length;
    return note;
}

/// Adds controllers; in the stretch of time, those of the same kind make room.
Track withControllers(const Track& track, const std::vector<ControllerEvent>& played,
                      std::optional<TickRange> cleared) {
    Track next = track;
    if (cleared) {
        std::erase_if(next.controllers, [&](const ControllerEvent& old) {
            const auto isSame = [&old](const auto& e) { return e.controller == old.controller; };
            return cleared->contains(old.tick) && std::any_of(played.begin(), played.end(), isSame);
        });
    }
    next.controllers.insert(next.controllers.end(), played.begin(), played.end());
    std::stable_sort(next.controllers.begin(), next.controllers.end(),
                     [](const auto& a, const auto& b) { return a.tick < b.tick; });
    return next;
}

} // namespace

EditWithNotes withRecording(const Score& score, std::size_t track, const Recording& recording,
                            const RecordSettings& settings) {
    Take take(recording);
    for (const PlayedEvent& event : recording.events) {
        take.play(event);
    }
    take.endAll();

    Score base = score;
    std::optional<TickRange> cleared;
    if (settings.mode == RecordMode::Replace) {
        cleared = passed(recording);
        keepLastPass(take.notes);
        std::vector<NoteId> replaced;
        for (const Note& note : score.tracks[track]->notes) {
            if (cleared->contains(note.onset)) {
                replaced.push_back(note.id);
            }
        }
        base = withoutNotes(base, track, replaced);
    }
    if (!take.controllers.empty()) {
        base =
            withTrack(base, track, withControllers(*base.tracks[track], take.controllers, cleared));
    }
    std::vector<Note> notes;
    for (const Take::TakenNote& taken : take.notes) {
        notes.push_back(settings.grid ? onGrid(taken.note, *settings.grid, recording.loop)
                                      : taken.note);
    }
    return withNotes(base, track, notes);
}

} // namespace cantilena
