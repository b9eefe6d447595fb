#pragma once

#include "core/base/SnapshotCell.h"
#include "core/base/SpscQueue.h"
#include "core/playback/MidiInput.h"
#include "core/playback/MidiRouter.h"
#include "core/playback/Pacemaker.h"
#include "core/playback/PlaybackSnapshot.h"
#include "core/playback/Sequencer.h"
#include "core/playback/Synth.h"
#include "core/playback/TestTone.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace cantilena {

/// What the engine asks of the audio thread.
struct Command {
    enum class Kind : std::uint8_t {
        Play,
        /// As soon as a key of an input port goes down.
        PlayOnNote,
        Pause,
        Stop,
        Seek,
        StartNote,
        EndNote,
        Panic,
        Resend,
        SetSpeed,
        SetMetronome,
        SetClock,
        /// What arrives at the input ports sounds as `track`, or not at all unless `on`.
        SetInputTrack,
        TestTone,
    };

    Kind kind = Kind::Stop;
    /// Counts transport commands, so that the state can say how far it has come; 0 for others.
    std::uint64_t serial = 0;
    /// Where to; for `Play`, how long to count in.
    Tick tick{};
    std::optional<Tick> until{};
    double speed = 1.0;
    bool on = false;
    std::uint32_t track = 0;
    int key = 0;
    int velocity = 0;
};

/// What the audio thread has done.
struct TransportState {
    /// The last transport command that was carried out.
    std::uint64_t serial = 0;
    bool playing = false;
    /// For a key to go down.
    bool waiting = false;
    Tick position;
};

/// Since the last look; missed buffers since the beginning.
struct RenderFigures {
    std::uint64_t missedBuffers = 0;
    double worstShare = 0.0;
    int voices = 0;
    float peakLeft = 0.0F;
    float peakRight = 0.0F;
};

/// Both sides of the crossing between the engine's thread and the audio thread. `render` belongs to
/// the audio thread, all else to the engine's.
class LiveRenderer {
public:
    explicit LiveRenderer(std::shared_ptr<Pacemaker> time = realTime());
    LiveRenderer(const LiveRenderer&) = delete;
    LiveRenderer& operator=(const LiveRenderer&) = delete;

    /// From now on `render` plays for the caller of that ticket (not 0), at that rate, and gives
    /// silence to any other. The output keeps `bufferSeconds` of sound in store.
    void begin(std::uint64_t ticket, double sampleRate, double bufferSeconds);
    /// `render` gives silence to all. The former caller must have ended before the next `begin`.
    void end();

    void publish(std::shared_ptr<const PlaybackSnapshot> snapshot);
    /// Null plays on in silence. The former synth is freed once the audio thread has let it go.
    void setSynth(std::unique_ptr<Synth> synth);
    void post(const Command& command);
    /// Frees what the audio thread has let go of.
    void collect();

    [[nodiscard]] TransportState transport() const noexcept;
    [[nodiscard]] RenderFigures takeFigures() noexcept;
    [[nodiscard]] std::uint64_t callbacks() const noexcept { return m_callbacks.load(); }
    [[nodiscard]] MidiRouter& midi() noexcept { return m_midi; }
    [[nodiscard]] MidiInput& input() noexcept { return m_input; }
    /// How long after a frame was asked for it is heard by the one who plays.
    void setInputDelay(double seconds) noexcept { m_inputDelay.store(seconds); }
    /// What was played since the last call.
    [[nodiscard]] std::vector<PlayedEvent> takePlayed();

    /// Audio thread.
    void render(std::uint64_t ticket, float* left, float* right, int frames) noexcept;

private:
    using Clock = Pacemaker::Clock;
    /// Until the output says.
    static constexpr double kFirstSampleRate = 48'000.0;
    struct LoadedSynth {
        std::unique_ptr<Synth> synth;
    };

    void takeSynth() noexcept;
    void takeSnapshot() noexcept;
    void takeCommands() noexcept;
    void carryOut(const Command& command) noexcept;
    void takeInput() noexcept;
    [[nodiscard]] PlayedEvent stamped(const MidiInput::Arrival& arrival) const noexcept;
    void playThrough(const MidiMessage& message) noexcept;
    void endInputKey(int key) noexcept;
    void setInputTrack(std::optional<std::uint32_t> track) noexcept;
    void measure(int frames, Clock::time_point began) noexcept;
    void publishState() noexcept;

    std::shared_ptr<Pacemaker> m_time;
    SnapshotCell<PlaybackSnapshot> m_snapshots;
    SnapshotCell<LoadedSynth> m_synths;
    SpscQueue<Command, 1024> m_commands;
    std::atomic<std::uint64_t> m_ticket{0};

    std::atomic<std::uint64_t> m_serial{0};
    std::atomic<bool> m_playing{false};
    std::atomic<bool> m_waiting{false};
    std::atomic<std::int64_t> m_position{0};
    std::atomic<std::uint64_t> m_callbacks{0};
    std::atomic<std::uint64_t> m_missed{0};
    std::atomic<double> m_worstShare{0.0};
    std::atomic<int> m_voices{0};
    std::atomic<float> m_peakLeft{0.0F};
    std::atomic<float> m_peakRight{0.0F};

    MidiInput m_input;
    std::atomic<double> m_inputDelay{0.0};
    SpscQueue<PlayedEvent, 4096> m_played;

    // Of the audio thread.
    static constexpr std::int32_t kNoTrack = -1;
    MidiRouter m_midi;
    Sequencer m_sequencer;
    TestTone m_testTone;
    BlockClock m_clock;
    std::optional<std::uint32_t> m_inputTrack;
    /// The track on which each key went down.
    std::array<std::int32_t, 128> m_inputKeys{};
    bool m_inputPedal = false;
    bool m_waitsForNote = false;
    /// Where playing was begun by a key: what is played until that frame is heard belongs there.
    std::int64_t m_keyStartFrame = 0;
    Tick m_keyStart;
    const PlaybackSnapshot* m_playingSnapshot = nullptr;
    const LoadedSynth* m_playingSynth = nullptr;
    std::uint64_t m_doneSerial = 0;
    double m_sampleRate = kFirstSampleRate;
    double m_bufferSeconds = 0.0;
    Clock::time_point m_lastBegan;
};

} // namespace cantilena
