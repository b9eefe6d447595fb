#pragma once

#include "core/playback/Recording.h"
#include "ui/document/FollowedTrack.h"
#include "ui/document/PlaybackController.h"
#include "ui/document/ScoreDocument.h"

#include <QObject>
#include <QTimer>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace cantilena {

/// Turns what is played on the input ports into notes of the current track: while recording, at the
/// place that was heard; in step entry, one grid step after the other at the playhead. Notes appear
/// while they are played; a recording is one undo step, and so is each step. Lives on the GUI
/// thread.
class RecordingController : public QObject {
    Q_OBJECT

public:
    RecordingController(ScoreDocument& document, PlaybackController& playback,
                        QObject* parent = nullptr);

    [[nodiscard]] bool isRecording() const { return m_isRecording; }
    /// Counts in, or waits for the first note, and records; goes on from where it plays.
    void record();
    /// Stops the transport too.
    void stop();

    [[nodiscard]] const RecordSettings& settings() const { return m_settings; }
    void setSettings(const RecordSettings& settings) { m_settings = settings; }
    void setWaitsForNote(bool waits) { m_waitsForNote = waits; }
    void setCountInBars(int bars) { m_countInBars = bars; }

    [[nodiscard]] bool isStepping() const { return m_isStepping; }
    void setStepping(bool on);
    /// How far a step goes, and how long its notes are.
    void setStep(Tick step) { m_step = step; }
    /// Leaves a step empty.
    void rest();
    /// Goes a step back and takes away what the current track has there.
    void takeBack();
    /// A key that is no MIDI keyboard's, such as a letter that stands for one: it sounds, and while
    /// stepping it is written down. `key` is a MIDI key.
    void pressKey(int key, int velocity);
    void releaseKey(int key);
    /// Takes what has arrived; called many times a second by itself.
    void listen();

Q_SIGNALS:
    void recordingChanged(bool recording);
    /// What came from an input port, or by `pressKey` and `releaseKey`.
    void played(const cantilena::PlayedEvent& event);
    /// A key went down or up: of an input port, or by `pressKey` and `releaseKey`.
    void keyMoved(int key, bool down);

private:
    void take(const PlayedEvent& event);
    void writeDown();
    void takeStep(const MidiMessage& message);
    void tellTyped(const MidiMessage& message);
    void begin();
    void end();

    ScoreDocument& m_document;
    PlaybackController& m_playback;
    QTimer m_poll;
    RecordSettings m_settings;
    bool m_waitsForNote = false;
    int m_countInBars = 1;

    bool m_isRecording = false;
    /// The transport has been seen playing.
    bool m_hasPlayed = false;
    FollowedTrack m_track;
    int m_mergeKey = 0;
    Recording m_recording;
    /// What the recording is put into, and what came of it last.
    std::shared_ptr<const Score> m_base;
    std::shared_ptr<const Score> m_written;
    std::size_t m_writtenEvents = 0;

    bool m_isStepping = false;
    Tick m_step = quarters(1, 2);
    std::set<int> m_stepKeys;
    /// Keys that were pressed here, with the track that they sound on.
    std::map<int, std::size_t> m_pressed;
    std::vector<Note> m_stepNotes;
};

} // namespace cantilena
