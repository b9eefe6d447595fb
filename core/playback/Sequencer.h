#pragma once

#include "core/playback/ChannelStates.h"
#include "core/playback/EventSink.h"
#include "core/playback/HeldNotes.h"
#include "core/playback/PlaybackSnapshot.h"
#include "core/playback/PlayheadTrail.h"
#include "core/playback/Synth.h"

#include <array>
#include <cstdint>
#include <optional>

namespace cantilena {

/// Turns a snapshot into events at exact frames and sound between them: the one scheduler for live
/// playing and for files. Everything happens on the thread that renders; after construction nothing
/// here locks, allocates or throws.
///
/// Time runs in frames. Where a tick lies is integrated over the tempo map from an anchor (a frame
/// and a song time), so that it does not depend on how the frames are asked for. At one tick notes
/// end first; then, track by track, controllers change and notes begin.
class Sequencer {
public:
    static constexpr double kSlowest = 0.25;
    static constexpr double kFastest = 4.0;

    explicit Sequencer(double sampleRate);
    Sequencer(const Sequencer&) = delete;
    Sequencer& operator=(const Sequencer&) = delete;

    /// What sounds from now on; null is silence. The former synth is not called again, so it may be
    /// gone already; the new one is told every channel's state and takes over the notes that sound.
    void setSynth(Synth* synth) noexcept;
    /// Hears every event beside the synth; null is nobody.
    void setListener(EventSink* listener) noexcept;
    void setSampleRate(double sampleRate) noexcept;

    /// Plays this from now on; it must stay until the next call. A sounding note whose id, key and
    /// channel are still there under the playhead sounds on, with its new end; any other ends.
    void setSnapshot(const PlaybackSnapshot* snapshot) noexcept;

    /// Plays from the present position. Clicks fill `countIn` before it, during which nothing else
    /// sounds. With `until` it stops there and takes no notice of the loop.
    void play(Tick countIn = {}, std::optional<Tick> until = {}) noexcept;
    void pause() noexcept;
    /// Ends all notes and returns to where play began.
    void stop() noexcept;
    void seek(Tick tick) noexcept;
    /// Of the written tempo, within `kSlowest` to `kFastest`.
    void setSpeed(double speed) noexcept;
    void setMetronome(bool on) noexcept;
    /// Whether `Start`, `Continue`, `Stop` and `Clock` are sent.
    void setClock(bool on) noexcept;

    /// Sounds a note of that track until `endNote`, whatever else plays. Nothing for a track that
    /// there is not.
    void startNote(std::uint32_t track, int key, int velocity) noexcept;
    void endNote(std::uint32_t track, int key) noexcept;
    /// Moves a controller of that track (128 is pitch bend) until the score or a seek moves it.
    void control(std::uint32_t track, int controller, int value) noexcept;
    /// Silence everywhere, at once. Playing goes on.
    void panic() noexcept;
    /// Tells synth and listener every channel's state anew.
    void resend() noexcept;

    /// Overwrites `frames` frames of each side and moves on by as many.
    void render(float* left, float* right, int frames) noexcept;

    [[nodiscard]] bool isPlaying() const noexcept { return m_playing; }
    /// Lies before the position that play began from while counting in.
    [[nodiscard]] Tick position() const noexcept { return m_position; }
    [[nodiscard]] std::int64_t frame() const noexcept { return m_frame; }
    [[nodiscard]] std::size_t heldNotes() const noexcept { return m_held.size(); }
    [[nodiscard]] double speed() const noexcept { return m_speed; }
    [[nodiscard]] const PlayheadTrail& trail() const noexcept { return m_trail; }

private:
    struct LanePlace {
        std::uint32_t note = 0;
        std::uint32_t controller = 0;
    };
    struct Anchor {
        std::int64_t frame = 0;
        /// Of a frame, on top.
        double fraction = 0.0;
        double seconds = 0.0;
    };

    [[nodiscard]] std::int64_t frameOf(Tick tick) const noexcept;
    [[nodiscard]] double exactFramesTo(Tick tick) const noexcept;
    void anchorHere() noexcept;
    void leaveTrail() noexcept;
    void settlePosition() noexcept;
    void moveTo(Tick tick) noexcept;
    void placeLanes() noexcept;
    void armStops() noexcept;
    [[nodiscard]] bool isLoopLongEnough() const noexcept;

    [[nodiscard]] std::int64_t dispatchDue() noexcept;
    [[nodiscard]] Tick nextTick() const noexcept;
    void act(Tick tick) noexcept;
    void wrap() noexcept;
    void playLane(std::size_t index, Tick tick) noexcept;
    void sendClock(Tick tick) noexcept;
    void sendClick(Tick tick) noexcept;
    [[nodiscard]] Tick clickFrom(Tick tick) const noexcept;
    void placeClicks(Tick from) noexcept;
    void placeClock() noexcept;

    void reconcileHeldNotes() noexcept;
    void strike(const HeldNote& note) noexcept;
    void release(std::size_t index) noexcept;
    enum class Which { Song, All };
    void releaseAll(Which which) noexcept;
    void liftPedals() noexcept;

    void chase() noexcept;
    void chaseLane(const PlaybackLane& lane) noexcept;
    void sendProgram(int channel, int program) noexcept;
    void sendController(int channel, int controller, int value) noexcept;
    void emit(SoundEvent::Kind kind, int channel = 0, int number = 0, int value = 0,
              std::int64_t position = 0) noexcept;

    Synth* m_synth = nullptr;
    EventSink* m_listener = nullptr;
    const PlaybackSnapshot m_nothing;
    const PlaybackSnapshot* m_snapshot;
    double m_sampleRate;
    double m_speed = 1.0;
    std::uint64_t m_tempoVersion = 0;

    bool m_playing = false;
    std::int64_t m_frame = 0;
    Anchor m_anchor;
    /// The tick nearest to `m_frame`, and how far that lies after it, in ticks.
    Tick m_position;
    double m_fraction = 0.0;
    /// Everything of the song before this tick has been played or skipped, nothing from it on.
    Tick m_cursor;
    Tick m_start;
    std::optional<Tick> m_until;
    bool m_loopArmed = false;
    bool m_stopArmed = false;

    bool m_metronome = false;
    Tick m_countInEnd;
    /// As `m_cursor`, for clicks.
    Tick m_clickCursor;
    Tick m_nextClick;
    bool m_clock = false;
    bool m_clockRuns = false;
    Tick m_nextClock;

    std::array<LanePlace, kMostLanes> m_places{};
    PlayheadTrail m_trail;
    std::uint32_t m_pass = 0;
    HeldNotes m_held;
    ChannelStates m_states;
};

} // namespace cantilena
