#include "ui/document/RecordingController.h"

#include "core/score/Edits.h"

#include <algorithm>
#include <cstddef>

namespace cantilena {

namespace {
constexpr int kPollMilliseconds = 30;
}

RecordingController::RecordingController(ScoreDocument& document, PlaybackController& playback,
                                         QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_playback(playback) {
    connect(&m_poll, &QTimer::timeout, this, &RecordingController::listen);
    connect(&m_document, &ScoreDocument::currentTrackChanged, this,
            [this](std::size_t track) { m_playback.engine().setInputTrack(track); });
    connect(&m_document, &ScoreDocument::scoreChanged, this,
            [this](const std::shared_ptr<const Score>& score) {
                m_track.follow(score);
                if (!m_track.index()) {
                    end();
                }
            });
    connect(&m_document, &ScoreDocument::scoreReplaced, this, &RecordingController::end);
    m_playback.engine().setInputTrack(m_document.currentTrack());
    m_poll.start(kPollMilliseconds);
}

void RecordingController::record() {
    if (m_isRecording) {
        return;
    }
    m_playback.endAudition();
    setStepping(false);
    begin();
    PlayOptions options;
    options.onFirstNote = m_waitsForNote;
    options.countInBars = m_countInBars;
    if (!m_playback.isPlaying()) {
        m_playback.play(options);
    }
}

void RecordingController::begin() {
    static_cast<void>(m_playback.engine().takePlayed());
    m_isRecording = true;
    m_hasPlayed = m_playback.isPlaying();
    m_track = {m_document.score(), m_document.currentTrack()};
    m_mergeKey = m_document.newMergeKey();
    m_recording = {};
    m_recording.begin = m_playback.playhead();
    m_recording.end = m_recording.begin;
    m_recording.loop = m_playback.loop();
    m_base = m_document.score();
    m_written = m_base;
    m_writtenEvents = 0;
    Q_EMIT recordingChanged(true);
}

void RecordingController::stop() {
    if (m_isRecording) {
        listen();
        end();
        m_playback.stop();
    }
}

void RecordingController::end() {
    if (m_isRecording) {
        m_isRecording = false;
        m_base = nullptr;
        m_written = nullptr;
        m_track = {};
        Q_EMIT recordingChanged(false);
    }
}

void RecordingController::listen() {
    const std::vector<PlayedEvent> events = m_playback.engine().takePlayed();
    const bool playing = m_playback.isPlaying();
    for (const PlayedEvent& event : events) {
        take(event);
    }
    if (!m_isRecording) {
        return;
    }
    if (playing) {
        m_hasPlayed = true;
        m_recording.end = std::max(m_playback.playhead(), m_recording.begin);
        if (m_recording.pass > 0 && m_recording.loop) {
            m_recording.end = std::max(m_playback.playhead(), m_recording.loop->begin);
        }
    }
    const bool anythingNew = !events.empty() || m_settings.mode == RecordMode::Replace;
    if (anythingNew && m_hasPlayed && !m_recording.events.empty()) {
        writeDown();
    }
    if (m_hasPlayed && !playing) {
        end();
    }
}

void RecordingController::take(const PlayedEvent& event) {
    if (event.message.isNoteOn() || event.message.isNoteOff()) {
        Q_EMIT keyMoved(event.message.bytes[1], event.message.isNoteOn());
    }
    Q_EMIT played(event);
    if (m_isRecording && event.playing) {
        m_recording.events.push_back(event);
        m_recording.pass = std::max(m_recording.pass, event.pass);
        // A pedal or a key may come after the playhead was looked at.
        if (event.pass == m_recording.pass) {
            m_recording.end = std::max(m_recording.end, event.tick);
        }
    } else if (m_isStepping) {
        takeStep(event.message);
    }
}

/// Always from the beginning, so that the whole recording is one step.
void RecordingController::writeDown() {
    if (m_document.score() != m_written) {
        // Something else was done meanwhile: that stays, and recording goes on upon it.
        m_base = m_document.score();
        m_mergeKey = m_document.newMergeKey();
        const auto first = m_recording.events.begin();
        m_recording.events.erase(first, first + static_cast<std::ptrdiff_t>(m_writtenEvents));
        if (!m_recording.loop) {
            const auto& played = m_recording.events;
            m_recording.begin =
                played.empty() ? m_recording.end : std::min(m_recording.end, played.front().tick);
        }
    }
    const EditWithNotes edit = withRecording(*m_base, *m_track.index(), m_recording, m_settings);
    m_document.apply(edit.score, tr("record"), m_mergeKey);
    m_written = m_document.score();
    m_writtenEvents = m_recording.events.size();
}

// Step entry

void RecordingController::setStepping(bool on) {
    while (!m_pressed.empty()) {
        releaseKey(m_pressed.begin()->first);
    }
    m_isStepping = on;
    m_stepKeys.clear();
    m_stepNotes.clear();
}

void RecordingController::rest() {
    m_playback.seek(m_playback.playhead() + m_step);
}

void RecordingController::takeBack() {
    const Tick now = m_playback.playhead();
    const TickRange step{std::max(now - m_step, Tick{}), now};
    std::vector<NoteId> notes;
    for (const Note& note : m_document.track().notes) {
        if (step.contains(note.onset)) {
            notes.push_back(note.id);
        }
    }
    if (!notes.empty()) {
        m_document.apply(withoutNotes(*m_document.score(), m_document.currentTrack(), notes),
                         tr("take back a step"), 0, {});
    }
    m_playback.seek(step.begin);
}

void RecordingController::pressKey(int key, int velocity) {
    if (!Pitch{key}.isValid() || m_pressed.contains(key)) {
        return;
    }
    m_pressed[key] = m_document.currentTrack();
    m_playback.engine().startNote(m_document.currentTrack(), Pitch{key}, velocity);
    Q_EMIT keyMoved(key, true);
    tellTyped({{0x90, static_cast<std::uint8_t>(key), static_cast<std::uint8_t>(velocity)}, 3});
}

void RecordingController::releaseKey(int key) {
    const auto pressed = m_pressed.extract(key);
    if (pressed.empty()) {
        return;
    }
    m_playback.engine().endNote(pressed.mapped(), Pitch{key});
    Q_EMIT keyMoved(key, false);
    tellTyped({{0x80, static_cast<std::uint8_t>(key), 64}, 3});
}

void RecordingController::tellTyped(const MidiMessage& message) {
    if (m_isStepping) {
        takeStep(message);
    }
    PlayedEvent event;
    event.message = message;
    event.tick = m_playback.playhead();
    event.playing = m_playback.isPlaying();
    Q_EMIT played(event);
}

/// Keys that are down together are one chord; the step is done when the last of them comes up.
void RecordingController::takeStep(const MidiMessage& message) {
    if (m_playback.isPlaying()) {
        return;
    }
    const int key = message.bytes[1];
    if (message.isNoteOn()) {
        Note note;
        note.onset = m_playback.playhead();
        note.duration = m_step;
        note.pitch = Pitch{key};
        note.velocity = message.bytes[2];
        m_stepKeys.insert(key);
        m_stepNotes.push_back(note);
    } else if (message.isNoteOff() && m_stepKeys.erase(key) > 0 && m_stepKeys.empty()) {
        const auto edit = withNotes(*m_document.score(), m_document.currentTrack(), m_stepNotes);
        m_document.apply(edit.score, tr("step entry"), 0, edit.notes);
        m_stepNotes.clear();
        rest();
    }
}

} // namespace cantilena
